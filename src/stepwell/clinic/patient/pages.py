"""The person's pages beside today: progress, the pathway, getting help."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.calling import Number, checked_numbers
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.services import stored_content
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.learning import activities, lessons
from stepwell.clinic.patient.mine import asked_of_patients, own_episode, own_values
from stepwell.clinic.patient.progress import exercise_days_of, pain_of, sitting_of
from stepwell.clinic.patient.way import picture_of, steps_of
from stepwell.clinic.workspace.person.entries import days_of, page_of

SITTING_GOAL = "sitting-goal"


@allowed(Role.PATIENT)
@require_safe
def progress(request: Asked) -> HttpResponse:
    """How it goes: sitting and pain first, then the days of exercise."""
    episode = own_episode(request)
    chart = stored_content(episode)["chart"]
    goal = float(pathway_of(episode.person.clinic).parameters[SITTING_GOAL].value)
    words = {
        "sitting": _("Sitting before it hurts"),
        "minutes": _("minutes"),
        "pain": _("Worst pain in 24 hours"),
        "of_ten": _("of 10"),
    }
    values = {
        **own_values(request, episode, "progress"),
        "sitting": sitting_of(chart, words, (_("Goal: %(minutes)d") % {"minutes": goal}, goal)),
        "pain": pain_of(chart, words),
        "days": exercise_days_of(chart, _("Exercise days")),
    }
    return page(request, "patient/progress.html", values)


@allowed(Role.PATIENT)
@require_safe
def way(request: Asked) -> HttpResponse:
    """The pathway, with "you are here"."""
    episode = own_episode(request)
    pathway = pathway_of(episode.person.clinic)
    plan = stored_content(episode)["plan"]
    steps = steps_of(pathway, plan)
    values = {
        **own_values(request, episode, "way"),
        "steps": steps,
        "here": next(step for step in steps if step.here),
        "picture": picture_of(pathway, plan, {"here": _("You are here"), "water": _("Water")}),
        "open": [
            one for part in plan["questions"] if part["audience"] == "patient" for one in part["questions"]
        ],
    }
    return page(request, "patient/way.html", values)


@allowed(Role.PATIENT)
@require_safe
def learn(request: Asked) -> HttpResponse:
    """What there is to learn, and how each activity stands today."""
    episode = own_episode(request)
    pathway = pathway_of(episode.person.clinic)
    values = {
        **own_values(request, episode, "learn"),
        "lessons": lessons(pathway),
        "activities": activities(pathway, stored_content(episode)["plan"]),
    }
    return page(request, "patient/learn.html", values)


@allowed(Role.PATIENT)
@require_safe
def own_record(request: Asked) -> HttpResponse:
    """Everything that was written, in words, newest first."""
    episode = own_episode(request)
    entries = page_of(episode, "", request.GET.get("page", ""))
    pathway = pathway_of(episode.person.clinic)
    values = own_values(request, episode, "record")
    days = days_of(episode, entries.object_list, pathway, values["identity"].short)
    return page(request, "patient/record.html", {**values, "entries": entries, "days": days})


@allowed(Role.PATIENT)
@require_safe
def get_help(request: Asked) -> HttpResponse:
    """When to get help, and whom to call."""
    episode = own_episode(request)
    clinic = episode.person.clinic
    pathway = pathway_of(clinic)
    values = {
        **own_values(request, episode, "help"),
        "now": asked_of_patients(pathway, "emergency"),
        "today": asked_of_patients(pathway, "same-day"),
        "soon": asked_of_patients(pathway, "urgent"),
        "numbers": {name: Number(name, number) for name, number in checked_numbers(clinic).items()},
        "own_phone": Number(clinic.name, clinic.phone),
    }
    return page(request, "patient/help.html", values)
