"""An emergency that waits until a named clinician has seen it.

Lives here: fields, constraints, queries. Lives elsewhere: raising and acknowledging it (alerts/services.py), who is told of it
(alerts/telling.py). Who was told, and when, stands in the audit, where it cannot be changed.
"""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from stepwell.clinic.accounts.models import CLINICIANS, Membership, Role
from stepwell.clinic.episodes.models import Episode

LAST_IN_LINE = (Role.SAFETY_OFFICER, Role.ADMINISTRATOR)
"""Who is told where no clinician answers. They see that somebody waits, and never who."""


class Alerts(QuerySet["Alert"]):
    """Which emergencies somebody may see."""

    def of_clinic(self, membership: Membership) -> "Alerts":
        """Those of the member's clinic: all for who treats, and for who comes last in line those that came to them."""
        here = self.filter(episode__person__clinic_id=membership.clinic_id, episode__person__erased_at=None)
        if membership.role in CLINICIANS:
            return here
        return here.filter(beyond=True) if membership.role in LAST_IN_LINE else self.none()

    def waiting(self) -> "Alerts":
        """Those that nobody has acknowledged."""
        return self.filter(acknowledged_at=None)


class Alert(models.Model):
    """One emergency of a person. What comes while it waits joins it, so that a person waits once.

    raised_at        when it began to wait
    count            how many causes there are: who acknowledges says how many they saw
    sealed           JSON of the causes: exits that opened and signs that the person told of (alerts/causes.py)
    due_at           when the next person is told; empty once somebody has acknowledged it
    round_at         since when people are told one after the other; where all were told, a new round begins
    beyond           whether it was told to somebody who does not treat
    acknowledged_by  the clinician who has seen it; `how`: they said so, wrote the entry themselves, or settled the exits
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="alerts")
    raised_at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField()
    sealed = models.BinaryField()
    due_at = models.DateTimeField(null=True)
    round_at = models.DateTimeField()
    beyond = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(max_length=10, blank=True)

    objects: ClassVar[Any] = Alerts.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["raised_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(acknowledged_at=None), name="one_alert_waits_for_an_episode"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(acknowledged_at=None), name="alerts_that_are_due")
        ]

    def __str__(self) -> str:
        return str(self.pk)
