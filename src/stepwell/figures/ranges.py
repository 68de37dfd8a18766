"""What a body can do: the range of each joint, and whether what should touch does.

Lives here: joint angles measured on a skeleton, their human ranges, contacts. Lives elsewhere: poses
(figures/poses.py), the words of a fault (figures/reader.py).

The ranges are those of drawing, wide enough for any healthy adult. They are no advice: how far a person should
move stands in the exercise.
"""

import math
from collections.abc import Iterator, Sequence

from stepwell.figures import vectors as v
from stepwell.figures.props import Props, height_under
from stepwell.figures.skeleton import RADIUS, SIDES, Skeleton, turned
from stepwell.figures.vectors import Vec

RANGES = {
    "hip bend": (-35, 140), "hip out": (-45, 75), "hip turn": (-75, 95), "knee bend": (-1, 155),
    "elbow bend": (-1, 160), "ankle point": (-40, 85), "back bend": (0, 65), "neck bend": (0, 80),
}  # fmt: skip
"""Least and greatest, in degrees."""

TOUCH = 0.022
"""How far a contact may look from what carries it, in heights."""
STAY = 0.005
"""How far a contact may move between frames."""

PARTS = {
    "foot": ("heel", "toe", "ankle"), "toe": ("toe",), "heel": ("heel",), "knee": ("knee",), "hand": ("wrist", "hand"),
    "elbow": ("elbow",), "hip": ("hip",),
}  # fmt: skip
"""Which joints touch for a contact of one side; the first that a limb is placed by stays in place."""
WHOLE = {"pelvis": ("waist", "hip", "hip"), "back": ("chest", "waist"), "head": ("head",)}
CONTACTS = frozenset(["either-foot", *WHOLE, *(f"{side}-{part}" for side in SIDES for part in PARTS)])


def angles(bones: Skeleton) -> Iterator[tuple[str, float]]:
    """The angle of each joint in degrees, by its name in RANGES with the side before it."""
    j = bones.joints
    for side in SIDES:
        thigh = v.unit(v.minus(j[f"{side}-knee"], j[f"{side}-hip"]))
        shank = v.unit(v.minus(j[f"{side}-ankle"], j[f"{side}-knee"]))
        toes = v.unit(v.minus(j[f"{side}-toe"], j[f"{side}-heel"]))
        upper = v.minus(j[f"{side}-elbow"], j[f"{side}-shoulder"])
        lower = v.minus(j[f"{side}-wrist"], j[f"{side}-elbow"])
        for name, value in _hip(bones, side, thigh, shank):
            yield f"{side} {name}", value
        yield f"{side} knee bend", v.angle(thigh, shank)
        yield f"{side} ankle point", math.degrees(math.asin(max(-1.0, min(1.0, v.dot(toes, shank)))))
        yield f"{side} elbow bend", v.angle(upper, lower)
    yield "back bend", v.angle(v.apply(bones.pelvis, v.Z), v.apply(bones.chest, v.Z))
    yield "neck bend", v.angle(v.apply(bones.chest, v.Z), v.apply(bones.head, v.Z))


def _hip(bones: Skeleton, side: str, thigh: Vec, shank: Vec) -> Iterator[tuple[str, float]]:
    sign, within = SIDES[side], v.transpose(bones.pelvis)
    x, y, z = v.apply(within, thigh)
    bend, out = math.degrees(math.atan2(x, -z)), math.degrees(math.asin(max(-1.0, min(1.0, sign * y))))
    yield "hip bend", bend
    yield "hip out", out
    if v.angle(thigh, shank) > 20:
        frame = turned(side, {"hip": bend, "out": out}, bend="hip")
        x, y, _ = v.apply(v.transpose(frame), v.apply(within, shank))
        yield "hip turn", sign * math.degrees(math.atan2(-y, -x))


def beyond(bones: Skeleton) -> Iterator[tuple[str, float, tuple[int, int]]]:
    """Every joint beyond its range: its name, its angle, and the range."""
    for name, value in angles(bones):
        least, most = RANGES[name.removeprefix("working ").removeprefix("other ")]
        if not least <= value <= most:
            yield name, value, (least, most)


def joints_of(contact: str) -> list[str]:
    """The joints that a contact is made of."""
    if contact == "pelvis":
        return ["working-hip", "other-hip", "pelvis"]
    if contact in WHOLE:
        return list(WHOLE[contact])
    side, part = contact.split("-", 1)
    return [f"{side}-{joint}" for joint in PARTS[part]]


def gap(bones: Skeleton, contact: str, props: Props) -> float:
    """How far a contact is from what carries it: above is positive, inside is negative."""
    if contact == "either-foot":
        return min((gap(bones, f"{side}-foot", props) for side in SIDES), key=abs)
    if contact == "head" and any(name == "pillow" for name, _ in props):
        return 0.0  # a pillow is as high as the head lies
    return min(_gap(bones, joint, props) for joint in joints_of(contact))


def _gap(bones: Skeleton, joint: str, props: Props) -> float:
    size = RADIUS.get(joint.split("-")[-1], RADIUS["waist"])
    x, y, z = bones.joints[joint]
    return z - size - height_under(props, (x, y, z - size))


def drift(frames: Sequence[Skeleton], contact: str) -> float:
    """How far a contact moves between frames, in heights; a foot is followed at its ankle, a hand at its wrist."""
    if contact == "either-foot":
        return 0.0
    joint = {"foot": 2, "hand": 0}.get(contact.split("-")[-1], 0)
    points = [bones.joints[joints_of(contact)[joint]] for bones in frames]
    return max(v.length(v.minus(point, points[0])) for point in points)
