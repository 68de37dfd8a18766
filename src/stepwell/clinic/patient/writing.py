"""Several entries at once.

Lives here: sealing, linking and storing them in one transaction. Lives elsewhere: one entry (episodes/services.py), whether they may be
written (patient/events.py), the plan that follows.

What is stored is what one entry after the other would have stored, with the same links and the same lines of the audit.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from stepwell.clinic.audit import services as audit
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.linking import Author, chain_of, header_of
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import sealed_entry
from stepwell.clinic.keeping.chain import head_hash, link_hash
from stepwell.clinic.keeping.ring import keyring


@dataclass(frozen=True)
class ToWrite:
    """An entry that has been checked. `lines` have `on`, `by` and `recorded_at`."""

    key: uuid.UUID
    kind: str
    at: datetime
    lines: Sequence[Mapping[str, Any]]
    more: Mapping[str, Any] = field(default_factory=dict)


def append(episode: Episode, entries: Sequence[ToWrite], *, by: Author, secret: bytes) -> None:
    """Store entries behind those that are there, within a transaction that holds the episode."""
    made, lines = [], episode.lines
    for number, one in enumerate(entries, start=episode.count + 1):
        made.append(_entry(episode, one, number, lines + 1 if one.lines else None, by, secret))
        lines += len(one.lines)
    _link(episode, made)
    Entry.objects.bulk_create(made)
    _note(episode, made, by)
    episode.count, episode.lines = episode.count + len(made), lines
    episode.save(update_fields=["count", "lines"])


def _entry(
    episode: Episode, one: ToWrite, number: int, first_seq: int | None, by: Author, secret: bytes
) -> Entry:
    lines = [dict(line) for line in one.lines]
    return Entry(
        episode=episode,
        number=number,
        kind=one.kind,
        first_seq=first_seq,
        at=one.at.astimezone(UTC),
        author=by.user,
        role=by.role,
        key=one.key,
        sealed=sealed_entry(episode, number, lines, dict(one.more), secret),
    )


def _link(episode: Episode, entries: Sequence[Entry]) -> None:
    linking, head = keyring().linking, audit.locked_head(chain_of(episode))
    last = bytes(head.last)
    for entry in entries:
        last = link_hash(linking, last, entry.number, header_of(entry), bytes(entry.sealed))
        entry.hash = last
    head.count, head.last = head.count + len(entries), last
    head.hash = head_hash(linking, head.chain, head.count, last)
    head.save(update_fields=["count", "last", "hash"])


def _note(episode: Episode, entries: Sequence[Entry], by: Author) -> None:
    """One event of the audit for each entry."""
    place = episode.person.clinic_id
    linking, head = keyring().linking, audit.locked_head(f"audit:{place}")
    last = bytes(head.last)
    made: list[Event] = []
    for entry in entries:
        event = _event(place, head.count + len(made) + 1, entry, by)
        last = link_hash(linking, last, event.number, audit.header_of(event), b"")
        event.hash = last
        made.append(event)
    Event.objects.bulk_create(made)
    head.count, head.last = head.count + len(made), last
    head.hash = head_hash(linking, head.chain, head.count, last)
    head.save(update_fields=["count", "last", "hash"])


def _event(place: uuid.UUID, number: int, entry: Entry, by: Author) -> Event:
    return Event(
        chain=place,
        number=number,
        clinic_id=place,
        at=entry.at,
        actor=by.user,
        role=by.role,
        action="entry.written",
        subject=str(entry.episode_id),
        detail={"kind": entry.kind, "number": entry.number, "hash": bytes(entry.hash).hex()},
    )
