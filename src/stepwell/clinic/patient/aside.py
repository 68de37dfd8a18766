"""What a phone sent and nobody could store, in words, and writing it into the record after all.

Lives here: what came, when and why it was set aside, as a clinician reads it; the lines that it would be. Lives elsewhere: keeping and
settling it (patient/quarantine.py), why an event is set aside (patient/event_reader.py), the page (patient/aside_views.py).
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import add_entry, today_of
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.event_reader import NAMELESS, ZONES
from stepwell.clinic.patient.kinds import KINDS, Odd, Said, said_in
from stepwell.clinic.patient.models import Quarantined
from stepwell.clinic.patient.quarantine import SetAside, set_aside, settle
from stepwell.clinic.workspace.person.words import KINDS as KINDS_IN_WORDS
from stepwell.clinic.workspace.person.words import line_in_words
from stepwell.knowledge.types import Pathway

WHY = {
    "stale": "It came too late to count by itself.",
    "future": "The clock of the phone was wrong: its time has not come yet.",
    "unknown-plan": "It is about a plan that Stepwell did not give out.",
    "unreadable": "Stepwell cannot read all of it.",
    "contradicts": "It does not fit what was written of the same day.",
    "id-in-use": "Something else was sent under the same number before.",
    "consent": "The person had taken their consent back. Only the sign of danger was taken from the phone.",
}
"""Why something was set aside, by its reason (patient/kinds.py)."""
DONE = {"written-down": "Written into the record", "not-needed": "Nothing of it still holds"}
"""What was done with it, by its outcome (patient/quarantine.py)."""
UNTOLD = "Something that the phone sent"


@dataclass(frozen=True)
class Shown:
    """An event that was set aside, as it is shown.

    what     its kind in words
    when     what the phone says of its time, in the person's own zone; empty where that cannot be read
    why      the reason in words, and `more` what the reader of events said
    answers  what it says, line by line, in words
    on       the day on which it would be written; None where nothing of it can be
    raw      the event as it came
    """

    id: uuid.UUID
    what: str
    when: str
    received: datetime
    why: str
    more: str
    answers: list[str]
    on: date | None
    sign: bool
    raw: str


@dataclass(frozen=True)
class Dealt:
    """One that was dealt with: what was done, by whom and when."""

    received: datetime
    why: str
    done: str
    by: str
    at: datetime


def waiting_in(episode: Episode, pathway: Pathway) -> list[Shown]:
    """What waits for a clinician, in words, signs of danger first. raises Erased, Unopened"""
    return [_shown(one, episode, pathway) for one in set_aside(episode, pathway)]


def dealt_with(episode: Episode) -> list[Dealt]:
    """What was dealt with, latest first."""
    found: Iterable[Any] = (
        Quarantined.objects.filter(episode=episode, settled_at__isnull=False)
        .select_related("settled_by__user")
        .order_by("-settled_at")
    )
    zone = ZoneInfo(episode.person.clinic.time_zone)
    return [
        Dealt(
            received=one.received_at.astimezone(zone),
            why=WHY[one.reason],
            done=DONE[one.outcome],
            by=one.settled_by.user.name or one.settled_by.user.email,
            at=one.settled_at.astimezone(zone),
        )
        for one in found
    ]


def write_down(episode: Episode, event: uuid.UUID, *, on: date, seen: int, by: Membership) -> bool:
    """Write an event into the record, as of a day, and settle it. returns whether it still waited and can be written

    seen    how many entries the page showed
    raises  Conflict, RecordError where it contradicts what was written
    """
    pathway, author = pathway_of(episode.person.clinic), Author.of(by)
    one = next((kept for kept in set_aside(episode, pathway) if kept.id == event), None)
    said = said_of(one, pathway) if one else None
    if one is None or said is None:
        return False
    lines = [{**line, "on": on.isoformat()} for line in said.lines]
    more = {**said.more, "day": on.isoformat(), "aside": str(one.id)}
    if more.pop("resting", False):
        more["rest"] = on.isoformat()
    key = uuid.uuid5(NAMELESS, str(one.id))
    add_entry(episode, one.event["kind"], lines, by=author, key=key, seen=seen, **more)
    return settle(one.id, "written-down", by=by)


def said_of(one: SetAside, pathway: Pathway) -> Said | None:
    """What an event says, where all of it can be read and there is something to write."""
    event = one.event
    kind, payload = (event.get("kind"), event.get("payload")) if isinstance(event, dict) else (None, None)
    if kind not in KINDS or not isinstance(kind, str) or not isinstance(payload, dict):
        return None
    try:
        said = said_in(kind, payload, pathway)
    except Odd:
        return None
    return said if said.lines else None


def _shown(one: SetAside, episode: Episode, pathway: Pathway) -> Shown:
    event = one.event if isinstance(one.event, dict) else {}
    said, zone = said_of(one, pathway), ZoneInfo(episode.person.clinic.time_zone)
    at = _time(event)
    today = today_of(episode.person.clinic)
    return Shown(
        id=one.id,
        what=KINDS_IN_WORDS.get(str(event.get("kind")), UNTOLD),
        when=f"{at.day} {at:%b %Y, %H:%M}" if at else "",
        received=one.received_at.astimezone(zone),
        why=WHY[one.reason],
        more=one.words,
        answers=list(_answers(event, said, pathway)),
        on=min(at.date(), today) if at and said else (today if said else None),
        sign=one.sign,
        raw=json.dumps(one.event, indent=2, ensure_ascii=False),
    )


def _answers(event: Mapping[str, Any], said: Said | None, pathway: Pathway) -> Iterator[str]:
    """What it says: each line that can be read in words, the others as they came."""
    if said is not None:
        yield from (line_in_words(line, pathway) for line in said.lines)
        return
    payload = event.get("payload")
    answers = payload.get("answers") if isinstance(payload, dict) else None
    for name, value in answers.items() if isinstance(answers, dict) else ():
        plain = name in pathway.findings and isinstance(value, str | bool | int)
        yield line_in_words({"finding": name, "value": value}, pathway) if plain else f"{name}: {value}"


def _time(event: Mapping[str, Any]) -> datetime | None:
    """The time that the phone gave, in the zone that it gave."""
    try:
        at = datetime.fromisoformat(str(event.get("at")))
        name = event.get("tz")
        return at.astimezone(ZoneInfo(name) if isinstance(name, str) and name in ZONES else UTC)
    except (ValueError, OverflowError):
        return None
