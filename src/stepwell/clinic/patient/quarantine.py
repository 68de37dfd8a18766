"""What was set aside: looking at it and settling it.

Lives here: opening what is sealed, what a clinician does with it. Lives elsewhere: why something is set aside (patient/events.py), fields and
queries (patient/models.py).
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import key_of
from stepwell.clinic.keeping.keys import seal, unseal
from stepwell.clinic.patient.kinds import signs_in
from stepwell.clinic.patient.models import Quarantined
from stepwell.knowledge.types import Pathway

OUTCOMES = ("written-down", "not-needed")
"""A clinician wrote down by hand what still holds, or saw that nothing does."""


@dataclass(frozen=True)
class SetAside:
    """An event that was set aside, opened.

    event  as the phone sent it
    words  why it was set aside
    sign   whether it says that a sign of danger was there
    """

    id: uuid.UUID
    key: uuid.UUID
    reason: str
    received_at: datetime
    event: Any
    words: str
    sign: bool


def sealed_event(episode: Episode, key: uuid.UUID, event: Any, words: str, secret: bytes) -> bytes:
    """An event as it came, sealed. It is kept in plain ASCII, whatever its characters are."""
    kept = json.dumps({"event": event, "words": words}, separators=(",", ":"))
    return seal(secret, kept.encode(), about=_about(episode, key))


def set_aside(episode: Episode, pathway: Pathway) -> list[SetAside]:
    """What waits for a clinician, signs of danger first. raises Erased, Unopened"""
    secret = key_of(episode.person)
    waiting: Iterable[Quarantined] = Quarantined.objects.filter(episode=episode).waiting()
    opened = [_opened(one, episode, pathway, secret) for one in waiting]
    return sorted(opened, key=lambda one: (not one.sign, one.received_at))


def settle(quarantined: uuid.UUID, outcome: str, *, by: Membership) -> bool:
    """Write that a clinician dealt with it. returns whether it still waited. raises ValueError for an unknown outcome"""
    if outcome not in OUTCOMES:
        raise ValueError(f"{outcome} is not an outcome")
    with transaction.atomic():
        waiting = Quarantined.objects.of_clinic(by).waiting().filter(pk=quarantined)
        changed = waiting.update(settled_at=timezone.now(), settled_by=by, outcome=outcome)
        if changed:
            note("event.settled", by=by, subject=quarantined, outcome=outcome)
    return bool(changed)


def _opened(one: Quarantined, episode: Episode, pathway: Pathway, secret: bytes) -> SetAside:
    kept = json.loads(unseal(secret, bytes(one.sealed), about=_about(episode, one.key)))
    event = kept["event"]
    sign = bool(signs_in(event.get("payload") if isinstance(event, dict) else None, pathway))
    return SetAside(one.pk, one.key, one.reason, one.received_at, event, kept["words"], sign)


def _about(episode: Episode, key: uuid.UUID) -> str:
    return f"{episode.pk}:quarantine:{key}"
