"""The person's pages beside today: progress, the pathway, learning, where they sit, the ways back, getting help."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.calling import Number, checked_numbers
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.services import basis, stored_content
from stepwell.clinic.languages import spoken
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.ladders import ladders_of, sessions_needed
from stepwell.clinic.patient.learning import lessons, rests_on
from stepwell.clinic.patient.mine import own_episode, own_values, signs_of_danger
from stepwell.clinic.patient.plan import activities_today
from stepwell.clinic.patient.progress import exercise_days_of, pain_of, sitting_of
from stepwell.clinic.patient.way import open_questions, picture_of, steps_of
from stepwell.clinic.selfcare.shown import doctors_steps, is_own, own_plan
from stepwell.clinic.selfcare.standing import is_alone
from stepwell.knowledge.translations import ENGLISH

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
    pathway = pathway_of(episode.person.clinic, spoken())
    plan = stored_content(episode)["plan"]
    if is_alone(episode):
        plan = own_plan(plan, pathway)
    steps = steps_of(pathway, plan)
    values = {
        **own_values(request, episode, "way"),
        "steps": steps,
        "here": next(step for step in steps if step.here),
        "picture": picture_of(pathway, plan, {"here": _("You are here"), "water": _("Water")}),
        "open": open_questions(pathway, plan),
        "doctors": [step.title for step in pathway.steps if step.id in doctors_steps(pathway)],
    }
    return page(request, "patient/way.html", values)


@allowed(Role.PATIENT)
@require_safe
def learn(request: Asked) -> HttpResponse:
    """What there is to learn, and how each activity stands today."""
    episode = own_episode(request)
    pathway = pathway_of(episode.person.clinic, spoken())
    taught = lessons(pathway)
    if is_alone(episode):
        taught = [one for one in taught if is_own(pathway.interventions[one.id], pathway)]
    values = {
        **own_values(request, episode, "learn"),
        "lessons": taught,
        "activities": activities_today(episode),
    }
    return page(request, "patient/learn.html", values)


@allowed(Role.PATIENT)
@require_safe
def ergonomics(request: Asked) -> HttpResponse:
    """How to set up where they sit, stand, drive and sleep. What is ticked stays on the phone."""
    episode = own_episode(request)
    pathway = pathway_of(episode.person.clinic, spoken())
    lists = [
        {
            "id": one.id,
            "title": one.title,
            "tips": [{"id": tip.id, "say": tip.say} for tip in one.tips],
            "rests_on": list(
                dict.fromkeys(name for tip in one.tips for name in rests_on(tip.evidence, pathway))
            ),
        }
        for one in pathway.ergonomics
    ]
    return page(
        request, "patient/ergonomics.html", {**own_values(request, episode, "ergonomics"), "lists": lists}
    )


@allowed(Role.PATIENT)
@require_safe
def ladders(request: Asked) -> HttpResponse:
    """The ways back to walking, cycling and running, with where they stand."""
    episode = own_episode(request)
    found = basis(episode, pathway=pathway_of(episode.person.clinic, spoken()))
    values = {
        **own_values(request, episode, "ladders"),
        "ladders": ladders_of(found),
        "needed": sessions_needed(found),
    }
    return page(request, "patient/ladders.html", values)


@allowed(Role.PATIENT)
@require_safe
def get_help(request: Asked) -> HttpResponse:
    """When to get help, and whom to call."""
    episode = own_episode(request)
    clinic = episode.person.clinic
    values = {
        **own_values(request, episode, "help"),
        "signs": signs_of_danger(pathway_of(clinic, spoken())),
        "english": signs_of_danger(pathway_of(clinic)) if spoken() != ENGLISH else None,
        "numbers": {name: Number(name, number) for name, number in checked_numbers(clinic).items()},
        "own_phone": Number(clinic.name, clinic.phone),
    }
    return page(request, "patient/help.html", values)
