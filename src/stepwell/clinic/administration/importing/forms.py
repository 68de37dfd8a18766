"""The form of an import.

Lives here: its fields. Lives elsewhere: reading the file (importing/table.py, importing/bundle.py).
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.fields import offer

LARGEST_BYTES = 5_000_000
SIDES = [("", "Nothing: then the person is left out"), ("left", "Left"), ("right", "Right"), ("both", "Both")]


class ImportForm(forms.Form):
    """A file, who answers for its people, and the side of a Bundle that does not say."""

    file = forms.FileField(
        label="File",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    answers = forms.ChoiceField(label="Who answers for people for whom the file names nobody")
    side = forms.ChoiceField(
        label="Side of the episode where a Bundle does not say", choices=SIDES, required=False
    )

    def __init__(self, data: Any = None, files: Any = None, *, staff: Iterable[Membership]) -> None:
        super().__init__(data, files)
        named = [(str(one.pk), one.user.name or one.user.email) for one in staff]
        offer(self, "answers", [("", "Choose")] * (len(named) > 1) + named)

    def clean(self) -> dict[str, Any]:
        """The text of the file, also where it was sent along with the page that confirms."""
        read: dict[str, Any] = super().clean() or {}
        sent = read.get("file")
        if sent is not None:
            read["text"] = self._text(sent)
        elif not read.get("text"):
            self.add_error("file", "Choose a file.")
        elif len(read["text"]) > LARGEST_BYTES:
            self.add_error("file", "The file is larger than 5 MB. Split it.")
        return read

    def _text(self, sent: Any) -> str:
        try:
            if sent.size > LARGEST_BYTES:
                raise ValidationError("The file is larger than 5 MB. Split it.")
            text = str(sent.read().decode("utf-8-sig"))
            if "\0" in text:
                raise ValidationError("The file is no text. Save it again as CSV UTF-8 or as JSON.")
            return text
        except UnicodeDecodeError:
            self.add_error("file", "The file is not in UTF-8. Save it again as CSV UTF-8 or as JSON.")
        except ValidationError as wrong:
            self.add_error("file", wrong)
        return ""
