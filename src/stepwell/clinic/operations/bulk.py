"""Episodes with many earlier entries at once.

Lives here: sealing, linking and storing them together; the plans of many people on all processors. Lives elsewhere: one entry at a time, which is how a
clinic writes (episodes/services.py). This is for people who come with a history: the demo, measurements.

What is stored is what would have been stored by one entry after the other.
"""

import os
import signal
import uuid
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.audit.services import locked_head, note
from stepwell.clinic.episodes.linking import Author, chain_of, header_of
from stepwell.clinic.episodes.models import Entry, Episode, Person
from stepwell.clinic.episodes.sealed import key_of, sealed_entry
from stepwell.clinic.episodes.services import refresh, today_of
from stepwell.clinic.keeping.chain import head_hash, link_hash
from stepwell.clinic.keeping.ring import keyring
from stepwell.errors import StepwellError

Line = Mapping[str, Any]
BATCH = 500


@dataclass(frozen=True)
class Earlier:
    """An entry as it was written at some time before now.

    lines  as in a record file, without `seq`
    more   what else belongs to it, as plain values
    """

    kind: str
    at: datetime
    by: Author
    lines: Sequence[Line] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def open_earlier(
    person: Person,
    entries: Iterable[Earlier],
    *,
    side: str,
    responsible: Membership | None,
    at: datetime,
) -> Episode:
    """An episode that was opened at some time before now, with its entries, earliest first. Its plan is left to `refresh_all`."""
    with transaction.atomic():
        episode = Episode.objects.create(person=person, side=side, responsible=responsible, opened_at=at)
        note(
            "episode.opened", by=responsible, clinic=person.clinic, subject=episode.pk, person=str(person.pk)
        )
        made = _linked(episode, entries)
        Entry.objects.bulk_create(made, batch_size=BATCH)
        episode.save(update_fields=["count", "lines"])
        last = made[-1].hash.hex() if made else ""
        note("entries.brought", by=None, clinic=person.clinic, subject=episode.pk, count=len(made), hash=last)
    return episode


def refresh_all(episodes: Sequence[UUID]) -> list[UUID]:
    """Store the plans of many episodes, on all processors. returns those whose plan cannot be computed

    The processes are forks of this one, so that the knowledge is read once; each has connections of its own.
    """
    processors = os.cpu_count() or 1
    connections.close_all()
    pool = ProcessPoolExecutor(processors, get_context("fork"), initializer=_ends_with_the_first)
    with pool:
        size = max(1, min(8, len(episodes) // (4 * processors)))
        done = pool.map(refresh_one, episodes, chunksize=size)
        return [episode for episode, computed in zip(episodes, done, strict=True) if not computed]


def _ends_with_the_first() -> None:
    """Ctrl-C in a terminal reaches every process: the first one alone answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def refresh_one(episode: UUID) -> bool:
    """Store the plan of an episode, and say whether it could be computed."""
    try:
        refresh(Episode.objects.kept().get(pk=episode))
    except StepwellError:
        return False
    return True


def _linked(episode: Episode, entries: Iterable[Earlier]) -> list[Entry]:
    """The rows, each linked to the one before it; the head is put behind the last."""
    ring, secret = keyring(), key_of(episode.person)
    head = locked_head(chain_of(episode))
    last, made = bytes(head.last), []
    for one in entries:
        entry = _sealed(episode, one, secret)
        entry.hash = link_hash(ring.linking, last, entry.number, header_of(entry), bytes(entry.sealed))
        last = entry.hash
        episode.count, episode.lines = entry.number, episode.lines + len(one.lines)
        made.append(entry)
    head.count, head.last = head.count + len(made), last
    head.hash = head_hash(ring.linking, head.chain, head.count, last)
    head.save(update_fields=["count", "last", "hash"])
    return made


def _sealed(episode: Episode, one: Earlier, secret: bytes) -> Entry:
    """An entry with its lines as its author would have written them on that day; `hash` is still missing."""
    number, at = episode.count + 1, one.at.astimezone(UTC)
    on = today_of(episode.person.clinic, at).isoformat()
    lines = [
        {"on": on, **line, "by": one.by.words, "recorded_at": line.get("recorded_at", on)}
        for line in one.lines
    ]
    return Entry(
        episode=episode,
        number=number,
        kind=one.kind,
        first_seq=episode.lines + 1 if lines else None,
        at=at,
        author=one.by.user,
        role=one.by.role,
        key=uuid.uuid4(),
        sealed=sealed_entry(episode, number, lines, dict(one.more), secret),
    )
