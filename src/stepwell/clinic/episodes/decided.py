"""What was decided and done of late, and by whom: the last lines about advice, as the page of a person lists them.

Lives here: which lines those are. Lives elsewhere: their words (workspace/person/words.py), the whole timeline (workspace/person).
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any

from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.episodes.sealed import Written
from stepwell.knowledge.types import TREATMENTS
from stepwell.records.parts import SETTLING
from stepwell.records.types import CourseEvent, Record

DECISIONS = ("accepted", "declined", "overridden", *SETTLING)
"""Events that are somebody's decision, whatever they are about."""
ACTS = ("started", "stopped", "done", "responded")
"""Events that are listed where they are about a treatment that is no part of another."""
MOST = 12


def decided_of(basis: Basis, seen: Record) -> list[dict[str, Any]]:
    """The latest decisions about advice as plain values, newest first."""
    events = sorted(
        (one for one in seen.events if _counts(one, basis)), key=lambda one: (one.on.high, one.seq)
    )
    entries = [one for one in basis.written if one.first_seq is not None]
    return [_plain(one, entries) for one in reversed(events[-MOST:])]


def _counts(event: CourseEvent, basis: Basis) -> bool:
    entry = basis.pathway.interventions.get(event.intervention)
    if entry is None:
        return False
    treats = entry.kind in TREATMENTS and not entry.part_of
    return event.event in DECISIONS or event.event in ACTS and treats


def _plain(event: CourseEvent, entries: Sequence[Written]) -> dict[str, Any]:
    author, role = _writer(event.seq, entries)
    told = {
        "id": event.intervention,
        "event": event.event,
        "on": date.fromordinal(int(event.on.high)).isoformat(),
        "who": author,
        "role": role,
        "reason": event.reason,
        "response": event.response,
        "relief": int(event.relief_percent.low) if event.relief_percent else None,
        "until": date.fromordinal(event.until).isoformat() if event.until else None,
    }
    return {key: value for key, value in told.items() if value not in (None, "")}


def _writer(seq: int, entries: Sequence[Written]) -> tuple[str, str]:
    """Who wrote the line of a `seq`: the last entry that begins no later."""
    place = bisect_right([one.first_seq or 0 for one in entries], seq) - 1
    return (entries[place].author, entries[place].role) if place >= 0 else ("", "")
