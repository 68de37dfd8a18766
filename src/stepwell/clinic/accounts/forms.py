"""The forms of signing in and of joining.

Lives here: their fields and what is wrong with them in words. Lives elsewhere: what is written (accounts/services.py), the other
forms of signing in (allauth).
"""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from stepwell.clinic.accounts.models import Invitation, Role, User

NAME_LENGTH = 120


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """An address, and a password for those who have one; without it a code is sent."""

    def _setup_password_field(self) -> None:
        self.fields["password"].required = False
        self.fields["password"].help_text = "Leave it empty, and a code comes by e-mail."
        self.fields["login"].widget.attrs.update(autocomplete="username webauthn", autofocus=True)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class JoinForm(forms.Form):
    """What somebody says who uses an invitation. A patient's name is known already, and is sealed with the person."""

    name = forms.CharField(
        label="Your name",
        max_length=NAME_LENGTH,
        help_text="As colleagues and letters should see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=256,
        help_text="You can leave it empty: a passkey is safer, and a code by e-mail always works.",
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
