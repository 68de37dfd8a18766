"""The form that records outcome measures: a field for each, as the knowledge describes it.

Lives here: fields, and the lines that follow. Lives elsewhere: which measures there are (workspace/person/measures.py), writing
(episodes/services.py).
"""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from stepwell.clinic.fields import WritingForm
from stepwell.clinic.workspace.person.measures import CHECK, MEASURES, SCORE, TOOL
from stepwell.documents.codes import uncoded
from stepwell.knowledge.types import Finding, Pathway

ASKED = (*(one.finding for one in MEASURES if one.finding != SCORE), TOOL, SCORE)
EARLIEST = timedelta(days=3 * 365)


class OutcomeForm(WritingForm):
    """Measures of one day. Each may be left empty, not all of them."""

    on = forms.DateField(label="Measured on", widget=forms.DateInput(attrs={"type": "date"}))
    check = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, pathway: Pathway, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pathway, self.today = pathway, today
        self.fields["check"].label = f"Count this as: {pathway.interventions[CHECK].title.lower()}, done"
        for name in ASKED:
            self.fields[name] = _field(pathway.findings[name])

    @classmethod
    def fresh(cls, pathway: Pathway, today: date, count: int) -> "OutcomeForm":
        """An empty form."""
        initial = {"on": today, "check": True, "seen": count, "key": uuid.uuid4()}
        return cls(pathway=pathway, today=today, initial=initial)

    @property
    def measures(self) -> list[forms.BoundField]:
        """The fields of the measures, in their order."""
        return [self[name] for name in ASKED]

    def clean_on(self) -> date:
        """A day that has come and is not years ago."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("This day has not come yet. Choose today or an earlier one.")
        if on < self.today - EARLIEST:
            raise forms.ValidationError("This day is more than three years ago. Check the year.")
        return on

    def clean(self) -> dict[str, Any]:
        """At least one measure; a score with its tool."""
        values = super().clean() or self.cleaned_data
        if not any(_given(values.get(name)) for name in ASKED) and not self.errors:
            raise forms.ValidationError("Nothing was entered. Fill in at least one measure.")
        if _given(values.get(SCORE)) and not values.get(TOOL):
            self.add_error(TOOL, "Name the tool that gives this score.")
        if values.get(TOOL) and not _given(values.get(SCORE)) and SCORE not in self.errors:
            self.add_error(SCORE, "Enter the total score of this tool.")
        return values

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the record: one for each measure that was entered, and that the check is done."""
        values: Mapping[str, Any] = self.cleaned_data
        on = values["on"].isoformat()
        found = [
            {"finding": name, "value": _plain(values[name]), "on": on}
            for name in ASKED
            if _given(values[name])
        ]
        return [*found, {"finding": CHECK, "value": "done", "on": on}] if values["check"] else found


def _given(value: object) -> bool:
    return value is not None and value != ""


def _plain(value: Decimal | str) -> int | float | str:
    if isinstance(value, str):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _field(finding: Finding) -> forms.Field:
    """A number in its range, or a choice; the question to the clinician is the help."""
    label = uncoded(finding.title)
    asked = finding.ask.get("patient") or finding.ask.get("clinician", "")
    if finding.type == "choice":
        options = [("", "Not asked"), *finding.options.items()]
        return forms.ChoiceField(label=label, choices=options, required=False, help_text=asked)
    low, high = (Decimal(end) / 10**finding.decimals for end in finding.range or (0, 0))
    return forms.DecimalField(
        label=f"{label} ({finding.unit})" if finding.unit else label,
        required=False,
        min_value=low,
        max_value=high,
        max_digits=8,
        decimal_places=finding.decimals,
        help_text=asked,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )
