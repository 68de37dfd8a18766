"""What somebody typed on a page and has not signed: kept while they type, and given back.

Lives here: its shape, its time in words, what another tab changed. Lives elsewhere: sealing and versions (episodes/services.py),
saving by the page itself (static/stepwell/draft.js).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from stepwell.clinic.accounts.models import User
from stepwell.clinic.episodes.drafts import draft_of, keep_draft
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict

NAME_LENGTH = 40


@dataclass(frozen=True)
class Typed:
    """The fields of a page as they were typed.

    version   counts the savings; 0 where there is none
    saved     the time of the last saving in the clinic's time zone, such as 09:14; empty where there is none
    conflict  another tab saved since this one was opened
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    saved: str = ""
    conflict: bool = False


def typed_of(episode: Episode, user: User, name: str) -> Typed:
    """What was kept of a page."""
    values, version = draft_of(episode, user, name[:NAME_LENGTH])
    if not values:
        return Typed()
    return Typed(values["fields"], version, _time(datetime.fromisoformat(values["at"]), episode))


def keep_typed(episode: Episode, user: User, name: str, fields: Mapping[str, str], *, version: int) -> Typed:
    """Keep the fields of a page. Where another tab was later, nothing is kept, and its version and time are given back."""
    at = timezone.now()
    values = {"at": at.isoformat(), "fields": dict(fields)}
    try:
        new = keep_draft(episode, user, name[:NAME_LENGTH], values, version=version)
    except Conflict:
        other = typed_of(episode, user, name)
        return Typed(fields, other.version, other.saved, conflict=True)
    return Typed(fields, new, _time(at, episode))


def _time(at: datetime, episode: Episode) -> str:
    return f"{at.astimezone(ZoneInfo(episode.person.clinic.time_zone)):%H:%M}"


def number_in(posted: Mapping[str, str], name: str) -> int:
    """A whole number that a form carries for itself; -1 where it was changed into something else."""
    written = posted.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < NAME_LENGTH // 4 else -1


def key_in(posted: Mapping[str, str]) -> uuid.UUID:
    """The key by which sending a form twice writes once."""
    try:
        return uuid.UUID(posted.get("key", ""))
    except ValueError:
        return uuid.uuid4()
