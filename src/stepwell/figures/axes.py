"""The axes of a chart: days across, values up, and words beside them.

Lives here: where a day and a value lie, colours of charts, a day in words. Lives elsewhere: what is drawn on the axes
(figures/charts.py, figures/treatments.py).
"""

from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

TINTS = {
    "ink": "#22303c", "second": "#55626d", "grid": "#e0d8ca", "band": "#efe5d4", "band-edge": "#d9c7a8",
    "pain": "#3a4a66", "sitting": "#12837a", "amber": "#7a4a00",
}  # fmt: skip
LEFT, RIGHT, TOP, BOTTOM = 34, 62, 26, 30
"""Space round the plot, in units of the view box."""
WIDE, PHONE = (640, 240), (328, 200)
"""Sizes of a chart; words are 12 units high, so a chart is shown about as wide as it says."""
LETTER = 6.4
"""Width of a letter of 12 units, on average."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Days across and values up, in the units of the view box."""

    first: date
    days: int
    low: float
    high: float
    size: tuple[int, int] = field(default=WIDE)

    def x(self, day: date) -> float:
        across = self.size[0] - LEFT - RIGHT
        return round(LEFT + across * (day - self.first).days / max(1, self.days), 1)

    def y(self, value: float) -> float:
        up = self.size[1] - TOP - BOTTOM
        return round(self.size[1] - BOTTOM - up * (value - self.low) / (self.high - self.low), 1)

    @property
    def last(self) -> date:
        return date.fromordinal(self.first.toordinal() + self.days)


def short_day(day: date) -> str:
    """A day without its year.

    >>> short_day(date(2026, 11, 2))
    '2 Nov'
    """
    return f"{day.day} {day:%b}"


def text(
    words: str, x: float, y: float, *, size: int, tint: str, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f'<text class="chart-{tint}" x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-family="sans-serif" '
        f'font-weight="{weight}" text-anchor="{anchor}" fill="{TINTS[tint]}">{escape(words)}</text>'
    )
