"""Notes to a patient: written once, never changed, never answered.

Lives here: writing one, and reading those of an episode. Lives elsewhere: how an entry is written (episodes/services.py), how the
patient sees it (patient/).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.clinic.accounts.models import Membership, Role, User
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import key_of, written
from stepwell.clinic.episodes.services import add_entry

KIND = "note"


@dataclass(frozen=True)
class Note:
    """A note as it was sent.

    corrects      the number of the note that it puts right, or None
    corrected_by  the number of the note that puts it right, or None
    """

    number: int
    text: str
    at: datetime
    by: str
    role: str
    corrects: int | None
    corrected_by: int | None


def send(episode: Episode, typed: Mapping[str, Any], *, by: Membership) -> Entry:
    """Send a note. raises Conflict"""
    more = {"corrects": typed["corrects"]} if typed.get("corrects") else {}
    return add_entry(
        episode, KIND, by=Author.of(by), key=typed["key"], seen=typed["seen"], text=typed["text"], **more
    )


def notes_of(episode: Episode) -> list[Note]:
    """The notes of an episode, latest first. raises Erased, Unopened"""
    found = list(written(episode.entries.filter(kind=KIND).order_by("number"), key_of(episode.person)))
    authors = User.objects.filter(pk__in={one.author for one in found if one.author})
    names = {str(pk): name for pk, name in authors.values_list("pk", "name")}
    corrected = {one.more.get("corrects"): one.number for one in found}
    return [
        Note(
            one.number,
            str(one.more.get("text", "")),
            one.at,
            names.get(one.author, ""),
            str(Role(one.role).label) if one.role in Role.values else "",
            one.more.get("corrects"),
            corrected.get(one.number),
        )
        for one in reversed(found)
    ]
