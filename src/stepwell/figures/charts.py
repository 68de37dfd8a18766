"""Charts over time: pain as a line, sitting as steps, treatments as bands, as SVG that says the same in a table.

Lives here: the time chart and the sparkline. Lives elsewhere: the axes (figures/axes.py), bands and markers
(figures/treatments.py), which values are shown (the page), colours of pages.
A gap in the values stays a gap. Colours are presentation attributes and classes; text is in ink, never in the
colour of a line. The last value is printed beside its line, so nobody needs a legend.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from xml.sax.saxutils import escape

from stepwell.figures.axes import (
    BOTTOM,
    LEFT,
    PHONE,
    RIGHT,
    TINTS,
    WIDE,
    Axes,
    short_day,
    text,
)
from stepwell.figures.treatments import Band, Marker, draw_bands, draw_markers, told

__all__ = [
    "PHONE",
    "TINTS",
    "WIDE",
    "Band",
    "Chart",
    "Marker",
    "Series",
    "short_day",
    "sparkline",
    "time_chart",
]

Point = tuple[date, float | None]


@dataclass(frozen=True, slots=True)
class Series:
    """One value over time. `kind` is `pain` (a line) or `sitting` (steps); `unit` follows the last value."""

    name: str
    points: Sequence[Point]
    kind: str = "pain"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as SVG, the same in a sentence, and as an HTML table."""

    svg: str
    alt: str
    table: str


def time_chart(
    series: Series,
    *,
    low: float = 0,
    high: float = 10,
    bands: Sequence[Band] = (),
    markers: Sequence[Marker] = (),
    days: Sequence[Point] = (),
    goal: tuple[str, float] | None = None,
    size: tuple[int, int] = WIDE,
) -> Chart:
    """A chart of one series over time.

    low, high  the ends of the scale; pain is always 0 to 10
    days       single values as faint dots, where the series is their average
    goal       its words and its value, as a dotted line
    size       WIDE, or PHONE where the page is narrow
    raises     ValueError without a day, or with a value off the scale
    """
    axes = _axes(series, low, high, size)
    parts = [
        *draw_bands(bands, axes),
        *_grid(axes),
        *_goal(goal, axes),
        *_faint(days, series.kind, axes),
        *_line(series, axes, dots=not days),
        *draw_markers(markers, axes),
        _last(series, axes),
    ]
    alt = sentence(series) + told(bands, markers)
    return Chart(_svg(size, series.name, alt, parts), alt, table(series))


def _svg(size: tuple[int, int], name: str, alt: str, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" role="img" class="chart">'
    )
    return f"{head}<title>{escape(name)}</title><desc>{escape(alt)}</desc>{''.join(parts)}</svg>"


def _faint(days: Sequence[Point], kind: str, axes: Axes) -> Iterator[str]:
    """Single values, where the line is their average."""
    for day, value in days:
        if value is not None:
            yield _dot(axes.x(day), axes.y(value), kind, 2.5, faint=True)


def sparkline(
    series: Series, *, low: float = 0, high: float = 10, size: tuple[int, int] = (140, 32)
) -> Chart:
    """A small line without axes; the last value is a dot. Its words and its table are those of the time chart."""
    axes = _axes(series, low, high, size)
    days, up = max(1, axes.days), size[1] - 8
    known = [
        [
            (
                4 + (size[0] - 8) * (day - axes.first).days / days,
                size[1] - 4 - up * (value - low) / (high - low),
            )
            for day, value in run
        ]
        for run in _runs(series.points)
    ]
    lines = "".join(_polyline(run, series.kind, 2) for run in known)
    dot = _dot(*known[-1][-1], series.kind, 3) if known else ""
    alt = sentence(series)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" role="img" class="sparkline">'
    return Chart(f"{head}<title>{escape(alt)}</title>{lines}{dot}</svg>", alt, table(series))


def sentence(series: Series) -> str:
    """The series in words: first, last, least and greatest value, and how many days have none."""
    known = [(day, value) for day, value in series.points if value is not None]
    if not known:
        return f"{series.name}: no value yet."
    values, missing = [value for _, value in known], len(series.points) - len(known)
    gaps = f" No value on {missing} day{'s' if missing > 1 else ''}." if missing else ""
    unit = f" {series.unit}" if series.unit else ""
    return (
        f"{series.name}: {known[0][1]:g}{unit} on {short_day(known[0][0])}, {known[-1][1]:g}{unit} on {short_day(known[-1][0])}. "
        f"Lowest {min(values):g}, highest {max(values):g}.{gaps}"
    )


def table(series: Series) -> str:
    """The numbers as an HTML table."""
    unit = f" ({escape(series.unit)})" if series.unit else ""
    rows = "".join(
        f'<tr><th scope="row">{short_day(day)}</th><td>{"no value" if value is None else f"{value:g}"}</td></tr>'
        for day, value in series.points
    )
    head = f'<thead><tr><th scope="col">Day</th><th scope="col">{escape(series.name)}{unit}</th></tr></thead>'
    return f"<table><caption>{escape(series.name)}</caption>{head}<tbody>{rows}</tbody></table>"


def _axes(series: Series, low: float, high: float, size: tuple[int, int]) -> Axes:
    if not series.points:
        raise ValueError("A chart needs at least one day.")
    for day, value in series.points:
        if value is not None and not low <= value <= high:
            raise ValueError(f"{value:g} on {day} is off the scale of {low:g} to {high:g}.")
    days = [day for day, _ in series.points]
    return Axes(min(days), (max(days) - min(days)).days, low, high, size)


def _runs(points: Sequence[Point]) -> list[list[tuple[date, float]]]:
    """Stretches of days with a value, so that a gap stays a gap."""
    runs = groupby(points, key=lambda point: point[1] is None)
    return [[(day, value) for day, value in run if value is not None] for empty, run in runs if not empty]


def _grid(axes: Axes) -> Iterator[str]:
    right = axes.size[0] - RIGHT
    for value in (axes.low, (axes.low + axes.high) / 2, axes.high):
        y = axes.y(value)
        yield f'<path class="chart-grid" d="M{LEFT} {y}H{right}" stroke="{TINTS["grid"]}" stroke-width="1"/>'
        yield text(f"{value:g}", LEFT - 6, y + 4, size=12, tint="second", anchor="end")
    base = axes.size[1] - BOTTOM + 18
    yield text(short_day(axes.first), LEFT, base, size=12, tint="second")
    if axes.days:
        yield text(short_day(axes.last), right, base, size=12, tint="second", anchor="end")


def _goal(goal: tuple[str, float] | None, axes: Axes) -> Iterator[str]:
    if goal:
        y = axes.y(goal[1])
        yield (
            f'<path class="chart-goal" d="M{LEFT} {y}H{axes.size[0] - RIGHT}" stroke="{TINTS["second"]}" '
            'stroke-width="1.5" stroke-dasharray="2 4"/>'
        )
        yield text(goal[0], LEFT + 4, y - 6, size=12, tint="second")


def _line(series: Series, axes: Axes, *, dots: bool) -> Iterator[str]:
    for run in _runs(series.points):
        places = [(axes.x(day), axes.y(value)) for day, value in run]
        if series.kind == "sitting":
            yield _steps(places)
        else:
            yield _polyline(places, series.kind, 2.5)
            yield from (_dot(x, y, series.kind, 3) for x, y in places if dots)


def _polyline(places: Sequence[tuple[float, float]], kind: str, width: float) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return (
        f'<polyline class="chart-{kind}" points="{points}" fill="none" stroke="{TINTS[kind]}" '
        f'stroke-width="{width}" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _steps(places: Sequence[tuple[float, float]]) -> str:
    path = f"M{places[0][0]} {places[0][1]}" + "".join(f"H{x}V{y}" for x, y in places[1:])
    path += "h6" if len(places) == 1 else ""
    return (
        f'<path class="chart-sitting" d="{path}" fill="none" stroke="{TINTS["sitting"]}" stroke-width="2.5"/>'
    )


def _dot(x: float, y: float, kind: str, r: float, *, faint: bool = False) -> str:
    light = ' fill-opacity="0.35"' if faint else ""
    return f'<circle class="chart-{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{TINTS[kind]}"{light}/>'


def _last(series: Series, axes: Axes) -> str:
    known = [(day, value) for day, value in series.points if value is not None]
    if not known:
        return text("no value yet", LEFT + 8, axes.size[1] / 2, size=14, tint="second")
    day, value = known[-1]
    x, y = axes.x(day) + 9, axes.y(value)
    unit = text(series.unit, x, y + 20, size=12, tint="second") if series.unit else ""
    end = _dot(axes.x(day), axes.y(value), series.kind, 5)
    return end + text(f"{value:g}", x, y + 7, size=20, tint="ink", weight=700) + unit
