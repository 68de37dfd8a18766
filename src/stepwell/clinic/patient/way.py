"""The pathway as a person sees it: where they are, what comes next and why, what is not known.

Lives here: each step with what is in it for this person. Lives elsewhere: the plan (reasoning/), the picture (figures/stairs.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from stepwell.figures.stairs import staircase
from stepwell.knowledge.types import Pathway

SHOWN = ("stop", "paused", "continue", "recommended", "ask-first", "prepare", "held")
"""Statuses of which a person is told on the pathway page."""
PATIENT = "patient"
MOST = 6
"""Rows of a step that are shown at once; the others are behind a fold."""


@dataclass(frozen=True)
class Row:
    """One thing of a step: its title, its status, what to say, who decides, and the reasons as a tree."""

    title: str
    status: str
    say: str
    decided_by: str
    because: Sequence[Mapping[str, Any]]
    changes_if: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class StepSeen:
    """A step. `here` is where the person is; `before` whether it lies behind them."""

    number: int
    title: str
    say: str
    here: bool
    before: bool
    rows: Sequence[Row]
    folded: Sequence[Row]


def steps_of(pathway: Pathway, plan: Mapping[str, Any]) -> list[StepSeen]:
    """Every step with what the plan says in it."""
    ids = [step.id for step in pathway.steps]
    here = ids.index(plan["step"])
    found = []
    for place, step in enumerate(pathway.steps):
        rows = list(_rows(pathway, (one for one in plan["recommendations"] if one["step"] == step.id)))
        found.append(
            StepSeen(place + 1, step.title, step.say, place == here, place < here, rows[:MOST], rows[MOST:])
        )
    return found


def open_questions(pathway: Pathway, plan: Mapping[str, Any]) -> list[str]:
    """What the person has not been asked yet, in the words for them."""
    parts = (part for part in plan["questions"] if part["audience"] == PATIENT)
    return [
        pathway.findings[one["finding"]].ask.get(PATIENT, one["text"])
        for part in parts
        for one in part["questions"]
    ]


def _rows(pathway: Pathway, entries: Iterable[Mapping[str, Any]]) -> Iterable[Row]:
    for one in entries:
        if one["status"] in SHOWN and not one["part_of"] and one["say"].get(PATIENT):
            entry = pathway.interventions[one["id"]]
            yield Row(
                entry.title,
                one["status"],
                entry.say[PATIENT],
                gettext(one["decided_by"]) if one["decided_by"] != PATIENT else PATIENT,
                one["because"],
                one["changes_if"],
            )


def picture_of(pathway: Pathway, plan: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """The stair with "you are here", as SVG."""
    ids = [step.id for step in pathway.steps]
    here = ids.index(plan["step"]) + 1
    return staircase(
        [step.title for step in pathway.steps], here=here, done=range(1, here), words=dict(words)
    ).svg
