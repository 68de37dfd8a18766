"""What was done and read, in chains that only grow; and the heads of all chains.

Lives here: fields, constraints, queries. Lives elsewhere: writing them (audit/services.py), following them (audit/verify.py),
the triggers that forbid changing and deleting (migrations).
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet


class Events(QuerySet["Event"]):
    """Which events somebody may see."""

    def of_clinic(self, membership: Any) -> "Events":
        """Those of the member's clinic."""
        return self.filter(clinic_id=membership.clinic_id)


class Event(models.Model):
    """One thing that somebody did or read. It carries ids and never what a patient answered.

    chain    the clinic's id
    number   its place in the chain, from 1
    action   such as `patient.read`, `exam.signed`, `role.given`
    subject  the id of what it was done to: an episode, a membership, a parameter
    detail   more, as ids, counts and words of the program
    """

    chain = models.UUIDField()
    number = models.PositiveIntegerField()
    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    hash = models.BinaryField(max_length=32)

    objects: ClassVar[Any] = Events.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["clinic", "-at"], name="audit_of_clinic"),
            models.Index(fields=["subject", "-at"], name="audit_of_subject"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_event_at_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class Head(models.Model):
    """The last link of a chain of entries or events, and how many there are."""

    chain = models.CharField(primary_key=True, max_length=60)
    count = models.PositiveIntegerField()
    last = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return self.chain
