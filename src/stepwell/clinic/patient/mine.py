"""Whose pages these are: the person's own episode.

Lives here: finding it for who has signed in. Lives elsewhere: which episodes those are (episodes/models.py).
"""

from typing import Any

from django.http import Http404

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.workspace.shared import member_of
from stepwell.knowledge.types import Pathway

PATIENT = "patient"


def own_episode(request: Asked) -> Episode:
    """The person's latest open episode in the clinic where they are now; else their latest. raises Http404"""
    found = Episode.objects.of_patient(request.user).filter(person__clinic_id=member_of(request).clinic_id)
    latest: Episode | None = found.kept().order_by("-closed_at", "-opened_at").first()
    if latest is None:
        raise Http404
    open_one: Episode | None = found.filter(closed_at=None).kept().order_by("-opened_at").first()
    return open_one or latest


def own_values(request: Asked, episode: Episode, section: str) -> dict[str, Any]:
    """What every page of a person shows."""
    return {"episode": episode, "identity": identity_of(episode.person), "section": section}


def asked_of_patients(pathway: Pathway, urgency: str) -> list[str]:
    """The questions about signs of an urgency, in the words for patients, each once."""
    pages = [one for one in pathway.question_sets if one.audience == PATIENT and one.urgency == urgency]
    names = dict.fromkeys(name for page in pages for name in page.findings)
    return [words for name in names if (words := pathway.findings[name].ask.get(PATIENT))]


def numbers_of(clinic: Clinic) -> dict[str, str]:
    """The numbers to call that this clinic has checked, by what they are for; nothing before somebody checked them."""
    if not clinic.open:
        return {}
    known = {
        "emergency": clinic.emergency,
        "urgent_advice": clinic.urgent_advice,
        "crisis": clinic.crisis,
        "clinic": clinic.phone,
    }
    return {name: number for name, number in known.items() if number}
