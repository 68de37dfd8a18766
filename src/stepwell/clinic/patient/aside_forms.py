"""The form that deals with one event that was set aside."""

from datetime import date
from typing import Any

from django import forms

from stepwell.clinic.patient.quarantine import OUTCOMES

WRITE = "write"
"""Write it into the record as the phone sent it."""


class AsideForm(forms.Form):
    """Which event, what to do with it, and on which day it is written."""

    event = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    do = forms.ChoiceField(choices=[(one, one) for one in (WRITE, *OUTCOMES)])
    on = forms.DateField(label="Day", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """What is written has a day, and none that is to come."""
        cleaned: dict[str, Any] = super().clean() or {}
        on = cleaned.get("on")
        if cleaned.get("do") == WRITE and (on is None or on > self.today) and "on" not in self.errors:
            self.add_error("on", "Choose the day on which it was so: today, or a day before.")
        return cleaned
