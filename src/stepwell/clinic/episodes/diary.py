"""What a person recorded day by day, for lines and dots.

Lives here: worst pain and sitting by day, how each exercise day went, when something was last heard. Lives elsewhere: what follows
from it (episodes/board.py), drawing (figures/).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.sealed import Written
from stepwell.knowledge.types import Pathway
from stepwell.records.bounds import Bounds
from stepwell.records.types import Record

NOT_DONE = "none"
"""The response of an exercise that was left out."""


def by_day(record: Record, finding: str) -> dict[date, int]:
    """The highest value of a number on each day that is known exactly."""
    found: dict[date, int] = {}
    for line in record.observations:
        if line.finding == finding and isinstance(line.value, Bounds) and line.on.exact:
            on = date.fromordinal(int(line.on.low))
            found[on] = max(found.get(on, int(line.value.high)), int(line.value.high))
    return found


def over(values: Mapping[date, int], until: date, days: int) -> list[int | None]:
    """One value for each of the last days, oldest first; None where there is none."""
    return [values.get(until - timedelta(back)) for back in reversed(range(days))]


def exercise_days(record: Record, pathway: Pathway) -> dict[date, str]:
    """How each day went on which an exercise was logged: done, part, missed."""
    logs: dict[date, list[str]] = defaultdict(list)
    for event in record.events:
        if event.event == "done" and event.intervention in pathway.exercises and event.on.exact:
            logs[date.fromordinal(int(event.on.low))].append(event.response or "")
    return {on: _went(responses) for on, responses in logs.items()}


def _went(responses: Sequence[str]) -> str:
    left_out = sum(response == NOT_DONE for response in responses)
    if left_out == len(responses):
        return "missed"
    return "part" if left_out else "done"


def rest_days(written: Iterable[Written]) -> set[date]:
    """Days on which the plan had no session: a check-in says so of its day."""
    return {date.fromisoformat(one.more["rest"]) for one in written if isinstance(one.more.get("rest"), str)}


def states(record: Record, written: Sequence[Written], pathway: Pathway, until: date, days: int) -> list[str]:
    """One state for each of the last days, oldest first: done, part, rest, missed, none."""
    went = exercise_days(record, pathway)
    resting = rest_days(written)
    asked = [until - timedelta(back) for back in reversed(range(days))]
    return [went.get(on) or ("rest" if on in resting else "none") for on in asked]


def heard(written: Iterable[Written]) -> datetime | None:
    """When the person themselves last wrote."""
    return max((one.at for one in written if one.role == Role.PATIENT), default=None)
