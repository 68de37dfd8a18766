"""What is written from the caseload: that a need was looked at, or that somebody is put aside until a day.

Lives here: the two entries. Lives elsewhere: what they change on the caseload (episodes/board.py).
"""

import uuid
from datetime import date

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import add_entry, stored_board


def mark_reviewed(episode: Episode, *, by: Membership, key: uuid.UUID) -> None:
    """Write that somebody looked at what the person needs now."""
    ids = sorted({need["id"] for need in stored_board(episode)["needs"]})
    add_entry(episode, "reviewed", by=Author.of(by), key=key, needs=ids)


def snooze(episode: Episode, *, until: date, reason: str, by: Membership, key: uuid.UUID) -> None:
    """Put somebody aside until a day, with a reason. An open exit stays in sight all the same."""
    add_entry(episode, "snoozed", by=Author.of(by), key=key, until=until.isoformat(), reason=reason)
