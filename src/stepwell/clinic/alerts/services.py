"""Raising an emergency and acknowledging it. Nothing else writes there but the telling (alerts/telling.py).

Lives here: what is written of an alert, each time with a line of the audit. Lives elsewhere: when an exit opens (alerts/watching.py), when
a phone tells of a sign (patient/events.py), who is told (alerts/telling.py).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.alerts.causes import Cause, opened_causes, sealed_causes
from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.audit.services import locked_head, note
from stepwell.clinic.episodes.models import Episode

RAISED, JOINED, TOLD, ACKNOWLEDGED = (
    f"emergency.{word}" for word in ("raised", "joined", "told", "acknowledged")
)
SAID, WROTE, SETTLED = "said", "wrote", "settled"
"""How a clinician acknowledged: by saying so, by having written the entry, by settling every exit."""


def raise_alert(
    episode: Episode, causes: Sequence[Cause], *, secret: bytes, now: datetime | None = None
) -> Alert:
    """An alert of the episode with these causes: a new one, or the one that waits already. It is told at the next look of the clock.

    episode  with person and clinic
    """
    now = now or timezone.now()
    with transaction.atomic():
        _take_turn(episode.person.clinic_id)
        waiting = Alert.objects.select_for_update().waiting().filter(episode=episode).first()
        if waiting is not None:
            return _joined(waiting, episode, causes, secret, now)
        alert = Alert(episode=episode, raised_at=now, due_at=now, round_at=now, count=len(causes))
        alert.sealed = sealed_causes(causes, secret, alert.pk)
        alert.save(force_insert=True)
        _note(RAISED, alert, episode, causes=len(causes))
    return alert


def _joined(alert: Alert, episode: Episode, causes: Sequence[Cause], secret: bytes, now: datetime) -> Alert:
    """What came while it waits. Whoever was told of it is told of what is new only in the next round."""
    known = opened_causes(alert.sealed, secret, alert.pk)
    alert.sealed = sealed_causes([*known, *causes], secret, alert.pk)
    alert.count += len(causes)
    alert.save(update_fields=["sealed", "count"])
    _note(JOINED, alert, episode, causes=len(causes))
    return alert


def acknowledge(alert: Alert, *, by: Membership, seen: int, how: str = SAID) -> bool:
    """Write that a clinician has seen it.

    seen     how many causes their page showed
    returns  False where something came meanwhile that they have not seen, or somebody else was first
    """
    with transaction.atomic():
        _take_turn(by.clinic_id)
        waiting = Alert.objects.of_clinic(by).waiting().filter(pk=alert.pk, count=seen)
        written = waiting.update(acknowledged_at=timezone.now(), acknowledged_by=by, how=how, due_at=None)
        if written:
            note(ACKNOWLEDGED, by=by, subject=alert.episode_id, alert=str(alert.pk), how=how)
    return bool(written)


def _take_turn(clinic: UUID) -> None:
    """Hold the audit before the alert, as every writer does: two who held one each would wait for each other."""
    locked_head(f"audit:{clinic}")


def _note(action: str, alert: Alert, episode: Episode, **detail: Any) -> None:
    clinic = episode.person.clinic
    note(action, by=None, clinic=clinic, subject=episode.pk, alert=str(alert.pk), **detail)
