"""How allauth behaves here: nobody signs up without an invitation, and nothing tells whether an address has an account.

Lives here: what of allauth is ours. Lives elsewhere: its settings (clinic/settings.py), its pages (templates/account, templates/mfa).
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

UNKNOWN = "account/email/unknown_account"
PREFIX = "Stepwell: "
WAYS = {
    "reauthenticate": "By the password",
    "reauthenticate_by_code": "By a code that comes by e-mail",
    "mfa_reauthenticate": "By the app, or a recovery code",
    "mfa_reauthenticate:webauthn": "By the passkey",
}
"""Ways of proving again who somebody is, in our words."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by invitation, by the first command, or by an import."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation makes the account (accounts/services.py)."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether somebody may be sent on to an address; one that cannot be read is none."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count for an account and the place they came from together: failing elsewhere locks nobody out.

        The name is allauth's, which counts for the account alone. A test fails where a new version no longer asks it.
        """
        return (
            f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"
        )

    def get_user_display(self, user: Any) -> str:
        """What messages call somebody."""
        return str(user.name or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message, but none to an address that has no account: anybody could have typed it."""
        if template_prefix != UNKNOWN:
            super().send_mail(template_prefix, email, context)

    def format_email_subject(self, subject: str) -> str:
        """A subject that says which program writes, and nothing of a clinic or of health."""
        return f"{PREFIX}{subject}"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody can prove again who they are."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS[way["id"]]} for way in ways]


def name_of_attempt(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Whose account an attempt to sign in is about: attempts are counted for an address and a place together."""
    tried = credentials or {}
    typed = tried.get("email") or tried.get("username") or request.POST.get("login", "")
    return str(typed).strip().lower()
