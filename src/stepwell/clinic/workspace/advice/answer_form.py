"""What is typed of answers to the questions of an advice, and what is wrong with it in words.

Lives here: a field for each finding. Lives elsewhere: which are asked (advice/deciding.py), whether a number fits another unit better
(intake/units.py), what is written (advice/services.py).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from stepwell.clinic.fields import WritingForm
from stepwell.clinic.workspace.advice.cards import options_of
from stepwell.clinic.workspace.intake.units import Better, better_unit
from stepwell.knowledge.quantities import unscaled
from stepwell.knowledge.types import Finding

SURE = "sure-{}"
"""The name of the tick beside a number whose unit is right, although it fits another one better."""


class AnswersForm(WritingForm):
    """Answers to questions about findings. An empty answer writes nothing: not asked is not no.

    A number here is written in the unit of its finding. Where it fits another unit better, it is asked about again.
    """

    def __init__(self, data: Mapping[str, Any] | None, findings: Iterable[Finding]) -> None:
        super().__init__(data)
        self.findings = tuple(findings)
        for one in self.findings:
            self.fields[one.id] = _answer(one)

    def clean(self) -> dict[str, Any]:
        """Something is answered, and no number fits another unit better."""
        cleaned = super().clean()
        for one in self.findings:
            better = self.better(one)
            if better is not None and (
                better.impossible or self.data.get(SURE.format(one.id)) != better.kept
            ):
                self.errors.pop(one.id, None)
                self.add_error(one.id, f"{better.words} Here it is written in {one.unit}.")
        if not self.errors and not self.answers(cleaned):
            self.add_error(None, "Nothing is answered yet. Answer at least one question.")
        return cleaned

    def better(self, finding: Finding) -> Better | None:
        """The unit that what was typed fits better than that of the finding."""
        try:
            number = float(self.data.get(finding.id, "")) if finding.units else 0.0
        except ValueError:
            return None
        return better_unit(finding, number, finding.unit)

    def kept(self, finding: Finding) -> str:
        """What is ticked where the number is right all the same; empty where nothing is to be asked."""
        better = self.better(finding)
        return "" if better is None or better.impossible else better.kept

    def answers(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """What was answered, by finding."""
        return {one.id: cleaned[one.id] for one in self.findings if cleaned.get(one.id) not in (None, "")}


def _answer(finding: Finding) -> forms.Field:
    if finding.type != "number":
        wrong = "Choose one of the answers."
        return forms.ChoiceField(
            choices=options_of(finding), required=False, error_messages={"invalid_choice": wrong}
        )
    low, high = (unscaled(one, finding.decimals) for one in finding.range or (0, 10**9))
    wrong = f"Write a number from {low} to {high} {finding.unit}".strip() + "."
    messages = dict.fromkeys(
        ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits", "max_whole_digits"), wrong
    )
    return forms.DecimalField(
        required=False,
        min_value=float(low),
        max_value=float(high),
        decimal_places=finding.decimals,
        max_digits=12,
        error_messages=messages,
    )
