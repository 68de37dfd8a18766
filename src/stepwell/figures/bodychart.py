"""The body chart: front and back of a body, with regions to tap.

Lives here: the regions, their names, and the chart as SVG with words that say the same. Lives elsewhere: what is
asked of a region (the page), the hull of circles (figures/outline.py).

The outline is neutral: no face, no clothes, no sex. Regions are cut out of it, small where it matters. Each is a
link or a button of at least 24 px at 360 px width. Right and left are the person's own, written beside the body,
since the front shows them turned round. The list of regions is the equal of the chart for those who do not see or
point.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from stepwell.figures.draw import SCALE, Picture, Plate, path_of

Spots = tuple[tuple[float, float, float], ...]
Span = tuple[float, float]

BODY: tuple[Spots, ...] = (
    ((0, 0.945, 0.050), (0, 0.915, 0.046), (0, 0.893, 0.032)),
    ((0, 0.885, 0.030), (0, 0.830, 0.032)),
    ((0, 0.845, 0.026), (0.098, 0.797, 0.032), (0, 0.78, 0.02)),
    ((0.090, 0.787, 0.038), (-0.090, 0.787, 0.038), (0.072, 0.710, 0.040), (0.050, 0.645, 0.042), (-0.050, 0.645, 0.042)),
    ((0.050, 0.650, 0.042), (-0.050, 0.650, 0.042), (0.066, 0.550, 0.058), (0.060, 0.505, 0.060), (0, 0.53, 0.05)),
    ((0.062, 0.515, 0.060), (0.066, 0.420, 0.052), (0.066, 0.290, 0.038)),
    ((0.066, 0.290, 0.037), (0.070, 0.210, 0.041), (0.066, 0.130, 0.030), (0.064, 0.055, 0.023)),
    ((0.064, 0.055, 0.022), (0.068, 0.030, 0.028), (0.082, 0.022, 0.020)),
)  # fmt: skip
ARMS: tuple[Spots, ...] = (
    ((0.108, 0.794, 0.033), (0.148, 0.665, 0.026)),
    ((0.148, 0.665, 0.025), (0.154, 0.620, 0.025), (0.175, 0.500, 0.017)),
    ((0.175, 0.500, 0.017), (0.179, 0.455, 0.020), (0.178, 0.418, 0.010)),
)
"""Outlines as hulls of circles (aside, height, radius), in heights. Those beside the middle have a mirror image."""

ZONES: Mapping[str, Mapping[str, tuple[str, Span, Span]]] = {
    "back": {
        "low-back": ("low back", (-0.075, 0.075), (0.640, 0.725)),
        "sacroiliac": ("back of the pelvis", (0.0, 0.062), (0.568, 0.636)),
        "buttock-upper": ("upper buttock", (0.062, 0.126), (0.552, 0.636)),
        "buttock-lower": ("lower buttock", (0.062, 0.126), (0.462, 0.552)),
        "sitting-bone": ("sitting bone", (0.0, 0.062), (0.462, 0.568)),
        "thigh-back": ("back of the thigh", (0.002, 0.126), (0.292, 0.458)),
        "calf": ("calf", (0.024, 0.116), (0.090, 0.262)),
        "sole": ("heel and sole", (0.030, 0.116), (-0.010, 0.068)),
    },
    "front": {
        "lower-belly": ("lower belly", (-0.070, 0.070), (0.596, 0.662)),
        "groin": ("groin", (0.0, 0.064), (0.528, 0.592)),
        "saddle": ("between the legs", (-0.036, 0.036), (0.452, 0.526)),
        "hip-side": ("side of the hip", (0.064, 0.126), (0.478, 0.592)),
        "thigh-front": ("front of the thigh", (0.002, 0.126), (0.292, 0.448)),
        "shin": ("shin", (0.024, 0.116), (0.090, 0.262)),
        "foot-top": ("top of the foot", (0.030, 0.116), (-0.010, 0.068)),
    },
}  # fmt: skip
"""Regions by view: name in words, and how far they reach aside and up, for the right side or the middle."""

MIDDLE = frozenset(("low-back", "lower-belly", "saddle"))
TINTS = {"body": "#efe5d4", "line": "#847a6a", "region": "#ffffff", "chosen": "#12837a", "ink": "#22303c"}
WIDTH = 0.41
"""Width of one view, in heights."""
ROUND, APART = 0.012, 0.003
"""Corners of a region, and half of the space between two."""


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
    for name, (words, aside, up) in ZONES[view].items():
        if name in MIDDLE:
            yield Region(name, words, view, _zone(aside, up))
            continue
        for side in ("right", "left"):
            turned = 1 if (side == "right") == (view == "back") else -1
            yield Region(
                f"{name}-{side}", f"{side} {words}", view, _zone((turned * aside[0], turned * aside[1]), up)
            )


def _zone(aside: Span, up: Span) -> Spots:
    """The corners of a region, drawn in by its share of the space between regions."""
    inside = ROUND + APART
    left, right = min(aside) + inside, max(aside) - inside
    return tuple((x, z, ROUND) for x in (left, right) for z in (up[0] + inside, up[1] - inside))


def body_chart(
    levels: Mapping[str, int] | None = None,
    *,
    link: Callable[[str], str] | None = None,
    name: str = "body",
) -> Picture:
    """The chart as SVG, and in words.

    levels  a level from 0 to 10 for each region chosen, by its id
    link    the address that a region leads to; without it a region is a button that a script may hear
    name    begins each id in the chart: another one for a second chart on the same page
    raises  ValueError if there is no such region
    """
    chosen = dict(levels or {})
    if unknown := sorted(set(chosen) - {region.id for region in regions()}):
        raise ValueError(f"There is no region {', '.join(unknown)}.")
    words = spoken(chosen)
    body = "".join(part for view in ("back", "front") for part in _view(view, chosen, link, f"{name}-{view}"))
    size = f"0 0 {round(2 * WIDTH * SCALE)} {round(1.09 * SCALE)}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="group" class="body-chart">'
    return Picture(f"{head}<title>Body chart</title><desc>{escape(words)}</desc>{body}</svg>", words)


def spoken(chosen: Mapping[str, int]) -> str:
    """What is chosen, in words."""
    marked = [f"{region.name} {chosen[region.id]} of 10" for region in regions() if region.id in chosen]
    return f"Marked: {', '.join(marked)}." if marked else "Back and front of a body. Nothing is marked yet."


def _view(
    view: str, chosen: Mapping[str, int], link: Callable[[str], str] | None, name: str
) -> Iterator[str]:
    """A body; its regions are cut at its outline."""
    plate = Plate((-WIDTH / 2, -1.01, WIDTH / 2, 0.08), 0.0 if view == "back" else WIDTH)
    trunk, outline = _outline(BODY, plate), _outline(ARMS + BODY, plate)
    yield (
        f'<path class="body-line" d="{outline}" fill="{TINTS["line"]}" stroke="{TINTS["line"]}" stroke-width="9" '
        f'stroke-linejoin="round"/><path class="body-fill" d="{outline}" fill="{TINTS["body"]}"/>'
        f'<clipPath id="{name}"><path d="{trunk}"/></clipPath><g clip-path="url(#{name})">'
    )
    for region in _of(view):
        yield _region(region, plate, chosen.get(region.id), link)
    yield f"</g>{_words(view, plate)}"


def _outline(parts: Sequence[Spots], plate: Plate) -> str:
    both = [tuple((sign * x, z, r) for x, z, r in part) for part in parts for sign in (1, -1)]
    return "".join(path_of([((x, -z, 0.0), r) for x, z, r in part], plate) for part in dict.fromkeys(both))


def _words(view: str, plate: Plate) -> str:
    turned = 1 if view == "back" else -1
    sides = (
        _text(words, *plate.at(turned * x, -0.965), size=32)
        for words, x in (("Right", 0.14), ("Left", -0.14))
    )
    return _text(view.capitalize(), *plate.at(0, 0.062), size=42) + "".join(sides)


def _region(region: Region, plate: Plate, level: int | None, link: Callable[[str], str] | None) -> str:
    path = path_of([((x, -z, 0.0), r) for x, z, r in region.circles], plate)
    on = level is not None
    tint, state = (TINTS["chosen"], "true") if on else (TINTS["region"], "false")
    shape = (
        f'<path class="region{" chosen" if on else ""}" d="{path}" fill="{tint}" stroke="{TINTS["line"]}" '
        f'stroke-width="4"/>'
    )
    name = f"{region.name}, {level} of 10" if on else region.name
    inside = f"<title>{escape(name)}</title>{shape}{_level(region.circles, plate, level)}"
    if link:
        return f"<a href={quoteattr(link(region.id))} data-region={quoteattr(region.id)}>{inside}</a>"
    return f'<g role="button" tabindex="0" aria-pressed="{state}" data-region={quoteattr(region.id)}>{inside}</g>'


def _level(circles: Sequence[tuple[float, float, float]], plate: Plate, level: int | None) -> str:
    if level is None:
        return ""
    x, y = (sum(circle[axis] for circle in circles) / len(circles) for axis in (0, 1))
    across, down = plate.at(x, -y)
    return _text(str(level), across, down + 14, size=40, fill=TINTS["region"])


def _text(words: str, x: int, y: int, *, size: int, fill: str = TINTS["ink"]) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-family="sans-serif" text-anchor="middle" '
        f'font-weight="700" fill="{fill}">{escape(words)}</text>'
    )
