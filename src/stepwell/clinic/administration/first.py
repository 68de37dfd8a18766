"""The first clinic, by one call of a command.

Lives here: founding it with a link for its first administrator. Lives elsewhere: the command (operations/), joining
(accounts/views.py).
"""

from django.db import transaction

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.accounts.services import found_clinic, invite
from stepwell.clinic.administration.mail import link_of


def found(name: str, email: str) -> str:
    """Found a clinic and invite its first administrator.

    name     of the clinic
    email    of the administrator
    returns  the link that signs them in once, within a week. It is shown once and not kept: only its hash is
    """
    with transaction.atomic():
        member = found_clinic(name, administrator=email)
        _, secret = invite(member.clinic, email=email, role=Role.ADMINISTRATOR, by=member)
    return link_of(secret)
