"""The chart as numbers: what *Show the numbers* opens, and the sentence for who does not see the chart.

Lives here: a row for each day or week that has a value, the treatments in words. Lives elsewhere: the chart (person/course/drawing.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from stepwell.clinic.workspace.person.course.period import LANES, PERIODS, WEEK, Point, Shown, values_of
from stepwell.clinic.workspace.person.course.treatments import Treated
from stepwell.figures.axes import short_day

MOST_DAYS = PERIODS["6"] * WEEK


@dataclass(frozen=True)
class Row:
    """One day, or the mean of one week; a value is empty where there is none."""

    on: date
    pain: str
    sitting: str
    function: str
    sessions: str


@dataclass(frozen=True)
class Treatment:
    """One treatment in words."""

    name: str
    when: str
    how: str


def by_day(shown: Shown) -> bool:
    """Whether a row is a day; else it is a week."""
    return shown.days <= MOST_DAYS


def rows_of(chart: Mapping[str, Any], shown: Shown) -> list[Row]:
    """The rows of the table, oldest first."""
    span = 1 if by_day(shown) else WEEK
    series = {lane: _grouped(values_of(chart, lane), shown, span) for lane in LANES}
    begin = (shown.first - date.fromisoformat(chart["from"])).days
    found = []
    for place in range(shown.days // span + 1):
        on = _start(shown, span, place)
        signs = chart["sessions"][max(0, begin + (on - shown.first).days) :][:span]
        pain, sitting, function = (_mean(series[lane].get(place, ())) for lane in LANES)
        row = Row(on, pain, sitting, function, _sessions(signs))
        if row.pain or row.sitting or row.function or row.sessions:
            found.append(row)
    return found


def _start(shown: Shown, span: int, place: int) -> date:
    """The first day of a row: weeks end on the last day of the chart."""
    return shown.until - timedelta((shown.days // span - place + 1) * span - 1)


def _grouped(points: Sequence[Point], shown: Shown, span: int) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for on, value in points:
        if on >= shown.first:
            found.setdefault(shown.days // span - (shown.until - on).days // span, []).append(value)
    return found


def _mean(values: Sequence[float]) -> str:
    return f"{round(fmean(values), 1):g}" if values else ""


def _sessions(signs: str) -> str:
    planned = len(signs.replace(".", "").replace("r", ""))
    return f"{signs.count('d')} of {planned}" if planned else ""


def treatments_of(chart: Mapping[str, Any], treated: Treated) -> list[Treatment]:
    """Every treatment of the chart, also those whose day is not known."""
    placed = [*chart["markers"], *chart["bands"]]
    placed.sort(key=lambda one: str(one["from"]))
    return [
        *(
            Treatment(treated.title(one), f"by {_told(one['by'])}", treated.how(one))
            for one in chart["earlier"]
        ),
        *(Treatment(treated.title(one), _when(one), treated.how(one)) for one in placed),
    ]


def _when(one: Mapping[str, Any]) -> str:
    if "to" not in one:
        return f"since {_told(one['from'])}"
    return _told(one["from"]) if one["from"] == one["to"] else f"{_told(one['from'])} to {_told(one['to'])}"


def _told(text: str) -> str:
    on = date.fromisoformat(text)
    return f"{short_day(on)} {on.year}"


def in_words(shown: Shown, treated: Treated) -> str:
    """The chart in sentences."""
    return " ".join([f"{short_day(shown.first)} to {short_day(shown.until)}.", *_sentences(shown, treated)])


def _sentences(shown: Shown, treated: Treated) -> Iterator[str]:
    names = {"pain": "Worst pain", "sitting": "Sitting, minutes", "function": "Function"}
    for lane, name in names.items():
        values = [value for run in shown.lanes[lane].runs for _, value in run]
        last = shown.lanes[lane].last
        if last is not None:
            low, high = min(values), max(values)
            yield f"{name}: {values[0]:g} at first, {last[1]:g} last, between {low:g} and {high:g}."
    if shown.adherence:
        yield f"Sessions done: {shown.adherence}."
    for _, _, phase in shown.phases:
        yield f"Phase: {treated.phase(phase)}."
    for one in (*shown.bands, *shown.markers):
        yield f"{treated.title(one)}, {_when(one)}."
