"""What a record says of single exercises: levels, logs, and what a clinician set.

Lives here: `history_of`. Lives elsewhere: the lines themselves (records/), what follows (programme/session.py).

An exercise is a course. `done` (with `dose: L2`, `response`, `pain`) is a log; a later `responded` completes it, for
the next morning. `accepted` and `started` with a dose set the level, as does a log. A clinician's settings hold until their
`until` or their end: `paused` and `swapped` (which pins the exercise that it names as `outcome`) until `resumed`,
`pinned` until `stopped`, `capped` with a dose until `capped` without one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from stepwell.programme.exercises import Exercise
from stepwell.programme.situation import Log
from stepwell.reasoning.courses import of_this_side
from stepwell.reasoning.facts import Facts
from stepwell.records.types import CourseEvent

LEVEL_EVENTS = frozenset({"done", "accepted", "started"})
SETTINGS = frozenset({"pinned", "capped", "paused", "swapped"})
ENDS = {
    "resumed": ("paused", "swapped"),
    "stopped": ("pinned",),
    "paused": ("pinned",),
    "capped": ("capped",),
}
"""Which settings an event ends."""


@dataclass(frozen=True, slots=True)
class History:
    """Levels, logs and a clinician's settings by exercise."""

    levels: Mapping[str, str] = field(default_factory=dict)
    logs: tuple[Log, ...] = ()
    pinned: tuple[str, ...] = ()
    caps: Mapping[str, str] = field(default_factory=dict)
    paused: frozenset[str] = frozenset()


def history_of(facts: Facts, exercises: Mapping[str, Exercise]) -> History:
    """What the record says of each exercise, on this side and until today."""
    events = {id: _mine(facts, id) for id in exercises if id in facts.events}
    settings = {id: _settings(found, facts.day) for id, found in events.items()}
    swapped = [
        found.outcome
        for one in settings.values()
        if (found := one.get("swapped")) and found.outcome in exercises
    ]
    return History(
        levels={id: level for id, found in events.items() if (level := _level(found))},
        logs=tuple(log for id, found in events.items() for log in _logs(id, found, facts.day)),
        pinned=tuple(
            dict.fromkeys([*(id for id, one in settings.items() if "pinned" in one), *filter(None, swapped)])
        ),
        caps={id: found.dose for id, one in settings.items() if (found := one.get("capped")) and found.dose},
        paused=frozenset(id for id, one in settings.items() if {"paused", "swapped"} & set(one)),
    )


def _mine(facts: Facts, id: str) -> list[CourseEvent]:
    return [event for event in facts.events[id] if of_this_side(event.side, facts.side)]


def _level(events: Iterable[CourseEvent]) -> str:
    doses = [event.dose for event in events if event.event in LEVEL_EVENTS and event.dose]
    return doses[-1] if doses else ""


def _settings(events: Iterable[CourseEvent], day: int) -> dict[str, CourseEvent]:
    """The clinician's settings that hold today, by their event."""
    found: dict[str, CourseEvent] = {}
    for event in events:
        for ended in ENDS.get(event.event, ()):
            found.pop(ended, None)
        if event.event in SETTINGS and (event.until is None or day <= event.until):
            found[event.event] = event
    return found


def _logs(id: str, events: Iterable[CourseEvent], day: int) -> Iterable[Log]:
    logs: list[Log] = []
    for event in events:
        if event.event == "done":
            logs.append(
                Log(id, day - int(event.on.high), event.dose or "", event.response or "partial", _pain(event))
            )
        elif event.event == "responded" and logs:
            logs[-1] = _completed(logs[-1], event)
    return logs


def _completed(log: Log, event: CourseEvent) -> Log:
    pain = log.pain if _pain(event) is None else _pain(event)
    return replace(log, response=event.response or log.response, pain=pain)


def _pain(event: CourseEvent) -> int | None:
    return None if event.pain is None else int(event.pain.high)
