"""The form of a new person.

Lives here: its fields and what is wrong with them in words. Lives elsewhere: what is written (intake/services.py), the age from which
the pathway applies (a parameter of the knowledge).
"""

import re
from datetime import date
from typing import Any

from django import forms

from stepwell.clinic.accounts.models import CLINICIANS, Membership
from stepwell.clinic.episodes.sealed import Identity

FIRST_YEAR = 1900
DATE_OR_YEAR = "Write the date of birth as 1984-03-14 or 14.3.1984, or the year alone."
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
SIDES = (("left", "Left"), ("right", "Right"), ("both", "Both"))


class Clinicians(forms.ModelChoiceField[Membership]):
    """The clinicians of a clinic, by name and role."""

    def label_from_instance(self, obj: Membership) -> str:
        """As the list shows one."""
        return f"{obj.user.name or obj.user.email}, {obj.get_role_display().lower()}"


class NewPerson(forms.Form):
    """Who comes, on which side it hurts, and who answers for them.

    turned  asked only of somebody who comes of age this year
    again   asked only where the clinic has somebody of this name and year
    """

    name = forms.CharField(label="Name", max_length=120, help_text="As on letters")
    called = forms.CharField(
        label="Called", max_length=60, required=False, help_text="If they go by another name"
    )
    born = forms.CharField(
        label="Date of birth",
        max_length=10,
        help_text="As 1984-03-14 or 14.3.1984. The year alone, where nobody knows the day",
        error_messages={"max_length": DATE_OR_YEAR},
    )
    turned = forms.BooleanField(required=False)
    email = forms.EmailField(label="E-mail", max_length=200, required=False, help_text="Optional")
    phone = forms.CharField(label="Phone", max_length=40, required=False, help_text="Optional")
    side = forms.ChoiceField(
        label="Painful side",
        choices=SIDES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the side on which it hurts."},
    )
    responsible = Clinicians(
        label="Responsible clinician", queryset=Membership.objects.none(), empty_label=None
    )
    again = forms.BooleanField(required=False)

    def __init__(self, *args: Any, member: Membership, today: date, adult: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today, self.adult = today, adult
        self.boundary = False
        self.birthday: date | None = None
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        clinicians = Membership.objects.current().of_clinic(member).filter(role__in=CLINICIANS)
        chosen: Any = self.fields["responsible"]
        chosen.queryset = clinicians.select_related("user").order_by("user__name", "role")
        self.initial.setdefault("responsible", member.pk)

    def clean_born(self) -> int:
        """The year; the whole day is kept beside it where it was written."""
        written = self.cleaned_data["born"].strip()
        if written.isascii() and written.isdigit() and len(written) == 4:
            return int(written)
        self.birthday = day_of_birth(written)
        if self.birthday is None:
            raise forms.ValidationError(DATE_OR_YEAR)
        return self.birthday.year

    def _years(self, born: int) -> int:
        """How old they are, as far as that is known: by the day of birth, or what they turn in this year."""
        years = self.today.year - born
        if self.birthday and (self.today.month, self.today.day) < (self.birthday.month, self.birthday.day):
            years -= 1
        return years

    def clean(self) -> dict[str, Any]:
        """Only adults; the birth must have happened."""
        found: dict[str, Any] = super().clean() or {}
        born = found.get("born")
        if born is None:
            return found
        years = self._years(born)
        self.boundary = years == self.adult and self.birthday is None
        if not FIRST_YEAR <= born <= self.today.year:
            self.add_error("born", f"Write a year from {FIRST_YEAR} to {self.today.year}. {DATE_OR_YEAR}")
        elif years < self.adult:
            self.add_error(
                "born", f"The pathway is for adults: {self.adult} or older. Refer a younger person elsewhere."
            )
        elif self.boundary and not found.get("turned"):
            self.add_error(
                "turned", f"They may still be {self.adult - 1}. Confirm that they have turned {self.adult}."
            )
        return found

    def identity(self) -> Identity:
        """Who the person is."""
        given = self.cleaned_data
        return Identity(
            name=" ".join(given["name"].split()),
            born=given["born"],
            called=given["called"].strip(),
            email=given["email"],
            phone=given["phone"].strip(),
            birthday=self.birthday.isoformat() if self.birthday else "",
        )


def day_of_birth(written: str) -> date | None:
    """A whole day as it was typed; None where it is none.

    >>> day_of_birth("14.3.1984"), day_of_birth("1984-03-14"), day_of_birth("31.2.1984")
    (datetime.date(1984, 3, 14), datetime.date(1984, 3, 14), None)
    """
    if match := _ISO.fullmatch(written):
        parts = [int(part) for part in match.groups()]
    elif match := _DOTTED.fullmatch(written):
        parts = [int(part) for part in reversed(match.groups())]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None
