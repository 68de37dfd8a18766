"""The rhythm of a person's weeks: when the weekly check-in is due, how this week went, when they last trained.

Lives here: what today's plan says of it. Lives elsewhere: whether it is due on a phone without a network (static/stepwell/today/weekly.js),
which questions are asked (knowledge/dgs/check-ins.yaml).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.episodes.diary import exercise_days, rest_days
from stepwell.clinic.episodes.sealed import Written
from stepwell.clinic.patient.exits import exits_by_sign, said
from stepwell.knowledge.types import Pathway
from stepwell.records.types import NOT_SURE

WEEKLY = "weekly"
DAYS = 7
NOTHING_DONE = "missed"


def rhythm_of(basis: Basis, opened: date) -> dict[str, Any]:
    """What a phone needs to know of the weeks.

    opened   the day on which the episode began: the check-in is on its weekday
    returns  weekly (weekday from 1, the questions, the last day, the person's own activities, what a sign among the answers leads to),
             week, trained
    """
    went = exercise_days(basis.record, basis.pathway)
    trained = [on for on, state in went.items() if state != NOTHING_DONE and on <= basis.today]
    return {
        "weekly": {
            "ask": list(basis.pathway.check_ins[WEEKLY]),
            "weekday": opened.isoweekday(),
            "last": max([opened, *_days_of(basis.written)]).isoformat(),
            "own": _own(basis.written),
            "signs": _signs(basis.pathway),
        },
        "week": _week(basis, went),
        "trained": max(trained).isoformat() if trained else None,
    }


def _signs(pathway: Pathway) -> dict[str, dict[str, Any]]:
    """For each sign of danger that the check-in asks of: which answers tell of it, and what is said then, most urgent first."""
    found = {}
    for name in pathway.check_ins[WEEKLY]:
        finding, leads = pathway.findings[name], exits_by_sign(pathway).get(name, ())
        if finding.flag and leads:
            answers = ["yes", NOT_SURE] if finding.unsure_is_yes else ["yes"]
            found[name] = {"answers": answers, "exits": [said(pathway.interventions[one]) for one in leads]}
    return found


def _days_of(written: Sequence[Written]) -> list[date]:
    """The days of the check-ins, in the person's own zone where it is known."""
    return [
        date.fromisoformat(str(one.more["day"])) if "day" in one.more else one.at.date()
        for one in written
        if one.kind == WEEKLY
    ]


def _own(written: Sequence[Written]) -> list[str]:
    """The names of the person's own activities, as they last wrote them."""
    named = (one.more["own"] for one in reversed(written) if one.kind == WEEKLY and one.more.get("own"))
    latest: Sequence[Mapping[str, Any]] = next(named, ())
    return [str(one["name"]) for one in latest]


def _week(basis: Basis, went: Mapping[date, str]) -> list[dict[str, str]]:
    """Monday to Sunday of this week: done, part, rest, or none. A day without exercise is no fault."""
    monday = basis.today - timedelta(basis.today.weekday())
    resting = rest_days(basis.written)
    found = []
    for on in (monday + timedelta(place) for place in range(DAYS)):
        state = went.get(on, "rest" if on in resting else "none")
        found.append({"day": on.isoformat(), "state": "none" if state == NOTHING_DONE else state})
    return found
