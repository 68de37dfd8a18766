"""The sentence above the chart: what became of the worst pain.

Lives here: the sentence. Lives elsewhere: how much of a change counts (the clinic's parameters, stored with the chart), the chart
(person/course/drawing.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from stepwell.clinic.episodes.chart import FALL, RISE
from stepwell.clinic.workspace.person.course.period import Point, values_of
from stepwell.clinic.workspace.person.course.treatments import KINDS

WEEK = 7
NOTHING = "No worst pain recorded yet"


def headline(chart: Mapping[str, Any], weeks: int | None) -> str:
    """What became of the worst pain in the last weeks, or in all of the chart."""
    everything = values_of(chart, "pain")
    since = date.min if weeks is None else date.fromisoformat(chart["until"]) - timedelta(weeks * WEEK)
    points = [one for one in everything if one[0] >= since]
    if not points:
        return f"No worst pain recorded in the last {weeks} weeks" if everything else NOTHING
    if len(points) == 1:
        return f"Worst pain is {points[0][1]:g}"
    treated = [one for one in chart["markers"] if date.fromisoformat(one["from"]) >= points[0][0]]
    told = _after(points, treated[-1], chart["limits"]) if treated else ""
    return told or _course(points, chart["limits"])


def _after(points: Sequence[Point], marker: Mapping[str, Any], limits: Mapping[str, float]) -> str:
    """What followed the last procedure; empty where nothing was recorded on one side of it."""
    day = date.fromisoformat(marker["from"])
    before = [value for on, value in points if on <= day]
    after = [value for on, value in points if on > day]
    if not before or not after:
        return ""
    word = KINDS[marker["kind"]]
    was, low, now = before[-1], min(after), after[-1]
    if now - was >= limits[RISE]:
        return f"Pain rose from {was:g} to {now:g} after the {word}"
    if was - low < limits[FALL]:
        return f"Pain has changed little since the {word}: {was:g} then, {now:g} now"
    return f"Pain fell to {low:g} after the {word}{_since(low, now, was, limits)}"


def _since(low: float, now: float, was: float, limits: Mapping[str, float]) -> str:
    if now - low < limits[RISE]:
        return f" and is {now:g} now" if now != low else ""
    return f" and is back at {now:g}" if now >= was else f" and has risen to {now:g}"


def _course(points: Sequence[Point], limits: Mapping[str, float]) -> str:
    (begin, was), (end, now) = points[0], points[-1]
    low = min(value for _, value in points)
    span = _span((end - begin).days)
    if was - low >= limits[FALL] and now - low >= limits[RISE]:
        return f"Pain fell to {low:g}{_since(low, now, was, limits)}"
    if was - now >= limits[FALL]:
        return f"Pain fell from {was:g} to {now:g} in {span}"
    if now - was >= limits[RISE]:
        return f"Pain rose from {was:g} to {now:g} in {span}"
    return f"Pain is about the same after {span}: {was:g} then, {now:g} now"


def _span(days: int) -> str:
    weeks = round(days / WEEK)
    if weeks >= 2:
        return f"{weeks} weeks"
    return f"{days} days" if days != 1 else "a day"
