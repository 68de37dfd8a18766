"""The scene: all frames of one exercise, projected and in the order in which they are painted.

Lives here: sampling between key poses, which limbs are far, the order of layers, the frame of the picture. Lives
elsewhere: the key `figure:` (figures/reader.py), SVG (figures/draw.py), tracks (figures/tracks.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from stepwell.figures import vectors as v
from stepwell.figures.camera import Camera
from stepwell.figures.outline import Layer, Look, Part, body_layers
from stepwell.figures.poses import Pose, between, eased, point_of, solve
from stepwell.figures.props import Props, moving_props, still_props
from stepwell.figures.skeleton import SIDES, Skeleton
from stepwell.figures.vectors import Vec

STEPS = 8
"""Frames between two key poses, the second included."""

FLAT = {"floor": 99.0, "mat": 98.0, "pillow": 97.0}
BEHIND = 50.0
"""Props that stand still are painted before the body, unless `layers` says otherwise."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What the key `figure:` of an exercise says."""

    camera: Camera
    poses: tuple[Pose, ...]
    props: Props = ()
    works: frozenset[str] = frozenset({"working"})
    contacts: tuple[str, ...] = ()
    spots: tuple[Mapping[str, Any], ...] = ()
    arrows: tuple[Mapping[str, Any], ...] = ()
    layers: Mapping[str, float] = field(default_factory=dict)
    panels: tuple[int, int] = (0, -1)
    loop: bool = False
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Layers of every frame, projected; each frame has the same layers and parts in the same order."""

    figure: Figure
    bones: tuple[Skeleton, ...]
    frames: tuple[tuple[Layer, ...], ...]

    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of everything in any frame."""
        circles = [c for layer in self._all() for part in layer.parts for c in part.circles]
        left, right = min(p[0] - r for p, r in circles), max(p[0] + r for p, r in circles)
        return left, min(p[1] - r for p, r in circles), right, max(p[1] + r for p, r in circles)

    def _all(self) -> Iterable[Layer]:
        return (layer for frame in self.frames for layer in frame)


def poses_of(figure: Figure, steps: int = STEPS) -> list[Pose]:
    """Poses of all frames: eased from each key pose to the next; a loop ends where it began."""
    keys = list(figure.poses) + ([figure.poses[0]] if figure.loop else [])
    ease = (lambda part: part) if figure.loop else eased
    frames: list[Pose] = [keys[0]]
    for one, two in pairwise(keys):
        frames += [between(one, two, ease(step / steps)) for step in range(1, steps + 1)]
    return frames


def scene_of(figure: Figure, *, stills_only: bool = False) -> Scene:
    """Solve, clothe, project and sort. Stills take the two panels only."""
    if stills_only:
        poses = [figure.poses[index] for index in figure.panels]
    else:
        poses = poses_of(figure, max(1, 2 * STEPS // len(figure.poses)) if figure.loop else STEPS)
    bones = tuple(solve(pose) for pose in poses)
    look = _look(figure, bones)
    still = list(still_props(figure.props, bones, figure.camera.towards))
    frames = [_frame(figure, one, look, still) for one in bones]
    return Scene(figure, bones, _painted(figure, frames))


def _look(figure: Figure, bones: Sequence[Skeleton]) -> Look:
    camera, middle = figure.camera, bones[len(bones) // 2]
    far = frozenset(
        f"{side}-{limb}" for side in SIDES for limb, joint in (("leg", "hip"), ("arm", "shoulder"))
        if _further(camera, middle, side, joint)
    )  # fmt: skip
    front = min(camera.towards(v.apply(one.head, v.X)) for one in bones)
    looks = [
        [camera.towards(v.apply(one.head, (0.80, side * 0.45, 0))) for one in bones] for side in (1.0, -1.0)
    ]
    eyes = tuple(side for side, seen in zip((1.0, -1.0), looks) if min(seen) > 0.05)
    sides = [(side, camera.towards(v.apply(middle.head, (0, side, 0)))) for side in (1.0, -1.0)]
    ears = tuple(side for side, seen in sides if seen > 0.35)
    return Look(far=far, working=figure.works, behind=front < -0.35, eyes=eyes, ears=ears)


def _further(camera: Camera, bones: Skeleton, side: str, joint: str) -> bool:
    opposite = "other" if side == "working" else "working"
    depths = [camera.project(bones.joints[f"{one}-{joint}"])[2] for one in (side, opposite)]
    return depths[0] > depths[1] + 0.012


def _frame(figure: Figure, bones: Skeleton, look: Look, still: Sequence[Layer]) -> list[Layer]:
    layers = [*still, *body_layers(bones, look), *moving_props(figure.props, bones)]
    layers += [_spot(says, bones) for says in figure.spots]
    return [_projected(layer, figure.camera) for layer in layers]


def _spot(says: Mapping[str, Any], bones: Skeleton) -> Layer:
    """Where it is felt: three flat rings, since some printers lose gradients."""
    at = point_of(bones, says)
    rings = (("spot", 0.065, 0.45), ("spot", 0.043, 0.85), ("white", 0.020, 1.0))
    size = says.get("size", 1)
    return Layer("spot", tuple(Part(fill, ((at, r * size),), o) for fill, r, o in rings), (at,), stroke="")


def _projected(layer: Layer, camera: Camera) -> Layer:
    parts = tuple(
        Part(part.fill, tuple((camera.project(point), r) for point, r in part.circles), part.opacity)
        for part in layer.parts
    )
    near = tuple(camera.project(point) for point in layer.near)
    return Layer(layer.name, parts, near, layer.stroke, layer.width)


def _painted(figure: Figure, frames: Sequence[Sequence[Layer]]) -> tuple[tuple[Layer, ...], ...]:
    """Every frame in one order, the furthest layer first."""
    depth = [sum(_depth(frame[n]) for frame in frames) / len(frames) for n in range(len(frames[0]))]
    for number, layer in enumerate(frames[0]):
        depth[number] += _extra(layer.name, figure.layers)
    _keep_kneecaps(frames[0], depth)
    order = sorted(range(len(depth)), key=lambda n: (-depth[n], n))
    return tuple(tuple(frame[n] for n in order) for frame in frames)


def _depth(layer: Layer) -> float:
    return sum(point[2] for point in layer.near) / len(layer.near)


STILL = ("chair", "box", "step", "bench", "wall", "bike", "towel")


def _extra(name: str, layers: Mapping[str, float]) -> float:
    """What is added to a depth: props lie behind, the spot in front, and what the author says."""
    group = (
        name.replace("shank", "leg").replace("thigh", "leg").replace("kneecap", "leg").replace("-edge", "")
    )
    own = layers.get(name, 0) + (layers.get(group, 0) if group != name else 0)
    if name == "spot":
        return own - BEHIND
    if name in FLAT:
        return own + FLAT[name]
    if name == "neck":
        return own + layers.get("head", 0) + 0.01
    return own + (BEHIND if name.startswith(STILL) else 0)


def _keep_kneecaps(layers: Sequence[Layer], depth: list[float]) -> None:
    """A kneecap hides the seam of its knee: just in front of thigh and shank."""
    number = {layer.name: n for n, layer in enumerate(layers)}
    for side in SIDES:
        pair = [depth[number[f"{side}-{name}"]] for name in ("thigh", "shank")]
        depth[number[f"{side}-kneecap"]] = min(pair) - 1e-4


def follow(figure: Figure, joint: str, shift: Vec, count: int = 5) -> list[tuple[float, float]]:
    """The way of a joint on the picture, from the first panel to the second, moved aside by `shift`."""
    first, last = (figure.poses[index] for index in figure.panels)
    points = []
    for step in range(count):
        bones = solve(between(first, last, step / (count - 1)))
        x, y, _ = figure.camera.project(v.plus(bones.joints[joint], shift))
        points.append((x, y))
    return points
