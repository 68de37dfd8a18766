"""The form of own values: one number for each parameter that has a range.

Lives here: fields with their limits, and which values differ from those delivered. Lives elsewhere: whether the knowledge is sound
with them (library/local.py), who would move (library/moving.py).
"""

from typing import Any

from django import forms

from stepwell.clinic.library.local import Numbers
from stepwell.knowledge.types import Parameter, Pathway

REASON = "reason"
LONGEST_REASON = 1_000


def can_change(one: Parameter) -> bool:
    """Whether a clinic has a choice: a range of one number is none."""
    return one.range is not None and one.range[0] < one.range[1]


class Values(forms.Form):
    """Every parameter that can be changed, under its own id, and the reason."""

    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": "Say why. It stays with the version."},
    )

    def __init__(self, *given: Any, pathway: Pathway, own: Numbers, **named: Any) -> None:
        """A form.

        pathway  the knowledge as delivered
        own      the own values that hold now
        """
        super().__init__(*given, **named)
        self.pathway, self.own = pathway, own
        for one in pathway.parameters.values():
            if can_change(one):
                self.fields[one.id] = _field(one, own.get(one.id, one.value))

    def values(self) -> dict[str, float]:
        """All own values as they are wished: those that differ from what is delivered. An empty field is as delivered."""
        wished = {}
        for name, one in self.pathway.parameters.items():
            value = self.cleaned_data.get(name)
            if name in self.fields and value is not None and value != one.value:
                wished[name] = value
        return wished

    def clean(self) -> dict[str, Any]:
        """That something changes."""
        values = super().clean() or {}
        if not self.errors and self.values() == dict(self.own):
            self.add_error(None, "No value is other than before. Change one, then look again.")
        return values


def _field(one: Parameter, value: float) -> forms.Field:
    """A number inside the range; whole where the delivered one is whole."""
    low, high = one.range or (one.value, one.value)
    limits = f"Write a number from {low:g} to {high:g}."
    errors = {"min_value": limits, "max_value": limits, "invalid": limits}
    kind: Any = forms.IntegerField if isinstance(one.value, int) else forms.FloatField
    made: forms.Field = kind(
        label=one.title, required=False, min_value=low, max_value=high, initial=value, error_messages=errors
    )
    return made
