"""Events that a phone kept, delivered in batches: each is stored once, or set aside for the clinic, and never dropped.

Lives here: receiving a batch, what is taken of one without consent, and when the plan is computed. Lives elsewhere: reading an event (patient/event_reader.py), what becomes of each
of a batch (patient/sorting.py), writing (patient/writing.py), what was set aside (patient/quarantine.py).

An event is `{id, kind, at, tz, plan_version, payload}`. Its id is the key of its entry, so that sending it again writes nothing. Its time
is the entry's, and its day is that of the person's own zone.

The plan is computed before the answer where there is a sign or nobody else waits; else a task computes it within seconds, so that many
phones that come back at once are answered at once.
"""

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.alerts.causes import Cause, alarming
from stepwell.clinic.alerts.services import raise_alert
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode, StoredPlan
from stepwell.clinic.episodes.sealed import key_of
from stepwell.clinic.episodes.services import ATTEMPTS, Conflict, refresh
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.event_reader import EventReader, id_of, key_for
from stepwell.clinic.patient.kinds import Odd, is_sign, signs_in
from stepwell.clinic.patient.models import Quarantined
from stepwell.clinic.patient.quarantine import sealed_event
from stepwell.clinic.patient.sorting import Given, Sorted, sort_out, there_already
from stepwell.clinic.patient.tasks import plan_later
from stepwell.clinic.patient.writing import ToWrite, append, take
from stepwell.errors import Fault, StepwellError
from stepwell.knowledge.types import Pathway

LOG = logging.getLogger("stepwell.events")

MOST_EVENTS = 200
REST = timedelta(seconds=3)
"""How long a plan that is left to a task rests first: phones are answered meanwhile, and one plan follows from all that came."""


@dataclass(frozen=True)
class Received:
    """One answer for each event in the order of the batch, and what became of the plan: computed, later, unchanged."""

    answers: list[dict[str, Any]]
    plan: str


def receive(
    episode: Episode,
    batch: Sequence[Any],
    *,
    by: Membership,
    now: datetime | None = None,
    beside: Callable[[], None] = lambda: None,
) -> Received:
    """Store each event once, or set it aside, and compute the plan that follows.

    episode  with person, clinic and key, as it was read for this request
    by       the person's own membership
    beside   what else is stored in the same transaction, where there is one
    raises   Conflict where others write so often that there is no turn, Erased
    """
    now = now or timezone.now()
    given = [(key_for(one), one) for one in batch]
    with _waiting() as alone:
        sorted_out = _stored(episode, given, by=by, now=now, alone=alone, beside=beside)
        plan = _plan(episode, sorted_out, alone=alone)
    return Received(_answers(given, sorted_out), plan)


def receive_signs(
    episode: Episode, batch: Sequence[Any], *, by: Membership, now: datetime | None = None
) -> int:
    """Set aside the signs of danger of a batch and tell staff, where the person took their consent back. Nothing else of it is taken.

    What the phone keeps is sent again and again: a sign whose event is there already tells nobody a second time.

    returns  how many events with a sign are new
    raises   Conflict where others write so often that there is no turn, Erased
    """
    now = now or timezone.now()
    reader = EventReader(episode, pathway_of(episode.person.clinic), key_of(episode.person), now)
    wrong = Odd("consent", "Consent was taken back.")
    signs = {key_for(one): kept for one in batch if (kept := _sign_alone(one, reader.pathway))}
    known, _ = there_already(episode, signs, by)
    new = [(key, sign, wrong) for key, sign in signs.items() if key not in known]
    for _ in range(ATTEMPTS):
        if _written(reader, Sorted(aside=new), by=by, later=False, beside=lambda: None):
            return len(new)
        episode.refresh_from_db(fields=["count", "lines"])
    raise _no_turn(episode)


def _sign_alone(raw: Any, pathway: Pathway) -> dict[str, Any] | None:
    """An event with nothing in its payload but the signs; None where it has none."""
    event = raw if isinstance(raw, dict) else {}
    signs = signs_in(event.get("payload"), pathway)
    if not signs:
        return None
    payload = {"answers": {one["finding"]: one["value"] for one in signs}}
    return {
        "id": event.get("id"),
        "kind": "red-flags",
        "at": event.get("at"),
        "tz": event.get("tz"),
        "payload": payload,
    }


def _stored(
    episode: Episode,
    given: Given,
    *,
    by: Membership,
    now: datetime,
    alone: bool,
    beside: Callable[[], None],
) -> Sorted:
    secret = key_of(episode.person)
    reader = EventReader(episode, pathway_of(episode.person.clinic), secret, now)
    for _ in range(ATTEMPTS):
        found = sort_out(reader, given, by)
        if _written(reader, found, by=by, later=not (alone or found.sign), beside=beside):
            return found
        episode.refresh_from_db(fields=["count", "lines"])
    raise _no_turn(episode)


def _no_turn(episode: Episode) -> Conflict:
    problem = "too many others write in this record."
    return Conflict([Fault(str(episode.pk), 0, problem, "Send the events again in a few seconds.")])


def _written(
    reader: EventReader, found: Sorted, *, by: Membership, later: bool, beside: Callable[[], None]
) -> bool:
    """Write it all, where nobody wrote since it was sorted out.

    later  whether the plan is left to a task; with a sign there is one in any case, should this process end before the plan is there
    """
    if not (found.write or found.aside):
        return True
    episode, secret = reader.episode, reader.secret
    with transaction.atomic():
        if not take(episode, found.write):
            return False
        if found.write:
            append(episode, found.write, by=Author.of(by), secret=secret)
        for key, raw, wrong in found.aside:
            _set_aside(episode, key, raw, wrong, by=by, secret=secret, now=reader.now)
        _alert(reader, found)
        if found.write and (later or found.sign):
            plan_later.using(run_after=reader.now + REST).enqueue(str(episode.pk))
        beside()
    return True


def _alert(reader: EventReader, found: Sorted) -> None:
    """Raise an alert where the person tells of a sign that cannot wait, in what is stored or in what was set aside."""
    causes = [cause for one in found.write for cause in _causes(one, reader.pathway)]
    for _, raw, _ in found.aside:
        event = raw if isinstance(raw, dict) else {}
        signs = signs_in(event.get("payload"), reader.pathway)
        causes += alarming(signs, reader.pathway, at=_said_at(event, reader.now), aside=True)
    if causes:
        raise_alert(reader.episode, causes, secret=reader.secret, now=reader.now)


def _said_at(event: Mapping[str, Any], now: datetime) -> str:
    """When the phone says that it was; now where that cannot be read or has no zone."""
    try:
        at = datetime.fromisoformat(str(event.get("at")))
    except ValueError:
        return now.isoformat()
    return (at if at.tzinfo else now).isoformat()


def _causes(one: ToWrite, pathway: Pathway) -> list[Cause]:
    signs = [line for line in one.lines if is_sign(pathway.findings.get(line["finding"]), line["value"])]
    return alarming(signs, pathway, at=one.at.isoformat())


def _set_aside(
    episode: Episode, key: uuid.UUID, raw: Any, wrong: Odd, *, by: Membership, secret: bytes, now: datetime
) -> None:
    _, made = Quarantined.objects.get_or_create(
        episode=episode,
        key=key,
        defaults={
            "author": by.user,
            "reason": wrong.reason,
            "received_at": now,
            "sealed": sealed_event(episode, key, raw, wrong.words, secret),
        },
    )
    if made:
        note("event.set-aside", by=by, subject=episode.pk, event=str(key), reason=wrong.reason)


def _plan(episode: Episode, found: Sorted, *, alone: bool) -> str:
    """Compute the plan where somebody needs it at once or nobody else waits. The events are stored whatever comes of it."""
    if not found.write and StoredPlan.objects.filter(pk=episode.pk, count=episode.count).exists():
        return "unchanged"
    if not (alone or found.sign):
        return "later"
    try:
        refresh(episode)
    except StepwellError as wrong:
        LOG.error("plan of episode %s cannot be computed: %s", episode.pk, type(wrong).__name__)
        return "later"
    return "computed"


def _answers(given: Given, found: Sorted) -> list[dict[str, Any]]:
    """One answer for each event; the second of the same id in a batch is a duplicate."""
    answers, seen = [], set()
    for key, raw in given:
        answer = found.answers[key]
        if key in seen and answer["answer"] == "stored":
            answer = {"answer": "duplicate"}
        seen.add(key)
        answers.append({"id": raw["id"] if id_of(raw) else None, **answer})
    return answers


_lock = Lock()
_batches = {"waiting": 0}


@contextmanager
def _waiting() -> Iterator[bool]:
    """Whether this is the only batch that waits for its answer in this process."""
    with _lock:
        _batches["waiting"] += 1
        alone = _batches["waiting"] == 1
    try:
        yield alone
    finally:
        with _lock:
            _batches["waiting"] -= 1
