"""The advice page: every recommendation, and the whole explanation of one.

Lives here: finding and rendering. Lives elsewhere: decisions (advice/deciding.py), exits (advice/exits.py), groups (advice/rows.py),
the explanation (advice/explained.py).
"""

import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import basis, entries_of, stored_content
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.advice.decided import decisions_in, decisions_of
from stepwell.clinic.workspace.advice.explained import whole_of
from stepwell.clinic.workspace.advice.heads import head_values
from stepwell.clinic.workspace.advice.rows import (
    alternatives_in,
    counts_of,
    exits_in,
    filters_of,
    groups_of,
    wanted,
)
from stepwell.clinic.workspace.shared import episode_of, member_of


@allowed(*CLINICIANS)
@require_safe
def advice(request: Asked, episode: UUID) -> HttpResponse:
    """All recommendations in the plan's order, by status; the address holds the filters."""
    found = episode_of(request, episode)
    pathway = pathway_of(found.person.clinic)
    content = stored_content(found)
    rows = content["plan"]["recommendations"]
    filters = filters_of(request.GET, pathway)
    shown = wanted(rows, filters, member_of(request).role)
    groups = groups_of(shown)
    values = {
        **head_values(request, found, pathway, content),
        **for_cards(found, pathway),
        "plan": content["plan"],
        "exits": exits_in(rows),
        "alternatives": alternatives_in(rows),
        "groups": groups,
        "two_columns": len({group.cards for group in groups}) > 1,
        "counts": counts_of(rows),
        "filters": filters,
        "filtered": any(one.chosen for one in filters),
        "shown": len([one for one in shown if not one["urgency"]]),
        "back": "advice",
    }
    return page(request, "advice/advice.html", values)


def for_cards(episode: Episode, pathway: Any) -> dict[str, Any]:
    """What cards read from their page."""
    return {
        "pathway": pathway,
        "key": str(uuid.uuid4()),
        "decided": decisions_of(episode, pathway),
    }


@allowed(*CLINICIANS)
@require_safe
def why(request: Asked, episode: UUID, intervention: str) -> HttpResponse:
    """The whole explanation of one intervention, as of now. As a fragment it is the card with its reasons."""
    found = episode_of(request, episode)
    everything = basis(found)
    whole = whole_of(everything, intervention)
    if whole is None:
        raise Http404
    mine = [
        one for one in decisions_in(entries_of(found), everything.pathway) if one.intervention == intervention
    ]
    values = {
        **head_values(request, found, everything.pathway),
        **for_cards(found, everything.pathway),
        "one": whole.one,
        "whole": whole,
        "history": mine[::-1],
        "as_of": everything.today,
        "back": "why",
    }
    return page(request, "advice/why.html", values)
