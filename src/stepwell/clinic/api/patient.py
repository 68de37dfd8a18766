"""JSON for the person in pain: today's plan, and what the phone has kept.

Lives here: finding their episode, calling one service, answering. Lives elsewhere: the plan (patient/plan.py), what becomes of an event
(patient/events.py).
"""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.api.problems import fault_json, problem
from stepwell.clinic.api.shapes import Answers, Batch, Problem, Refusal
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.services import Conflict
from stepwell.clinic.middleware import keep_session
from stepwell.clinic.owning.consenting import taken_back, took_back
from stepwell.clinic.patient.event_reader import ZONES
from stepwell.clinic.patient.events import receive, receive_signs
from stepwell.clinic.patient.mine import episode_to_write_in, open_episode_of
from stepwell.clinic.patient.plan import todays_plan
from stepwell.clinic.selfcare.following import follow
from stepwell.clinic.workspace.shared import member_of

router = Router(tags=["patient"])

REFUSED: dict[Any, Any] = {frozenset({401, 403, 404}): Refusal, 422: Problem}


@router.get("/today", response={200: dict[str, Any], **REFUSED}, url_name="api_today")
@allowed(Role.PATIENT)
def today(request: Asked, tz: Annotated[str, Field(max_length=64)] = "") -> Any:
    """Today's plan, for the day in the time zone `tz` (the clinic's where none is named)."""
    episode = open_episode_of(request)
    if tz and tz not in ZONES:
        fault = {
            "place": "query.tz",
            "problem": "there is no such time zone.",
            "remedy": "Write Europe/Madrid.",
        }
        return problem(422, "The time zone is not known.", faults=[fault])
    return HttpResponse(
        todays_plan(episode, tz or episode.person.clinic.time_zone), content_type="application/json"
    )


@router.post("/events", response={200: Answers, 400: Problem, 409: Problem, **REFUSED}, url_name="api_events")
@allowed(Role.PATIENT)
def events(request: Asked, batch: Batch) -> Any:
    """Take a batch of events. Each is stored once, or set aside for the clinic, whatever becomes of the others. Without consent only
    signs of danger are taken, and the phone keeps the rest."""
    episode, member = episode_to_write_in(request), member_of(request)
    try:
        if took_back(member):
            receive_signs(episode, batch.events, by=member)
            return taken_back()
        received = receive(
            episode,
            batch.events,
            by=member,
            beside=lambda: keep_session(request),
        )
    except Conflict as wrong:
        return problem(409, "Too many write at once.", faults=[fault_json(wrong.faults[0])])
    if any(one["answer"] == "stored" for one in received.answers):
        follow(episode, by=member)
    return {"answers": received.answers, "plan": received.plan}
