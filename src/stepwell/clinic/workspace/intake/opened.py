"""Exits that are open, and those that an answer would open, in words.

Lives here: their urgency, their title, what a clinician does. Lives elsewhere: when an exit is open (reasoning/statuses.py), settling
one (workspace/advice).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.documents.words import URGENCY
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.facts import Facts, compile_pathway
from stepwell.reasoning.statuses import judge


@dataclass(frozen=True)
class Opened:
    """An exit: its urgency, its title and what to do, in words."""

    id: str
    urgency: str
    title: str
    say: str
    emergency: bool


def opened_by(plan: Mapping[str, Any]) -> tuple[Opened, ...]:
    """The exits that are open as the plan was stored, most urgent first."""
    return tuple(
        _opened(one["id"], one["urgency"], one["title"], one["say"])
        for one in plan["recommendations"]
        if one["urgency"] and one["status"] == "recommended"
    )


def newly_opened(facts: Facts, pathway: Pathway, before: Collection[str]) -> tuple[Opened, ...]:
    """The exits that facts open beside those that were open before."""
    exits = judge(compile_pathway(pathway), facts, openings=False).open_exits
    order = list(URGENCY)
    new = [one for one in exits if one.id not in before]
    new.sort(key=lambda one: order.index(one.exit))
    return tuple(_opened(one.id, one.exit, one.title, one.say) for one in new)


def _opened(name: str, urgency: str, title: str, say: Mapping[str, str]) -> Opened:
    words = say.get("clinician") or say.get("patient", "")
    return Opened(name, URGENCY[urgency], title, words, urgency == "emergency")
