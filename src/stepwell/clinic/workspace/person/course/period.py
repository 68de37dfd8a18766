"""What of the chart is shown for a period: lines, dots of sessions, treatments, and the same as numbers.

Lives here: choosing days, weekly means where there are many values, one dot for one day or for several. Lives elsewhere: the stored
series (episodes/chart.py), drawing them (person/course/drawing.py), the sentence above (person/course/headline.py).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from stepwell.clinic.episodes.chart import ADEQUATE, GOAL

LANES = ("pain", "sitting", "function")
PERIODS = {"6": 6, "12": 12}
"""Weeks that can be asked for; anything else shows all."""
WEEK = 7
MANY = 60
"""More values than this in a line are shown as means of weeks."""
MOST_DOTS = 88
SPANS = (1, WEEK, 4 * WEEK, 13 * WEEK, 52 * WEEK)
"""Days for which one dot can stand."""

Point = tuple[date, float]


@dataclass(frozen=True)
class Lane:
    """One line: its points, single values behind it where the points are means, and the last value.

    runs  stretches of points in which each value stands until the next
    """

    runs: Sequence[Sequence[Point]]
    singles: Sequence[Point]
    last: Point | None


@dataclass(frozen=True)
class Shown:
    """The chart of a period. `dots` are (first day, days, state); `by_weeks` says whether lines are means of weeks."""

    first: date
    until: date
    lanes: Mapping[str, Lane]
    dots: Sequence[tuple[date, int, str]]
    adherence: str
    phases: Sequence[tuple[date, date, str]]
    bands: Sequence[Mapping[str, Any]]
    markers: Sequence[Mapping[str, Any]]
    goal: float
    by_weeks: bool

    @property
    def days(self) -> int:
        """From the first day to the last."""
        return (self.until - self.first).days


def shown(chart: Mapping[str, Any], weeks: int | None) -> Shown:
    """The chart of the last weeks, or all of it."""
    begin, until = _day(chart["from"]), _day(chart["until"])
    first = begin if weeks is None else max(begin, until - timedelta(weeks * WEEK))
    first = min(first, until - timedelta(WEEK))
    points = {name: _within(values_of(chart, name), first) for name in LANES}
    by_weeks = (until - first).days > PERIODS["12"] * WEEK and len(points["pain"]) > MANY
    return Shown(
        first=first,
        until=until,
        lanes={
            name: _lane(found, chart["stands"][name], until if by_weeks else None)
            for name, found in points.items()
        },
        dots=list(_dots(chart, first, until)),
        adherence=_adherence(chart, first),
        phases=list(_phases(chart["phases"], first, until)),
        bands=[one for one in chart["bands"] if _day(one.get("to", chart["until"])) >= first],
        markers=[one for one in chart["markers"] if _day(one["from"]) >= first],
        goal=chart["limits"][GOAL],
        by_weeks=by_weeks,
    )


def values_of(chart: Mapping[str, Any], name: str) -> list[Point]:
    """One series with its days."""
    first = _day(chart["from"]).toordinal()
    return [(date.fromordinal(first + day), value) for day, value in chart[name]]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _within(points: Sequence[Point], first: date) -> list[Point]:
    return [one for one in points if one[0] >= first]


def _lane(points: Sequence[Point], stands: int, until: date | None) -> Lane:
    """`until` is the last day of the chart where the points become means of weeks."""
    drawn = points if until is None else _weekly(points, until)
    return Lane(
        _runs(drawn, max(stands, WEEK)), [] if until is None else points, points[-1] if points else None
    )


def _weekly(points: Sequence[Point], until: date) -> list[Point]:
    """The mean of each week before the last day, on the last day of it that has a value."""
    weeks: dict[int, list[Point]] = {}
    for one in points:
        weeks.setdefault((until - one[0]).days // WEEK, []).append(one)
    return [(found[-1][0], round(fmean(value for _, value in found), 1)) for found in weeks.values()]


def _runs(points: Sequence[Point], stands: int) -> list[list[Point]]:
    """Cut where a value is too old to stand until the next: a gap stays a gap."""
    runs: list[list[Point]] = []
    for one in points:
        if runs and (one[0] - runs[-1][-1][0]).days <= stands:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _signs(chart: Mapping[str, Any], first: date) -> str:
    """One sign a day from the first shown day on."""
    begin = (first - _day(chart["from"])).days
    signs = str(chart["sessions"])
    return signs[begin:] if begin >= 0 else "." * -begin + signs


def _dots(chart: Mapping[str, Any], first: date, until: date) -> Iterator[tuple[date, int, str]]:
    days = (until - first).days + 1
    span = next((one for one in SPANS if days / one <= MOST_DOTS), SPANS[-1])
    signs = _signs(chart, first).ljust(days, ".")
    for place in range(days % span, days, span) if span > 1 else range(days):
        yield first + timedelta(place), span, state_of(signs[place : place + span], chart["limits"][ADEQUATE])


def state_of(signs: str, adequate: float) -> str:
    """One state for one or more days: `adequate` is the share in percent from which it counts as done.

    >>> state_of("d.dm", 60), state_of("d", 60), state_of("mm", 60), state_of("..r", 60), state_of("...", 60)
    ('done', 'done', 'missed', 'rest', 'none')
    """
    counted = Counter(signs)
    planned = counted["d"] + counted["p"] + counted["m"]
    if not planned:
        return "rest" if counted["r"] else "none"
    if counted["m"] == planned:
        return "missed"
    share = 100 * (counted["d"] + counted["p"] / 2) / planned
    return "done" if share >= adequate and len(signs) > 1 or counted["d"] == planned else "part"


def _adherence(chart: Mapping[str, Any], first: date) -> str:
    """The share that was last recorded; else how many of the logged sessions were done."""
    recorded = _within(values_of(chart, "adherence"), first)
    if recorded:
        return f"{recorded[-1][1]:g}%"
    counted = Counter(_signs(chart, first))
    planned = counted["d"] + counted["p"] + counted["m"]
    return f"{counted['d']} of {planned}" if planned else ""


def _phases(phases: Sequence[Sequence[str]], first: date, until: date) -> Iterator[tuple[date, date, str]]:
    starts = [_day(start) for start, _ in phases]
    for (start, phase), end in zip(phases, [*starts[1:], until]):
        if end > first:
            yield max(_day(start), first), end, phase
