"""The rows of the caseload: who is shown, in which order, in which words.

Lives here: opening the stored rows of a clinic, filters, order, the small pictures. Lives elsewhere: what somebody needs
(episodes/board.py), the page (workspace/caseload/views.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from stepwell.clinic.accounts.calling import Number
from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.episodes.board import NEEDS
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Identity, identity_of, key_of
from stepwell.clinic.episodes.services import stored_board

SHAPES = {
    "red-flag": ("stop", "sq", "Red flag"),
    "stop-rule": ("stop", "sq", "Stop rule"),
    "rising": ("warn", "tri", "Pain rising"),
    "silent": ("", "quiet", "Silent"),
    "missed": ("", "ring", "Missed"),
    "ready": ("ok", "up", "Ready"),
    "review": ("", "clock", "Review due"),
}
"""A need: its class of colour, its shape, its word."""
FILTERS = {
    "needs": "Needs me",
    "mine": "Mine",
    "ready": "Ready to step up",
    "review": "Review due",
    "all": "Whole clinic",
}
COLUMNS = (
    "side",
    "opened_at",
    "responsible_id",
    "person__identity",
    "person__key__wrapped",
    "stored__board",
)
"""What is read of each person: the whole plan is not."""
ON_A_PAGE = 50
LAST = "9999"
"""Stands for no day, after every day."""
WIDE, HIGH, TOP = 112, 28, 10
STEP = 10
"""Size of the line of pain, the top of its scale, and the width of a day's dot."""


@dataclass(frozen=True)
class Row:
    """One person on the caseload. `board` is as it was stored; `mine` whether the member answers for them."""

    episode: Episode
    board: dict[str, Any]
    mine: bool
    key: bytes = field(repr=False)

    @cached_property
    def identity(self) -> Identity:
        """Who they are, opened where it is shown or searched for."""
        return identity_of(self.episode.person, self.key)

    @property
    def ring(self) -> str:
        """What a phone dials for the person; empty where their number is not known, or not plain."""
        return Number(self.identity.name, self.identity.phone).link

    @property
    def first(self) -> dict[str, Any] | None:
        """The most urgent need."""
        return self.board["needs"][0] if self.board["needs"] else None

    @property
    def shape(self) -> tuple[str, str, str] | None:
        """Colour, shape and word of the need."""
        return SHAPES[self.first["id"]] if self.first else None

    @property
    def more(self) -> int:
        """How many other needs there are."""
        return max(0, len(self.board["needs"]) - 1)

    @property
    def contact(self) -> datetime | None:
        """When they last wrote."""
        return datetime.fromisoformat(self.board["contact"]) if self.board["contact"] else None

    @property
    def review(self) -> date | None:
        """The day of the next review."""
        return date.fromisoformat(self.board["review"]) if self.board["review"] else None

    @property
    def line(self) -> list[str]:
        """The line of pain, as points of an SVG; a gap in the days is a gap in the line."""
        runs: list[list[str]] = [[]]
        for place, value in enumerate(self.board["pain"]):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(_point(place, value, len(self.board["pain"])))
        return [" ".join(run if len(run) > 1 else run * 2) for run in runs if run]

    @property
    def last(self) -> tuple[str, str] | None:
        """Where the last day of pain stands."""
        known = [(place, value) for place, value in enumerate(self.board["pain"]) if value is not None]
        if not known:
            return None
        x, y = _point(*known[-1], len(self.board["pain"])).split(",")
        return x, y

    @property
    def told(self) -> str:
        """The line in words."""
        known = [value for value in self.board["pain"] if value is not None]
        return (
            f"Worst pain, 28 days, last {known[-1]}" if known else "Worst pain: nothing recorded in 28 days"
        )

    @property
    def dots(self) -> list[tuple[int, str]]:
        """Each day's place and state."""
        return [(STEP * place + STEP // 2, state) for place, state in enumerate(self.board["days"])]

    @property
    def days_told(self) -> str:
        """The dots in words."""
        states = self.board["days"]
        counted = [(states.count(state), word) for state, word in STATES.items() if states.count(state)]
        return "Sessions, 14 days: " + ", ".join(f"{count} {word}" for count, word in counted)


STATES = {
    "done": "done",
    "part": "done in part",
    "rest": "rest day",
    "missed": "missed",
    "none": "without data",
}


def _point(place: int, value: int, days: int) -> str:
    x = 2 + place * (WIDE - 8) / max(1, days - 1)
    y = 2.5 + (TOP - value) * (HIGH - 5) / TOP
    return f"{x:.1f},{y:.1f}"


def rows_of(member: Membership) -> list[Row]:
    """Everybody in treatment in the member's clinic, most urgent first."""
    found = []
    open_ones = Episode.objects.of_clinic(member).filter(closed_at=None, stored__isnull=False)
    for episode in open_ones.select_related("person__key", "stored").only(*COLUMNS):
        key = key_of(episode.person)
        found.append(Row(episode, stored_board(episode, key), episode.responsible_id == member.pk, key))
    return sorted(found, key=_order)


def _order(row: Row) -> tuple[int, int, str, str]:
    """By need and its urgency; then by who waits longest; then by who came first."""
    first, begun = row.first, row.episode.opened_at.isoformat()
    if first is None:
        return len(NEEDS), 0, "", begun
    return NEEDS.index(first["id"]), first["rank"], first["since"] or LAST, begun


def shown(rows: Sequence[Row], chosen: str, find: str) -> list[Row]:
    """The rows of a filter; with a word to find, of the whole clinic."""
    if find:
        wanted = find.casefold()
        return [row for row in rows if wanted in row.identity.name.casefold()]
    return [row for row in rows if _in(row, chosen)]


def _in(row: Row, chosen: str) -> bool:
    ids = [need["id"] for need in row.board["needs"]]
    return {
        "needs": bool(ids) and (row.mine or row.episode.responsible_id is None or ids[0] == NEEDS[0]),
        "mine": row.mine,
        "ready": "ready" in ids,
        "review": "review" in ids,
    }.get(chosen, True)


def counts(rows: Iterable[Row]) -> list[tuple[str, str, int]]:
    """Each filter with its word and how many people it shows."""
    everybody = list(rows)
    return [(name, word, sum(_in(row, name) for row in everybody)) for name, word in FILTERS.items()]
