"""What was decided earlier of each intervention, and what is new since a page was made.

Lives here: reading it out of entries. Lives elsewhere: entries (episodes/), which decision counts (reasoning/standing.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Written, key_of, written
from stepwell.clinic.workspace.advice.words import EVENTS, KINDS
from stepwell.knowledge.types import Pathway
from stepwell.records.types import NOT_SURE

PARTS = (
    "side",
    "target",
    "guidance",
    "agent",
    "approach",
    "dose",
    "response",
    "relief_percent",
    "relief_days",
)


@dataclass(frozen=True)
class Decided:
    """One event of an intervention as it was written.

    on, until   days as written, in ISO where they are whole
    by          the role of who wrote it
    parts       more of it, as (name, words)
    """

    seq: int
    intervention: str
    event: str
    words: str
    on: str
    until: str
    by: str
    reason: str
    at: datetime
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class News:
    """An entry that was written since: what kind, by whom, when."""

    words: str
    by: str
    at: datetime


def decisions_in(entries: Iterable[Written], pathway: Pathway) -> list[Decided]:
    """Every event of an intervention, in the order in which they were written."""
    return [
        _decided(entry, place, line)
        for entry in entries
        for place, line in enumerate(entry.lines)
        if line.get("finding") in pathway.interventions and line.get("value") in EVENTS
    ]


def _decided(entry: Written, place: int, line: Mapping[str, object]) -> Decided:
    on = line.get("on")
    return Decided(
        seq=(entry.first_seq or 0) + place,
        intervention=str(line["finding"]),
        event=str(line["value"]),
        words=EVENTS[str(line["value"])],
        on=on if isinstance(on, str) and len(on) == len("2026-01-01") else "",
        until=str(line.get("until", "")),
        by=_role(entry.role),
        reason=str(line.get("reason", "")),
        at=entry.at,
        parts=tuple((name.replace("_", " "), _part(line[name])) for name in PARTS if line.get(name)),
    )


def _part(value: object) -> str:
    return "not known" if value == NOT_SURE else str(value)


def _role(role: str) -> str:
    return str(Role(role).label).lower() if role in Role.values else role


def last_of_each(decisions: Iterable[Decided]) -> dict[str, Decided]:
    """The last event of each intervention."""
    return {one.intervention: one for one in decisions}


def decisions_of(episode: Episode, pathway: Pathway) -> dict[str, Decided]:
    """The last decision of each intervention that was written as a decision: for a page that opens no other entry."""
    found = written(episode.entries.filter(kind="decision").order_by("number"), key_of(episode.person))
    return last_of_each(decisions_in(found, pathway))


def news_since(episode: Episode, seen: int) -> list[News]:
    """What others wrote after a page was made."""
    later = episode.entries.filter(number__gt=seen).order_by("number")
    return [
        News(KINDS.get(one.kind, one.kind), _role(one.role) or "the clinic's clock", one.at) for one in later
    ]
