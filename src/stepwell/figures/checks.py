"""Whether a body can take the poses of a figure: contacts reached and touching, joints within human range.

Lives here: the faults of key poses, in words. Lives elsewhere: measuring (figures/ranges.py), the words of the file
(figures/reader.py), the frames between key poses (tests/knowledge/test_figures.py).
"""

from collections.abc import Iterator, Sequence

from stepwell.errors import Fault
from stepwell.figures.poses import solve
from stepwell.figures.ranges import STAY, TOUCH, beyond, gap
from stepwell.figures.scene import Figure
from stepwell.figures.skeleton import Skeleton


def faults_of(figure: Figure, place: str, lines: Sequence[int]) -> Iterator[Fault]:
    """Every fault of every key pose, at the line of its pose."""
    for number, pose in enumerate(figure.poses):
        bones = solve(pose)
        line = lines[number] if number < len(lines) else 1
        for problem, remedy in (*_reached(bones), *_human(bones), *_touching(figure, bones)):
            yield Fault(place, line, f"in pose {number + 1}, {problem}", remedy)


def _reached(bones: Skeleton) -> Iterator[tuple[str, str]]:
    for limb, short in bones.missed.items():
        if short > STAY:
            remedy = "Bring the contact nearer, or move the body: a bone does not stretch."
            yield f"the {limb} misses its contact by {short:.3f} of the body's height.", remedy


def _human(bones: Skeleton) -> Iterator[tuple[str, str]]:
    for name, value, (least, most) in beyond(bones):
        remedy = "Correct the angle, or the direction of `knee-to` or `elbow-to`."
        yield f"{name} is {value:.0f} degrees, but a body allows {least} to {most}.", remedy


def _touching(figure: Figure, bones: Skeleton) -> Iterator[tuple[str, str]]:
    for contact in figure.contacts:
        away = gap(bones, contact, figure.props)
        if abs(away) > TOUCH:
            where = "above" if away > 0 else "inside"
            remedy = "Move the body or the limb until it touches, or take it off `contacts`."
            yield f"{contact} is {abs(away):.3f} of the body's height {where} what carries it.", remedy
