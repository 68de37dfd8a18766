"""How allauth behaves here: nobody signs up without an invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by invitation, by the first command, or by an import."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation makes the account (accounts/services.py)."""
        return False

    def get_user_display(self, user: Any) -> str:
        """What messages call somebody."""
        return str(user.name or user.email)
