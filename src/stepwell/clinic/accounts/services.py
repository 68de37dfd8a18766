"""Clinics, members and invitations: what is written of them. Nothing else writes there.

Lives here: founding a clinic, its settings, inviting, joining, roles, checking the numbers of a country, accepting a document.
Lives elsewhere: fields and queries (accounts/models.py), who may open which page (accounts/access.py), the
message of an invitation (administration/mail.py).
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Acceptance, Clinic, Invitation, Membership, Role, User
from stepwell.clinic.audit.services import note
from stepwell.errors import Fault, StepwellError

INVITED_DAYS = 7
"""Days for which an invitation can be used."""
INTENDED_USE = "intended-use"


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


def change_clinic(clinic: Clinic, *, by: Membership, **fields: Any) -> None:
    """Change the name, the phone number, the time zone or the years of keeping."""
    with transaction.atomic():
        for name, value in fields.items():
            setattr(clinic, name, value)
        clinic.save(update_fields=list(fields))
        note("clinic.changed", by=by, subject=clinic.pk, fields=sorted(fields))


def user_of(email: str, *, name: str = "", password: str | None = None) -> User:
    """The user of an address, made where there is none. The address counts as theirs: who holds it was invited there."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, password, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def is_unused(user: User) -> bool:
    """Whether nobody has ever signed in with it: there is no password, no passkey and no earlier sign-in."""
    return not (
        user.last_login or user.has_usable_password() or Authenticator.objects.filter(user=user).exists()
    )


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
    """An invitation, and the secret of its link, which is not kept. An earlier one to the same role can no longer be used."""
    now = now or timezone.now()
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        earlier = Invitation.objects.filter(clinic=clinic, email=email.lower(), role=role, used_at=None)
        earlier.filter(expires_at__gt=now).update(expires_at=now)
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
        note("invitation.made", by=by, subject=made.pk, asked_for=str(role))
    return made, secret


def withdraw_invitation(invitation: Invitation, *, by: Membership) -> None:
    """An invitation that can no longer be used."""
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk, used_at=None).update(expires_at=timezone.now())
        note("invitation.withdrawn", by=by, subject=invitation.pk)


def invitation_of(secret: str) -> Invitation | None:
    """The invitation of a link, whether or not it can still be used."""
    return Invitation.objects.select_related("clinic", "person").filter(secret_hash=_hash(secret)).first()


def join(invitation: Invitation, *, name: str = "", password: str | None = None) -> Membership:
    """Use an invitation. raises Refused where it is used or too old, or where the person has another account"""
    with transaction.atomic():
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not held.open_at(timezone.now()):
            raise Refused([Fault("invitation", 0, "it was used, or it is too old.", "Ask for a new one.")])
        user = user_of(held.email, name=name or held.name)
        _first_use(user, name or held.name, password)
        member, _ = Membership.objects.get_or_create(
            user=user, clinic=held.clinic, role=held.role, ended_at=None
        )
        if held.person is not None:
            _link(held.person, user)
        held.used_at = timezone.now()
        held.save(update_fields=["used_at"])
        note("invitation.used", by=member, subject=held.pk)
    return member


def _first_use(user: User, name: str, password: str | None) -> None:
    """Name and password of an account that nobody has used yet; those of one in use are its owner's alone."""
    if not is_unused(user):
        return
    user.name = user.name or name
    if password:
        user.set_password(password)
    user.save(update_fields=["name", "password"])


def _link(person: Any, user: User) -> None:
    """Link a person with the account through which they see their own pages."""
    if person.erased_at is not None or person.user_id not in (None, user.pk) or _is_another(person, user):
        problem = "this account or this person is linked already."
        raise Refused([Fault("invitation", 0, problem, "Ask the clinic to invite another e-mail address.")])
    person.user = user
    person.save(update_fields=["user"])


def _is_another(person: Any, user: User) -> bool:
    """Whether the account is that of another person of the clinic."""
    return bool(
        type(person).objects.filter(user=user, clinic=person.clinic_id).exclude(pk=person.pk).exists()
    )


def give_role(user: User, clinic: Clinic, role: Role, *, by: Membership) -> Membership:
    """Give somebody a role in a clinic."""
    with transaction.atomic():
        member, made = Membership.objects.get_or_create(user=user, clinic=clinic, role=role, ended_at=None)
        if made:
            note("role.given", by=by, subject=member.pk, given=str(role))
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
        note("role.ended", by=by, subject=member.pk, ended=str(member.role))


def check_numbers(
    clinic: Clinic,
    numbers: dict[str, str],
    *,
    country: str,
    by: Membership,
    on: date,
    checked_by: User | None = None,
) -> None:
    """Set the country with the numbers that a named person has checked. Only then does anything open.

    by          who writes it down
    checked_by  who called or looked up every number, where that was somebody else
    """
    checker = checked_by or by.user
    with transaction.atomic():
        clinic.country = country
        clinic.emergency = numbers["emergency"]
        clinic.urgent_advice = numbers.get("urgent_advice", "")
        clinic.crisis = numbers.get("crisis", "")
        clinic.numbers_checked_by, clinic.numbers_checked_on = checker, on
        clinic.save()
        note(
            "clinic.numbers-checked",
            by=by,
            subject=clinic.pk,
            country=country,
            numbers=numbers,
            checked_by=str(checker.pk),
        )


def accept(document: str, version: int, *, by: Membership) -> None:
    """Write that a member accepted a document in a version. The intended use counts for the clinic where an administrator did."""
    with transaction.atomic():
        _, made = Acceptance.objects.get_or_create(
            clinic=by.clinic, user=by.user, document=document, version=version
        )
        if made:
            note("document.accepted", by=by, subject=document, version=version)
        if (document, by.role) == (INTENDED_USE, Role.ADMINISTRATOR) and version > by.clinic.intended_use:
            by.clinic.intended_use = version
            by.clinic.save(update_fields=["intended_use"])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
