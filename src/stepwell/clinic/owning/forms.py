"""The forms of a person's own rights.

Lives here: fields, and what is wrong with them in words. Lives elsewhere: what is written (owning/*.py).
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stepwell.clinic.fields import KeyForm, WritingForm
from stepwell.clinic.owning.correcting import Correctable, value_of
from stepwell.records.faults import Unreadable

DAYS = ((7, _("7 days")), (30, _("30 days")))
"""For how long a link can be opened. AUTHORED: a week is the default, and a month is the most."""


class CorrectForm(WritingForm):
    """What a person says instead. `value` is what the line gets; None takes the old answer back."""

    answer = forms.CharField(max_length=40, required=False, strip=True)
    beside = forms.CharField(max_length=40, required=False)

    def __init__(self, data: Any, *, found: Correctable, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.found = found

    def clean(self) -> dict[str, Any]:
        """An answer of the question, and no other beside it."""
        cleaned = super().clean()
        typed, beside = str(cleaned.get("answer", "")), str(cleaned.get("beside", ""))
        if typed and beside:
            self.add_error("answer", _("There is an answer, and another beside it. Keep one."))
            return cleaned
        try:
            cleaned["value"] = value_of(self.found, typed or beside)
        except Unreadable as wrong:
            self.add_error("answer", f"{wrong.problem} {wrong.remedy}")
        return cleaned


class ShareForm(KeyForm):
    """For how many days a link can be opened."""

    days = forms.TypedChoiceField(
        label=_("How long can it be opened?"), choices=DAYS, coerce=int, initial=7, widget=forms.RadioSelect
    )


class NameForm(forms.Form):
    """The person's own name, typed, before something that cannot be undone."""

    typed = forms.CharField(
        label=_("Type your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )

    def __init__(self, data: Any, *, name: str) -> None:
        super().__init__(data)
        self.name = name

    def clean_typed(self) -> str:
        """The name, but for case and spaces."""
        typed = str(self.cleaned_data["typed"])
        if " ".join(typed.split()).casefold() != " ".join(self.name.split()).casefold():
            raise ValidationError(_("This is not the name above. Nothing was done."))
        return typed


class KeepForm(forms.Form):
    """Why a record is kept although the person asked to erase it, in words for them."""

    reason = forms.CharField(
        label=_("Why it is kept, in words for the person"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Name the law or the duty, and until when it holds. The person reads this."),
    )
