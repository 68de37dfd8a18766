"""The body chart: front and back of a body, with regions to tap.

Lives here: the regions, their names, and the chart as SVG with a list that says the same. Lives elsewhere: what is
asked of a region (the page), the body (figures/outline.py).

Each region is a link or a button of at least 24 px at 360 px width. Right and left are the person's own: on the
front they are seen as in a mirror turned round. The list of regions is the equal of the chart for those who do not
see or point.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from stepwell.figures.camera import camera
from stepwell.figures.draw import SCALE, Picture, Plate, path_of
from stepwell.figures.outline import Layer, Look, body_layers
from stepwell.figures.palettes import PLATE
from stepwell.figures.poses import solve

Spots = tuple[tuple[float, float, float], ...]

SHAPES: Mapping[str, Mapping[str, tuple[str, Spots]]] = {
    "back": {
        "low-back": ("low back", ((-0.035, 0.72, 0.026), (0.035, 0.72, 0.026), (0.035, 0.675, 0.026), (-0.035, 0.675, 0.026))),
        "sacroiliac": ("back of the pelvis", ((0.034, 0.612, 0.030),)),
        "buttock-upper": ("upper buttock", ((0.104, 0.588, 0.030), (0.098, 0.563, 0.030))),
        "buttock-lower": ("lower buttock", ((0.099, 0.498, 0.032),)),
        "sitting-bone": ("sitting bone", ((0.040, 0.464, 0.030),)),
        "thigh-back": ("back of the thigh", ((0.084, 0.410, 0.031), (0.088, 0.325, 0.030))),
        "calf": ("calf", ((0.098, 0.235, 0.030), (0.104, 0.130, 0.030))),
        "sole": ("heel and sole", ((0.110, 0.035, 0.031),)),
    },
    "front": {
        "lower-belly": ("lower belly", ((-0.03, 0.640, 0.032), (0.03, 0.640, 0.032))),
        "groin": ("groin", ((0.050, 0.553, 0.030),)),
        "saddle": ("between the legs", ((0.0, 0.482, 0.030),)),
        "hip-side": ("side of the hip", ((0.116, 0.542, 0.030),)),
        "thigh-front": ("front of the thigh", ((0.080, 0.440, 0.032), (0.086, 0.330, 0.030))),
        "shin": ("shin", ((0.098, 0.235, 0.030), (0.104, 0.130, 0.030))),
        "foot-top": ("top of the foot", ((0.110, 0.030, 0.031),)),
    },
}  # fmt: skip
"""Regions by view: name in words, and circles (aside, height, radius) in heights for the right side or the middle."""

MIDDLE = frozenset(("low-back", "lower-belly", "saddle"))
STANDING = {
    "body": {"at": [0, 0, 0.53]},
    **{f"{side}-leg": {"out": 5, "ankle": 0} for side in ("working", "other")},
    **{f"{side}-arm": {"out": 10, "elbow": 4} for side in ("working", "other")},
}
TINTS = {"body": "#e0d8ca", "line": "#847a6a", "region": "#ffffff", "chosen": "#12837a", "ink": "#22303c"}
WIDTH = 0.44
"""Width of one view, in heights."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body to tap: its id, its name, the view it is on, its circles with x to the right of the picture."""

    id: str
    name: str
    view: str
    circles: Spots


def regions() -> list[Region]:
    """All regions, back before front, right before left."""
    return [region for view in ("back", "front") for region in _of(view)]


def _of(view: str) -> Iterator[Region]:
    for name, (words, spots) in SHAPES[view].items():
        if name in MIDDLE:
            yield Region(name, words, view, spots)
            continue
        for side in ("right", "left"):
            turned = 1 if (side == "right") == (view == "back") else -1
            circles = tuple((turned * x, z, r) for x, z, r in spots)
            yield Region(f"{name}-{side}", f"{side} {words}", view, circles)


def body_chart(
    levels: Mapping[str, int] | None = None, *, link: Callable[[str], str] | None = None
) -> Picture:
    """The chart as SVG, and in words.

    levels  a level from 0 to 10 for each region chosen, by its id
    link    the address that a region leads to; without it a region is a button that a script may hear
    raises  ValueError if there is no such region
    """
    chosen = dict(levels or {})
    if unknown := sorted(set(chosen) - {region.id for region in regions()}):
        raise ValueError(f"There is no region {', '.join(unknown)}.")
    words = spoken(chosen)
    body = "".join(part for view in ("back", "front") for part in _view(view, chosen, link))
    size = f"0 0 {round(2 * WIDTH * SCALE)} {round(1.12 * SCALE)}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="group" class="body-chart">'
    return Picture(f"{head}<title>Body chart</title><desc>{escape(words)}</desc>{body}</svg>", words)


def spoken(chosen: Mapping[str, int]) -> str:
    """What is chosen, in words."""
    marked = [f"{region.name} {chosen[region.id]} of 10" for region in regions() if region.id in chosen]
    return f"Marked: {', '.join(marked)}." if marked else "Back and front of a body. Nothing is marked yet."


def _view(view: str, chosen: Mapping[str, int], link: Callable[[str], str] | None) -> Iterator[str]:
    plate = Plate((-WIDTH / 2, -1.05, WIDTH / 2, 0.07), 0.0 if view == "back" else WIDTH)
    yield from _silhouette(view, plate)
    x, y = plate.at(0, 0.055)
    yield _text(view.capitalize(), x, y, size=44)
    for region in _of(view):
        yield _region(region, plate, chosen.get(region.id), link)


def _silhouette(view: str, plate: Plate) -> Iterator[str]:
    """A neutral body without face or clothes: all outlines first, then one fill."""
    lens = camera(90 if view == "back" else -90, 0)
    layers = [layer for layer in body_layers(solve(STANDING), Look()) if not layer.name.endswith("kneecap")]
    paths = "".join(_paths(layers, lens.project, plate))
    yield (
        f'<path class="body-line" d="{paths}" fill="{TINTS["line"]}" stroke="{TINTS["line"]}" stroke-width="10" '
        f'stroke-linejoin="round"/><path class="body-fill" d="{paths}" fill="{TINTS["body"]}"/>'
    )


def _paths(
    layers: list[Layer],
    project: Callable[[tuple[float, float, float]], tuple[float, float, float]],
    plate: Plate,
) -> Iterator[str]:
    for layer in layers:
        for part in layer.parts:
            if part.fill != "line":
                yield path_of([(project(point), r) for point, r in part.circles], plate)


def _region(region: Region, plate: Plate, level: int | None, link: Callable[[str], str] | None) -> str:
    path = path_of([((x, -z, 0.0), r) for x, z, r in region.circles], plate)
    on = level is not None
    tint, state = (TINTS["chosen"], "true") if on else (TINTS["region"], "false")
    shape = (
        f'<path class="region{" chosen" if on else ""}" d="{path}" fill="{tint}" stroke="{TINTS["ink"]}" '
        f'stroke-width="{8 if on else 4}"/>'
    )
    name = f"{region.name}, {level} of 10" if on else region.name
    inside = f"<title>{escape(name)}</title>{shape}{_level(region, plate, level)}"
    if link:
        return f"<a href={quoteattr(link(region.id))} data-region={quoteattr(region.id)}>{inside}</a>"
    return f'<g role="button" tabindex="0" aria-pressed="{state}" data-region={quoteattr(region.id)}>{inside}</g>'


def _level(region: Region, plate: Plate, level: int | None) -> str:
    if level is None:
        return ""
    count = len(region.circles)
    x, y = plate.at(sum(c[0] for c in region.circles) / count, -sum(c[1] for c in region.circles) / count)
    return _text(str(level), x, y + 14, size=40, fill=PLATE[False])


def _text(words: str, x: int, y: int, *, size: int, fill: str = TINTS["ink"]) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-family="sans-serif" text-anchor="middle" '
        f'font-weight="700" fill="{fill}">{escape(words)}</text>'
    )
