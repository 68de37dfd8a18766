"""Open exits: what must be followed up before anything else, and how it was.

Lives here: the page of exits, and the form that records how one was followed up. Lives elsewhere: what is written
(advice/services.py), when an exit is open and when it opens again (reasoning/facts.py, ADR 0006 and 0007), whom to call
(accounts/calling.py).
"""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict, basis, entries_of, stored_content, today_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.advice import services
from stepwell.clinic.workspace.advice.choices import SETTLED
from stepwell.clinic.workspace.advice.decided import Decided, decisions_in
from stepwell.clinic.workspace.advice.deciding import keep
from stepwell.clinic.workspace.advice.explained import row_of
from stepwell.clinic.workspace.advice.forms import SettlementForm
from stepwell.clinic.workspace.advice.heads import head_values
from stepwell.clinic.workspace.advice.places import back_of, go_to
from stepwell.clinic.workspace.advice.rows import exits_in
from stepwell.clinic.workspace.advice.views import for_cards
from stepwell.clinic.workspace.shared import episode_of, member_of
from stepwell.errors import RecordError
from stepwell.knowledge.types import Pathway


@allowed(*CLINICIANS)
@require_safe
def exits(request: Asked, episode: UUID) -> HttpResponse:
    """The open exits, and those that were followed up."""
    found = episode_of(request, episode)
    pathway = pathway_of(found.person.clinic)
    content = stored_content(found)
    rows = content["plan"]["recommendations"]
    open_ = exits_in(rows)
    values = {
        **head_values(request, found, pathway, content),
        **for_cards(found, pathway),
        "exits": open_,
        "held": [one for one in rows if one["status"] in ("held", "paused")],
        "settled": _followed_up(found, pathway),
        "back": "exits",
    }
    return page(request, "advice/exits.html", values)


def _followed_up(episode: Episode, pathway: Pathway) -> list[tuple[Decided, str]]:
    """Everything that was recorded of exits, latest first, with their titles."""
    written = decisions_in(entries_of(episode), pathway)
    found = [one for one in written if pathway.interventions[one.intervention].exit]
    return [(one, pathway.interventions[one.intervention].title) for one in reversed(found)]


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: Asked, episode: UUID, intervention: str) -> HttpResponse:
    """How one open exit was followed up: sent on, seen, excluded, explained or treated."""
    found = episode_of(request, episode)
    sent = request.method == "POST"
    asked = request.POST if sent else request.GET
    if sent and services.was_written(found, asked.get("key", "")):
        return go_to(request, asked.get("back"), found)
    one = _open_exit(found, intervention)
    form = SettlementForm(
        request.POST if sent else None,
        today=today_of(found.person.clinic),
        exit_id=intervention,
        initial=_initial(request, found),
    )
    news: list[Any] = []
    if sent and form.is_valid():
        try:
            return _settled(request, found, intervention, form)
        except (Conflict, RecordError) as wrong:
            news = keep(form, found, wrong)
    form.mend(found.count)
    pathway = pathway_of(found.person.clinic)
    values = {
        **head_values(request, found, pathway),
        **for_cards(found, pathway),
        "one": one,
        "form": form,
        "news": news,
        "back": back_of(asked.get("back") or "exits"),
    }
    return page(request, "advice/settle.html", values)


def _initial(request: Asked, episode: Episode) -> dict[str, Any]:
    user = member_of(request).user
    return {
        "key": str(uuid.uuid4()),
        "seen": episode.count,
        "who": user.name,
    }


def _open_exit(episode: Episode, name: str) -> dict[str, Any]:
    """The row of an exit that is open today. raises Http404"""
    found = row_of(basis(episode), name)
    if found is None or not exits_in([found]):
        raise Http404
    return found


def _settled(request: Asked, episode: Episode, name: str, form: SettlementForm) -> HttpResponse:
    typed = form.cleaned_data
    entry = pathway_of(episode.person.clinic).interventions[name]
    services.settle(episode, entry, typed, by=member_of(request))
    if typed["event"] in SETTLED:
        messages.success(request, f"Settled: {entry.title}. A later sign opens it again.")
    else:
        messages.warning(request, f"Recorded: {entry.title}. It stays open until somebody settles it.")
    return go_to(request, request.POST.get("back"), episode)
