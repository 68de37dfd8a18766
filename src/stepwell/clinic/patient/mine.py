"""Whose pages these are: the person's own episode.

Lives here: finding it for who has signed in. Lives elsewhere: which episodes those are (episodes/models.py).
"""

from typing import Any

from django.db.models import F
from django.http import Http404

from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode, Episodes
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.selfcare.standing import is_alone
from stepwell.clinic.workspace.shared import member_of
from stepwell.knowledge.types import Pathway

PATIENT = "patient"


def own_episodes(request: Asked) -> Episodes:
    """The person's episodes in the clinic where they are now, with all that a page needs, newest first."""
    mine: Episodes = Episode.objects.of_patient(request.user).kept()
    return mine.filter(person__clinic_id=member_of(request).clinic_id).order_by("-opened_at")


def open_episode_of(request: Asked) -> Episode:
    """The person's open episode, the newest where there are several. raises Http404"""
    return _first(own_episodes(request).filter(closed_at=None))


def episode_to_write_in(request: Asked) -> Episode:
    """The same episode, with person, clinic and key alone: what a phone sends is answered without the plan. raises Http404"""
    member = member_of(request)
    mine = {"person__user": member.user_id, "person__clinic": member.clinic_id, "person__erased_at": None}
    found = Episode.objects.filter(**mine, closed_at=None).select_related("person__key")
    one = _first(found.order_by("-opened_at"))
    one.person.clinic = member.clinic
    return one


def own_episode(request: Asked) -> Episode:
    """The person's open episode; where there is none, the one that was closed last. raises Http404"""
    found = own_episodes(request)
    return _first(found.order_by(F("closed_at").desc(nulls_first=True), "-opened_at"))


def _first(found: Episodes) -> Episode:
    one: Episode | None = found.first()
    if one is None:
        raise Http404
    return one


def own_values(request: Asked, episode: Episode, section: str) -> dict[str, Any]:
    """What every page of a person shows."""
    return {
        "episode": episode,
        "identity": identity_of(episode.person),
        "section": section,
        "alone": is_alone(episode),
    }


def signs_of_danger(pathway: Pathway) -> dict[str, list[str]]:
    """The questions about signs of danger, by how soon to get help."""
    soon = {"now": "emergency", "today": "same-day", "soon": "urgent"}
    return {name: asked_of_patients(pathway, urgency) for name, urgency in soon.items()}


def asked_of_patients(pathway: Pathway, urgency: str) -> list[str]:
    """The questions about signs of an urgency, in the words for patients, each once."""
    pages = [one for one in pathway.question_sets if one.audience == PATIENT and one.urgency == urgency]
    names = dict.fromkeys(name for page in pages for name in page.findings)
    return [words for name in names if (words := pathway.findings[name].ask.get(PATIENT))]
