"""A passkey or an app that makes codes, before staff see a real patient.

Lives here: asking for it. Lives elsewhere: adding one (allauth), the page that asks (accounts/views.py).

A demo and a test have nobody real in them, and ask for nothing.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from stepwell.clinic.accounts.access import Access
from stepwell.clinic.accounts.gates import Gate
from stepwell.clinic.accounts.models import STAFF, Membership, User
from stepwell.clinic.asked import Asked

STRONG = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def has_factor(user: User) -> bool:
    """Whether somebody has a passkey or an app."""
    return bool(Authenticator.objects.filter(user=user, type__in=STRONG).exists())


class SecondFactor(Gate):
    """Sends staff without a second factor from the pages of their role to the page that asks for one."""

    def instead(self, request: Asked, member: Membership, access: Access, name: str) -> HttpResponse | None:
        """The page that asks for one; nothing where there is one, or nobody real."""
        if settings.HOME.mode != "production" or member.role not in STAFF or has_factor(request.user):
            return None
        return redirect("second_factor")
