"""A change of own values that waits for a second person, and what was answered to it.

Lives here: fields, and who may do what. Lives elsewhere: writing them (library/services.py), who would move (library/previews.py).

Both tables only grow: a proposal never changes, and it is answered once.
"""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from stepwell.clinic.accounts.models import CLINICIANS, Clinic, Membership, Role, User

MAY_PROPOSE = (Role.PHYSICIAN, Role.SAFETY_OFFICER)
"""Who answers for what everybody in the clinic is advised."""

MAY_ACCEPT = (*CLINICIANS, Role.SAFETY_OFFICER)
"""Who can be the second person."""


class Outcome(models.TextChoices):
    """What became of a proposal."""

    ACCEPTED = "accepted", "Accepted by a second person"
    ALONE = "alone", "Accepted by one person: nobody else there could"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Proposals(QuerySet["Proposal"]):
    """Which proposals somebody may see."""

    def of_clinic(self, membership: Any) -> "Proposals":
        """Those of the member's clinic."""
        return self.filter(clinic_id=membership.clinic_id)

    def waiting(self) -> "Proposals":
        """Those that nobody answered."""
        return self.filter(answer=None)


class Proposal(models.Model):
    """Own values that somebody wants, with why, and how many people they would move.

    base   the version of own values with which they were compared
    moved  how many people the proposer saw move
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    base = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    reason = models.TextField()
    moved = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = Proposals.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    def second(self, member: Membership) -> bool:
        """Whether a member can be the second person: in such a role, and somebody else than who proposed it."""
        return member.role in MAY_ACCEPT and member.user_id != self.by_id


class Answer(models.Model):
    """What became of a proposal, by whom. `version` is that which it became; `words` say why it was declined."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=Outcome)
    version = models.PositiveIntegerField(null=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.outcome}"


def is_alone(member: Membership) -> bool:
    """Whether nobody else in the clinic can be a second person for what this member proposes."""
    able = Membership.objects.current().of_clinic(member).filter(role__in=MAY_ACCEPT, user__is_active=True)
    return member.role in MAY_PROPOSE and not able.exclude(user_id=member.user_id).exists()
