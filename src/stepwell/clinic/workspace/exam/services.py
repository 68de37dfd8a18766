"""What the exam writes: its results, and the working source that a clinician takes.

Lives here: the one entry of an exam, when a reason is needed. Lives elsewhere: writing an entry (episodes/services.py), what the
differential offers (exam/sources.py).
"""

import uuid
from collections.abc import Sequence
from typing import Any

from stepwell.clinic.episodes.drafts import drop_draft
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.workspace.exam.groups import WORKING

KIND = "exam"
NONE_TAKEN = "not-established"
LONGEST_REASON = 500
Values = dict[str, Any]


def taken_in(lines: Sequence[Values]) -> str:
    """The working source among the lines; empty where none was taken."""
    return next((str(line["value"]) for line in lines if line["finding"] == WORKING), "")


def needs_reason(taken: str, offered: Sequence[str]) -> bool:
    """Whether a working source differs from what the differential offers."""
    return bool(taken) and taken != NONE_TAKEN and taken not in offered


def sign_exam(
    episode: Episode,
    lines: Sequence[Values],
    *,
    by: Author,
    key: uuid.UUID,
    seen: int,
    offered: Sequence[str],
    shortfalls: Sequence[str],
    reason: str,
) -> Entry:
    """Write the results as one entry, and forget the draft. raises Conflict, RecordError

    offered     the sources that the differential offered with these results; kept where a working source was taken,
    shortfalls  as is why it offered none, and the clinician's `reason`
    """
    more: Values = {}
    if taken_in(lines):
        more = {"offered": list(offered), "shortfalls": list(shortfalls), "reason": reason}
    entry = add_entry(episode, KIND, lines, by=by, key=key, seen=seen, **more)
    if by.user is not None:
        drop_draft(episode, by.user, KIND)
    return entry
