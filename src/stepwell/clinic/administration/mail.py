"""The message of an invitation.

Lives here: its words, and sending it. Lives elsewhere: the invitation (accounts/services.py), where mail goes (clinic/settings.py).

The subject names no clinic and nothing of health; the secret stands in the link and nowhere else.
"""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from stepwell.clinic.accounts.models import Invitation, Membership, Role
from stepwell.clinic.accounts.services import INVITED_DAYS, Refused, invite, withdraw_invitation
from stepwell.clinic.episodes.models import Person
from stepwell.errors import Fault

SUBJECT = "Stepwell: you have an invitation"


def link_of(secret: str) -> str:
    """The address that a secret opens."""
    return f"{settings.HOME.address.geturl().rstrip('/')}{reverse('invitation', args=[secret])}"


def invite_by_mail(
    *, email: str, role: Role, by: Membership, name: str = "", person: Person | None = None
) -> Invitation:
    """Make an invitation and send it. raises Refused where it cannot be sent; then there is none"""
    made, secret = invite(by.clinic, email=email, role=role, by=by, name=name, person=person)
    values = {
        "clinic": by.clinic,
        "role": made.get_role_display(),
        "patient": role == Role.PATIENT,
        "link": link_of(secret),
        "days": INVITED_DAYS,
    }
    text = render_to_string("administration/invitation.txt", values)
    try:
        send_mail(SUBJECT, text, None, [made.email])
    except (OSError, SMTPException):
        withdraw_invitation(made, by=by)
        problem = "the message could not be sent, and there is no invitation."
        raise Refused([Fault("email", 0, problem, "Look at the address, and at STEPWELL_MAIL.")]) from None
    return made
