"""Props: mat, chair, box, step, bench, wall, floor, pillow, towel, band, strap, weight, bike.

Lives here: what each prop is made of. Like the body, each part is a hull of circles, so one routine draws all.
Lives elsewhere: where a prop stands (`figure.props` of the exercise), what lies in front (figures/scene.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from stepwell.figures import vectors as v
from stepwell.figures.outline import Circle, Layer, Part
from stepwell.figures.skeleton import RADIUS, Skeleton
from stepwell.figures.vectors import Vec

Span = tuple[float, float]
Frames = Sequence[Skeleton]
Says = Mapping[str, Any]
Props = Sequence[tuple[str, Says]]
Towards = Callable[[Vec], float]
"""How much a direction points to the camera."""

THIN = 0.006
LOOPS = ("band-edge", "band")
"""Layers that are a line round the body."""
FACES = (
    (v.Z, ((0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)), ""),
    ((0.0, -1.0, 0.0), ((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)), "-dark"),
    (v.Y, ((0, 1, 0), (1, 1, 0), (1, 1, 1), (0, 1, 1)), "-dark"),
    (v.X, ((1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)), "-dark"),
    ((-1.0, 0.0, 0.0), ((0, 0, 0), (0, 1, 0), (0, 1, 1), (0, 0, 1)), "-dark"),
)
"""The faces of a box: where each looks, its corners, and its shade."""


def box(name: str, x: Span, y: Span, z: Span, *, colour: str = "wood", towards: Towards) -> Layer:
    """A box, of which only the faces that look at the camera are drawn."""
    sides = (x, y, z)
    parts = []
    for looks, corners, shade in FACES:
        if towards(looks) > 0.01:
            points = [v.vec([sides[axis][corner[axis]] for axis in range(3)]) for corner in corners]
            fill = "mat-edge" if colour == "mat" and shade else colour + shade
            parts.append(Part(fill, tuple((point, 0.002) for point in points)))
    centre = v.vec([sum(side) / 2 for side in sides])
    line = {"wood": "wood-line", "mat": "mat-edge"}.get(colour, "pillow-line")
    return Layer(name, tuple(parts), (centre,), stroke=line, width=THIN)


def still_props(props: Props, frames: Frames, towards: Towards) -> Iterator[Layer]:
    """The props that stay where they are."""
    for name, says in props:
        if name in STILL:
            yield from STILL[name](says, frames, towards)


def moving_props(props: Props, bones: Skeleton) -> Iterator[Layer]:
    """The props that go with the body."""
    for name, says in props:
        if name in MOVING:
            yield from MOVING[name](bones, says)


def height_under(props: Props, point: Vec) -> float:
    """The height of what carries this point: the highest prop under it, or the floor."""
    heights = [0.0]
    for name, says in props:
        if name in ("box", "step", "bench", "chair"):
            x, y, z = _seat(says) if name == "chair" else _box_spans(says)
            inside = x[0] - 0.02 <= point[0] <= x[1] + 0.02 and y[0] - 0.02 <= point[1] <= y[1] + 0.02
            heights += [z[1]] if inside else []
        if name == "towel" and v.length(v.minus(point, says["at"])) < says.get("wide", 0.24) / 2:
            heights += [says["at"][2] + says.get("thick", 0.06)]
        if name == "bike":
            x0, _, z0 = _saddle(says)
            heights += [z0] if abs(point[0] - x0) < 0.12 and point[2] > z0 - 0.1 else []
    return max((height for height in heights if height <= point[2] + 0.02), default=0.0)


def _box_spans(says: Says) -> tuple[Span, Span, Span]:
    x, y, z = (says.get(axis, (0, 0)) for axis in "xyz")
    return (x[0], x[1]), (y[0], y[1]), (z[0], z[1])


def _box(says: Says, _: Frames, towards: Towards) -> Iterator[Layer]:
    yield box("box", *_box_spans(says), towards=towards)


def _wall(says: Says, _: Frames, towards: Towards) -> Iterator[Layer]:
    x, span = says.get("x", 0), says.get("y", [-0.2, 0.2])
    yield box("wall", (x - 0.02, x), (span[0], span[1]), (0, 1.05), colour="pillow", towards=towards)


def _mat(_: Says, frames: Frames, towards: Towards) -> Iterator[Layer]:
    points = [p for bones in frames for p in bones.joints.values()]
    x, y = ((min(p[axis] for p in points), max(p[axis] for p in points)) for axis in (0, 1))
    yield box(
        "mat",
        (x[0] - 0.09, x[1] + 0.06),
        (y[0] - 0.09, y[1] + 0.09),
        (-0.016, 0),
        colour="mat",
        towards=towards,
    )


def _pillow(says: Says, frames: Frames, towards: Towards) -> Iterator[Layer]:
    x, y, z = frames[0].joints["head"]
    top = says.get("height", max(0.02, z - RADIUS["head"]))
    yield box(
        "pillow", (x - 0.11, x + 0.11), (y - 0.10, y + 0.10), (0, top), colour="pillow", towards=towards
    )


def _towel(says: Says, _: Frames, __: Towards) -> Iterator[Layer]:
    """A rolled towel, lying across; `at` is the middle of its underside."""
    x, y, z = says["at"]
    r, half = says.get("thick", 0.06) / 2, says.get("wide", 0.24) / 2
    ends = tuple((v.vec((x, y + side * half, z + r)), r) for side in (-1, 1))
    near, far = ends
    parts = (Part("pillow", ends), Part("pillow-dark", (near,)), Part("pillow", ((near[0], r * 0.55),)))
    yield Layer("towel", parts, (near[0], far[0]), stroke="pillow-line", width=THIN)


def _seat(says: Says) -> tuple[Span, Span, Span]:
    at, height = says.get("at", 0), says.get("height", 0.25)
    return (at - 0.13, at + 0.20), (-0.15, 0.15), (height - 0.027, height)


def _bench(says: Says, _: Frames, towards: Towards) -> Iterator[Layer]:
    x, y, z = _box_spans(says)
    low = z[1] - 0.03
    for foot in (x[0] + 0.03, x[1] - 0.03):
        for side in (y[1] - 0.02, y[0] + 0.02):
            yield box(
                "bench-leg",
                (foot - 0.012, foot + 0.012),
                (side - 0.012, side + 0.012),
                (0, low),
                towards=towards,
            )
    yield box("bench", x, y, (low, z[1]), towards=towards)


def _chair(says: Says, _: Frames, towards: Towards) -> Iterator[Layer]:
    x, y, z = _seat(says)
    for foot in (x[0] + 0.015, x[1] - 0.015):
        for side in (y[1] - 0.015, y[0] + 0.015):
            yield box(
                "chair-leg",
                (foot - 0.012, foot + 0.012),
                (side - 0.012, side + 0.012),
                (0, z[0]),
                towards=towards,
            )
    yield box("chair-back", (x[0] - 0.025, x[0]), y, (z[0], z[1] + 0.35), towards=towards)
    yield box("chair-seat", x, y, z, towards=towards)


def _band(bones: Skeleton, says: Says) -> Iterator[Layer]:
    """An elastic loop or belt round both legs, with a white edge, so that it shows on either leg in grey."""
    ends = {"thighs": ("hip", "knee", 0.74), "ankles": ("knee", "ankle", 0.86)}[says.get("round", "thighs")]
    circles = []
    for side in ("working", "other"):
        start, end = bones.joints[f"{side}-{ends[0]}"], bones.joints[f"{side}-{ends[1]}"]
        circles.append((v.mix(start, end, ends[2]), RADIUS["knee" if ends[1] == "knee" else "ankle"] + 0.010))
    near = tuple(point for point, _ in circles)
    yield Layer("band-edge", (Part("white", tuple(circles), 0.0),), near, stroke="white", width=0.027)
    yield Layer("band", (Part("band", tuple(circles), 0.18),), near, stroke="band", width=0.016)


def _weight(bones: Skeleton, says: Says) -> Iterator[Layer]:
    hand = bones.joints[f"{says.get('in', 'working')}-hand"]
    ends = ((v.plus(hand, v.X, -0.05), 0.022), (v.plus(hand, v.X, 0.05), 0.022))
    yield Layer("weight", (Part("shoe", ends),), (hand,))


def _strap(bones: Skeleton, says: Says) -> Iterator[Layer]:
    """A strap round the sole, held in the hands."""
    j = bones.joints
    sole = v.mix(j["working-heel"], j["working-toe"], 0.6)
    turned = v.unit(v.minus(j["working-heel"], j["working-ankle"]))
    under = v.plus(sole, v.across(turned, v.unit(v.minus(j["working-toe"], j["working-heel"]))), 0.03)
    lines = tuple(
        Part("band", ((under, 0.008), (j[f"{side}-hand"], 0.008)))
        for side in says.get("in", ("working", "other"))
    )
    yield Layer("strap", lines, (under,), stroke="line", width=THIN)


def _saddle(says: Says) -> Vec:
    return (says.get("at", 0.0), 0.0, says.get("height", 0.5))


def hub(says: Says) -> Vec:
    """The middle of the cranks of a bike."""
    x, _, _ = _saddle(says)
    return (x + 0.17, 0.0, 0.165)


def _rod(*points: Vec, wide: float = 0.012, fill: str = "wood-dark") -> Part:
    circles: tuple[Circle, ...] = tuple((point, wide) for point in points)
    return Part(fill, circles)


def _bike(says: Says, _: Frames, towards: Towards) -> Iterator[Layer]:
    saddle, middle = _saddle(says), hub(says)
    head = (saddle[0] + 0.40, 0.0, 0.62)
    wheel = (saddle[0] + 0.42, 0.0, 0.14)
    low = v.plus(saddle, v.Z, -0.025)
    parts = (
        _rod((saddle[0] - 0.08, 0.0, 0.012), (saddle[0] + 0.55, 0.0, 0.012)),
        Part("wood", ((wheel, 0.115),)),
        Part("white", ((wheel, 0.03),)),
        _rod(low, middle), _rod((middle[0], 0.0, 0.012), middle), _rod(middle, v.plus(head, v.Z, -0.16)),
        _rod(wheel, head), _rod(head, v.plus(head, (-0.10, 0.0, 0.06))),
        _rod(v.plus(low, v.X, -0.06), v.plus(low, v.X, 0.07), wide=0.02, fill="shoe"),
    )  # fmt: skip
    yield Layer("bike", parts, (middle,), stroke="wood-line", width=2 * THIN)


def _cranks(bones: Skeleton, says: Says) -> Iterator[Layer]:
    middle, j = hub(says), bones.joints
    rods = []
    for side in ("other", "working"):
        pedal = v.mix(j[f"{side}-heel"], j[f"{side}-toe"], 0.6)
        rods.append(_rod(middle, (pedal[0], middle[1], pedal[2] - 0.02), wide=0.009, fill="shoe"))
    yield Layer("cranks", tuple(rods), (middle,), stroke="line", width=THIN)


STILL: Mapping[str, Callable[[Says, Frames, Towards], Iterator[Layer]]] = {
    "mat": _mat, "pillow": _pillow, "box": _box, "step": _box, "bench": _bench, "wall": _wall, "chair": _chair,
    "towel": _towel, "bike": _bike,
}  # fmt: skip
MOVING: Mapping[str, Callable[[Skeleton, Says], Iterator[Layer]]] = {
    "band": _band, "strap": _strap, "weight": _weight, "bike": _cranks
}  # fmt: skip
"""The floor, the one prop that is not here, is a line drawn with the panel (figures/draw.py)."""
