"""Whether anything that was written has been changed: every chain from its first link to its head, and the triggers.

Lives here: following the chains of entries and events, and what else must hold of them. Lives elsewhere: the hash of a link
(keeping/chain.py), writing links (audit/services.py, episodes/services.py), the triggers (audit/guards.py), the page
(audit/views.py).

It finds what was changed, deleted, inserted, swapped or moved, tails that were cut off, heads that were put back or taken away,
payloads that no longer open, persons who lost their key without having been erased, and triggers that are gone. An erased
person passes: hashes go over the ciphertext. It cannot find that the whole database, heads and all, was replaced by an earlier
copy of itself: for that compare the numbers of `Outcome` with those that were printed before.

Nothing is held in memory but one row at a time, and nothing is locked: who writes meanwhile is not disturbed, and what they
write meanwhile is not taken for a breach.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic, Membership
from stepwell.clinic.audit.agreement import disagreements
from stepwell.clinic.audit.guards import unguarded
from stepwell.clinic.audit.models import Event, Head
from stepwell.clinic.audit.services import header_of as header_of_event
from stepwell.clinic.audit.services import note
from stepwell.clinic.audit.walk import Walk, few
from stepwell.clinic.episodes.linking import header_of as header_of_entry
from stepwell.clinic.episodes.models import Entry, Episode, Person
from stepwell.clinic.episodes.sealed import identity_of, key_of, written
from stepwell.clinic.keeping.chain import Link, head_hash
from stepwell.clinic.keeping.keys import Unopened
from stepwell.clinic.keeping.ring import keyring

LOG = logging.getLogger("stepwell.audit")

CHUNK = 500
"""Rows that are read at a time."""

SHOWN = 20
"""Breaches that are kept with the outcome in the audit."""

OPENED: dict[str, type[Person] | type[Episode]] = {"person.opened": Person, "episode.opened": Episode}
"""Actions by which something began that is never deleted."""

VERIFIED = "audit.verified"
"""The action under which an outcome stands in the audit."""

REMEDY = (
    "Write nothing more. Copy database and keys as they are, tell the clinical safety officer, "
    "and compare with the last backup that verifies."
)
"""What to do where something does not hold."""


@dataclass(frozen=True)
class Breach:
    """Something that does not hold: where, and what. `clinic` is the id of the clinic it touches; empty where it touches all."""

    clinic: str
    place: str
    problem: str

    @property
    def words(self) -> str:
        """As one line."""
        return f"{self.place}: {self.problem}."


@dataclass
class Outcome:
    """What a verification found, and how much it went through."""

    chains: int = 0
    links: int = 0
    seconds: float = 0.0
    breaches: list[Breach] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """Every breach as one line; none where all holds."""
        return [one.words for one in self.breaches]


def verify() -> list[str]:
    """What does not hold, one line each with ids and no answers; an empty list where nothing was changed."""
    return followed().words


def followed() -> Outcome:
    """Every chain followed to its end, with what does not hold."""
    outcome, start = Outcome(), time.perf_counter()
    for part in (_guards(), _heads(), _strays(), _persons(outcome), _clinics(outcome)):
        outcome.breaches += part
    outcome.seconds = round(time.perf_counter() - start, 2)
    return outcome


def verify_and_note(*, by: Membership | None = None) -> Outcome:
    """Verify, and write the outcome in the audit of every clinic, each with the breaches that touch it.

    by   the member who asked for it; None for the clock or a command
    """
    outcome, at = followed(), timezone.now()
    for clinic in Clinic.objects.all():
        try:
            _note(outcome, clinic, by=by if by is not None and by.clinic_id == clinic.pk else None, at=at)
        except DatabaseError:
            LOG.error("the outcome cannot be written in the audit of clinic %s, which is broken", clinic.pk)
    return outcome


def _note(outcome: Outcome, clinic: Clinic, *, by: Membership | None, at: datetime) -> None:
    here = [one.words for one in outcome.breaches if one.clinic in ("", str(clinic.pk))]
    note(
        VERIFIED,
        by=by,
        clinic=clinic,
        at=at,
        breaches=len(here),
        of_all=len(outcome.breaches),
        shown=here[:SHOWN],
        chains=outcome.chains,
        links=outcome.links,
        seconds=outcome.seconds,
    )


def _persons(outcome: Outcome) -> Iterator[Breach]:
    """The chains of every person's episodes."""
    found = Person.objects.select_related("key").order_by("pk")
    for person in found.iterator(chunk_size=CHUNK):
        place = str(person.clinic_id)
        key, wrong = _key(person)
        yield from (Breach(place, f"person {person.pk}", problem) for problem in wrong)
        for episode in Episode.objects.filter(person=person).order_by("pk"):
            outcome.chains += 1
            name = f"episode {episode.pk}"
            yield from (Breach(place, name, problem) for problem in _episode(episode, key, outcome))


def _key(person: Person) -> tuple[bytes | None, list[str]]:
    """The person's key where it is to be had, and what is wrong with key and identity."""
    has_key = hasattr(person, "key")
    if person.erased_at is not None:
        wrong = ["was erased, but the key is still there"] if has_key else []
        return None, wrong + ([] if _noted(person) else ["counts as erased, but the audit has no such event"])
    if not has_key:
        return None, ["the key is gone, but nobody erased the person"]
    try:
        key = key_of(person)
    except Unopened:
        return None, ["the key does not open under the master key"]
    try:
        identity_of(person, key)
    except Unopened:
        return key, ["the identity does not open"]
    return key, []


def _noted(person: Person) -> bool:
    found = Event.objects.filter(subject=str(person.pk), action="person.erased", chain=person.clinic_id)
    return bool(found.exists())


def _episode(episode: Episode, key: bytes | None, outcome: Outcome) -> Iterator[str]:
    """What does not hold in one episode."""
    closed: list[str] = []
    entries = Entry.objects.filter(episode=episode).order_by("number", "pk").iterator(chunk_size=CHUNK)
    walk = Walk(f"episode:{episode.pk}")
    yield from walk.follow(_opened(entries, key, closed))
    yield from few(closed)
    outcome.links += walk.count
    yield from _as_many(episode, walk.count)


def _opened(entries: Iterable[Entry], key: bytes | None, closed: list[str]) -> Iterator[Link]:
    """Entries as links; what does not open is told beside."""
    for one in entries:
        if key is not None:
            try:
                next(written([one], key))
            except Unopened:
                closed.append(f"the payload of entry {one.number} does not open")
        yield Link(one.number, header_of_entry(one), bytes(one.sealed), bytes(one.hash))


def _as_many(episode: Episode, count: int) -> Iterator[str]:
    """That the episode counts as many entries as there are; who writes meanwhile is given their due."""
    if count != episode.count:
        now = Episode.objects.values_list("count", flat=True).get(pk=episode.pk)
        if not episode.count <= count <= now:
            yield f"it counts {now} entries, and {count} are there"


def _clinics(outcome: Outcome) -> Iterator[Breach]:
    """The chains of every clinic's events."""
    for clinic in Clinic.objects.order_by("pk"):
        events = Event.objects.filter(chain=clinic.pk).order_by("number", "pk").iterator(chunk_size=CHUNK)
        links = (Link(one.number, header_of_event(one), b"", bytes(one.hash)) for one in events)
        walk = Walk(f"audit:{clinic.pk}")
        place = str(clinic.pk)
        yield from (Breach(place, f"audit of clinic {clinic.pk}", words) for words in walk.follow(links))
        yield from (Breach(place, f"audit of clinic {clinic.pk}", words) for words in _gone(clinic))
        yield from (Breach(place, f"clinic {clinic.pk}", words) for words in few(disagreements(clinic)))
        outcome.chains += 1
        outcome.links += walk.count


def _gone(clinic: Clinic) -> Iterator[str]:
    """Persons and episodes that the audit saw opened, and that are not there any more: erasing leaves both."""
    opened = Event.objects.filter(chain=clinic.pk, action__in=OPENED).order_by("number")
    for action, subject in opened.values_list("action", "subject").iterator(chunk_size=CHUNK):
        if not OPENED[action].objects.filter(pk=subject).exists():
            yield f"{action.partition('.')[0]} {subject} was opened and is not there any more"


def _heads() -> Iterator[Breach]:
    """That each head was written by who has the key, and belongs to a chain that is there."""
    key = keyring().linking
    for head in Head.objects.order_by("pk").iterator(chunk_size=CHUNK):
        kind, _, name = head.chain.partition(":")
        owner = _clinic_of(kind, name)
        if bytes(head.hash) != head_hash(key, head.chain, head.count, bytes(head.last)):
            yield Breach(owner or "", f"head of {kind} {name}", "it is not as it was written")
        if owner is None:
            yield Breach("", f"head of {kind} {name}", "what it belongs to is not there")


def _clinic_of(kind: str, name: str) -> str | None:
    """The clinic of a chain; None where there is nothing of that name."""
    try:
        place = UUID(name)
    except ValueError:
        return None
    if kind == "audit":
        found = Clinic.objects.filter(pk=place).values_list("pk", flat=True).first()
    else:
        found = Episode.objects.filter(pk=place).values_list("person__clinic_id", flat=True).first()
    return str(found) if found else None


def _strays() -> Iterator[Breach]:
    """Rows that belong to no chain of the clinic, so that following the chains does not meet them."""
    entries = Entry.objects.exclude(episode__in=Episode.objects.all()).values_list("pk", flat=True)
    events = Event.objects.exclude(chain__in=Clinic.objects.values("pk")).values_list("pk", flat=True)
    for name, found in (("entry", entries), ("event", events)):
        problems = (f"{name} {number} belongs to nothing that is there" for number in found.iterator(CHUNK))
        yield from (Breach("", "database", problem) for problem in few(problems))


def _guards() -> Iterator[Breach]:
    """That the database still refuses to change and to delete."""
    yield from (Breach("", "database", problem) for problem in unguarded())
