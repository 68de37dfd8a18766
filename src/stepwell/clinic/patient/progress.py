"""How it goes, for the person: effect before effort.

Lives here: which lines are drawn, and the first and last value in large print. Lives elsewhere: the series (episodes/chart.py), the
pictures (figures/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean
from typing import Any

from stepwell.clinic.patient.own_words import chart_said
from stepwell.figures.charts import PHONE, Chart, Series, time_chart
from stepwell.figures.days import day_dots

WEEK = 7
WEEKS_OF_DAYS = 5
SIGNS = {"d": "done", "p": "part", "m": "missed", "r": "rest", ".": "none"}


@dataclass(frozen=True)
class Told:
    """One thing over time: a picture, and its last and first value as the page prints them large."""

    name: str
    unit: str
    last: str
    first: str
    chart: Chart


def sitting_of(chart: Mapping[str, Any], words: Mapping[str, str], goal: tuple[str, float]) -> Told | None:
    """Minutes of sitting, with the person's goal; nothing where none was recorded."""
    points = _points(chart, "sitting")
    if not points:
        return None
    high = max(goal[1], *(value for _, value in points if value is not None))
    series = Series(words["sitting"], points, kind="sitting", unit=words["minutes"])
    drawn = time_chart(series, low=0, high=_round(high), goal=goal, size=PHONE)
    return _told(words["sitting"], words["minutes"], points, drawn)


def pain_of(chart: Mapping[str, Any], words: Mapping[str, str]) -> Told | None:
    """The worst pain: the average of each week as a line, the days as faint dots."""
    days = _points(chart, "pain")
    if not days:
        return None
    weeks = _weekly(days)
    drawn = time_chart(Series(words["pain"], weeks, unit=""), days=days, size=PHONE)
    return _told(words["pain"], words["of_ten"], weeks, drawn)


def exercise_days_of(chart: Mapping[str, Any], name: str) -> tuple[Chart, int] | None:
    """The exercise days of the last weeks as dots, and on how many of them something was done."""
    signs = str(chart.get("sessions", ""))
    if not signs.strip("."):
        return None
    until = date.fromisoformat(chart["until"])
    shown = signs[-WEEKS_OF_DAYS * WEEK :]
    start = until - timedelta(len(shown) - 1)
    days = [(start + timedelta(place), SIGNS[sign]) for place, sign in enumerate(shown)]
    return chart_said(day_dots(name, days)), sum(state in ("done", "part") for _, state in days)


def _points(chart: Mapping[str, Any], lane: str) -> list[tuple[date, float | None]]:
    first = date.fromisoformat(chart["from"])
    return [(first + timedelta(day), float(value)) for day, value in chart.get(lane, [])]


def _weekly(days: Sequence[tuple[date, float | None]]) -> list[tuple[date, float | None]]:
    """The average of each week that has a value, on its last day."""
    last = days[-1][0]
    weeks: dict[int, list[float]] = {}
    for on, value in days:
        if value is not None:
            weeks.setdefault((last - on).days // WEEK, []).append(value)
    return [
        (last - timedelta(back * WEEK), round(mean(weeks[back]), 1)) for back in sorted(weeks, reverse=True)
    ]


def _told(name: str, unit: str, points: Sequence[tuple[date, float | None]], chart: Chart) -> Told:
    known = [value for _, value in points if value is not None]
    first = f"{known[0]:g}" if len(known) > 1 else ""
    return Told(name, unit, f"{known[-1]:g}", first, chart_said(chart))


def _round(high: float) -> float:
    """The top of the scale: the next ten above."""
    return (int(high) // 10 + 1) * 10
