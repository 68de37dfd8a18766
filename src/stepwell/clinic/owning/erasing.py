"""Asking to be erased, and settling that.

Lives here: when a person is erased at once and when it is a request, the deadline, keeping with a reason. Lives elsewhere: destroying the
key (episodes/persons.py), the pages (owning/erasures.py), the same by staff without a request (administration/persons.py).

A clinic may have a duty to keep a record, so a person's wish is a request there: an administrator erases, or keeps it with a reason that
the person reads. Whoever uses the clinic alone, in self-care and with nobody who answers for them, is erased at once.
"""

import json
from datetime import datetime, timedelta

from django.db import transaction

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Person
from stepwell.clinic.episodes.persons import erase as erase_person
from stepwell.clinic.episodes.sealed import key_of
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.keeping.keys import seal, unseal
from stepwell.clinic.owning.models import ErasureRequest, SharedLink

ERASED, KEPT, ENDED = "erased", "kept", "ended"
OUTCOMES = (ERASED, KEPT, ENDED)
"""What becomes of a request: done, refused with a reason, taken back by the person."""
DUE = timedelta(days=30)
"""Until when the clinic must have answered: within a month (Regulation (EU) 2016/679, Art. 12(3), RECALLED)."""
ASKED = "asked-by-person"


def at_once(person: Person) -> bool:
    """Whether nobody else has to see the wish: self-care, and no clinician answers for an episode."""
    return person.clinic.self_care and not person.episodes.exclude(responsible=None).exists()


def latest_request(person: Person) -> ErasureRequest | None:
    """The request that was made last."""
    found: ErasureRequest | None = ErasureRequest.objects.filter(person=person).first()
    return found


def ask(person: Person, *, by: Membership, now: datetime) -> ErasureRequest:
    """Ask the clinic to erase. One that waits already stays as it is."""
    with transaction.atomic():
        due = today_of(person.clinic, now) + DUE
        made: ErasureRequest
        made, new = ErasureRequest.objects.get_or_create(
            person=person, settled_at=None, defaults={"asked_at": now, "due_on": due}
        )
        if new:
            note("erasure.asked", by=by, subject=person.pk, due_on=due.isoformat())
    return made


def take_back(request: ErasureRequest, *, by: Membership, now: datetime) -> None:
    """The person does not want it any more."""
    with transaction.atomic():
        if _settle(request, ENDED, by=by, now=now):
            note("erasure.taken-back", by=by, subject=request.person_id)


def keep(request: ErasureRequest, reason: str, *, by: Membership, now: datetime) -> None:
    """Keep the record, with a reason that the person reads."""
    sealed = seal(key_of(request.person), json.dumps(reason).encode(), about=_about(request))
    with transaction.atomic():
        if _settle(request, KEPT, by=by, now=now, reason=sealed):
            note("erasure.refused", by=by, subject=request.person_id)


def reason_of(request: ErasureRequest) -> str:
    """Why the record is kept; empty where nothing was said. raises Erased, Unopened"""
    if not request.reason:
        return ""
    return str(json.loads(unseal(key_of(request.person), bytes(request.reason), about=_about(request))))


def erase(person: Person, *, by: Membership, now: datetime) -> None:
    """Destroy the key, end what was shared, and settle what was asked."""
    with transaction.atomic():
        for one in ErasureRequest.objects.waiting().filter(person=person):
            _settle(one, ERASED, by=by, now=now)
        SharedLink.objects.filter(episode__person=person, ended_at=None).update(ended_at=now)
        erase_person(person, by=by, reason=ASKED)


def _settle(
    request: ErasureRequest, outcome: str, *, by: Membership, now: datetime, reason: bytes = b""
) -> bool:
    """Whether it was still waiting."""
    waiting = ErasureRequest.objects.filter(pk=request.pk, settled_at=None)
    return bool(waiting.update(settled_at=now, settled_by=by, outcome=outcome, reason=reason))


def _about(request: ErasureRequest) -> str:
    return f"{request.person_id}:erasure:{request.pk}"
