"""The door of a clinic: the address at which people begin by themselves.

Lives here: fields. Lives elsewhere: whether a clinic allows self-care (accounts/models.py), what is written (selfcare/services.py).
"""

from typing import ClassVar

from django.db import models

from stepwell.clinic.accounts.models import Clinic, Membership


class Door(models.Model):
    """Where people begin by themselves, as long as their clinic allows self-care.

    secret      the last part of the address; whoever has it may begin
    listed      whether the page for everybody names the clinic
    allowed_by  the administrator in whose name invitations are sent
    """

    clinic = models.OneToOneField(
        Clinic, primary_key=True, on_delete=models.CASCADE, related_name="self_care_door"
    )
    secret = models.CharField(max_length=43, unique=True)
    listed = models.BooleanField(default=False)
    allowed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Door"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.clinic_id)
