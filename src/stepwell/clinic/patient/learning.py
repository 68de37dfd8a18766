"""What there is to learn, and how each activity stands today, from the knowledge and the plan.

Lives here: which entries are shown, and the three lights. Lives elsewhere: the words (knowledge/dgs/interventions/), the statuses
(reasoning/), the page (patient/pages.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stepwell.knowledge.types import Intervention, Pathway

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
    """An activity: `light` is green, amber, red or unknown, with its shape."""

    title: str
    say: str
    light: str
    shape: str


def lessons(pathway: Pathway) -> list[Lesson]:
    """Everything that is taught, in the order of the knowledge."""
    return [
        Lesson(one.id, one.title, one.say[PATIENT], list(_rests_on(one, pathway)))
        for one in pathway.interventions.values()
        if one.kind == EDUCATION
        and one.part_of != ACTIVITIES
        and one.say.get(PATIENT)
        and one.id not in HIDDEN
    ]


def activities(pathway: Pathway, plan: Mapping[str, Any]) -> list[Activity]:
    """How each activity stands in the plan of today."""
    status = {one["id"]: one["status"] for one in plan["recommendations"]}
    found = []
    for one in pathway.interventions.values():
        if one.part_of == ACTIVITIES and one.say.get(PATIENT):
            light, shape = LIGHTS.get(status.get(one.id, ""), ("unknown", "q"))
            found.append(Activity(one.title, one.say[PATIENT], light, shape))
    return found


def _rests_on(one: Intervention, pathway: Pathway) -> Iterator[str]:
    """Its references in words; nothing where it is our own advice."""
    for entry in one.evidence:
        if entry.verified != "AUTHORED" and entry.reference in pathway.references:
            row = pathway.references[entry.reference]
            yield f"{row.get('author', '').split(',')[0].split(' and ')[0]} {row.get('year', '')}".strip()
