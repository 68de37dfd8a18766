"""A passkey or an app that makes codes, before staff see a real patient.

Lives here: asking for it. Lives elsewhere: adding one (allauth), the page that asks (accounts/views.py).

A demo and a test have nobody real in them, and ask for nothing.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from stepwell.clinic.accounts.access import access_of
from stepwell.clinic.accounts.models import STAFF, User
from stepwell.clinic.asked import Asked

STRONG = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def has_factor(user: User) -> bool:
    """Whether somebody has a passkey or an app."""
    return bool(Authenticator.objects.filter(user=user, type__in=STRONG).exists())


class SecondFactor:
    """Sends staff without a second factor from the pages of their role to the page that asks for one."""

    def __init__(self, get_response: Callable[[Asked], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Asked) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Asked, view: Any, _args: object, _kwargs: object) -> HttpResponse | None:
        """Nothing where somebody may go on."""
        member = request.membership
        if settings.HOME.mode != "production" or member is None or member.role not in STAFF:
            return None
        match = request.resolver_match
        access = access_of(view, match.view_name if match else None)
        if access is None or isinstance(access.who, str) or has_factor(request.user):
            return None
        return redirect("second_factor")
