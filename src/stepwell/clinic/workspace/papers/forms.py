"""The form of a letter."""

from django import forms

from stepwell.clinic.fields import KeyForm
from stepwell.clinic.workspace.papers.services import LANGUAGES
from stepwell.documents.pdf.letter import kinds


class LetterForm(KeyForm):
    """Which letter, in which language, to whom. A key, so that sending twice writes once."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in kinds()])
    language = forms.ChoiceField(choices=list(LANGUAGES.items()))
    receiver = forms.CharField(max_length=120, required=False)
