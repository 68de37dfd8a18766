"""What is written in an episode. Nothing else writes there.

Lives here: opening an episode, adding an entry, drafts, the stored plan, erasing. Lives elsewhere: fields and queries
(episodes/models.py), opening what is sealed (episodes/sealed.py), what a plan is (reasoning/).

An entry is checked and its plan is computed before the transaction begins, and both are stored together: the lock is held for
milliseconds. Where somebody else wrote in between, it is checked and computed again.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessLog
from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic, Invitation, Membership, Role, User
from stepwell.clinic.audit.services import locked_head, move, note
from stepwell.clinic.episodes.models import Draft, Entry, Episode, Person, PersonKey, StoredPlan
from stepwell.clinic.episodes.sealed import (
    Identity,
    Values,
    Written,
    draft_values,
    key_of,
    packed_for,
    sealed_draft,
    sealed_entry,
    sealed_identity,
    unpacked,
    written,
)
from stepwell.clinic.episodes.stored import Basis, Stored, basis_of, stored_of, stored_of_nothing
from stepwell.clinic.keeping.chain import link_hash
from stepwell.clinic.keeping.ring import keyring
from stepwell.clinic.pathway import pathway_of
from stepwell.errors import Fault, StepwellError
from stepwell.knowledge.types import Pathway

ATTEMPTS = 8
"""How often an entry is computed again where others write in the same episode."""


class Conflict(StepwellError):
    """The page was made from an earlier state: somebody wrote in between."""


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


def open_person(clinic: Clinic, identity: Identity, *, user: User | None = None) -> Person:
    """A new person with a key of their own."""
    person = Person(clinic=clinic, user=user)
    with transaction.atomic():
        wrapped = keyring().new_key(str(person.pk))
        key = keyring().unwrap(wrapped, str(person.pk))
        person.identity = sealed_identity(person, identity, key)
        person.save(force_insert=True)
        PersonKey.objects.create(person=person, wrapped=wrapped)
    return person


def change_identity(person: Person, identity: Identity) -> None:
    """Correct who the person is."""
    person.identity = sealed_identity(person, identity, key_of(person))
    person.save(update_fields=["identity"])


def open_episode(
    person: Person, *, side: str, responsible: Membership | None, at: datetime | None = None
) -> Episode:
    """A new episode of a person on a side, with a first plan from nothing."""
    with transaction.atomic():
        episode = Episode.objects.create(
            person=person, side=side, responsible=responsible, opened_at=at or timezone.now()
        )
        locked_head(chain_of(episode))
        note(
            "episode.opened", by=responsible, clinic=person.clinic, subject=episode.pk, person=str(person.pk)
        )
        refresh(episode)
    return episode


def today_of(clinic: Clinic, at: datetime | None = None) -> date:
    """The calendar day of the clinic."""
    return (at or timezone.now()).astimezone(ZoneInfo(clinic.time_zone)).date()


def entries_of(episode: Episode, key: bytes | None = None) -> list[Written]:
    """Everything that was written, in order. raises Erased, Unopened"""
    return list(written(episode.entries.order_by("number"), key or key_of(episode.person)))


def basis(episode: Episode, *, at: datetime | None = None, pathway: Pathway | None = None) -> Basis:
    """Record and plan, computed afresh. raises Erased, RecordError"""
    clinic = episode.person.clinic
    return basis_of(
        entries_of(episode),
        pathway or pathway_of(clinic),
        side=episode.side,
        name=str(episode.pk),
        today=today_of(clinic, at),
    )


def add_entry(
    episode: Episode,
    kind: str,
    lines: Sequence[Mapping[str, Any]] = (),
    *,
    by: Author,
    at: datetime | None = None,
    key: uuid.UUID | None = None,
    seen: int | None = None,
    **more: Any,
) -> Entry:
    """Write an entry and store the plan that follows from it.

    lines   as in a record file, without `seq`, `recorded_at` and `by`, which are added; `replaces` and `of` name a `seq`
    by      who writes
    key     chosen by who sends it; an entry with the same key is given back and nothing is written
    seen    how many entries there were when the page was made; where there are more, nothing is written
    more    what else belongs to it, as plain values
    raises  Conflict, RecordError (the faults name the place of a line in the whole record), Erased
    """
    at = (at or timezone.now()).astimezone(UTC)
    key = key or uuid.uuid4()
    for _ in range(ATTEMPTS):
        earlier = Entry.objects.filter(episode=episode, key=key).first()
        if earlier is not None:
            return earlier
        episode.refresh_from_db(fields=["count", "lines"])
        if seen is not None and seen != episode.count:
            raise _conflict(episode)
        entry = _attempt(episode, kind, lines, by, at, key, more)
        if entry is not None:
            return entry
    raise _conflict(episode)


def _attempt(
    episode: Episode,
    kind: str,
    lines: Sequence[Mapping[str, Any]],
    by: Author,
    at: datetime,
    key: uuid.UUID,
    more: Values,
) -> Entry | None:
    """Check, compute, and write; None where somebody else wrote meanwhile."""
    secret = key_of(episode.person)
    clinic = episode.person.clinic
    count = episode.count
    new = [_signed(line, by, today_of(clinic, at)) for line in lines]
    before = entries_of(episode, secret)
    after = Written(
        count + 1, kind, at, str(by.user.pk) if by.user else "", by.role,
        episode.lines + 1 if new else None, new, dict(more),
    )  # fmt: skip
    everything = basis_of(
        [*before, after],
        pathway_of(clinic),
        side=episode.side,
        name=str(episode.pk),
        today=max(today_of(clinic), today_of(clinic, at)),
    )
    plan = _plan(episode, stored_of(everything), count + 1, secret)
    with transaction.atomic():
        locked = Episode.objects.select_for_update().get(pk=episode.pk)
        if locked.count != count:
            return None
        entry = _written_down(episode, after, key, by, secret)
        Episode.objects.filter(pk=episode.pk).update(count=count + 1, lines=episode.lines + len(new))
        _store(plan)
    episode.count, episode.lines = count + 1, episode.lines + len(new)
    episode.stored = plan
    return entry


def _signed(line: Mapping[str, Any], by: Author, on: date) -> Values:
    """A line with who recorded it and when; one about an earlier time keeps its own day. Its `seq` is its place."""
    said = {name: value for name, value in line.items() if name != "seq"}
    return {"on": on.isoformat(), **said, "by": by.words, "recorded_at": on.isoformat()}


def _written_down(episode: Episode, after: Written, key: uuid.UUID, by: Author, secret: bytes) -> Entry:
    entry = Entry(
        episode=episode,
        number=after.number,
        kind=after.kind,
        first_seq=after.first_seq,
        at=after.at,
        author=by.user,
        role=by.role,
        key=key,
        sealed=sealed_entry(episode, after.number, after.lines, after.more, secret),
    )
    head = locked_head(chain_of(episode))
    entry.hash = link_hash(
        keyring().linking, bytes(head.last), entry.number, header_of(entry), bytes(entry.sealed)
    )
    entry.save(force_insert=True)
    move(head, entry.hash)
    note(
        "entry.written",
        by=None,
        clinic=episode.person.clinic,
        user=by.user,
        role=by.role,
        subject=episode.pk,
        at=entry.at,
        kind=entry.kind,
        number=entry.number,
        hash=entry.hash.hex(),
    )
    return entry


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


def _conflict(episode: Episode) -> Conflict:
    problem = "somebody else wrote in this record since the page was opened."
    return Conflict([Fault(str(episode.pk), 0, problem, "Look at what is new, then save again.")])


def refresh(episode: Episode, *, at: datetime | None = None) -> StoredPlan:
    """Compute the stored plan again, and store it where nobody wrote meanwhile."""
    count = episode.count
    plan = _plan(episode, _computed(episode, at), count, key_of(episode.person))
    with transaction.atomic():
        locked = Episode.objects.select_for_update().get(pk=episode.pk)
        if locked.count == count:
            _store(plan)
    episode.stored = plan
    return plan


def _computed(episode: Episode, at: datetime | None) -> Stored:
    if episode.count:
        return stored_of(basis(episode, at=at))
    clinic = episode.person.clinic
    return stored_of_nothing(pathway_of(clinic), episode.side, today_of(clinic, at))


def _plan(episode: Episode, found: Stored, count: int, secret: bytes) -> StoredPlan:
    return StoredPlan(
        episode=episode,
        computed_at=timezone.now(),
        as_of=found.as_of,
        count=count,
        digest=found.digest,
        next_review=found.next_review,
        board=packed_for(episode, "board", found.row, secret),
        content=packed_for(episode, "content", found.content, secret),
    )


def _store(plan: StoredPlan) -> None:
    fields = ["computed_at", "as_of", "count", "digest", "next_review", "board", "content"]
    StoredPlan.objects.update_or_create(
        pk=plan.episode_id, defaults={name: getattr(plan, name) for name in fields}
    )


def stored_board(episode: Episode, key: bytes | None = None) -> Values:
    """The row of the caseload as it was stored. raises Erased, Unopened"""
    return unpacked(episode, "board", bytes(episode.stored.board), key or key_of(episode.person))


def stored_content(episode: Episode, key: bytes | None = None) -> Values:
    """Plan, source and chart as they were stored. raises Erased, Unopened"""
    return unpacked(episode, "content", bytes(episode.stored.content), key or key_of(episode.person))


def draft_of(episode: Episode, user: User, name: str) -> tuple[Values, int]:
    """What somebody typed and did not sign, and its version; nothing and 0 where there is none."""
    draft = Draft.objects.filter(episode=episode, user=user, name=name).first()
    return (draft_values(draft, key_of(episode.person)), draft.version) if draft else ({}, 0)


def keep_draft(episode: Episode, user: User, name: str, values: Values, *, version: int) -> int:
    """Keep what somebody typed. raises Conflict where another tab kept a later version. returns the new version"""
    sealed = sealed_draft(episode, name, values, key_of(episode.person))
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(episode=episode, user=user, name=name).first()
        if (draft.version if draft else 0) != version:
            raise _conflict(episode)
        fields = {"version": version + 1, "changed_at": timezone.now(), "sealed": sealed}
        Draft.objects.update_or_create(episode=episode, user=user, name=name, defaults=fields)
    return version + 1


def drop_draft(episode: Episode, user: User, name: str) -> None:
    """Forget a draft, once it is signed or given up."""
    Draft.objects.filter(episode=episode, user=user, name=name).delete()


def erase(person: Person, *, by: Membership | None, reason: str) -> None:
    """Destroy the person's key: nothing of them can be read from then on. The chains still hold.

    by      who erases; None for a command
    reason  a word of the program, such as `asked-by-person` or `retention`
    """
    with transaction.atomic():
        note("person.erased", by=by, clinic=person.clinic, subject=person.pk, reason=reason)
        PersonKey.objects.filter(person=person).delete()
        StoredPlan.objects.filter(episode__person=person).delete()
        Draft.objects.filter(episode__person=person).delete()
        user, person.user, person.identity = person.user, None, b""
        person.erased_at = timezone.now()
        person.save(update_fields=["user", "identity", "erased_at"])
        Invitation.objects.filter(person=person).update(email="", name="")
        if user is not None:
            _forget_account(user, person)


def _forget_account(user: User, person: Person) -> None:
    """End the membership as a patient of this clinic; where it was the only one, forget the account with its address."""
    user.memberships.current().filter(clinic=person.clinic, role=Role.PATIENT).update(
        ended_at=person.erased_at
    )
    if user.memberships.current().exists():
        return
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    AccessAttempt.objects.filter(username=user.email).delete()
    AccessLog.objects.filter(username=user.email).delete()
    user.is_active, user.email, user.name = False, f"{uuid.uuid4()}@erased.invalid", ""
    user.set_unusable_password()
    user.save()
