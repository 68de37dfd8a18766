"""Links by which a person shows their exercises, and requests to be erased.

Lives here: fields, constraints, queries. Lives elsewhere: what is written (owning/sharing.py, owning/erasing.py).
"""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet

from stepwell.clinic.accounts.models import Clinic, Membership
from stepwell.clinic.episodes.models import Episode, Person


class SharedLinks(QuerySet["SharedLink"]):
    """Which links count."""

    def open_at(self, now: datetime) -> "SharedLinks":
        """Those that show something: not over, not ended, of somebody who is not erased."""
        return self.filter(ended_at=None, expires_at__gt=now, episode__person__erased_at=None)


class SharedLink(models.Model):
    """A link that shows exercises to whoever has it. Only a hash of its secret is kept.

    key        chosen by who asks, so that asking twice makes one link
    opened_at  when it was last opened; None where nobody did
    ended_at   when the person took it back
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="shared_links")
    key = models.UUIDField()
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = SharedLinks.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["episode", "key"], name="a_link_is_made_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ErasureRequests(QuerySet["ErasureRequest"]):
    """Which requests somebody may see."""

    def of_clinic(self, clinic: Clinic) -> "ErasureRequests":
        """Those of a clinic's people who are not erased."""
        return self.filter(person__clinic=clinic, person__erased_at=None)

    def waiting(self) -> "ErasureRequests":
        """Those that nobody has settled."""
        return self.filter(settled_at=None)


class ErasureRequest(models.Model):
    """That a person asked to be erased, and what became of it.

    due_on   the day until which the clinic must have answered
    outcome  one of OUTCOMES (owning/erasing.py); empty while it waits
    reason   sealed JSON: why the record is kept, in words for the person
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasure_requests")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=12, blank=True)
    reason = models.BinaryField(default=b"")

    objects: ClassVar[Any] = ErasureRequests.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(settled_at=None),
                name="one_request_waits_for_a_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
