"""Who may open which page.

Lives here: what a view says of itself. Lives elsewhere: refusing whatever says nothing (clinic/middleware.py), which rows somebody sees
(the querysets of each model).

    @allowed(*CLINICIANS)                  signed in, in one of these roles of a clinic that is open
    @allowed(Role.ADMINISTRATOR, opened=False)   before the clinic is open, too
    @signed_in                             anybody who has signed in, whatever their role
    @public                                anybody
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from stepwell.clinic.accounts.models import Role

View = TypeVar("View", bound=Callable[..., Any])

ANYBODY = "anybody"
SIGNED_IN = "signed-in"


@dataclass(frozen=True)
class Access:
    """Who may open a page: `who` is ANYBODY, SIGNED_IN or the roles; `opened` whether the clinic must be open."""

    who: str | frozenset[Role]
    opened: bool = True

    @property
    def of_patients(self) -> bool:
        """Whether it is a person's own page, which nobody else opens."""
        return self.who == frozenset((Role.PATIENT,))

    @property
    def words(self) -> str:
        """As the table of pages writes it."""
        return self.who if isinstance(self.who, str) else " ".join(sorted(self.who))


def allowed(*roles: Role, opened: bool = True) -> Callable[[View], View]:
    """For these roles of the clinic in which somebody works now."""

    def mark(view: View) -> View:
        view.access = Access(frozenset(roles), opened)  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """For everybody who has signed in."""
    view.access = Access(SIGNED_IN, opened=False)  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """For everybody."""
    view.access = Access(ANYBODY, opened=False)  # type: ignore[attr-defined]
    return view


OF_OTHERS = {
    **dict.fromkeys(
        (
            "account_login", "account_logout", "account_request_login_code", "account_confirm_login_code",
            "account_inactive", "account_reset_password", "account_reset_password_done",
            "account_reset_password_from_key", "account_reset_password_from_key_done",
            "account_email_verification_sent", "account_confirm_email",
            "mfa_authenticate", "mfa_login_webauthn", "mfa_trust", "set_language",
        ),
        Access(ANYBODY, opened=False),
    ),
    **dict.fromkeys(
        (
            "account_reauthenticate", "account_request_reauthentication_code",
            "account_confirm_reauthentication_code", "account_change_password", "account_set_password",
            "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index",
            "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
            "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn",
            "mfa_remove_webauthn",
        ),
        Access(SIGNED_IN, opened=False),
    ),
}  # fmt: skip
"""Pages of libraries, by their names. What is not named here cannot be opened."""


def access_of(view: Any, name: str | None) -> Access | None:
    """Who may open a view; None where nobody said."""
    found: Access | None = getattr(view, "access", None)
    return found or OF_OTHERS.get(name or "")
