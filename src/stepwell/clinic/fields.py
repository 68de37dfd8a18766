"""What forms share: the key and the count of every form that writes, and choices that are known only when a form is made.

Lives here: those fields. Lives elsewhere: what they prevent (episodes/services.py: writing twice, and over somebody else's writing).
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

INCOMPLETE = "The form came incomplete. Nothing was saved. Look at it and send it again."


class KeyForm(forms.Form):
    """A form that writes: it carries a key, so that sending twice writes once."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What is hidden must be there: without it, sending twice would write twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        if any(cleaned.get(name) in (None, "") for name in ("key", "seen") if name in self.fields):
            self.add_error(None, INCOMPLETE)
        return cleaned

    def mend(self, count: int) -> None:
        """Give a form that came without key or count new ones, so that it can be sent again."""
        if self.is_bound and INCOMPLETE in self.non_field_errors():
            self.retype(key=uuid.uuid4(), seen=count)

    def retype(self, **values: object) -> None:
        """Show other values than were sent; everything else stays as it was typed."""
        typed = {name: self.data.get(name, "") for name in self.data}
        self.data = {**typed, **{name: str(value) for name, value in values.items()}}


class WritingForm(KeyForm):
    """A form that writes in what somebody looked at: it says how many entries there were when its page was made."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=10**9, widget=forms.HiddenInput)


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set what can be chosen in a field of a form."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice")
    field.choices = list(choices)
