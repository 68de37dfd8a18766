"""What is stored of an episode so that pages need not compute it: plan, source, chart, and the row of the caseload.

Lives here: computing all of it from what was written. Lives elsewhere: writing it (episodes/services.py), the row
(episodes/board.py), the series of the chart (episodes/chart.py), the plan itself (reasoning/).

It is the one permitted copy. It is computed again after each entry, when its next review passes, when the knowledge or a local
value changes, and nightly; a test compares it with a fresh one for everybody.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from stepwell.clinic.episodes.basis import Basis, basis_of
from stepwell.clinic.episodes.board import board_of
from stepwell.clinic.episodes.chart import chart_of
from stepwell.clinic.pathway import digest_of
from stepwell.differential.ranked import ranked_by
from stepwell.documents.care_plan_json import care_plan_json
from stepwell.documents.source_json import source_json
from stepwell.knowledge.types import Pathway

UNFOLDED = frozenset(("not-indicated", "known", "done", "declined"))
"""Statuses whose reasons are left out of what is stored: a page that shows them computes them."""


@dataclass(frozen=True)
class Stored:
    """What is stored: the row of the caseload, the content of the pages, when to look again, and what names the knowledge."""

    row: dict[str, Any]
    content: dict[str, Any]
    next_review: date | None
    as_of: date
    digest: str


def content_of(basis: Basis) -> dict[str, Any]:
    """Plan, source and chart as plain values."""
    plan = care_plan_json(basis.plan, bare=UNFOLDED)
    source = source_json(ranked_by(basis.pathway, basis.facts))
    return {"plan": plan, "source": source, "chart": chart_of(basis)}


def row_of(basis: Basis) -> dict[str, Any]:
    """The row of the caseload as plain values."""
    return board_of(basis)


def stored_of(basis: Basis) -> Stored:
    """All that is stored of an episode."""
    return Stored(
        row_of(basis), content_of(basis), basis.plan.next_review, basis.today, digest_of(basis.pathway)
    )


@lru_cache(maxsize=32)
def stored_of_nothing(pathway: Pathway, side: str, today: date) -> Stored:
    """What is stored of an episode in which nothing was written yet: the same for everybody on a day and a side."""
    return stored_of(basis_of((), pathway, side=side, name="a new episode", today=today))
