"""The page of one person.

Lives here: finding and rendering. Lives elsewhere: what is stored (episodes/), each part of the page (the modules beside this one), the
timeline and the outcomes (person/timeline_views.py, person/outcome_views.py).
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import stored_content, today_of
from stepwell.clinic.owning.consenting import has_withdrawn
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.advice.views import for_cards
from stepwell.clinic.workspace.person.ahead import coming_up, lately, not_known
from stepwell.clinic.workspace.person.course.canvas import PHONE, WIDE
from stepwell.clinic.workspace.person.course.drawing import draw
from stepwell.clinic.workspace.person.course.headline import headline
from stepwell.clinic.workspace.person.course.numbers import by_day, in_words, rows_of, treatments_of
from stepwell.clinic.workspace.person.course.period import PERIODS, shown
from stepwell.clinic.workspace.person.course.treatments import Treated
from stepwell.clinic.workspace.person.head import head_of
from stepwell.clinic.workspace.person.next_up import next_up
from stepwell.clinic.workspace.shared import episode_of, person_values
from stepwell.knowledge.types import Pathway


@allowed(*CLINICIANS)
@require_safe
def person(request: Asked, episode: UUID) -> HttpResponse:
    """Chart, what to do next, what is not known, what comes up, what was decided."""
    found = episode_of(request, episode)
    pathway = pathway_of(found.person.clinic)
    content = stored_content(found)
    plan, decided = content["plan"], content["chart"]["decided"]
    questions, asked = not_known(plan, pathway)
    up = next_up(plan["recommendations"])
    values = person_values(request, found)
    values |= {
        **for_cards(found, pathway),
        **chart_values(content["chart"], pathway, request.GET.get("weeks", "")),
        "head": head_of(found, values["identity"], content, pathway),
        "withdrawn": has_withdrawn(found.person),
        "next": up,
        "exits": up.exits,
        "questions": questions,
        "asked": asked,
        "coming": coming_up(plan, decided, pathway),
        "lately": lately(decided, pathway, values["identity"].short),
        "stale": found.stored.as_of < today_of(found.person.clinic),
        "back": "person",
        "here": "person",
    }
    return page(request, "person/person.html", values)


def chart_values(chart: dict[str, Any], pathway: Pathway, weeks: str) -> dict[str, Any]:
    """The chart of a period in two layouts, its sentence and its numbers."""
    period = PERIODS.get(weeks)
    treated = Treated(pathway)
    drawn = shown(chart, period)
    words = in_words(drawn, treated)
    return {
        "headline": headline(chart, period),
        "weeks": str(period or ""),
        "periods": [*((key, f"{key} weeks") for key in PERIODS), ("", "All")],
        "wide": draw(drawn, WIDE, treated, words),
        "phone": draw(drawn, PHONE, treated, words),
        "markers": [treated.marker(one) for one in drawn.markers],
        "by_weeks": drawn.by_weeks,
        "by_day": by_day(drawn),
        "rows": rows_of(chart, drawn),
        "treatments": treatments_of(chart, treated),
        "empty": not any(lane.last for lane in drawn.lanes.values()),
    }


def with_plan(request: Asked, episode: Episode) -> tuple[dict[str, Any], dict[str, Any], Pathway]:
    """What the head of a person's other pages shows, with the stored content and the pathway."""
    pathway = pathway_of(episode.person.clinic)
    content = stored_content(episode)
    values = person_values(request, episode)
    values["head"] = head_of(episode, values["identity"], content, pathway)
    values["withdrawn"] = has_withdrawn(episode.person)
    return values, content, pathway
