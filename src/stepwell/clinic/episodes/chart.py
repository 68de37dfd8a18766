"""The series of a person's time chart, and what else the page of one person shows without reading the record.

Lives here: worst pain, sitting, function, adherence, sessions, treatments and procedures by day, from the record. Lives elsewhere: the
head of the page (episodes/standing.py), the last decisions (episodes/decided.py), drawing (person/course/drawing.py).

A day is kept as its number from the first one, so that a year of daily values stays small. What was corrected later is not shown.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.episodes.decided import decided_of
from stepwell.clinic.episodes.diary import by_day, exercise_days, rest_days
from stepwell.clinic.episodes.standing import standing_of
from stepwell.knowledge.types import Finding
from stepwell.reasoning.courses import Course
from stepwell.records.bounds import Bounds
from stepwell.records.types import Record

SERIES = {
    "pain": "worst-pain",
    "sitting": "sitting-tolerance",
    "function": "psfs",
    "adherence": "adherence-percent",
}
"""The findings that are drawn, by the name of their lane."""
PHASE = "phase"
GOAL, FALL, RISE, ADEQUATE = "sitting-goal", "pain-fall-goal", "worsening-points", "adequate-adherence"
"""The parameters that a chart shows or that its headline needs."""
STATES = {"done": "d", "part": "p", "missed": "m", "rest": "r"}
NOTHING = "."
BANDS, MARKERS = ("load", "medicine"), ("needle", "surgery")
"""Kinds of treatment that go on for days, and those that happen on one."""
NEAR = 31
"""A day that is known less closely than this is told in words and not drawn."""


def chart_of(basis: Basis) -> dict[str, Any]:
    """The series as plain values.

    returns  from, until; a list of [day, value] for each of SERIES, and how many days a value stands for; sessions as one sign a day;
             phases, bands, markers; earlier (treatments whose day is not known); limits; standing; decided
    """
    seen = basis.record.as_of(basis.today.toordinal())
    series = {lane: _values(seen, basis.pathway.findings[name]) for lane, name in SERIES.items()}
    went = _states(seen, basis)
    first = min([*went, *(on for days in series.values() for on in days)], default=basis.today)
    placed = list(_treatments(basis))
    return {
        "from": first.isoformat(),
        "until": basis.today.isoformat(),
        **{lane: [[(on - first).days, days[on]] for on in sorted(days)] for lane, days in series.items()},
        "stands": {lane: basis.pathway.findings[name].fresh_for or 0 for lane, name in SERIES.items()},
        "sessions": _signs(went, first, basis.today),
        "phases": list(_phases(basis)),
        "bands": [one for one in placed if one["kind"] in BANDS and "from" in one],
        "markers": [one for one in placed if one["kind"] in MARKERS and "from" in one],
        "earlier": [one for one in placed if "from" not in one],
        "limits": {name: basis.pathway.parameters[name].value for name in (GOAL, FALL, RISE, ADEQUATE)},
        "standing": standing_of(basis),
        "decided": decided_of(basis, seen),
    }


def _values(seen: Record, finding: Finding) -> dict[date, float]:
    scale = 10**finding.decimals
    return {on: value / scale if scale > 1 else value for on, value in by_day(seen, finding.id).items()}


def _states(seen: Record, basis: Basis) -> dict[date, str]:
    went = {on: STATES[state] for on, state in exercise_days(seen, basis.pathway).items()}
    return {**dict.fromkeys(rest_days(basis.written), STATES["rest"]), **went}


def _signs(went: Mapping[date, str], first: date, until: date) -> str:
    days = range(first.toordinal(), until.toordinal() + 1)
    return "".join(went.get(date.fromordinal(day), NOTHING) for day in days).rstrip(NOTHING)


def _phases(basis: Basis) -> Iterator[list[str]]:
    """Each change of the phase of the programme: its first day and its id."""
    before = ""
    for seen in basis.facts.observed.get(PHASE, ()):
        phase = str(seen.value)
        if phase != before and seen.on.exact:
            yield [date.fromordinal(int(seen.on.low)).isoformat(), phase]
            before = phase


def _treatments(basis: Basis) -> Iterator[dict[str, Any]]:
    for name, courses in basis.facts.courses.items():
        entry = basis.pathway.interventions[name]
        drawn = entry.kind in MARKERS or entry.kind in BANDS and entry.part_of not in basis.facts.courses
        for course in courses if drawn else ():
            if course.state != "declined":
                yield {"id": name, "kind": entry.kind, **_when(course), **_how(course)}


def _when(course: Course) -> dict[str, Any]:
    """From and to; to is left out while it goes on. What cannot be placed has only the last day on which it may have been."""
    start, end = course.start or course.end or course.last, course.end
    if not _near(start) or end is not None and not _near(end):
        return {"by": date.fromordinal(int(course.last.high)).isoformat()}
    placed = {"from": date.fromordinal(int(start.low)).isoformat()}
    return placed | ({"to": date.fromordinal(int(end.high)).isoformat()} if end else {})


def _near(day: Bounds) -> bool:
    return day.high - day.low <= NEAR and day.low > 1


def _how(course: Course) -> dict[str, Any]:
    numbers = {"relief": course.relief_percent, "lasted": course.relief_days}
    words = {"guidance": course.guidance, "target": course.target, "response": course.response}
    return {
        **{key: int(value.low) for key, value in numbers.items() if value is not None},
        **{key: value for key, value in words.items() if value},
    }
