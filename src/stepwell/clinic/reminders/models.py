"""When and how a person wants to be reminded, where their phone is reached, and what was sent.

Lives here: fields, constraints, queries. Lives elsewhere: what is due (reminders/due.py), what is written (reminders/services.py).

Nothing here says anything about health. The address of a phone is sealed under the person's key.
"""

import uuid
from datetime import time
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from stepwell.clinic.accounts.models import Clinic, Membership
from stepwell.clinic.episodes.models import Person

MAIL, PUSH = "mail", "push"
REMINDER, AGAIN, ASK, TEST = "reminder", "again", "ask", "test"


class Remindings(QuerySet["Reminding"]):
    """Which settings count."""

    def active(self) -> "Remindings":
        """Those by which something can be sent."""
        return self.exclude(route="").filter(stopped_at=None, person__erased_at=None)


class Reminding(models.Model):
    """How a person wants to be reminded.

    route        mail, push, or empty for not at all
    at           the time of day, in `zone`
    every        1 for each day, 2 for every other day
    again        whether one more is sent where nothing follows
    quiet_from   until `quiet_until`, across midnight: nothing is sent
    language     in which they set this, and are spoken to
    later_at     until when a person put the reminder off
    not_on       the day on which they want none
    answered_at  when they last did something with a reminder or set this
    stopped_at   when they stopped by themselves, after the person was asked
    """

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="reminding"
    )
    route = models.CharField(max_length=4, blank=True)
    at = models.TimeField(default=time(18))
    zone = models.CharField(max_length=64)
    every = models.PositiveSmallIntegerField(default=1)
    again = models.BooleanField(default=False)
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    language = models.CharField(max_length=8, default="en")
    later_at = models.DateTimeField(null=True, blank=True)
    not_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = Remindings.as_manager()

    def __str__(self) -> str:
        return str(self.person_id)


class Delivery(models.Model):
    """One message. It is written before it is sent, so that a task that is done twice sends it once.

    day          in the person's zone
    kind         reminder, again, ask or test
    answer_hash  of the secret with which the message can be answered
    failed       why it could not be sent, as a word of the program
    shown_at     when the phone said that it showed it
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deliveries")
    at = models.DateTimeField()
    day = models.DateField()
    route = models.CharField(max_length=4)
    kind = models.CharField(max_length=8)
    answer_hash = models.CharField(max_length=64, unique=True)
    failed = models.CharField(max_length=20, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "day", "kind"], condition=~Q(kind=TEST), name="one_of_a_kind_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Phone(models.Model):
    """A browser that agreed to be reached by push.

    place_hash  of its address, so that one browser is kept once
    sealed      JSON: endpoint, p256dh, auth
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones")
    place_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Feed(models.Model):
    """A calendar address. Only a hash of its secret is kept; a new one ends the old one."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person_id)


class PushAllowed(models.Model):
    """That a clinic allows push, which goes through the maker of each browser. Without it there is none."""

    clinic = models.OneToOneField(
        Clinic, primary_key=True, on_delete=models.CASCADE, related_name="push_allowed"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.clinic_id)
