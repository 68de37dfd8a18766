"""Several entries at once.

Lives here: sealing, linking and storing them in one transaction. Lives elsewhere: one entry (episodes/services.py), whether they may be
written (patient/events.py), the statements (patient/rows.py), the plan that follows.

What is stored is what one entry after the other would have stored, with the same links and the same lines of the audit.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from stepwell.clinic.audit import services as audit
from stepwell.clinic.audit.models import Event, Head
from stepwell.clinic.episodes.linking import Author, chain_of, header_of
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import sealed_entry
from stepwell.clinic.keeping.chain import head_hash, link_hash
from stepwell.clinic.keeping.ring import keyring
from stepwell.clinic.patient import rows


@dataclass(frozen=True)
class ToWrite:
    """An entry that has been checked. `lines` have `on`, `by` and `recorded_at`."""

    key: uuid.UUID
    kind: str
    at: datetime
    lines: Sequence[Mapping[str, Any]]
    more: Mapping[str, Any] = field(default_factory=dict)


def take(episode: Episode, entries: Sequence[ToWrite]) -> bool:
    """Take the places behind the entries that are there, where nobody wrote since the episode was read, and hold the episode.

    Within a transaction. returns False where somebody wrote, and nothing was taken
    """
    lines = episode.lines + sum(len(one.lines) for one in entries)
    there = Episode.objects.filter(pk=episode.pk, count=episode.count)
    return bool(there.update(count=episode.count + len(entries), lines=lines))


def append(episode: Episode, entries: Sequence[ToWrite], *, by: Author, secret: bytes) -> None:
    """Store entries in the places that were taken for them, in the same transaction."""
    made, lines = [], episode.lines
    for number, one in enumerate(entries, start=episode.count + 1):
        made.append(_entry(episode, one, number, lines + 1 if one.lines else None, by, secret))
        lines += len(one.lines)
    place = episode.person.clinic_id
    own, of_clinic = _heads(chain_of(episode), f"audit:{place}")
    _link(own, made)
    events = _noted(of_clinic, made, place, by)
    rows.insert(made)
    rows.insert(events)
    rows.update((own, of_clinic), "count", "last", "hash")
    episode.count, episode.lines = episode.count + len(made), lines


def _heads(own: str, of_clinic: str) -> tuple[Head, Head]:
    """The heads of both chains, held until the end of the transaction."""
    found = {one.chain: one for one in Head.objects.select_for_update().filter(pk__in=(own, of_clinic))}
    return found.get(own) or audit.locked_head(own), found.get(of_clinic) or audit.locked_head(of_clinic)


def _entry(
    episode: Episode, one: ToWrite, number: int, first_seq: int | None, by: Author, secret: bytes
) -> Entry:
    lines = [dict(line) for line in one.lines]
    return Entry(
        episode_id=episode.pk,
        number=number,
        kind=one.kind,
        first_seq=first_seq,
        at=one.at.astimezone(UTC),
        author_id=by.user.pk if by.user else None,
        role=by.role,
        key=one.key,
        sealed=sealed_entry(episode, number, lines, dict(one.more), secret),
    )


def _link(head: Head, entries: Sequence[Entry]) -> None:
    """Each entry behind the one before it, and the head behind the last."""
    linking, last = keyring().linking, bytes(head.last)
    for entry in entries:
        last = link_hash(linking, last, entry.number, header_of(entry), bytes(entry.sealed))
        entry.hash = last
    _move(head, len(entries), last)


def _noted(head: Head, entries: Sequence[Entry], place: uuid.UUID, by: Author) -> list[Event]:
    """One event of the audit for each entry, linked."""
    linking, last = keyring().linking, bytes(head.last)
    made: list[Event] = []
    for number, entry in enumerate(entries, start=head.count + 1):
        event = _event(place, number, entry, by)
        last = link_hash(linking, last, number, audit.header_of(event), b"")
        event.hash = last
        made.append(event)
    _move(head, len(made), last)
    return made


def _move(head: Head, by: int, last: bytes) -> None:
    head.count, head.last = head.count + by, last
    head.hash = head_hash(keyring().linking, head.chain, head.count, last)


def _event(place: uuid.UUID, number: int, entry: Entry, by: Author) -> Event:
    return Event(
        chain=place,
        number=number,
        clinic_id=place,
        at=entry.at,
        actor_id=entry.author_id,
        role=by.role,
        action="entry.written",
        subject=str(entry.episode_id),
        detail={"kind": entry.kind, "number": entry.number, "hash": bytes(entry.hash).hex()},
    )
