"""Outcome measures of one person: seeing them, recording them.

Lives here: finding, validating, rendering. Lives elsewhere: measures in words (person/measures.py), the form (person/outcome_form.py).
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import add_entry, basis, today_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.person.measures import measured, overall
from stepwell.clinic.workspace.person.outcome_form import OutcomeForm
from stepwell.clinic.workspace.person.views import with_plan
from stepwell.clinic.workspace.shared import author_of, episode_of, words_of
from stepwell.errors import StepwellError


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcomes(request: Asked, episode: UUID) -> HttpResponse:
    """Every measure with the change that matters, and the form that records them."""
    found = episode_of(request, episode)
    pathway, today = pathway_of(found.person.clinic), today_of(found.person.clinic)
    if request.method != "POST":
        return _shown(request, found, OutcomeForm.fresh(pathway, today, found.count), [])
    form = OutcomeForm(request.POST, pathway=pathway, today=today)
    if not form.is_valid():
        return _shown(request, found, form, [])
    values = form.cleaned_data
    try:
        add_entry(
            found, "outcomes", form.lines(), by=author_of(request), key=values["key"], seen=values["seen"]
        )
    except StepwellError as wrong:
        form = _again(form, found)
        return _shown(request, found, form, words_of(wrong))
    messages.success(request, "Saved. The advice was computed again.")
    return redirect("outcomes", episode=found.pk)


def _again(form: OutcomeForm, episode: Episode) -> OutcomeForm:
    """The same form with what was typed, made from the record as it is now: it can be sent again."""
    episode.refresh_from_db(fields=["count"])
    sent = {**{name: form.data.get(name) for name in form.data}, "seen": str(episode.count)}
    return OutcomeForm(sent, pathway=form.pathway, today=form.today)


def _shown(request: Asked, episode: Episode, form: OutcomeForm, faults: list[str]) -> HttpResponse:
    values: dict[str, Any] = with_plan(request, episode)[0]
    everything = basis(episode)
    found = measured(everything)
    values |= {
        "here": "outcomes",
        "measures": found,
        "unrecorded": [one.title for one in found if not one.values],
        "overall": overall(everything),
        "form": form,
        "faults": faults,
    }
    return page(request, "person/outcomes.html", values)
