"""Whether a body can take the poses of a figure: contacts reached and touching, joints within human range.

Lives here: the faults of key poses and of the movement between them, in words. Lives elsewhere: measuring
(figures/ranges.py), the words of the file (figures/figure_check.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from stepwell.errors import Fault
from stepwell.figures.outline import Look, body_layers, lowest
from stepwell.figures.poses import Pose, solve
from stepwell.figures.ranges import STAY, TOUCH, beyond, drift, gap
from stepwell.figures.scene import Figure, poses_of
from stepwell.figures.skeleton import SIDES, Skeleton

CONTACT = {"leg": ("foot", "ankle-on"), "arm": ("hand",)}
"""What places a limb instead of angles."""
ANGLES = {"leg": ("hip", "out", "turn", "knee", "shank"), "arm": ("shoulder", "out", "turn", "elbow")}
DEEP = 0.01
"""How far a part may sink into the floor, in heights."""

Found = Iterator[tuple[str, str]]


def unlike(poses: Sequence[Pose], place: str, lines: Sequence[int]) -> Iterator[Fault]:
    """Every limb with two ways to place it, and every change between poses that would make the figure jump."""
    for number, pose in enumerate(poses):
        for limb in (f"{side}-{kind}" for side in SIDES for kind in CONTACT):
            for problem, remedy in _two_ways(limb, pose.get(limb, {})):
                yield Fault(place, _line(lines, number), f"in pose {number + 1}, {problem}", remedy)
    for number, (one, two) in enumerate(pairwise(poses), start=1):
        if changed := [what for what in _ways(two) if _ways(one).get(what) != _ways(two)[what]]:
            problem = f"in pose {number + 1}, {changed[0]} is placed in another way than in the pose before."
            remedy = "Place it the same way in both, by angles or by a contact with the same joints, else it jumps."
            yield Fault(place, _line(lines, number), problem, remedy)


def _line(lines: Sequence[int], number: int) -> int:
    return lines[number] if number < len(lines) else 1


def _two_ways(limb: str, says: Mapping[str, Any]) -> Found:
    kind = limb.split("-")[1]
    contacts = [key for key in CONTACT[kind] if key in says]
    angles = [key for key in ANGLES[kind] if key in says]
    if contacts and isinstance(says[contacts[0]], Mapping) and "from" not in says[contacts[0]]:
        yield f"{contacts[0]} of the {limb} names no joint.", "Add `from: JOINT`."
    elif len(contacts) > 1:
        yield f"the {limb} has {' and '.join(contacts)}.", "Keep one of them."
    elif contacts and angles:
        remedy = f"Keep {contacts[0]}, which places the limb, or the angles."
        yield f"the {limb} has {contacts[0]} and {', '.join(angles)}.", remedy


def _ways(pose: Pose) -> dict[str, Any]:
    """For the body and each limb, how it is placed."""
    body = pose.get("body", {})
    ways: dict[str, Any] = {"the body": (body.get("lies", "no"), *sorted(body.get("pin") or ()))}
    for side in SIDES:
        for kind, keys in CONTACT.items():
            says = pose.get(f"{side}-{kind}", {})
            ways[f"the {side}-{kind}"] = [(key, _joints(says[key])) for key in keys if key in says]
    return ways


def _joints(contact: Any) -> Any:
    if not isinstance(contact, Mapping):
        return "a point"
    return contact.get("from"), contact.get("to", contact.get("from"))


def faults_of(figure: Figure, place: str, lines: Sequence[int]) -> Iterator[Fault]:
    """Every fault of every key pose, at the line of its pose."""
    for number, pose in enumerate(figure.poses):
        bones = solve(pose)
        for problem, remedy in (*_reached(bones), *_human(bones), *_touching(figure, bones), *_sunk(bones)):
            yield Fault(place, _line(lines, number), f"in pose {number + 1}, {problem}", remedy)


def faults_between(figure: Figure, place: str, line: int) -> Iterator[Fault]:
    """Every fault of the frames between key poses, once each: a contact that slides, a limb that cannot."""
    frames = [solve(pose) for pose in poses_of(figure)]
    found = dict.fromkeys(_sliding(figure, frames))
    for bones in frames:
        known = {problem.split(" is ")[0] for problem, _ in found}
        faults = (*_reached(bones), *_human(bones), *_sunk(bones))
        found |= {fault: None for fault in faults if fault[0].split(" is ")[0] not in known}
    for problem, remedy in found:
        yield Fault(place, line, f"between two poses, {problem}", remedy)


def _sliding(figure: Figure, frames: Sequence[Skeleton]) -> Found:
    for contact in figure.contacts:
        if (moved := drift(frames, contact)) > STAY:
            remedy = "Write it as a contact (`foot`, `ankle-on`, `hand`) or `pin` its joint; or take it off `contacts`."
            yield f"{contact} slides by {moved:.3f} of the body's height.", remedy


def _reached(bones: Skeleton) -> Found:
    for limb, short in bones.missed.items():
        if short > STAY:
            remedy = "Bring the contact nearer, or move the body: a bone does not stretch."
            yield f"the {limb} misses its contact by {short:.3f} of the body's height.", remedy


def _human(bones: Skeleton) -> Found:
    for name, value, (least, most) in beyond(bones):
        remedy = "Correct the angle, or the direction of `knee-to` or `elbow-to`."
        yield f"{name} is {value:.0f} degrees, but a body allows {least} to {most}.", remedy


def _touching(figure: Figure, bones: Skeleton) -> Found:
    for contact in figure.contacts:
        away = gap(bones, contact, figure.props)
        if abs(away) > TOUCH:
            where = "above" if away > 0 else "inside"
            remedy = "Move the body or the limb until it touches, or take it off `contacts`."
            yield f"{contact} is {abs(away):.3f} of the body's height {where} what carries it.", remedy


def _sunk(bones: Skeleton) -> Found:
    for layer in body_layers(bones, Look()):
        if (low := lowest(layer.parts)) < -DEEP:
            remedy = "Raise the body or the limb; the floor is at 0."
            yield f"the {layer.name} is {-low:.3f} of the body's height below the floor.", remedy
