"""The forms of a clinic's own affairs.

Lives here: fields, and what is wrong with them in words. Lives elsewhere: what is written (accounts/services.py), the pages
(administration/*.py).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError

from stepwell.clinic.accounts.calling import CHECKED
from stepwell.clinic.accounts.models import STAFF, Membership, Role
from stepwell.clinic.fields import offer

LONGEST_KEPT = 100
STAFF_ROLES = [(str(role), role.label) for role in STAFF]


class ClinicForm(forms.Form):
    """What the clinic is called, and where it is."""

    name = forms.CharField(label="Name", max_length=120)
    phone = forms.CharField(
        label="Phone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        help_text="For patients who call in office hours.",
    )
    time_zone = forms.CharField(
        label="Time zone",
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones"}),
        help_text="Such as Europe/Madrid. It decides when a day begins.",
    )

    def clean_time_zone(self) -> str:
        """A zone of the IANA table."""
        zone = str(self.cleaned_data["time_zone"])
        if zone not in available_timezones():
            raise ValidationError("There is no such time zone. Write it as Europe/Madrid.")
        return zone


class KeepingForm(forms.Form):
    """For how long a closed episode is kept."""

    retention_years = forms.IntegerField(
        label="Years to keep a closed episode",
        min_value=1,
        max_value=LONGEST_KEPT,
        help_text="The law of your country says how long it must be kept, and how long it may be.",
    )


class NumbersForm(forms.Form):
    """The numbers of a country, typed by whoever called or looked them up."""

    emergency = forms.CharField(label="Emergency", max_length=40)
    urgent_advice = forms.CharField(label="Urgent advice", max_length=40, required=False)
    crisis = forms.CharField(label="Crisis line", max_length=40, required=False)
    checked_by = forms.ChoiceField(label="Checked by")
    checked_on = forms.DateField(label="Checked on", widget=forms.DateInput(attrs={"type": "date"}))
    confirmed = forms.BooleanField(
        label="Each number above was called, or looked up where its service publishes it."
    )

    def __init__(self, data: Any, *, staff: Iterable[Membership], today: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        named = {str(one.user_id): one.user.name or one.user.email for one in staff}
        offer(self, "checked_by", named.items())

    def clean(self) -> dict[str, Any]:
        """Every number has a digit; nothing was checked tomorrow."""
        read: dict[str, Any] = super().clean() or {}
        for name in CHECKED:
            if read.get(name) and not any(sign.isdigit() for sign in read[name]):
                self.add_error(name, "There is no number in it. Write the number, or leave it empty.")
        if read.get("checked_on") and read["checked_on"] > self.today:
            self.add_error("checked_on", "This day is still to come.")
        return read


class CountryForm(forms.Form):
    """Which country it is: one of the knowledge, or another by its two letters."""

    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label="Another country, by its two letters",
        error_messages={"invalid": "Write the two letters of the country, such as NL."},
        widget=forms.TextInput(attrs={"size": 4, "maxlength": 2, "autocapitalize": "characters"}),
    )

    def clean_country(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["country"]).upper()


class InviteForm(forms.Form):
    """Somebody who should join as staff."""

    name = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label="Role", choices=STAFF_ROLES)

    def clean_role(self) -> Role:
        """One of the roles of staff."""
        return Role(self.cleaned_data["role"])


class AddressForm(forms.Form):
    """To which address an invitation to somebody's own pages goes."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="Read it back to the person: whoever reads this mail sees their pages.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class RoleForm(forms.Form):
    """A role to add."""

    role = forms.ChoiceField(label="Role to add")

    def __init__(self, data: Any, *, has: Iterable[str]) -> None:
        super().__init__(data)
        held = set(has)
        offer(self, "role", [one for one in STAFF_ROLES if one[0] not in held])


class EraseForm(forms.Form):
    """The name of the person, typed, and why."""

    REASONS = (("asked-by-person", "The person asked for it"), ("retention", "It was kept long enough"))

    reason = forms.ChoiceField(label="Why", choices=REASONS, widget=forms.RadioSelect)
    typed = forms.CharField(
        label="Type the person's name", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any, *, name: str, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.name = name

    def clean_typed(self) -> str:
        """The name, but for case and spaces."""
        typed = str(self.cleaned_data["typed"])
        if " ".join(typed.split()).casefold() != " ".join(self.name.split()).casefold():
            raise ValidationError("This is not the name above. Nothing was erased.")
        return typed
