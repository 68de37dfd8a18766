"""The programme of a person alone goes on by itself: what it proposes after a session is accepted at once.

Lives here: when, and the entry. Lives elsewhere: what is proposed and why (programme/proposals.py), accepting it by a clinician
(workspace/programme/services.py).
"""

from collections.abc import Mapping
from typing import Any

from stepwell.clinic.accounts.models import Clinic, Membership
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict, add_entry, today_of
from stepwell.clinic.selfcare.standing import is_alone
from stepwell.clinic.workspace.programme.reading import KIND, Reading, reading_of
from stepwell.errors import RecordError
from stepwell.programme.proposals import Proposal

CHANGES = ("progress", "regress", "phase-on", "phase-back")
"""Proposals that change something; the others only say something."""
PHASE = "phase"


def follow(episode: Episode, *, by: Membership) -> None:
    """Accept what the programme of a person alone proposes now, once a day; nothing where a clinician answers for them.

    What cannot be written waits for the next session: the plan as it stands is still right.
    """
    if not is_alone(episode):
        return
    reading = reading_of(episode)
    found = [one for one in reading.proposals if one.kind in CHANGES]
    if not found or _changed_today(reading, episode.person.clinic):
        return
    reason = " ".join(dict.fromkeys(one.because for one in found))
    try:
        add_entry(episode, KIND, [_line(one) for one in found], by=Author.of(by), reason=reason)
    except (Conflict, RecordError):
        return


def _changed_today(reading: Reading, clinic: Clinic) -> bool:
    """Whether it has changed today: a change is tried for a session before the next."""
    return bool(reading.versions) and today_of(clinic, reading.versions[0].at) == reading.day


def _line(proposal: Proposal) -> Mapping[str, Any]:
    if proposal.exercise:
        return {"finding": proposal.exercise, "value": "accepted", "dose": proposal.to}
    return {"finding": PHASE, "value": proposal.to}
