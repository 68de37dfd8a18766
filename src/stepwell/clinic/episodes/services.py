"""What is written in an episode. Nothing else writes there.

Lives here: opening an episode, adding an entry, drafts, the stored plan, erasing. Lives elsewhere: fields and queries
(episodes/models.py), opening what is sealed (episodes/sealed.py), what a plan is (reasoning/).

An entry is checked and its plan is computed before the transaction begins, and both are stored together: the lock is held for
milliseconds. Where somebody else wrote in between, it is checked and computed again.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic, Membership
from stepwell.clinic.audit.services import locked_head, note
from stepwell.clinic.episodes.basis import Basis, basis_of
from stepwell.clinic.episodes.linking import Act, Author, chain_of, written_down
from stepwell.clinic.episodes.models import Entry, Episode, Person, StoredPlan
from stepwell.clinic.episodes.sealed import (
    Values,
    Written,
    key_of,
    packed_for,
    unpacked,
    written,
)
from stepwell.clinic.episodes.stored import Stored, stored_of, stored_of_nothing
from stepwell.clinic.pathway import pathway_of
from stepwell.errors import Fault, StepwellError
from stepwell.knowledge.types import Pathway

storing = Signal()
"""Before a plan is stored, in its transaction: the plan, and who wrote the entry from which it follows. An alert hangs on it."""
ATTEMPTS = 8
"""How often an entry is computed again where others write in the same episode."""


class Conflict(StepwellError):
    """The page was made from an earlier state: somebody wrote in between."""


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
    act = Act(kind, lines, by, (at or timezone.now()).astimezone(UTC), key or uuid.uuid4(), more)
    for _ in range(ATTEMPTS):
        earlier = Entry.objects.filter(episode=episode, key=act.key).first()
        if earlier is not None:
            return earlier
        episode.refresh_from_db(fields=["count", "lines"])
        if seen is not None and seen != episode.count:
            raise conflict(episode)
        entry = _attempt(episode, act)
        if entry is not None:
            return entry
    raise conflict(episode)


def _attempt(episode: Episode, act: Act) -> Entry | None:
    """Check, compute, and write; None where somebody else wrote meanwhile.

    The link and the audit come last: everybody of a clinic waits for the head of its audit.
    """
    secret, count = key_of(episode.person), episode.count
    after = _written(episode, act)
    plan = _plan(episode, stored_of(_with(episode, after, secret)), count + 1, secret)
    with transaction.atomic():
        locked = _locked(episode)
        if locked.count != count:
            return None
        locked.count, locked.lines = count + 1, locked.lines + len(after.lines)
        locked.save(update_fields=["count", "lines"])
        _store(plan, by=act.by)
        entry = written_down(episode, after, act, secret)
    episode.count, episode.lines, episode.stored = locked.count, locked.lines, plan
    return entry


def _locked(episode: Episode) -> Episode:
    """The counts of an episode, held until the end of the transaction."""
    found: Episode = Episode.objects.select_for_update().only("count", "lines").get(pk=episode.pk)
    return found


def _written(episode: Episode, act: Act) -> Written:
    """The act as the entry after all others, with its lines signed."""
    on = today_of(episode.person.clinic, act.at)
    return Written(
        number=episode.count + 1,
        kind=act.kind,
        at=act.at,
        author=str(act.by.user.pk) if act.by.user else "",
        role=act.by.role,
        first_seq=episode.lines + 1 if act.lines else None,
        lines=[_signed(line, act.by, on) for line in act.lines],
        more=dict(act.more),
    )


def _with(episode: Episode, after: Written, secret: bytes) -> Basis:
    """Record and plan with one more entry. raises RecordError"""
    clinic = episode.person.clinic
    return basis_of(
        [*entries_of(episode, secret), after],
        pathway_of(clinic),
        side=episode.side,
        name=str(episode.pk),
        today=max(today_of(clinic), today_of(clinic, after.at)),
    )


def _signed(line: Mapping[str, Any], by: Author, on: date) -> Values:
    """A line with who recorded it and when; one about an earlier time keeps its own day. Its `seq` is its place."""
    said = {name: value for name, value in line.items() if name != "seq"}
    return {"on": on.isoformat(), **said, "by": by.words, "recorded_at": on.isoformat()}


def conflict(episode: Episode) -> Conflict:
    """What is said where somebody wrote in between."""
    problem = "somebody else wrote in this record since the page was opened."
    return Conflict([Fault(str(episode.pk), 0, problem, "Look at what is new, then save again.")])


def refresh(episode: Episode, *, at: datetime | None = None) -> StoredPlan:
    """Compute the stored plan again, and store it where nobody wrote meanwhile."""
    count = episode.count
    plan = _plan(episode, _computed(episode, at), count, key_of(episode.person))
    with transaction.atomic():
        if _locked(episode).count == count:
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


def _store(plan: StoredPlan, *, by: Author | None = None) -> None:
    storing.send(StoredPlan, plan=plan, by=by)
    fields = ["computed_at", "as_of", "count", "digest", "next_review", "board", "content"]
    there = StoredPlan.objects.filter(pk=plan.episode_id)
    if not there.update(**{name: getattr(plan, name) for name in fields}):
        plan.save(force_insert=True)


def stored_board(episode: Episode, key: bytes | None = None) -> Values:
    """The row of the caseload as it was stored. raises Erased, Unopened"""
    return unpacked(episode, "board", bytes(episode.stored.board), key or key_of(episode.person))


def stored_content(episode: Episode, key: bytes | None = None) -> Values:
    """Plan, source and chart as they were stored. raises Erased, Unopened"""
    return unpacked(episode, "content", bytes(episode.stored.content), key or key_of(episode.person))
