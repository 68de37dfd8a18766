"""The head of a person's page in words: age, side, week, step, irritability, safety check, allergies.

Lives here: words for what is stored. Lives elsewhere: the facts (episodes/standing.py), the layout (templates/person/_head.html).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.episodes.standing import IRRITABILITY
from stepwell.documents.codes import uncoded
from stepwell.knowledge.types import Pathway


@dataclass(frozen=True)
class Head:
    """What stands beside the name. `allergies` are those known; `allergies_asked` says how far the question was asked."""

    age: int
    born: str
    side: str
    week: int
    step: str
    irritability: str
    safety: str
    safety_on: str
    open_exits: list[str]
    allergies: list[str]
    allergies_asked: str


def head_of(episode: Episode, identity: Identity, content: Mapping[str, Any], pathway: Pathway) -> Head:
    """The head, from what is stored."""
    plan, standing = content["plan"], content["chart"]["standing"]
    safety = standing["safety"]
    return Head(
        age=age_on(date.fromisoformat(plan["as_of"]), identity),
        born=identity.birth,
        side=side_in_words(episode),
        week=standing["week"],
        step=step_in_words(plan["step"], pathway),
        irritability=_irritability(standing["irritability"], pathway),
        safety=_safety(safety),
        safety_on=safety["on"] if safety["clear"] else "",
        open_exits=safety["open"],
        allergies=[uncoded(pathway.findings[name].title) for name in standing["allergies"]["yes"]],
        allergies_asked=_asked(standing["allergies"]),
    )


def age_on(day: date, identity: Identity) -> int:
    """Whole years; where only the year of birth is known, the years that they turn in this one."""
    years = day.year - identity.born
    birthday = date.fromisoformat(identity.birthday) if identity.birthday else None
    return years - 1 if birthday and (day.month, day.day) < (birthday.month, birthday.day) else years


def side_in_words(episode: Episode) -> str:
    """The side that the record is about, as every head says it."""
    return "both sides" if episode.side == "both" else f"{episode.side} side"


def step_in_words(step: str, pathway: Pathway) -> str:
    """`3 of 6, calm, move, strengthen`: the place of a step among all, and its title."""
    places = [one.id for one in pathway.steps]
    title = pathway.steps[places.index(step)].title
    return f"{places.index(step) + 1} of {len(places)}, {title[:1].lower()}{title[1:]}"


def _irritability(options: list[str], pathway: Pathway) -> str:
    words = pathway.findings[IRRITABILITY].options
    return " or ".join(words[option].lower() for option in options) or "not known"


def _safety(safety: Mapping[str, Any]) -> str:
    if safety["open"]:
        return "open"
    if safety["clear"]:
        return "clear"
    if not safety["asked"]:
        return "not done yet"
    return f"not complete, {safety['missing']} answers missing"


def _asked(allergies: Mapping[str, Any]) -> str:
    if allergies["no"] + len(allergies["yes"]) == 0:
        return "not asked"
    if allergies["no"] == allergies["of"]:
        return "none"
    return f"none in {allergies['no']} of {allergies['of']} questions" if not allergies["yes"] else ""
