"""A clinic's own values of parameters, in versions that only grow.

Lives here: fields and queries. Lives elsewhere: writing them (library/services.py), the pathway with them (clinic/pathway.py).
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic, User


class Values(QuerySet["LocalValues"]):
    """Which versions somebody may see."""

    def of_clinic(self, membership: Any) -> "Values":
        """Those of the member's clinic."""
        return self.filter(clinic_id=membership.clinic_id)


class LocalValues(models.Model):
    """All values that a clinic has set itself, as of one version. An earlier version stays as it was.

    values   {parameter id: number}, each inside the range of the knowledge
    reason   why they were changed, in the words of who did
    moved    how many people changed a status by it
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="local_values")
    version = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    reason = models.TextField()
    moved = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = Values.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["clinic", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["clinic", "version"], name="one_version_of_values")
        ]

    def __str__(self) -> str:
        return f"{self.clinic_id} {self.version}"
