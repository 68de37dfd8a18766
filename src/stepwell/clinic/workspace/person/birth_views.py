"""Adding the day of birth to somebody of whom only the year is known.

Lives here: the form, the page, what is written. Lives elsewhere: reading a day (intake/forms.py), who a person is (episodes/sealed.py).
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import change_identity
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.episodes.services import Conflict, add_entry, today_of
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.intake.forms import day_of_birth
from stepwell.clinic.workspace.person.head import age_on
from stepwell.clinic.workspace.shared import author_of, episode_of, member_of, person_values, words_of
from stepwell.errors import RecordError

KIND = "correction"


class BirthForm(forms.Form):
    """The whole day, in the year that is known."""

    born = forms.CharField(
        label="Date of birth", max_length=10, help_text="As 1984-03-14 or 14.3.1984", strip=True
    )

    def __init__(self, data: Any, *, year: int) -> None:
        super().__init__(data)
        self.year = year

    def clean_born(self) -> date:
        """A day of that year."""
        day = day_of_birth(self.cleaned_data["born"])
        if day is None:
            raise forms.ValidationError("Write the day as 1984-03-14 or 14.3.1984.")
        if day.year != self.year:
            words = f"The record says {self.year}. Look at a document, and write a day of that year."
            raise forms.ValidationError(words)
        return day


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def birthday(request: Asked, episode: UUID) -> HttpResponse:
    """The day of birth, once; whoever has one goes back to their page."""
    found = episode_of(request, episode)
    values = person_values(request, found)
    if values["identity"].birthday:
        return redirect("person", found.pk)
    form = BirthForm(request.POST if request.method == "POST" else None, year=values["identity"].born)
    if form.is_valid():
        try:
            _write(request, found, values["identity"], form.cleaned_data["born"])
        except (Conflict, RecordError) as wrong:
            form.add_error(None, " ".join(words_of(wrong)).capitalize())
        else:
            messages.success(request, "The day of birth is written down.")
            return redirect("person", found.pk)
    return page(request, "person/birth.html", values | {"form": form})


def _write(request: Asked, episode: Episode, identity: Identity, day: date) -> None:
    """Who they are with the day, and the age that follows from it. raises Conflict, RecordError"""
    known = replace(identity, birthday=day.isoformat())
    age = {"finding": "age", "value": age_on(today_of(episode.person.clinic), known)}
    with transaction.atomic():
        change_identity(episode.person, known)
        add_entry(episode, KIND, [age], by=author_of(request))
        note("person.corrected", by=member_of(request), subject=episode.pk, fields=["birthday"])
