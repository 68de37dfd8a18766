"""The pathway as a picture: one tread for each step, down to the water.

Lives here: the geometry, and `python -m stepwell.documents.staircase` for docs/pathway.svg. Lives elsewhere: its
colours (documents/assets/tokens.css and staircase.css).
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from stepwell.documents.handbook_markup import Html, el, join
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway, Step

PICTURE = Path("docs/pathway.svg")


@dataclass(frozen=True, slots=True)
class Shape:
    """Lengths in pixels; `letter` and `bold` are how wide a letter of a sentence and of a title is taken to be."""

    tread: int
    drop: int
    width: int
    left: int
    name: str
    gap: int
    letter: float = 7.9
    bold: float = 10.6
    top: int = 44
    water: int = 40


WIDE = Shape(tread=76, drop=88, width=960, left=0, name="wide", gap=16)
NARROW = Shape(tread=10, drop=144, width=340, left=14, name="narrow", gap=12)
MARGIN = 24
"""Around the picture where it stands alone."""


def staircase_svg(pathway: Pathway, shape: Shape = WIDE, *, linked: bool = True) -> str:
    """The picture as SVG, coloured by classes only.

    linked   whether each step leads to its chapter of the handbook
    """
    label = f"{pathway.title}: {len(pathway.steps)} steps"
    drawn = [None if linked else _paper(pathway, shape), _water(pathway, shape), _stone(pathway, shape)]
    for number, step in enumerate(pathway.steps):
        one = _step(number, step, shape)
        drawn.append(el("a", one, href=f"#step-{step.id}") if linked else one)
    return el(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=_box(pathway, shape, 0 if linked else MARGIN),
        role="group" if linked else "img",
        aria_label=label if linked else f"{label}. {' '.join(_told(pathway))}",
        class_=f"stair {shape.name}",
    ).text


def picture(pathway: Pathway) -> str:
    """The picture as a file of its own, light and dark."""
    assets = files("stepwell.documents") / "assets"
    style = "".join((assets / name).read_text(encoding="utf-8") for name in ("tokens.css", "staircase.css"))
    drawn = staircase_svg(pathway, linked=False)
    head, body = drawn.split(">", 1)
    return f"{head}><style>{style}</style>{body}\n"


def _told(pathway: Pathway) -> Iterator[str]:
    for number, step in enumerate(pathway.steps, start=1):
        yield f"{number}. {step.title}: {step.say}"


def _height(pathway: Pathway, shape: Shape) -> int:
    return shape.top + shape.drop * len(pathway.steps) + shape.water


def _box(pathway: Pathway, shape: Shape, margin: int) -> str:
    return f"{-margin} 0 {shape.width + 2 * margin} {_height(pathway, shape) + margin}"


def _paper(pathway: Pathway, shape: Shape) -> Html:
    left, top, width, height = _box(pathway, shape, MARGIN).split()
    return el("rect", x=left, y=top, width=width, height=height, class_="paper")


def _edge(number: int, shape: Shape) -> tuple[int, int]:
    """Where the tread of a step begins: across and down."""
    return shape.left + shape.tread * number, shape.top + shape.drop * number


def _stone(pathway: Pathway, shape: Shape) -> Html:
    bottom = _height(pathway, shape)
    outline = "".join(f"V{_edge(n, shape)[1]}H{_edge(n + 1, shape)[0]}" for n in range(len(pathway.steps)))
    return el("path", d=f"M0 {bottom}{outline}V{bottom}z", class_="stone")


def _water(pathway: Pathway, shape: Shape) -> Html:
    bottom, line = _height(pathway, shape), _height(pathway, shape) - shape.water
    surface = el("path", d=f"M0 {line}H{shape.width}", class_="surface")
    return join([el("path", d=f"M0 {line}H{shape.width}V{bottom}H0z", class_="water"), surface])


def _step(number: int, step: Step, shape: Shape) -> Html:
    across, down = _edge(number, shape)
    begin = across if number else 0
    tread = el("path", d=f"M{begin} {down}H{across + shape.tread}", class_="tread")
    middle = str(across + shape.tread // 2)
    figure = (
        el("text", str(number + 1), x=middle, y=str(down + 27), class_="figure") if shape is WIDE else None
    )
    return el("g", tread, figure, *_words(number, step, shape))


def _words(number: int, step: Step, shape: Shape) -> Iterator[Html]:
    """The title and the sentence of a step, line by line, to the right of its tread."""
    across, down = _edge(number, shape)
    left = across + shape.tread + shape.gap
    room = shape.width - left
    title = step.title if shape is WIDE else f"{number + 1}. {step.title}"
    below = down + 12
    for line in textwrap.wrap(title, int(room / shape.bold)):
        yield el("text", line, x=str(left), y=str(below), class_="name")
        below += 22
    for line in textwrap.wrap(step.say, int(room / shape.letter)):
        yield el("text", line, x=str(left), y=str(below), class_="told")
        below += 20


def main() -> None:
    """Write the picture for the README."""
    PICTURE.write_text(picture(load_pathway()), encoding="utf-8")
    print(PICTURE)


if __name__ == "__main__":
    main()
