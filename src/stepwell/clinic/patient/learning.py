"""What there is to learn, and how each activity stands today, from the knowledge and the plan.

Lives here: which entries are shown, the three lights, the questions about an activity. Lives elsewhere: the words (knowledge/dgs/interventions/), the statuses
(reasoning/), the page (patient/pages.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.patient.kinds import questions
from stepwell.knowledge.conditions import findings_in
from stepwell.knowledge.types import Evidence, Intervention, Pathway
from stepwell.reasoning.facts import findings_behind

PATIENT = "patient"
EDUCATION = "education"
ACTIVITIES = "activity-modification"
"""The entry whose parts are about single activities."""
LIGHTS = {
    "recommended": ("amber", "tri"),
    "continue": ("amber", "tri"),
    "contraindicated": ("red", "sq"),
    "stop": ("red", "sq"),
    "not-indicated": ("green", "dot"),
    "done": ("amber", "tri"),
    "known": ("amber", "tri"),
}
"""The light of an activity by the status of the advice to do less of it; any other status is not known yet."""
ACTIVITY = "activity"
"""The kind of event with which an activity is logged."""
OURS = ("AUTHORED", "RECALLED")
"""What no study tells us: our own advice, and common practice."""
HIDDEN = ("discharge-safety-net", "nerve-medicine-safety")
"""Entries that have pages or times of their own."""


@dataclass(frozen=True)
class Lesson:
    """One thing to learn: its title, what it says, and what it rests on, one line each."""

    id: str
    title: str
    say: str
    rests_on: Sequence[str]


@dataclass(frozen=True)
class Activity:
    """An activity: `light` is green, amber, red, unknown, or idle where it is not done, with its shape; `asks` are the questions about it."""

    title: str
    say: str
    light: str
    shape: str
    asks: Sequence[str]


def lessons(pathway: Pathway) -> list[Lesson]:
    """Everything that is taught, in the order of the knowledge."""
    return [
        Lesson(one.id, one.title, one.say[PATIENT], list(rests_on(one.evidence, pathway)))
        for one in pathway.interventions.values()
        if one.kind == EDUCATION
        and one.part_of != ACTIVITIES
        and one.say.get(PATIENT)
        and one.id not in HIDDEN
    ]


def activities_of(basis: Basis) -> list[dict[str, Any]]:
    """How each activity stands today, and at last the questions that are about no single one."""
    status = {one.id: one.status for one in basis.plan.recommendations}
    values, asked = basis.facts.values, asked_of_activities(basis.pathway)
    found = []
    for name, asks in asked.items():
        one = basis.pathway.interventions[name]
        light, shape = LIGHTS.get(status.get(name, ""), ("unknown", "q"))
        if light in ("green", "unknown") and asks and all(values.get(finding) is False for finding in asks):
            light, shape = "idle", "dash"
        found.append(asdict(Activity(one.title, one.say[PATIENT], light, shape, asks)))
    return found


@lru_cache(maxsize=8)
def asked_of_activities(pathway: Pathway) -> Mapping[str, tuple[str, ...]]:
    """For each activity the questions on which its advice rests: first those that it names itself, each question once."""
    shown = [
        one for one in pathway.interventions.values() if one.part_of == ACTIVITIES and one.say.get(PATIENT)
    ]
    shown.sort(key=lambda one: one.rank)
    found: dict[str, tuple[str, ...]] = {one.id: () for one in shown}
    left = [one.id for one in questions(ACTIVITY, pathway)]
    for read in (_named, _read):
        for one in shown:
            found[one.id] += tuple(name for name in left if name in read(one, pathway))
            left = [name for name in left if name not in found[one.id]]
    return found


def _named(one: Intervention, _: Pathway) -> frozenset[str]:
    return frozenset(findings_in(one.indicated)) if one.indicated is not None else frozenset()


def _read(one: Intervention, pathway: Pathway) -> frozenset[str]:
    """The findings that its condition reads, and those from which they are derived."""
    return frozenset() if one.indicated is None else findings_behind(one.indicated, pathway)


def rests_on(evidence: Sequence[Evidence], pathway: Pathway) -> Iterator[str]:
    """References in words, each by author and year; nothing where it is our own advice."""
    for entry in evidence:
        if entry.verified not in OURS and entry.reference in pathway.references:
            row = pathway.references[entry.reference]
            author = row.get("author", "").split(",")[0].split(" and ")[0].strip("()")
            yield f"{author} {row.get('year', '')}".strip()
