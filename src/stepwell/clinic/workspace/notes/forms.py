"""What is typed of a note to a patient.

Lives here: the field and its faults. Lives elsewhere: what is written (notes/services.py).
"""

from django import forms

from stepwell.clinic.fields import WritingForm

LONGEST = 1000
"""Characters of a note."""


class NoteForm(WritingForm):
    """One note. `corrects` is the number of the entry that it puts right."""

    text = forms.CharField(
        label="Note",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
        error_messages={
            "required": "Write the note first.",
            "max_length": f"A note has at most {LONGEST} characters. Shorten it.",
        },
    )
    corrects = forms.IntegerField(required=False, min_value=1, max_value=10**9, widget=forms.HiddenInput)
