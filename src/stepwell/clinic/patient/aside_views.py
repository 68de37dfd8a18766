"""The page of what a phone sent and nobody could store.

Lives here: finding and rendering, and dealing with one. Lives elsewhere: words and what is written (patient/aside.py).
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
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.aside import dealt_with, waiting_in, write_down
from stepwell.clinic.patient.aside_forms import WRITE, AsideForm
from stepwell.clinic.patient.models import Quarantined
from stepwell.clinic.patient.quarantine import settle
from stepwell.clinic.workspace.advice.heads import head_values
from stepwell.clinic.workspace.shared import episode_of, member_of, words_of
from stepwell.errors import StepwellError

NOT_AS_IT_IS = (
    "It cannot be written as it is. Look at what was written of that day, and write by hand what holds."
)
SAID = {
    WRITE: "Written into the record, as the phone sent it.",
    "written-down": "Marked as written by hand.",
    "not-needed": "Marked as no longer needed.",
}


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: Asked, episode: UUID) -> HttpResponse:
    """What was set aside, why, and what can be done with it."""
    found = episode_of(request, episode)
    pathway, today = pathway_of(found.person.clinic), today_of(found.person.clinic)
    form = AsideForm(request.POST if request.method == "POST" else None, today=today)
    faults = _dealt(request, found, form) if form.is_bound else []
    if form.is_bound and not faults:
        return redirect("set_aside", episode)
    values = {
        **head_values(request, found, pathway),
        "waiting": waiting_in(found, pathway),
        "dealt": dealt_with(found),
        "today": today,
        "faults": faults,
        "at_fault": form.data.get("event", ""),
        "typed": form.data.get("on", ""),
    }
    return page(request, "aside/aside.html", values)


def _dealt(request: Asked, episode: Episode, form: AsideForm) -> list[str]:
    """Deal with one event, and what is wrong in words where that cannot be."""
    if not form.is_valid():
        return [str(words) for wrong in form.errors.values() for words in wrong]
    typed, member = form.cleaned_data, member_of(request)
    if not Quarantined.objects.filter(episode=episode, pk=typed["event"]).waiting().exists():
        messages.info(request, "Somebody has dealt with it already.")
        return []
    try:
        done = _done(episode, typed, member)
    except StepwellError as wrong:
        return [NOT_AS_IT_IS, *words_of(wrong)]
    if done:
        messages.success(request, SAID[typed["do"]])
    return [] if done else [NOT_AS_IT_IS]


def _done(episode: Episode, typed: dict[str, Any], member: Any) -> bool:
    if typed["do"] == WRITE:
        return write_down(episode, typed["event"], on=typed["on"], seen=typed["seen"], by=member)
    return settle(typed["event"], typed["do"], by=member)
