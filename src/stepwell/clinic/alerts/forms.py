"""The form that says that somebody has seen an emergency."""

from django import forms


class SeenForm(forms.Form):
    """Which alert, and how many causes the page showed: what came afterwards was not seen."""

    alert = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=1, max_value=10**6, widget=forms.HiddenInput)
