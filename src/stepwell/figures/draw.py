"""The still: two numbered panels as SVG, 1 the start and 2 the end, with words for those who do not see it.

Lives here: SVG from a scene, the arrow, the alternative text. Lives elsewhere: what is in the scene
(figures/scene.py), the moving figure (figures/tracks.py).

Colours are presentation attributes and classes, so that a strict content policy and every printer accept them.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from stepwell.figures import vectors as v
from stepwell.figures.kept import kept_by_content
from stepwell.figures.outline import Circle, Layer, Part, hull
from stepwell.figures.palettes import colours
from stepwell.figures.props import LOOPS
from stepwell.figures.reader import figure_of
from stepwell.figures.scene import Figure, Scene, follow, scene_of

SCALE = 1000
"""Units of the view box for one standing height."""
PAD = 0.045
GAP = 0.03
ARROW = {"width": 0.016, "head": 0.055}
LAYOUTS = ("row", "column", "fit", "end")
"""Panels side by side, the second below the first (for a narrow place), the one of these that is nearer to a square
(for a grid), or the end alone (for a list)."""

Point = tuple[float, float]
Colours = Mapping[str, str]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """An exercise as SVG, and the same in words."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Plate:
    """Where a panel lies: its left and top edge in height units, moved right and down; mirrored or not."""

    box: Box
    along: float = 0.0
    mirrored: bool = False
    down: float = 0.0

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    def at(self, x: float, y: float) -> tuple[int, int]:
        """A point in whole units of the view box."""
        across = self.box[2] - x if self.mirrored else x - self.box[0]
        return round((across + self.along) * SCALE), round((y - self.box[1] + self.down) * SCALE)


@kept_by_content
def picture(
    exercise: Mapping[str, Any],
    *,
    side: str = "right",
    palette: str = "a",
    dark: bool = False,
    layout: str = "row",
) -> Picture:
    """The still of an exercise; drawn once for the same content.

    exercise  the parsed file, with its key `figure:`
    side      the working side, `right` or `left`
    palette   skin and hair, `a` to `d`
    dark      on the plate of the dark theme
    layout    `row` or `column` of two panels, `fit` for what is nearer to a square, or `end`: the second alone
    raises    KnowledgeError if the figure is not sound; ValueError if there is no such palette or layout
    """
    if layout not in LAYOUTS:
        raise ValueError(f"There is no layout {layout}; there are {', '.join(LAYOUTS)}.")
    figure = figure_of(exercise)
    alt = alternative_text(exercise, side=side, layout=layout)
    words = f"<title>{escape(str(exercise['title']))}</title><desc>{escape(alt)}</desc>"
    body, size = still(figure, mirrored=side == "left", colour=colours(palette, dark=dark), layout=layout)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" class="figure">'
    return Picture(f"{head}{words}{body}</svg>", alt)


def alternative_text(exercise: Mapping[str, Any], *, side: str, layout: str = "row") -> str:
    """The movement in words: the exercise's own start and steps."""
    own = "" if exercise.get("sides") == "together" else f" Shown for the {side} side."
    steps = " ".join(exercise["steps"])
    if layout == "end":
        return f"{exercise['start']} The picture shows the end: {steps}{own}"
    return f"Two pictures. 1: {exercise['start']} 2: {steps}{own}"


def still(figure: Figure, *, mirrored: bool, colour: Colours, layout: str) -> tuple[str, str]:
    """The panels of a still without their frame, and the size of the whole as width and height."""
    scene, arrows = scene_of(figure, stills_only=True), arrow_points(figure)
    around = [point for arrow in arrows for point in arrow]
    first, second = _plates(framed(scene, around), mirrored, layout)
    width, height = (round(n * SCALE) for n in (second.along + second.width, second.down + second.height))
    body = [f'<rect class="fig-plate" width="{width}" height="{height}" rx="24" fill="{colour["plate"]}"/>']
    if layout != "end":
        body += _panel(figure, scene.frames[0], first, colour, number=1)
    body += _panel(figure, scene.frames[-1], second, colour, number=0 if layout == "end" else 2)
    body += [path for arrow in arrows for path in _arrow(arrow, second, colour)]
    return "".join(body), f"{width} {height}"


def _plates(box: Box, mirrored: bool, layout: str) -> tuple[Plate, Plate]:
    first = Plate(box, mirrored=mirrored)
    if layout == "fit":
        layout = "row" if first.height > first.width else "column"
    along = first.width + GAP if layout == "row" else 0.0
    return first, Plate(box, along, mirrored, first.height + GAP if layout == "column" else 0.0)


def framed(scene: Scene, arrow: Sequence[Point]) -> Box:
    """The frame of a panel: everything in it, some space around, never too narrow or too low."""
    left, top, right, bottom = scene.box()
    left, right = (
        f(side, *(x for x, _ in arrow)) if arrow else side for f, side in ((min, left), (max, right))
    )
    top, bottom = (
        f(side, *(y for _, y in arrow)) if arrow else side for f, side in ((min, top), (max, bottom))
    )
    left, top, right, bottom = left - PAD, top - PAD, right + PAD, bottom + PAD
    wide = max(0.0, 0.62 * (bottom - top) - (right - left)) / 2
    high = max(0.0, 0.42 * (right - left) - (bottom - top))
    box = (left - wide, top - high, right + wide, bottom)
    return box if _badge_is_clear(scene, box) else (box[0], box[1] - 0.07, box[2], box[3])


def _badge_is_clear(scene: Scene, box: Box) -> bool:
    """Whether nothing lies under the number, on either side of the picture: it may be mirrored."""
    size = 2 * badge_size(box[2] - box[0]) + 0.03
    layers = (layer for frame in (scene.frames[0], scene.frames[-1]) for layer in frame)
    return not any(
        point[1] - r < box[1] + size and min(point[0] - r - box[0], box[2] - point[0] - r) < size
        for layer in layers for part in layer.parts for point, r in part.circles
    )  # fmt: skip


def _panel(
    figure: Figure, layers: Sequence[Layer], plate: Plate, colour: Colours, *, number: int
) -> Iterator[str]:
    """A panel with its number; the end shows where it is felt, and standing alone it has no number."""
    if figure.floor:
        yield _floor(layers, plate, colour, figure)
    for layer in layers:
        if layer.name != "spot" or number != 1:
            yield from layer_svg(layer, plate, colour)
    if number:
        yield _badge(number, plate, colour)


def badge_size(width: float) -> float:
    """The radius of a panel's number: it grows with the panel, so that it stays readable on a small picture."""
    return max(0.05, min(0.07, 0.05 * width))


def _badge(number: int, plate: Plate, colour: Colours) -> str:
    r = round(badge_size(plate.width) * SCALE)
    x, y = (round(n * SCALE) + r + 18 for n in (plate.along, plate.down))
    return (
        f'<circle class="fig-number" cx="{x}" cy="{y}" r="{r}" fill="{colour["line"]}"/>'
        f'<text x="{x}" y="{y + r // 2}" font-size="{round(1.45 * r)}" font-weight="700" font-family="sans-serif" '
        f'text-anchor="middle" fill="#fff">{number}</text>'
    )


def _floor(layers: Sequence[Layer], plate: Plate, colour: Colours, figure: Figure) -> str:
    _, level, _ = figure.camera.project((0.0, 0.0, 0.0))
    left, right = round((plate.along + 0.03) * SCALE), round((plate.along + plate.width - 0.03) * SCALE)
    _, y = plate.at(0, level)
    return (
        f'<path class="fig-floor" d="M{left} {y}H{right}" stroke="{colour["mat-edge"]}" stroke-width="10" '
        'stroke-linecap="round"/>'
    )


def layer_svg(layer: Layer, plate: Plate, colour: Colours) -> Iterator[str]:
    """A layer: one path with all outlines, then each part without an outline."""
    paths = [path_of(part.circles, plate) for part in layer.parts]
    thin = layer.stroke in ("wood-line", "mat-edge", "pillow-line")
    if layer.stroke and not thin:
        fill = "none" if layer.name in LOOPS else colour[layer.stroke]
        yield (
            f'<path class="fig-{layer.stroke}" d="{"".join(paths)}" fill="{fill}" stroke="{colour[layer.stroke]}" '
            f'stroke-width="{round(layer.width * SCALE)}" stroke-linejoin="round"/>'
        )
    edge = f' stroke="{colour[layer.stroke]}" stroke-width="{round(layer.width * SCALE)}"' if thin else ""
    for part, path in zip(layer.parts, paths):
        if part.opacity:
            yield _fill(part, path, colour, edge)


def _fill(part: Part, path: str, colour: Colours, edge: str) -> str:
    faint = f' fill-opacity="{part.opacity}"' if part.opacity < 1 else ""
    return f'<path class="fig-{part.fill}" d="{path}" fill="{colour[part.fill]}"{faint}{edge}/>'


def path_of(circles: Sequence[Circle], plate: Plate) -> str:
    """The outline of circles as the `d` of a path, in whole units; points that fall together are written once."""
    points = [plate.at(x, y) for x, y in hull([(point[0], point[1], r) for point, r in circles])]
    distinct = [points[0]] + [b for a, b in pairwise(points) if a != b]
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(distinct))
    return f"M{distinct[0][0]} {distinct[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def arrow_points(figure: Figure) -> list[list[Point]]:
    """The way of each arrow on the picture."""
    return [_way(figure, says) for says in figure.arrows]


def _way(figure: Figure, says: Mapping[str, Any]) -> list[Point]:
    """Along a joint's own way, or as written next to a joint."""
    shift = v.vec(says.get("shift", (0, 0, 0)))
    way = follow(figure, says["follow"], shift)
    if "path" not in says:
        return way
    x, y = way[-1]
    return [(x + across, y - up) for across, up in says["path"]]


def _arrow(points: Sequence[Point], plate: Plate, colour: Colours) -> list[str]:
    """Three times: a white halo, a dark edge, the colour. So it stands out on any limb, and in grey."""
    line = _smooth(points)
    tip, base = line[-1], _cut(line, ARROW["head"] * 0.75)
    head = _head(tip, base[-1])
    stem = "M" + "L".join("{} {}".format(*plate.at(*point)) for point in base)
    top = "M" + "L".join("{} {}".format(*plate.at(*point)) for point in head) + "z"
    passes = (("#ffffff", 0.022, "halo"), (colour["line"], 0.010, "edge"), (colour["arrow"], 0.0, "arrow"))
    return [
        f'<path class="fig-{name}" d="{stem}" fill="none" stroke="{tint}" stroke-linecap="round" '
        f'stroke-width="{round((ARROW["width"] + more) * SCALE)}"/>'
        f'<path class="fig-{name}" d="{top}" fill="{tint}" stroke="{tint}" stroke-linejoin="round" '
        f'stroke-width="{round((0.005 + more) * SCALE)}"/>'
        for tint, more, name in passes
    ]


def _smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    ends = [points[0], *points, points[-1]]
    curve = []
    for quad in zip(ends, ends[1:], ends[2:], ends[3:]):
        curve += [_spline(quad, step / steps) for step in range(steps)]
    return [*curve, points[-1]]


def _spline(quad: Sequence[Point], t: float) -> Point:
    def one(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3
        )

    return one(*(p[0] for p in quad)), one(*(p[1] for p in quad))


def _cut(line: Sequence[Point], short: float) -> list[Point]:
    """The curve without its last part, which the head of the arrow covers."""
    tip = line[-1]
    kept = [point for point in line if math.dist(point, tip) > short]
    return kept or [line[0]]


def _head(tip: Point, base: Point) -> list[Point]:
    size = ARROW["head"]
    long = math.dist(tip, base) or 1.0
    ux, uy = (tip[0] - base[0]) / long, (tip[1] - base[1]) / long
    back = (tip[0] - ux * size, tip[1] - uy * size)
    half = size * 0.56
    return [tip, (back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half)]
