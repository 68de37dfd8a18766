"""Writing what was done and read.

Lives here: one event, and the head of a chain. Lives elsewhere: following the chains (audit/verify.py).
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic, Membership, User
from stepwell.clinic.audit.models import Event, Head
from stepwell.clinic.keeping.chain import START, head_hash, link_hash
from stepwell.clinic.keeping.ring import keyring


def note(
    action: str,
    *,
    by: Membership | None,
    subject: object = "",
    clinic: Clinic | None = None,
    user: User | None = None,
    role: str = "",
    at: datetime | None = None,
    **detail: Any,
) -> Event:
    """Write that somebody did or read something.

    by       the member who did it; None for the clinic's own clock or a command, with `clinic`
    user     who did it where no membership is at hand, in the `role`
    subject  the id of what it was done to
    detail   ids, counts, words of the program: never what a patient answered
    """
    at = (at or timezone.now()).astimezone(UTC)
    place, actor = (by.clinic_id, by.user_id) if by else (_id_of(clinic), user.pk if user else None)
    with transaction.atomic(savepoint=False):
        head = locked_head(f"audit:{place}")
        event = Event(
            chain=place,
            number=head.count + 1,
            clinic_id=place,
            at=at,
            actor_id=actor,
            role=by.role if by else role,
            action=action,
            subject=str(subject),
            detail=detail,
        )
        event.hash = link_hash(keyring().linking, bytes(head.last), event.number, header_of(event), b"")
        event.save(force_insert=True)
        move(head, event.hash)
    return event


def _id_of(clinic: Clinic | None) -> Any:
    if clinic is None:
        raise ValueError("an event belongs to a member or to a clinic")
    return clinic.pk


def header_of(event: Event) -> str:
    """What of an event is linked: all of it, in one order."""
    kept = [
        str(event.chain),
        str(event.clinic_id),
        event.at.isoformat(timespec="microseconds"),
        str(event.actor_id or ""),
        event.role,
        event.action,
        event.subject,
        event.detail,
    ]
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def locked_head(chain: str) -> Head:
    """The head of a chain, held until the end of the transaction; a new one where there is none."""
    head: Head | None = Head.objects.select_for_update().filter(pk=chain).first()
    if head is None:
        Head.objects.get_or_create(
            pk=chain,
            defaults={"count": 0, "last": START, "hash": head_hash(keyring().linking, chain, 0, START)},
        )
        head = Head.objects.select_for_update().get(pk=chain)
    return head


def move(head: Head, last: bytes) -> None:
    """Put the head behind a new link."""
    head.count += 1
    head.last = last
    head.hash = head_hash(keyring().linking, head.chain, head.count, last)
    head.save(update_fields=["count", "last", "hash"])
