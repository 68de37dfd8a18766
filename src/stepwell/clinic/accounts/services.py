"""Clinics, members and invitations: what is written of them. Nothing else writes there.

Lives here: founding a clinic, inviting, joining, roles, checking the numbers of a country, accepting a document. Lives elsewhere:
fields and queries (accounts/models.py), who may open which page (accounts/access.py).
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Acceptance, Clinic, Invitation, Membership, Role, User
from stepwell.clinic.audit.services import note
from stepwell.errors import Fault, StepwellError

INVITED_DAYS = 7
"""Days for which an invitation can be used."""


class Refused(StepwellError):
    """Something that may not be done, in words for who asked."""


def found_clinic(name: str, *, administrator: str, password: str | None = None) -> Membership:
    """A new clinic with its first administrator."""
    with transaction.atomic():
        clinic = Clinic.objects.create(name=name)
        user = user_of(administrator, password=password)
        member: Membership = Membership.objects.create(user=user, clinic=clinic, role=Role.ADMINISTRATOR)
        note("clinic.founded", by=member, subject=clinic.pk)
    return member


def user_of(email: str, *, name: str = "", password: str | None = None) -> User:
    """The user of an address, made where there is none. The address counts as theirs: who holds it was invited there."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, password, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def invite(
    clinic: Clinic,
    *,
    email: str,
    role: Role,
    by: Membership,
    name: str = "",
    person: Any = None,
    now: datetime | None = None,
) -> tuple[Invitation, str]:
    """An invitation, and the secret of its link, which is not kept."""
    now = now or timezone.now()
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        made = Invitation.objects.create(
            clinic=clinic,
            email=email.lower(),
            name=name,
            role=role,
            person=person,
            secret_hash=_hash(secret),
            made_by=by.user,
            made_at=now,
            expires_at=now + timedelta(days=INVITED_DAYS),
        )
        note("invitation.made", by=by, subject=made.pk, role=str(role))
    return made, secret


def invitation_of(secret: str) -> Invitation | None:
    """The invitation of a link, whether or not it can still be used."""
    return Invitation.objects.select_related("clinic", "person").filter(secret_hash=_hash(secret)).first()


def join(invitation: Invitation, *, name: str = "", password: str | None = None) -> Membership:
    """Use an invitation. raises Refused where it is used or too old"""
    with transaction.atomic():
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not held.open_at(timezone.now()):
            raise Refused([Fault("invitation", 0, "it was used, or it is too old.", "Ask for a new one.")])
        user = user_of(held.email, name=name or held.name, password=password)
        member, _ = Membership.objects.get_or_create(
            user=user, clinic=held.clinic, role=held.role, ended_at=None
        )
        if held.person is not None:
            held.person.user = user
            held.person.save(update_fields=["user"])
        held.used_at = timezone.now()
        held.save(update_fields=["used_at"])
        note("invitation.used", by=member, subject=held.pk)
    return member


def give_role(user: User, clinic: Clinic, role: Role, *, by: Membership) -> Membership:
    """Give somebody a role in a clinic."""
    with transaction.atomic():
        member, made = Membership.objects.get_or_create(user=user, clinic=clinic, role=role, ended_at=None)
        if made:
            note("role.given", by=by, subject=member.pk, role=str(role))
    return member


def end_role(member: Membership, *, by: Membership) -> None:
    """End a membership. raises Refused for the last administrator, without whom nobody could mend anything"""
    with transaction.atomic():
        others = Membership.objects.current().filter(clinic=member.clinic, role=Role.ADMINISTRATOR)
        if member.role == Role.ADMINISTRATOR and not others.exclude(pk=member.pk).exists():
            problem = "this is the last administrator."
            raise Refused([Fault("role", 0, problem, "Make somebody else an administrator first.")])
        member.ended_at = timezone.now()
        member.save(update_fields=["ended_at"])
        note("role.ended", by=by, subject=member.pk, role=str(member.role))


def check_numbers(clinic: Clinic, numbers: dict[str, str], *, country: str, by: Membership, on: date) -> None:
    """Set the country with the numbers that a named person has checked. Only then does anything open."""
    with transaction.atomic():
        clinic.country = country
        clinic.emergency = numbers["emergency"]
        clinic.urgent_advice = numbers.get("urgent_advice", "")
        clinic.crisis = numbers.get("crisis", "")
        clinic.numbers_checked_by, clinic.numbers_checked_on = by.user, on
        clinic.save()
        note("clinic.numbers-checked", by=by, subject=clinic.pk, country=country, numbers=numbers)


def accept(document: str, version: int, *, by: Membership) -> None:
    """Write that a member accepted a document in a version."""
    with transaction.atomic():
        _, made = Acceptance.objects.get_or_create(
            clinic=by.clinic, user=by.user, document=document, version=version
        )
        if made:
            note("document.accepted", by=by, subject=document, version=version)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
