"""Persons, their keys, episodes, entries that only grow, the stored plan, drafts.

Lives here: fields, constraints, queries. Lives elsewhere: what is written (episodes/services.py), opening what is sealed
(episodes/sealed.py), the triggers that forbid changing an entry (migrations), what a record means (reasoning/).
"""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from stepwell.clinic.accounts.models import CLINICIANS, Clinic, Membership, Role, User


class Person(models.Model):
    """A person in treatment. Who they are is sealed under their own key.

    identity   sealed JSON: name, called, born (year), email, phone
    erased_at  when their key was destroyed; nothing of them can be read from then on
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="persons")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="persons")
    identity = models.BinaryField(default=b"")
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["clinic", "user"], name="one_person_of_a_user_in_a_clinic")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PersonKey(models.Model):
    """A person's key, wrapped under the master key. Destroying this row is erasing the person."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="key")
    wrapped = models.BinaryField(max_length=100)

    def __str__(self) -> str:
        return str(self.person_id)


class Episodes(QuerySet["Episode"]):
    """Whose episodes somebody may see. Every page begins with one of these."""

    def of_clinic(self, membership: Membership) -> "Episodes":
        """Those of the member's clinic, for who treats; none for anybody else."""
        if membership.role not in CLINICIANS:
            return self.none()
        return self.filter(person__clinic_id=membership.clinic_id, person__erased_at=None)

    def of_patient(self, user: User) -> "Episodes":
        """The person's own."""
        return self.filter(
            person__user=user,
            person__erased_at=None,
            person__clinic__memberships__user=user,
            person__clinic__memberships__role=Role.PATIENT,
            person__clinic__memberships__ended_at=None,
        ).distinct()

    def kept(self) -> "Episodes":
        """With all that a page needs, in one query."""
        return self.select_related("person__clinic", "person__key", "stored", "responsible__user")


class Episode(models.Model):
    """One episode of one person on one side of the body.

    side         left, right or both
    responsible  the clinician who answers for it
    count        how many entries there are; a page that was made from fewer is out of date
    lines        how many lines of record there are; the next line has the `seq` after it
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="episodes")
    side = models.CharField(max_length=5, choices=[("left", "Left"), ("right", "Right"), ("both", "Both")])
    responsible = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="episodes"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = Episodes.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class Entry(models.Model):
    """One thing that was written in an episode: lines of record, a note, a decision about the caseload. It only grows.

    number     its place, from 1
    kind       check-in, session, visit, exam, intake, decision, programme, note, letter, reviewed, snoozed, consent, ...
    first_seq  `seq` of its first line of record, where it has lines
    key        chosen by who sends it, so that sending twice writes once
    sealed     JSON: {"lines": [...], ...}; lines are those of a record file
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    first_seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    key = models.UUIDField(default=uuid.uuid4)
    sealed = models.BinaryField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering: ClassVar[list[str]] = ["episode", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["episode", "number"], name="one_entry_at_a_place"),
            models.UniqueConstraint(fields=["episode", "key"], name="an_entry_is_written_once"),
        ]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.number}"


class StoredPlan(models.Model):
    """The care plan of an episode as it was last computed: the one permitted copy.

    as_of    the day it was made for, in the clinic's time zone
    count    how many entries it was made from
    digest   of the knowledge and the clinic's own values
    board    sealed JSON: the row of the caseload (episodes/board.py)
    content  sealed, compressed JSON: plan, source, chart (episodes/stored.py)
    """

    episode = models.OneToOneField(Episode, primary_key=True, on_delete=models.CASCADE, related_name="stored")
    computed_at = models.DateTimeField()
    as_of = models.DateField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    next_review = models.DateField(null=True)
    board = models.BinaryField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.episode_id)


class Draft(models.Model):
    """What somebody has typed and not yet signed: it survives a closed tab and an ended session.

    name     such as exam or intake
    version  counts its changes, so that two tabs do not overwrite each other
    sealed   JSON of the fields
    """

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["episode", "user", "name"], name="one_draft_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.name}"
