"""The forms of signing in and of joining.

Lives here: their fields and what is wrong with them in words. Lives elsewhere: what is written (accounts/services.py), the other
forms of signing in (allauth).
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context, ratelimit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from stepwell.clinic.accounts.models import Invitation, Role, User

NAME_LENGTH = 120


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """An address to which a code is sent.

    How often is counted for the address and the place that asks together. Counted for the address alone, as allauth does, anybody could
    keep somebody from signing in by asking for codes in their name.
    """

    def clean_email(self) -> str:
        """The address; the form takes one that has no account, too."""
        adapter, email = get_adapter(), str(self.cleaned_data["email"])
        if email:
            key = f"{email.lower()}:{adapter.get_client_ip(context.request)}"
            if not ratelimit.consume(context.request, action="request_login_code", key=key):
                raise adapter.validation_error("too_many_login_attempts")
            found = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
            self._user = found[0] if found else None
        return email


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """An address, and a password for those who have one; without it a code is sent."""

    def _setup_password_field(self) -> None:
        self.fields["password"].required = False
        self.fields["password"].help_text = _("Leave it empty, and a code comes by e-mail.")
        self.fields["login"].widget.attrs.update(autocomplete="username webauthn", autofocus=True)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def _clean_without_password(self, email: str | None, phone: str | None) -> Any:
        """Asks for a code, as the page for it does."""
        form = CodeForm({"email": email or ""})
        if form.is_valid() and email:
            self.user = form._user
            return self.cleaned_data
        wrong = form.errors.get("email") or [get_adapter().validation_error("invalid_login")]
        for one in wrong:
            self.add_error("login", one)
        return self.cleaned_data


class JoinForm(forms.Form):
    """What somebody says who uses an invitation. A patient's name is known already, and is sealed with the person."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        help_text=_("As colleagues and letters should see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=256,
        help_text=_("You can leave it empty: a passkey is safer, and a code by e-mail always works."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, data: Any = None) -> None:
        super().__init__(data, initial={"name": invitation.name})
        self.invitation = invitation
        if invitation.role == Role.PATIENT:
            del self.fields["name"]

    def clean_password(self) -> str:
        """A password that is long enough and not well known, or none."""
        password = str(self.cleaned_data.get("password") or "")
        if password:
            validate_password(password, User(email=self.invitation.email, name=self.data.get("name", "")))
        return password
