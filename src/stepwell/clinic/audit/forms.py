"""What the audit can be narrowed to.

Lives here: reading the filters from the address, and applying them. Lives elsewhere: the page (audit/views.py).
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet

from stepwell.clinic.accounts.models import Membership, Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.audit.words import ACTIONS, action_words
from stepwell.clinic.fields import offer

PATIENTS = "patients"
CLOCK = "clock"
YEARS = range(2000, 2200)
LATEST = 2_000
"""Events among which actions without words of their own are looked for, to be chosen from."""


class Narrowed(forms.Form):
    """Who, what, about what, from which day to which, and before which number."""

    who = forms.ChoiceField(label="Who", required=False)
    action = forms.ChoiceField(label="What", required=False)
    subject = forms.CharField(label="About (id)", max_length=80, required=False, strip=True)
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *given: Any, member: Membership, **named: Any) -> None:
        super().__init__(*given, **named)
        self.member = member
        offer(self, "who", _people(member))
        offer(self, "action", _actions(member))

    def clean(self) -> dict[str, Any]:
        """Days that can be, in their order."""
        values = super().clean() or {}
        for name in ("since", "until"):
            if values.get(name) and values[name].year not in YEARS:
                self.add_error(name, f"Choose a day from {YEARS.start} to {YEARS.stop - 1}.")
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", "This day is before the first. Choose a later one.")
        return values

    def events(self) -> "QuerySet[Event]":
        """The events of the clinic that fit, newest first; none where a filter cannot be read."""
        found: QuerySet[Event] = Event.objects.of_clinic(self.member).filter(chain=self.member.clinic_id)
        if not self.is_valid():
            return found.none()
        return found.filter(**self._wanted()).select_related("actor").order_by("-number")

    def _wanted(self) -> dict[str, Any]:
        values, zone = self.cleaned_data, ZoneInfo(self.member.clinic.time_zone)
        wanted = {
            **_by(values["who"]),
            "action": values["action"],
            "subject": values["subject"],
            "number__lt": values["before"],
        }
        if values["since"]:
            wanted["at__gte"] = datetime.combine(values["since"], time.min, zone)
        if values["until"]:
            wanted["at__lt"] = datetime.combine(values["until"] + timedelta(days=1), time.min, zone)
        return {name: value for name, value in wanted.items() if value not in ("", None)}

    def chosen(self) -> dict[str, str]:
        """The filters that are set, as they stand in the address; without the place in the list."""
        names = [name for name in self.fields if name != "before"]
        return {name: str(self.data[name]) for name in names if self.data.get(name)}


def _by(who: str) -> dict[str, Any]:
    if who == PATIENTS:
        return {"role": Role.PATIENT}
    if who == CLOCK:
        return {"actor__isnull": True}
    return (
        {"actor_id": who, "role__in": [role for role in Role.values if role != Role.PATIENT]} if who else {}
    )


def _people(member: Membership) -> list[tuple[str, str]]:
    """Everybody who works or worked here, the patients as one, and the clock."""
    staff = Membership.objects.of_clinic(member).staff().select_related("user")
    named = {str(one.user_id): one.user.name or one.user.email for one in staff}
    people = sorted(named.items(), key=lambda one: one[1].casefold())
    return [("", "Anybody"), *people, (PATIENTS, "Any patient"), (CLOCK, "Stepwell itself")]


def _actions(member: Membership) -> list[tuple[str, str]]:
    """What can be done, and what was done lately."""
    events = Event.objects.of_clinic(member).filter(chain=member.clinic_id).order_by("-number")
    lately = set(events.values_list("action", flat=True)[:LATEST])
    known = sorted({*ACTIONS, *lately}, key=lambda one: action_words(one).casefold())
    return [("", "Anything"), *((one, action_words(one)) for one in known)]
