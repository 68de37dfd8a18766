"""Treatments on a chart: bands for what went on for days, markers for what happened on one.

Lives here: bands and markers with their names, which do not touch each other. Lives elsewhere: the line
(figures/charts.py), the axes (figures/axes.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stepwell.figures.axes import BOTTOM, LEFT, LETTER, RIGHT, TINTS, TOP, Axes, short_day, text


@dataclass(frozen=True, slots=True)
class Band:
    """A treatment from one day to another."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Marker:
    """One day on which something happened, such as an injection."""

    name: str
    day: date


def draw_bands(bands: Sequence[Band], axes: Axes) -> Iterator[str]:
    """Bands first, then their names, each a row lower than a name that it would touch."""
    places = [(axes.x(within(band.start, axes)), axes.x(within(band.end, axes))) for band in bands]
    for left, right in places:
        yield (
            f'<rect class="chart-band" x="{left}" y="{TOP}" width="{max(2.0, right - left):.1f}" '
            f'height="{axes.size[1] - TOP - BOTTOM}" fill="{TINTS["band"]}" stroke="{TINTS["band-edge"]}"/>'
        )
    ends: list[float] = []
    for band, (left, _) in sorted(zip(bands, places), key=lambda pair: pair[1]):
        room = LETTER * len(band.name)
        x = max(LEFT + 4.0, min(left + 4, axes.size[0] - RIGHT - room))
        row = next((n for n, end in enumerate(ends) if end < x), len(ends))
        ends[row : row + 1] = [x + room + 6]
        yield text(band.name, x, TOP + 14 + 15 * row, size=12, tint="second")


def within(day: date, axes: Axes) -> date:
    """A day of the chart: a treatment that began before it or goes on after it is cut."""
    return min(max(day, axes.first), axes.last)


def draw_markers(markers: Sequence[Marker], axes: Axes) -> Iterator[str]:
    """An upright line with a triangle on top, and its words; at the foot where they would touch others on top."""
    end, base = 0.0, axes.size[1] - BOTTOM
    for marker in sorted(markers, key=lambda one: one.day):
        x, room = axes.x(within(marker.day, axes)), LETTER * len(marker.name)
        left = x + 10 + room > axes.size[0]
        start = x - 10 - room if left else x + 10
        y = TOP - 3 if start > end else base - 6
        end = max(end, start + room)
        yield (
            f'<path class="chart-marker" d="M{x} {TOP}V{base}" stroke="{TINTS["ink"]}" stroke-width="2"/>'
            f'<path class="chart-marker" d="M{x - 6} {TOP - 10}h12l-6 10z" fill="{TINTS["ink"]}"/>'
        )
        yield text(
            marker.name, x - 10 if left else x + 10, y, size=12, tint="ink", anchor="end" if left else "start"
        )


def told(bands: Sequence[Band], markers: Sequence[Marker]) -> str:
    """Bands and markers in words, each a sentence.

    >>> told([Band("Gabapentin", date(2026, 11, 1), date(2026, 11, 8))], [Marker("Injection", date(2026, 11, 9))])
    ' Gabapentin from 1 Nov to 8 Nov. Injection on 9 Nov.'
    """
    spans = [f" {band.name} from {short_day(band.start)} to {short_day(band.end)}." for band in bands]
    return "".join([*spans, *(f" {marker.name} on {short_day(marker.day)}." for marker in markers)])
