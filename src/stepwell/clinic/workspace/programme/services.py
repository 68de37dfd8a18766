"""What a clinician sets in a programme. Each act is an entry, and a version that never changes.

Lives here: from an act to lines of record. Lives elsewhere: what the lines do (programme/history.py), the entry itself
(episodes/services.py).
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.workspace.programme.reading import KIND
from stepwell.programme.proposals import Proposal

Line = dict[str, Any]

ACTS: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], Line]]] = {
    "pin": ("Keep it in the plan", lambda said: {"value": "pinned"}),
    "unpin": ("No longer keep it", lambda said: {"value": "stopped"}),
    "level": ("Set the level", lambda said: {"value": "accepted", "dose": said["level"]}),
    "cap": ("At most this level", lambda said: {"value": "capped", "dose": said["level"]}),
    "uncap": ("Lift the limit", lambda said: {"value": "capped"}),
    "pause": ("Pause it", lambda said: {"value": "paused"}),
    "resume": ("Take it up again", lambda said: {"value": "resumed"}),
    "swap": ("Swap it for another", lambda said: {"value": "swapped", "outcome": said["other"]}),
}
"""What can be set for an exercise: in words, and as a line without the exercise."""
WITH_LEVEL, WITH_OTHER, WITH_END = ("level", "cap"), ("swap",), ("pin", "cap", "pause", "swap")


def set_exercise(
    episode: Episode,
    exercise: str,
    act: str,
    said: Mapping[str, Any],
    *,
    by: Membership,
    key: uuid.UUID,
    seen: int,
) -> Entry:
    """Set one thing for one exercise.

    said    level, other, until, side, reason: those that the act needs
    raises  Conflict, RecordError
    """
    line: Line = {"finding": exercise, **ACTS[act][1](said)}
    until: date | None = said.get("until")
    if until is not None and act in WITH_END:
        line["until"] = until.isoformat()
    if said.get("side"):
        line["side"] = said["side"]
    return _version(episode, [line], said.get("reason", ""), by=by, key=key, seen=seen)


def accept(episode: Episode, proposal: Proposal, *, by: Membership, key: uuid.UUID, seen: int) -> Entry:
    """Do what is proposed: another level, or another phase. raises Conflict, ValueError for one that only says something"""
    if proposal.exercise and proposal.to:
        line: Line = {"finding": proposal.exercise, "value": "accepted", "dose": proposal.to}
    elif proposal.kind in ("phase-on", "phase-back"):
        line = {"finding": "phase", "value": proposal.to}
    else:
        raise ValueError(f"{proposal.kind} cannot be accepted")
    return _version(episode, [line], proposal.because, by=by, key=key, seen=seen)


def set_home(
    episode: Episode, home: Mapping[str, Sequence[str]], *, by: Membership, key: uuid.UUID, seen: int
) -> Entry:
    """What there is at home, and which exercises the person would rather or rather not do. raises Conflict"""
    return _version(
        episode, [], "", by=by, key=key, seen=seen, **{name: list(found) for name, found in home.items()}
    )


def _version(
    episode: Episode,
    lines: Sequence[Line],
    reason: str,
    *,
    by: Membership,
    key: uuid.UUID,
    seen: int,
    **more: Any,
) -> Entry:
    if reason:
        more["reason"] = reason
    return add_entry(episode, KIND, lines, by=Author.of(by), key=key, seen=seen, **more)
