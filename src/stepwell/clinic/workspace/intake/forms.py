"""The form of a new person.

Lives here: its fields and what is wrong with them in words. Lives elsewhere: what is written (intake/services.py), the age from which
the pathway applies (a parameter of the knowledge).
"""

from datetime import date
from typing import Any

from django import forms

from stepwell.clinic.accounts.models import CLINICIANS, Membership
from stepwell.clinic.episodes.sealed import Identity

FIRST_YEAR = 1900
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
    born = forms.IntegerField(label="Year of birth", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
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
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        clinicians = Membership.objects.current().of_clinic(member).filter(role__in=CLINICIANS)
        chosen: Any = self.fields["responsible"]
        chosen.queryset = clinicians.select_related("user").order_by("user__name", "role")
        self.initial.setdefault("responsible", member.pk)

    def clean(self) -> dict[str, Any]:
        """Only adults; the year must have happened."""
        found: dict[str, Any] = super().clean() or {}
        born = found.get("born")
        if born is None:
            return found
        years = self.today.year - born
        self.boundary = years == self.adult
        if not FIRST_YEAR <= born <= self.today.year:
            self.add_error("born", f"Write a year from {FIRST_YEAR} to {self.today.year}, such as 1984.")
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
        )
