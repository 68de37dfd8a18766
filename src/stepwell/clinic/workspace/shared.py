"""What every page about one person begins with.

Lives here: finding the episode that a member may see, who writes, what went wrong as words for the form. Lives elsewhere: which
episodes those are (episodes/models.py).
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Identity, identity_of, key_of
from stepwell.errors import StepwellError


def member_of(request: Asked) -> Membership:
    """In which clinic and role the one who asks works now."""
    if request.membership is None:
        raise PermissionDenied
    return request.membership


def author_of(request: Asked) -> Author:
    """Who writes."""
    return Author.of(member_of(request))


def episode_of(request: Asked, episode: UUID, *, reading: str = "patient.read") -> Episode:
    """The episode with person, key and stored plan, where it is one of the member's clinic. The reading is audited.

    reading  the action under which it is audited; empty for a part of a page that was audited as a whole
    raises   Http404
    """
    member = member_of(request)
    found: Episode | None = Episode.objects.of_clinic(member).kept().filter(pk=episode).first()
    if found is None:
        raise Http404
    if reading and request.method == "GET":
        note(reading, by=member, subject=found.pk)
    return found


def person_values(request: Asked, episode: Episode) -> dict[str, Any]:
    """What the head of every page about a person shows."""
    identity: Identity = identity_of(episode.person, key_of(episode.person))
    return {"episode": episode, "identity": identity, "section": "caseload"}


def words_of(wrong: StepwellError) -> list[str]:
    """What went wrong, for the head of a form: the problem and how to mend it, without ids."""
    return [f"{fault.problem} {fault.remedy}" for fault in wrong.faults]
