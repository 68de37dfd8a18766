"""One person's record: dated observations and course events that only grow.

Lives here: the shapes, and the record as of a day. Lives elsewhere: how a file is read (records/reader.py),
what a record means (reasoning/).

A day is a proleptic ordinal (`date.toordinal`), known within bounds: "before 2026-01-01" and "some time in 2024"
are days too. `seq` gives the order of what was written; an undated line lies between its neighbours in `seq`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from stepwell.records.bounds import Bounds

Side = Literal["left", "right", "both"]

NOT_SURE = "not-sure"
"""The answer of a person who does not know."""

WITHDRAWN = "withdrawn"
"""The event of a line about a course that only withdraws what it replaces."""

Value = bool | Bounds | str
"""yes-no, number (scaled as the finding is), option of a choice or text. `NOT_SURE` is a value of every type."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One dated value of a finding. `value` is None when the line only withdraws what it replaces."""

    seq: int
    on: Bounds
    finding: str
    value: Value | None
    side: Side | None = None
    by: str = ""
    recorded_on: int | None = None
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class CourseEvent:
    """Something that happened to a treatment, test, referral, exit or exercise.

    event     started, stopped, done, declined, responded, accepted, overridden, excluded, explained, treated,
              pinned, swapped, capped, paused, resumed; withdrawn for a line that only withdraws what it replaces
    numbers   adherence (percent), relief_percent, relief_days (days), pain (0-10); each within bounds
    until     day until which a decision holds
    of        the `seq` of the course it belongs to, where it says so
    """

    seq: int
    on: Bounds
    intervention: str
    event: str
    side: Side | None = None
    target: str | None = None
    guidance: str | None = None
    agent: str | None = None
    approach: str | None = None
    dose: str | None = None
    adherence: Bounds | None = None
    relief_percent: Bounds | None = None
    relief_days: Bounds | None = None
    pain: Bounds | None = None
    response: str | None = None
    outcome: str | None = None
    reason: str | None = None
    until: int | None = None
    of: int | None = None
    by: str = ""
    recorded_on: int | None = None
    replaces: int | None = None


Line = Observation | CourseEvent


@dataclass(frozen=True)
class Record:
    """One person's lines in the order of `seq`; `side` is the side that the episode is about."""

    side: Side | None
    country: str | None
    observations: tuple[Observation, ...]
    events: tuple[CourseEvent, ...]

    def as_of(self, day: int, *, known_on: int | None = None) -> "Record":
        """The record as it stood: only what surely happened by `day` and, where asked, was recorded by `known_on`.

        day       ordinal; a line whose day may lie later is left out
        known_on  ordinal; a line recorded later is left out (a line without `recorded_at` counts from its day)
        returns   the record without lines that a visible line replaces, and without lines that only withdraw
        """
        return Record(
            self.side,
            self.country,
            tuple(_visible(self.observations, day, known_on)),
            tuple(_visible(self.events, day, known_on)),
        )

    @property
    def last_day(self) -> int | None:
        """The latest day on which anything is dated, or None for an empty record."""
        lines: tuple[Line, ...] = (*self.observations, *self.events)
        return max((int(line.on.high) for line in lines), default=None)


L = TypeVar("L", Observation, CourseEvent)


def _visible(lines: Iterable[L], day: int, known_on: int | None) -> list[L]:
    seen = [line for line in lines if line.on.high <= day]
    if known_on is not None:
        seen = [line for line in seen if _recorded(line) <= known_on]
    replaced = {line.replaces for line in seen if line.replaces is not None}
    return [line for line in seen if line.seq not in replaced and not _withdraws(line)] if replaced else seen


def _withdraws(line: Line) -> bool:
    return line.value is None if isinstance(line, Observation) else line.event == WITHDRAWN


def _recorded(line: Line) -> int:
    return line.recorded_on if line.recorded_on is not None else int(line.on.high)
