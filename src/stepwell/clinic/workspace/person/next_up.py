"""What to do next: which recommendations stand beside the chart as cards, and which as lines below them.

Lives here: the choice of cards. Lives elsewhere: the order of rows (reasoning/apply.py), a card (workspace/advice), all rows on one page
(workspace/advice/views.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stepwell.clinic.workspace.advice.rows import exits_in, group_of
from stepwell.documents.words import GROUPS

ALWAYS = ("stop", "paused")
"""Shown as cards however many there are."""
CHOSEN = ("recommended", "prepare", "ask-first")
COUNTED = (*ALWAYS, *CHOSEN, "continue", "contraindicated", "held")
MOST_CARDS, MOST_LINES = 4, 8

Values = Mapping[str, Any]


@dataclass(frozen=True)
class NextUp:
    """Open exits, the cards, further rows of their kind as lines, how many there are beyond those, and counts by status."""

    exits: list[Values]
    cards: list[Values]
    lines: list[Values]
    more: int
    counts: list[tuple[str, int]]

    @property
    def opened(self) -> str:
        """The card whose reasons stand open: the first that has any."""
        return next((str(one["id"]) for one in self.cards if one["because"]), "")


def next_up(rows: Sequence[Values]) -> NextUp:
    """The cards of a plan: stops, then advice in the plan's order; a part stands under its whole."""
    by_id = {one["id"]: one for one in rows}
    first = [one for one in rows if one["status"] in ALWAYS and not _under(one, by_id)]
    heads = [
        one
        for one in rows
        if not one["urgency"] and group_of(one) in CHOSEN and not _under(one, by_id) and not one["silenced"]
    ]
    full = max(1, MOST_CARDS - len(first))
    others = heads[full:]
    return NextUp(
        exits=exits_in(rows),
        cards=[*first, *heads[:full]],
        lines=others[:MOST_LINES],
        more=len(others[MOST_LINES:]),
        counts=_counts(rows),
    )


def _under(one: Values, by_id: Mapping[str, Values]) -> bool:
    """Whether it belongs to something that is advised in the same breath."""
    whole = by_id.get(one["part_of"] or "")
    return whole is not None and GROUPS[whole["status"]] == GROUPS[one["status"]]


def _counts(rows: Sequence[Values]) -> list[tuple[str, int]]:
    """The statuses that somebody acts on, each with how many rows have it."""
    counted = Counter(group_of(one) for one in rows if not one["urgency"])
    return [(status, counted[status]) for status in COUNTED if counted[status]]
