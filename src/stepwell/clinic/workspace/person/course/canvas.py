"""Where things lie in a time chart, and the smallest things that are drawn: words, dots.

Lives here: the two layouts, a drawing that grows from the top down, the scale of a lane. Lives elsewhere: what is drawn
(person/course/drawing.py, person/course/treatments.py), days and values across and up (figures/axes.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from stepwell.clinic.workspace.person.course.period import Point, Shown
from stepwell.figures.axes import BOTTOM, LEFT, RIGHT, TOP, Axes


@dataclass(frozen=True)
class Layout:
    """Where things lie in the view box: the plot from `left` to `right`, words beside or above, heights of the lanes."""

    width: int
    left: int
    right: int
    pain: int
    low: int
    ticks: int
    beside: bool


WIDE = Layout(width=790, left=88, right=746, pain=154, low=84, ticks=6, beside=True)
PHONE = Layout(width=320, left=22, right=288, pain=110, low=64, ticks=3, beside=False)


@dataclass
class Drawing:
    """A chart that grows from the top down: `at` is where the next part begins."""

    shown: Shown
    layout: Layout
    at: float = 0
    parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._across = self.axes(0, 1, 0)
        self._shift = self.layout.left - LEFT

    def axes(self, low: float, high: float, height: float) -> Axes:
        """The scales of a lane of this height, whose plot begins at its own zero."""
        width = self.layout.right - self.layout.left + LEFT + RIGHT
        return Axes(self.shown.first, self.shown.days, low, high, (width, int(height) + TOP + BOTTOM))

    def x(self, day: date) -> float:
        """Where a day lies across."""
        return round(self._across.x(day) + self._shift, 1)

    def lane(self, low: float, high: float, height: float) -> "Scale":
        """A lane whose top is here; the next part begins below it."""
        made = Scale(self, self.axes(low, high, height), self.at)
        self.at += height
        return made

    def title(self, words: str, unit: str = "") -> None:
        """The name of a lane, beside its top or above it."""
        if self.layout.beside:
            self.parts.append(text(words, 0, self.at + 4, "tb"))
            self.parts.extend([text(unit, 0, self.at + 19)] if unit else [])
        else:
            self.parts.append(text(f"{words}, {unit}" if unit else words, 0, self.at + 10, "tb"))
            self.at += 22


@dataclass(frozen=True)
class Scale:
    """One lane of a drawing: a value's place in the view box."""

    drawing: Drawing
    axes: Axes
    top: float

    def y(self, value: float) -> float:
        """Where a value lies, from the top down."""
        return round(self.axes.y(value) - TOP + self.top, 1)

    def places(self, run: Sequence[Point]) -> list[tuple[float, float]]:
        """Where the points of a line lie."""
        across, heights = self.drawing.x, {value: self.y(value) for value in {value for _, value in run}}
        return [(across(day), heights[value]) for day, value in run]


def text(words: str, x: float, y: float, kind: str = "", anchor: str = "") -> str:
    """Words at a place, in ink."""
    named = f' class="{kind}"' if kind else ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{named} x="{x:g}" y="{y:g}"{held}>{escape(words)}</text>'


def dot(x: float, y: float, kind: str, radius: float) -> str:
    """A filled dot."""
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{radius}"/>'
