"""What a phone sent and could not be stored, and today's plan as it was last made for a phone.

Lives here: fields, constraints, queries. Lives elsewhere: what is set aside and why (patient/events.py), settling it (patient/quarantine.py),
the plan (patient/plan.py).
"""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet

from stepwell.clinic.accounts.models import CLINICIANS, Membership, User
from stepwell.clinic.episodes.models import Episode


class QuarantinedEvents(QuerySet["Quarantined"]):
    """Which events somebody may see."""

    def of_clinic(self, membership: Membership) -> "QuarantinedEvents":
        """Those of the member's clinic, for who treats; none for anybody else."""
        if membership.role not in CLINICIANS:
            return self.none()
        return self.filter(episode__person__clinic_id=membership.clinic_id, episode__person__erased_at=None)

    def waiting(self) -> "QuarantinedEvents":
        """Those at which nobody has looked."""
        return self.filter(settled_at=None)


class Quarantined(models.Model):
    """An event that could not be stored as it was sent. It is never dropped: a clinician looks at it.

    key      the id under which the phone sent it
    reason   one of REASONS (patient/kinds.py)
    sealed   JSON: the event as it came, and why it was set aside in words
    outcome  what a clinician did with it: one of OUTCOMES (patient/quarantine.py)
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="quarantined")
    key = models.UUIDField()
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    sealed = models.BinaryField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=20, blank=True)

    objects: ClassVar[Any] = QuarantinedEvents.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["received_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["episode", "key"], name="an_event_is_set_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.key}"


class KeptToday(models.Model):
    """Today's plan as it was last made for a phone. It is made again where the day, the zone, the entries or the knowledge differ.

    sealed  the JSON, compressed
    """

    episode = models.OneToOneField(
        Episode, primary_key=True, on_delete=models.CASCADE, related_name="kept_today"
    )
    day = models.DateField()
    zone = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.episode_id)
