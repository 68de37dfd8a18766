"""The rows of the advice page: grouped by status, filtered by the address.

Lives here: groups, counts, filters. Lives elsewhere: the order of rows (reasoning/apply.py), a card (advice/cards.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stepwell.clinic.templatetags.stepwell import STATUSES
from stepwell.clinic.workspace.advice.choices import MAY_DECIDE, WHO
from stepwell.knowledge.types import DECIDERS, KINDS, Pathway

Values = Mapping[str, Any]

NOT_SURE_NEEDED = "not-known-needed"
"""What may turn out not to be needed at all: its own group, so that it does not hide what is."""

TITLES = {
    "stop": "Stop",
    "paused": "Paused",
    "recommended": "Recommended",
    "prepare": "Prepare: something comes first",
    "ask-first": "Ask first",
    "continue": "Under way",
    "contraindicated": "Contraindicated while this holds",
    "held": "Held by an open exit",
    "undetermined": "Too early to say",
    NOT_SURE_NEEDED: "Not known yet whether it is needed",
    "done": "Done",
    "known": "Known already",
    "declined": "Declined",
    "not-indicated": "Not needed now",
}

OPEN = ("stop", "paused", "recommended", "prepare", "ask-first", "continue")
"""Groups that are shown as cards; the others are lines that open."""


@dataclass(frozen=True)
class Group:
    """The rows of one status, in the plan's order."""

    id: str
    status: str
    title: str
    rows: list[Values]
    cards: bool


@dataclass(frozen=True)
class Filter:
    """One way to look at fewer rows: its name in the address, what is chosen, what can be."""

    name: str
    label: str
    chosen: str
    options: tuple[tuple[str, str], ...]


def filters_of(asked: Mapping[str, str], pathway: Pathway) -> list[Filter]:
    """The filters as they were asked for. A value that is not known counts as none."""
    kinds = tuple((kind, kind.capitalize()) for kind in KINDS)
    known = (
        ("status", "Status", tuple((name, title) for name, title in TITLES.items())),
        ("decides", "Who decides", (("me", "I may"), *((name, WHO[name]) for name in DECIDERS))),
        ("kind", "Kind", kinds),
        ("step", "Step", tuple((step.id, step.title) for step in pathway.steps)),
    )
    return [
        Filter(name, label, _known(asked.get(name, ""), options), options) for name, label, options in known
    ]


def _known(value: str, options: Sequence[tuple[str, str]]) -> str:
    return value if value in dict(options) else ""


def wanted(rows: Iterable[Values], filters: Iterable[Filter], role: str) -> list[Values]:
    """The rows that every filter lets through."""
    chosen = {one.name: one.chosen for one in filters if one.chosen}
    return [one for one in rows if all(_fits(one, name, value, role) for name, value in chosen.items())]


def _fits(one: Values, name: str, value: str, role: str) -> bool:
    if name == "status":
        return group_of(one) == value
    if name == "decides":
        return role in MAY_DECIDE[one["decided_by"]] if value == "me" else one["decided_by"] == value
    return bool(one[name] == value)


def group_of(one: Values) -> str:
    """The group of a row. A row that is asked about but may not be needed stands apart."""
    unsure = one["status"] == "ask-first" and any(tree["truth"] is not True for tree in one["because"])
    return NOT_SURE_NEEDED if unsure else str(one["status"])


def groups_of(rows: Sequence[Values]) -> list[Group]:
    """The rows by group; open exits stand above them, on their own."""
    found = []
    for name, title in TITLES.items():
        mine = [one for one in rows if not one["urgency"] and group_of(one) == name]
        if mine:
            status = "ask-first" if name == NOT_SURE_NEEDED else name
            found.append(Group(name, status, title, mine, name in OPEN))
    return found


def alternatives_in(rows: Sequence[Values]) -> dict[str, list[str]]:
    """For each option of a choice, the titles of the others with the same status, in the plan's order."""
    chosen = [one for one in rows if one["choice"]]
    return {
        one["id"]: [
            other["title"]
            for other in chosen
            if other["choice"] == one["choice"]
            and other["status"] == one["status"]
            and other["id"] != one["id"]
        ]
        for one in chosen
    }


def exits_in(rows: Iterable[Values]) -> list[Values]:
    """The open exits, most urgent first, as the plan has them."""
    return [one for one in rows if one["urgency"] and one["status"] == "recommended"]


def counts_of(rows: Iterable[Values]) -> list[tuple[str, str, str, str, int]]:
    """How many rows each group has: the group, its class of colour, its shape, its word, the number."""
    counted = Counter(group_of(one) for one in rows if not one["urgency"])
    shown = {**STATUSES, NOT_SURE_NEEDED: ("", "q", "Not known if needed")}
    return [(name, *shown[name], counted[name]) for name in TITLES if counted[name]]
