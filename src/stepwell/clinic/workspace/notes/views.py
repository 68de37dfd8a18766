"""Notes to a patient.

Lives here: the page of notes and sending one. Lives elsewhere: what is written (notes/services.py), whom to call
(templates/advice/_numbers.html).
"""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.services import Conflict
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.advice.deciding import keep
from stepwell.clinic.workspace.advice.heads import head_values
from stepwell.clinic.workspace.notes.forms import NoteForm
from stepwell.clinic.workspace.notes.services import Note, notes_of, send
from stepwell.clinic.workspace.shared import episode_of, member_of


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: Asked, episode: UUID) -> HttpResponse:
    """The notes that were sent, and a new one."""
    found = episode_of(request, episode)
    sent = notes_of(found)
    corrects = _corrected(request, sent)
    initial = {
        "key": str(uuid.uuid4()),
        "seen": found.count,
        "corrects": corrects.number if corrects else None,
    }
    form = NoteForm(request.POST if request.method == "POST" else None, initial=initial)
    news: list[Any] = []
    if request.method == "POST" and form.is_valid():
        typed = {**form.cleaned_data, "corrects": corrects.number if corrects else None}
        try:
            send(found, typed, by=member_of(request))
        except Conflict as wrong:
            news = keep(form, found, wrong)
        else:
            messages.success(request, "The note is sent. It cannot be changed; a correction can follow.")
            return redirect("notes", episode)
    form.mend(found.count)
    values = {
        **head_values(request, found, pathway_of(found.person.clinic)),
        "notes": sent,
        "form": form,
        "news": news,
        "corrects": corrects,
    }
    return page(request, "notes/notes.html", values)


def _corrected(request: Asked, sent: list[Note]) -> Note | None:
    """The note that is to be put right, where it is one of this episode and was not corrected yet."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted = asked.get("corrects", "")
    return next((one for one in sent if str(one.number) == wanted and one.corrected_by is None), None)
