"""Outlines: flesh on the bones, as hulls of circles.

Lives here: the parts of the body, each the convex hull of a few circles, and the 36 points of a hull. Lives
elsewhere: the bones (figures/skeleton.py), colours (figures/palettes.py), what lies in front of what
(figures/scene.py).

A hull is sampled at fixed directions: for each the circle that reaches furthest. So every outline has the same
points in the same order, and any two poses morph into each other. Leg colours tell the working leg from the other.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stepwell.figures import vectors as v
from stepwell.figures.skeleton import RADIUS, SIDES, Skeleton
from stepwell.figures.vectors import Vec

DIRECTIONS = tuple((math.cos(math.tau * step / 36), math.sin(math.tau * step / 36)) for step in range(36))
LINE = 0.0075
"""Width of the outline on each side of an edge."""

Circle = tuple[Vec, float]


@dataclass(frozen=True, slots=True)
class Part:
    """The hull of circles in one colour; the colour is a word of the palette."""

    fill: str
    circles: tuple[Circle, ...]
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Layer:
    """Parts drawn together: all outlines first, then all fills, so that joints inside show no line.

    near   where the layer stands in depth: points whose mean depth counts
    """

    name: str
    parts: tuple[Part, ...]
    near: tuple[Vec, ...]
    stroke: str = "line"
    width: float = 2 * LINE


@dataclass(frozen=True, slots=True)
class Look:
    """What holds for all frames of a picture: limbs on the far side, legs that work, what shows of the head."""

    far: frozenset[str] = frozenset()
    working: frozenset[str] = frozenset({"working"})
    behind: bool = False
    eyes: tuple[float, ...] = ()
    ears: tuple[float, ...] = ()


def hull(circles: Sequence[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """Points of the outline of circles (x, y, radius), one for each direction."""
    points = []
    for ux, uy in DIRECTIONS:
        x, y, r = max(circles, key=lambda c: c[0] * ux + c[1] * uy + c[2])
        points.append((x + r * ux, y + r * uy))
    return points


def body_layers(bones: Skeleton, look: Look) -> Iterator[Layer]:
    """Every layer of the body, in no order of depth."""
    for side in SIDES:
        yield from _leg(bones, side, look)
        yield _arm(bones, side, look)
    yield _trunk(bones)
    yield from _head(bones, look)


def _part(fill: str, *circles: Circle) -> Part:
    return Part(fill, circles)


def _leg(bones: Skeleton, side: str, look: Look) -> Iterator[Layer]:
    hip, knee, ankle, heel, toe = (
        bones.joints[f"{side}-{n}"] for n in ("hip", "knee", "ankle", "heel", "toe")
    )
    far = "-far" if f"{side}-leg" in look.far else ""
    legging = ("leg-working" if side in look.working else "leg-other") + far
    calf, cuff = v.mix(knee, ankle, 0.32), v.mix(knee, ankle, 0.88)
    below = ((knee, RADIUS["knee"] * 0.93), (calf, RADIUS["calf"]))
    shoe = ((heel, RADIUS["heel"]), (ankle, RADIUS["ankle"] * 0.96), (toe, RADIUS["toe"]))
    parts = (
        Part("shoe" + far, shoe),
        Part("skin" + far, (*below, (ankle, RADIUS["ankle"]))),
        Part(legging, (*below, (cuff, RADIUS["ankle"] * 1.06))),
    )
    yield Layer(f"{side}-shank", parts, (knee, ankle))
    yield Layer(f"{side}-thigh", (_part(legging, (hip, RADIUS["hip"]), (knee, RADIUS["knee"])),), (hip, knee))
    yield Layer(f"{side}-kneecap", (_part(legging, (knee, RADIUS["knee"] * 0.9)),), (knee,), stroke="")


def _arm(bones: Skeleton, side: str, look: Look) -> Layer:
    shoulder, elbow, wrist, hand = (
        bones.joints[f"{side}-{n}"] for n in ("shoulder", "elbow", "wrist", "hand")
    )
    far = "-far" if f"{side}-arm" in look.far else ""
    sleeve = v.mix(shoulder, elbow, 0.6)
    palm = v.mix(wrist, hand, 0.45)
    parts = (
        _part(
            "skin" + far,
            (wrist, RADIUS["wrist"] * 0.95),
            (palm, RADIUS["hand"] * 1.3),
            (hand, RADIUS["hand"] * 0.8),
        ),
        _part("skin" + far, (elbow, RADIUS["elbow"]), (wrist, RADIUS["wrist"])),
        _part("skin" + far, (shoulder, RADIUS["upper-arm"]), (elbow, RADIUS["elbow"])),
        _part("shirt" + far, (shoulder, RADIUS["shoulder"]), (sleeve, RADIUS["upper-arm"] * 1.02)),
    )
    return Layer(f"{side}-arm", parts, (shoulder, elbow, wrist))


def _trunk(bones: Skeleton) -> Layer:
    j = bones.joints
    low = v.mix(j["pelvis"], j["waist"], 0.25)
    hips = tuple((j[f"{side}-hip"], RADIUS["hip"]) for side in SIDES)
    hem = tuple((v.mix(j[f"{side}-hip"], j["waist"], 0.3), RADIUS["hip"]) for side in SIDES)
    shoulders = tuple((j[f"{side}-shoulder"], RADIUS["shoulder"]) for side in SIDES)
    parts = (
        Part("leg-other", (*hips, (low, RADIUS["waist"]))),
        Part("shirt", ((j["waist"], RADIUS["waist"] * 0.98), *hem)),
        Part("shirt", (*shoulders, (j["chest"], RADIUS["chest"]), (j["waist"], RADIUS["waist"]))),
    )
    return Layer("trunk", parts, (j["waist"], j["pelvis"]))


def _head(bones: Skeleton, look: Look) -> Iterator[Layer]:
    j, r = bones.joints, RADIUS["head"]

    def at(front: float, up: float, size: float, side: float = 0.0) -> Circle:
        return (v.plus(j["head"], v.apply(bones.head, (front * r, side * r, up * r))), size * r)

    skull = (at(0, 0.22, 0.86), at(0, -0.30, 0.66))
    face = Part("skin", (*skull, at(0.40, -0.62, 0.36)))
    yield Layer(
        "neck",
        (_part("skin-far", (j["top"], RADIUS["neck"] * 1.1), (j["head"], RADIUS["neck"])),),
        (j["neck"],),
    )
    if look.behind:
        yield Layer("head", (face, Part("hair", skull)), (j["head"],))
        return
    parts = (
        _part(
            "hair",
            at(-0.30, 0.42, 0.80),
            at(-0.42, -0.10, 0.62),
            at(-0.3, 0.1, 0.5, 0.5),
            at(-0.3, 0.1, 0.5, -0.5),
        ),
        _part("skin", at(0.93, -0.05, 0.13), at(0.55, 0.2, 0.2)),
        face,
        _part("hair", at(0.25, 0.68, 0.40, 0.35), at(0.25, 0.68, 0.40, -0.35), at(-0.30, 0.55, 0.60)),
        *(_part("hair", at(-0.30, 0.55, 0.60), at(-0.55, 0.0, 0.42)) for _ in look.ears),
        *(_part("skin-far", at(-0.12, -0.02, 0.17, side * 0.7)) for side in look.ears),
        *(_part("line", at(0.80, 0.08, 0.09, side * 0.36)) for side in look.eyes),
    )
    yield Layer("head", parts, (j["head"],))


def lowest(parts: Iterable[Part]) -> float:
    """Height of the lowest point of parts."""
    return min(point[2] - r for part in parts for point, r in part.circles)
