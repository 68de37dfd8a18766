"""The timeline of one person, and the replay of a day.

Lives here: finding and rendering. Lives elsewhere: entries in words (person/entries.py), both sides of a replay (person/replayed.py).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import basis, today_of
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.person.entries import days_of, kinds_of, page_of
from stepwell.clinic.workspace.person.replayed import replay
from stepwell.clinic.workspace.person.views import with_plan
from stepwell.clinic.workspace.shared import episode_of


@allowed(*CLINICIANS)
@require_safe
def timeline(request: Asked, episode: UUID) -> HttpResponse:
    """Every entry, newest first; with `on` the advice of that day beside what has changed since."""
    found = episode_of(request, episode)
    values, _, pathway = with_plan(request, found)
    day = _Asked.read(request.GET.get("on", "").strip(), today_of(found.person.clinic))
    values |= {
        "here": "timeline",
        "on": day.typed,
        "wrong": day.wrong,
        "today": today_of(found.person.clinic),
    }
    if day.on is not None:
        values["replay"] = replay(basis(found), day.on, ZoneInfo(found.person.clinic.time_zone))
    else:
        values |= _entries(request, found, values["identity"].short, pathway)
    return page(request, "person/timeline.html", values)


@dataclass(frozen=True)
class _Asked:
    """The day that was asked for, or what is wrong with it in words; `typed` is what the field keeps of it."""

    on: date | None = None
    typed: str = ""
    wrong: str = ""

    @classmethod
    def read(cls, text: str, today: date) -> "_Asked":
        """A day as the address has it."""
        if not text:
            return cls()
        try:
            on = date.fromisoformat(text)
        except ValueError:
            return cls(wrong="This is not a day. Write it as 2026-03-03.")
        if on > today:
            return cls(
                typed=on.isoformat(), wrong="This day has not come yet. Choose today or an earlier one."
            )
        return cls(on, on.isoformat())


def _entries(request: Asked, episode: Episode, patient: str, pathway: Any) -> dict[str, Any]:
    kinds = kinds_of(episode)
    chosen = request.GET.get("kind", "")
    kind = chosen if chosen in {one.id for one in kinds} else ""
    shown = page_of(episode, kind, request.GET.get("page", "1"))
    return {
        "kinds": kinds,
        "kind": kind,
        "days": days_of(episode, shown.object_list, pathway, patient),
        "entries": shown,
    }
