"""The rows of the caseload: who is shown, in which order, in which words.

Lives here: opening the stored rows of a clinic, filters, order, the small pictures. Lives elsewhere: what somebody needs
(episodes/board.py), the page (workspace/caseload/views.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from stepwell.clinic.accounts.calling import Number
from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.alerts.times import since_words
from stepwell.clinic.episodes.board import NEEDS
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Identity, identity_of, key_of
from stepwell.clinic.episodes.services import stored_board
from stepwell.clinic.patient.models import Quarantined

ASIDE, UNSEEN_SHAPE = "aside", "unseen"
ORDER = (*NEEDS[:-1], ASIDE, NEEDS[-1])
"""Needs as the caseload shows them: what a phone sent and nobody could store comes before reviews that are due."""
UNSEEN = {"id": NEEDS[0], "why": "An answer that cannot wait.", "since": "", "rank": 0}
SHAPES = {
    UNSEEN_SHAPE: ("stop", "sq", "Not seen yet"),
    "red-flag": ("stop", "sq", "Red flag"),
    "stop-rule": ("stop", "sq", "Stop rule"),
    "rising": ("warn", "tri", "Pain rising"),
    "unanswered": ("warn", "ask", "No answer"),
    "silent": ("", "quiet", "Silent"),
    "missed": ("", "ring", "Missed"),
    "ready": ("ok", "up", "Ready"),
    ASIDE: ("", "pause", "Set aside"),
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
    """One person on the caseload.

    board  the row as it was stored, and `mine` whether the member answers for them
    waits  since when an emergency of theirs waits that nobody has acknowledged
    aside  how many answers of their phone were set aside and wait for somebody
    zone   the clinic's time zone
    """

    episode: Episode
    board: dict[str, Any]
    mine: bool
    key: bytes = field(repr=False)
    waits: datetime | None = None
    aside: int = 0
    zone: str = "UTC"

    @cached_property
    def identity(self) -> Identity:
        """Who they are, opened where it is shown or searched for."""
        return identity_of(self.episode.person, self.key)

    @property
    def ring(self) -> str:
        """What a phone dials for the person; empty where their number is not known, or not plain."""
        return Number(self.identity.name, self.identity.phone).link

    @cached_property
    def needs(self) -> list[dict[str, Any]]:
        """What they need, most urgent first: an emergency that nobody has seen before everything that was stored."""
        unseen = [UNSEEN] if self.waits and not _has(self.board, NEEDS[0]) else []
        aside = [{"id": ASIDE, "why": _aside_words(self.aside), "since": "", "rank": 0}] if self.aside else []
        return sorted([*unseen, *self.board["needs"], *aside], key=lambda one: ORDER.index(one["id"]))

    @property
    def first(self) -> dict[str, Any] | None:
        """The most urgent need."""
        return self.needs[0] if self.needs else None

    @property
    def shape(self) -> tuple[str, str, str] | None:
        """Colour, shape and word of the need."""
        if self.waits:
            return SHAPES[UNSEEN_SHAPE]
        return SHAPES[self.first["id"]] if self.first else None

    @property
    def can_wait(self) -> bool:
        """Whether what was stored of them may be marked as reviewed, or put aside."""
        return bool(self.board["needs"]) and self.first is not None and self.first["id"] != NEEDS[0]

    @property
    def since(self) -> str:
        """Since when an emergency waits, in the clinic's time."""
        return since_words(self.waits, self.zone, timezone.now()) if self.waits else ""

    @property
    def more(self) -> int:
        """How many other needs there are."""
        return max(0, len(self.needs) - 1)

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


def _has(board: Mapping[str, Any], need: str) -> bool:
    return any(one["id"] == need for one in board["needs"])


def _aside_words(count: int) -> str:
    return f"{count} {'answers' if count > 1 else 'answer'} of the phone set aside."


def rows_of(member: Membership) -> list[Row]:
    """Everybody in treatment in the member's clinic, most urgent first."""
    found = []
    waits, aside = _waiting(member), _set_aside(member)
    open_ones = Episode.objects.of_clinic(member).filter(closed_at=None, stored__isnull=False)
    for episode in open_ones.select_related("person__key", "stored").only(*COLUMNS):
        key, mine = key_of(episode.person), episode.responsible_id == member.pk
        board = stored_board(episode, key)
        more = waits.get(episode.pk), aside.get(episode.pk, 0), member.clinic.time_zone
        found.append(Row(episode, board, mine, key, *more))
    return sorted(found, key=_order)


def _waiting(member: Membership) -> dict[UUID, datetime]:
    """Since when an emergency waits, by episode."""
    return dict(Alert.objects.of_clinic(member).waiting().values_list("episode", "raised_at"))


def _set_aside(member: Membership) -> dict[UUID, int]:
    """How many events of a phone wait for somebody, by episode."""
    waiting = Quarantined.objects.of_clinic(member).waiting().order_by().values("episode")
    return dict(waiting.annotate(count=Count("pk")).values_list("episode", "count"))


def _order(row: Row) -> tuple[Any, ...]:
    """What nobody has seen before all; then by need and its urgency; then by who waits longest; then by who came first."""
    first, begun = row.first, row.episode.opened_at.isoformat()
    if first is None:
        return 1, len(ORDER), 0, "", begun
    return row.waits is None, ORDER.index(first["id"]), first["rank"], first["since"] or LAST, begun


def shown(rows: Sequence[Row], chosen: str, find: str) -> list[Row]:
    """The rows of a filter; with a word to find, of the whole clinic."""
    if find:
        wanted = find.casefold()
        return [row for row in rows if wanted in row.identity.name.casefold()]
    return [row for row in rows if _in(row, chosen)]


def _in(row: Row, chosen: str) -> bool:
    ids = [need["id"] for need in row.needs]
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
