"""Opening and sealing what belongs to a person.

Lives here: identity, entries, drafts, the stored plan: from sealed bytes to plain values and back. Lives elsewhere: the ciphers
(keeping/keys.py), what is written (episodes/services.py).
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from stepwell.clinic.episodes.models import Draft, Entry, Episode, Person
from stepwell.clinic.keeping.keys import seal, unseal
from stepwell.clinic.keeping.ring import keyring

FASTEST = 1
"""The level of zlib: what is stored is read far more often than it is small."""

Values = dict[str, Any]


@dataclass(frozen=True)
class Identity:
    """Who a person is.

    name      as on letters; `called` is how they like to be called
    born      year of birth
    birthday  the whole day in ISO; empty where nobody knows it
    """

    name: str
    born: int
    called: str = ""
    email: str = ""
    phone: str = ""
    birthday: str = ""

    @property
    def birth(self) -> str:
        """What tells them from somebody of the same name: the day of birth, or the year where only that is known.

        >>> Identity("A Sample", 1984, birthday="1984-03-04").birth, Identity("A Sample", 1984).birth
        ('4 Mar 1984', '1984')
        """
        if not self.birthday:
            return str(self.born)
        day = date.fromisoformat(self.birthday)
        return f"{day.day} {day:%b} {day.year}"

    @property
    def short(self) -> str:
        """How they are spoken to."""
        return self.called or self.name.split(" ")[0]


@dataclass(frozen=True)
class Written:
    """An entry that was opened.

    lines  of the record; the first has the `seq` of `first_seq`
    more   what else was written: the text of a note, the day until which somebody is snoozed, a version
    """

    number: int
    kind: str
    at: datetime
    author: str
    role: str
    first_seq: int | None
    lines: list[Values]
    more: Values


class Erased(LookupError):
    """The person was erased: nothing of them can be read."""


def key_of(person: Person) -> bytes:
    """The person's key. raises Erased, Unopened"""
    kept = getattr(person, "key", None)
    if kept is None:
        raise Erased(str(person.pk))
    return keyring().unwrap(bytes(kept.wrapped), str(person.pk))


def identity_of(person: Person, key: bytes | None = None) -> Identity:
    """Who the person is. raises Erased, Unopened"""
    return Identity(
        **json.loads(unseal(key or key_of(person), bytes(person.identity), about=f"{person.pk}:identity"))
    )


def sealed_identity(person: Person, identity: Identity, key: bytes) -> bytes:
    """An identity, sealed for the person."""
    return seal(key, _packed(asdict(identity)), about=f"{person.pk}:identity")


def written(entries: Iterable[Entry], key: bytes) -> Iterator[Written]:
    """Entries, opened. raises Unopened"""
    for one in entries:
        values = json.loads(unseal(key, bytes(one.sealed), about=_about(one.episode_id, one.number)))
        lines = values.pop("lines", [])
        yield Written(
            one.number, one.kind, one.at, str(one.author_id or ""), one.role, one.first_seq, lines, values
        )


def sealed_entry(episode: Episode, number: int, lines: list[Values], more: Values, key: bytes) -> bytes:
    """The payload of an entry, sealed for its place."""
    return seal(key, _packed({"lines": lines, **more}), about=_about(episode.pk, number))


def packed_for(episode: Episode, part: str, values: Values, key: bytes) -> bytes:
    """A part of the stored plan, compressed and sealed."""
    return seal(key, zlib.compress(_packed(values), FASTEST), about=f"{episode.pk}:{part}")


def unpacked(episode: Episode, part: str, content: bytes, key: bytes) -> Values:
    """A part of the stored plan. raises Unopened"""
    values: Values = json.loads(zlib.decompress(unseal(key, bytes(content), about=f"{episode.pk}:{part}")))
    return values


def draft_values(draft: Draft, key: bytes) -> Values:
    """The fields of a draft. raises Unopened"""
    values: Values = json.loads(
        unseal(key, bytes(draft.sealed), about=f"{draft.episode_id}:draft:{draft.name}")
    )
    return values


def sealed_draft(episode: Episode, name: str, values: Values, key: bytes) -> bytes:
    """The fields of a draft, sealed."""
    return seal(key, _packed(values), about=f"{episode.pk}:draft:{name}")


def _about(episode: object, number: int) -> str:
    return f"{episode}:{number}"


def _packed(values: Values) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
