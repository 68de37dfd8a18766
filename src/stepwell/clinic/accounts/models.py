"""Users, clinics, memberships, invitations, acceptances.

Lives here: fields, constraints, queries. Lives elsewhere: what is written (accounts/services.py), who may open which page
(accounts/access.py).
"""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone


class Role(models.TextChoices):
    """What a person is in a clinic."""

    PATIENT = "patient", "Patient"
    PHYSIOTHERAPIST = "physiotherapist", "Physiotherapist"
    PHYSICIAN = "physician", "Physician"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"
    SAFETY_OFFICER = "safety-officer", "Clinical safety officer"


CLINICIANS = (Role.PHYSIOTHERAPIST, Role.PHYSICIAN)
STAFF = (*CLINICIANS, Role.ADMINISTRATOR, Role.AUDITOR, Role.SAFETY_OFFICER)


class Users(BaseUserManager["User"]):
    """How users are made and found: by their e-mail address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user; without a password they sign in by a code or a passkey."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. The name is that of staff; a patient's name is sealed with the person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return str(self.pk)


class Clinic(models.Model):
    """A clinic: where its people are, whom they call, and whether it may be used for real people.

    country            two letters, of `knowledge/dgs/localities.yaml`; empty until it is set
    emergency          the number of the country as the named person checked it; so are `urgent_advice` and `crisis`
    numbers_checked_by who checked the numbers, and `numbers_checked_on` when; nothing opens before
    retention_years    how long a closed episode is kept
    intended_use       the newest version of the intended use that somebody accepted; 0 for none
    self_care          whether a person may use the pathway without a clinician
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    emergency = models.CharField(max_length=40, blank=True)
    urgent_advice = models.CharField(max_length=40, blank=True)
    crisis = models.CharField(max_length=40, blank=True)
    numbers_checked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    numbers_checked_on = models.DateField(null=True, blank=True)
    retention_years = models.PositiveSmallIntegerField(default=8)
    intended_use = models.PositiveSmallIntegerField(default=0)
    self_care = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def open(self) -> bool:
        """Whether its country is set, its numbers are checked and, for real people, the intended use is accepted."""
        accepted = self.intended_use > 0 or settings.HOME.mode != "production"
        return bool(self.country and self.emergency and self.numbers_checked_on and accepted)


class Memberships(QuerySet["Membership"]):
    """Which memberships count."""

    def current(self) -> "Memberships":
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def staff(self) -> "Memberships":
        """Those who are not patients."""
        return self.exclude(role=Role.PATIENT)

    def of_clinic(self, membership: "Membership") -> "Memberships":
        """Those of the same clinic."""
        return self.filter(clinic_id=membership.clinic_id)


class Membership(models.Model):
    """One user in one role of one clinic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = Memberships.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "clinic", "role"], condition=Q(ended_at=None), name="one_membership_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    @property
    def treats(self) -> bool:
        """Whether they are a physiotherapist or a physician."""
        return self.role in CLINICIANS


class Invitation(models.Model):
    """An address that was asked to join in a role. Only a hash of the link's secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role)
    person = models.ForeignKey("episodes.Person", null=True, blank=True, on_delete=models.CASCADE)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)

    def open_at(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and now < self.expires_at


class Acceptance(models.Model):
    """That somebody of a clinic accepted a document in a version: the intended use, before any real use."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="acceptances")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    document = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["clinic", "user", "document", "version"], name="accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.version}"
