"""An act of writing, as the next link of an episode's chain.

Lives here: who writes and what, the row, its place in the chain and in the audit of the clinic. Lives elsewhere: checking it and the plan
that follows (episodes/services.py), the hash of a link (keeping/chain.py), following the chain (audit/verify.py).
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.clinic.accounts.models import Membership, User
from stepwell.clinic.audit.services import locked_head, move, note
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import Written, sealed_entry
from stepwell.clinic.keeping.chain import link_hash
from stepwell.clinic.keeping.ring import keyring


@dataclass(frozen=True)
class Author:
    """Who writes: a member, or the clinic's own clock (no user)."""

    user: User | None
    role: str
    words: str

    @classmethod
    def of(cls, membership: Membership) -> "Author":
        """A member; `words` is what a record line says of who wrote it."""
        return cls(membership.user, membership.role, membership.role)


@dataclass(frozen=True)
class Act:
    """One act of writing: what `add_entry` was asked for."""

    kind: str
    lines: Sequence[Mapping[str, Any]]
    by: Author
    at: datetime
    key: uuid.UUID
    more: Mapping[str, Any]


def written_down(episode: Episode, after: Written, act: Act, secret: bytes) -> Entry:
    """Write the entry as the next link of its chain, and in the audit of the clinic."""
    entry = Entry(
        episode=episode,
        number=after.number,
        kind=after.kind,
        first_seq=after.first_seq,
        at=after.at,
        author=act.by.user,
        role=act.by.role,
        key=act.key,
        sealed=sealed_entry(episode, after.number, after.lines, after.more, secret),
    )
    head = locked_head(chain_of(episode))
    entry.hash = link_hash(
        keyring().linking, bytes(head.last), entry.number, header_of(entry), bytes(entry.sealed)
    )
    entry.save(force_insert=True)
    move(head, entry.hash)
    _note_written(episode, entry)
    return entry


def _note_written(episode: Episode, entry: Entry) -> None:
    note(
        "entry.written",
        by=None,
        clinic=episode.person.clinic,
        user=entry.author,
        role=entry.role,
        subject=episode.pk,
        at=entry.at,
        kind=entry.kind,
        number=entry.number,
        hash=bytes(entry.hash).hex(),
    )


def chain_of(episode: Episode) -> str:
    """The name of the chain of an episode's entries."""
    return f"episode:{episode.pk}"


def header_of(entry: Entry) -> str:
    """What of an entry is kept in the clear, in one order: it is linked with the payload."""
    kept = [
        str(entry.episode_id),
        entry.kind,
        entry.first_seq,
        entry.at.isoformat(timespec="microseconds"),
        str(entry.author_id or ""),
        entry.role,
        str(entry.key),
    ]
    return json.dumps(kept, separators=(",", ":"))
