"""The forms of the caseload."""

from datetime import date, timedelta
from typing import Any

from django import forms

from stepwell.clinic.fields import KeyForm

LONGEST = 90
"""Days for which somebody can be put aside at most, so that nobody is forgotten."""


class SnoozeForm(KeyForm):
    """Until when, and why."""

    until = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="Why", max_length=200)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        """A day to come, and not too far."""
        until: date = self.cleaned_data["until"]
        if not self.today < until <= self.today + timedelta(LONGEST):
            raise forms.ValidationError(f"Choose a day after today, and at most {LONGEST} days ahead.")
        return until
