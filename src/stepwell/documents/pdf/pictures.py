"""Pictures as documents take them: exercises, the stair of the pathway, a body to mark.

Lives here: the interface through which pictures of exercises are found, and words of pictures in the document's language. Lives elsewhere: drawing (figures/).
"""

from collections.abc import Callable

from stepwell.documents.pdf.wording import Wording
from stepwell.figures import Picture, picture
from stepwell.figures.bodychart import TINTS, body_chart
from stepwell.figures.stairs import staircase
from stepwell.knowledge.types import Pathway

Pictures = Callable[[str], Picture | None]
"""The picture of an exercise's id, or None where there is none. Its `alt` says the movement in words."""

FAINT = "#b9b1a4"
"""Lines of the regions, which a pen must not have to fight."""


def no_pictures(_exercise: str) -> Picture | None:
    """For a document of words alone."""
    return None


def drawn(pathway: Pathway, side: str | None) -> Pictures:
    """The figures of a pathway's exercises for the side of the episode. An exercise without a figure has no picture."""
    shown = side if side in ("left", "right") else "right"

    def found(exercise: str) -> Picture | None:
        tree = pathway.exercises[exercise]
        return picture(tree, side=shown) if tree.get("figure") else None

    return found


def stair(pathway: Pathway, step: str, words: Wording) -> Picture:
    """The stair of the pathway with "you are here" on the step of this id."""
    ids = [one.id for one in pathway.steps]
    here = ids.index(step) + 1
    said = {"here": words("stair.here"), "water": words("stair.water")}
    shown = staircase([one.title for one in pathway.steps], here=here, done=range(1, here), words=said)
    return Picture(shown.svg, words("stair.alt", steps=len(ids), here=here))


def empty_body(words: Wording) -> Picture:
    """A body to mark with a pen: white, its regions only outlined, its few words in the language of the document."""
    svg = body_chart().svg.replace(f'fill="{TINTS["body"]}"', 'fill="#ffffff"')
    svg = svg.replace(f'fill="{TINTS["region"]}" stroke="{TINTS["line"]}"', f'fill="none" stroke="{FAINT}"')
    for word in ("Back", "Front", "Right", "Left"):
        svg = svg.replace(f">{word}</text>", f">{words(f'chart.{word}')}</text>")
    return Picture(svg, words("chart.alt"))
