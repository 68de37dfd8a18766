"""What a person alone is shown of a plan: their own part of it, and every exit. The rest is for a doctor.

Lives here: which entries, questions and lessons these are, by kind, step and decider of the knowledge. Lives elsewhere: the plan
(reasoning/), the pages (patient/, selfcare/doctor.py), whether somebody is alone (selfcare/standing.py).

A step that holds a medicine, a needle or an operation is a doctor's step: nothing of it is shown but exits, and nothing of it is asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from stepwell.knowledge.types import Intervention, Pathway, QuestionSet

PATIENT = "patient"
DOCTORS_KINDS = ("medicine", "needle", "surgery")
OWN_KINDS = ("load", "review", "test")
"""What a person can do by themselves, where it says that they decide it. What is taught is for everybody."""
TAUGHT = "education"


@lru_cache(maxsize=8)
def doctors_steps(pathway: Pathway) -> frozenset[str]:
    """The steps in which a doctor decides: those that hold a medicine, a needle or an operation."""
    return frozenset(one.step for one in pathway.interventions.values() if one.kind in DOCTORS_KINDS)


def is_own(one: Intervention, pathway: Pathway) -> bool:
    """Whether a person alone is shown an entry: an exit, what is taught, or what they decide and do by themselves."""
    if one.exit:
        return True
    own = one.kind == TAUGHT or one.kind in OWN_KINDS and one.decided_by == PATIENT
    return own and one.step not in doctors_steps(pathway)


def own_plan(plan: Mapping[str, Any], pathway: Pathway) -> dict[str, Any]:
    """A stored plan with the person's own part of it."""
    entries = pathway.interventions
    kept = [
        {**one, "decided_by": PATIENT}
        for one in plan["recommendations"]
        if is_own(entries[one["id"]], pathway)
    ]
    return {**plan, "recommendations": kept, "questions": list(_questions(plan, pathway))}


def own_sets(pathway: Pathway) -> list[QuestionSet]:
    """The pages of questions for a person alone, each without what names a medicine."""
    sets = (one for one in pathway.question_sets if _is_asked(one, pathway))
    fitted = (replace(one, findings=_askable(one.findings, pathway)) for one in sets)
    return [one for one in fitted if one.findings]


def names_of_medicines(pathway: Pathway) -> frozenset[str]:
    """The names of medicines of the knowledge: the first word of a title, where the id has it too.

    >>> from stepwell.knowledge.loader import load_pathway
    >>> sorted(names_of_medicines(load_pathway()))[:3]
    ['amitriptyline', 'benzodiazepines', 'celecoxib']
    """
    found = (_name(one) for one in pathway.interventions.values() if one.kind == "medicine")
    return frozenset(name for name in found if name)


def _name(one: Intervention) -> str:
    first = re.split(r"\W", one.title, maxsplit=1)[0].lower()
    return first if first in one.id.split("-") or one.id.startswith(first) else ""


def _is_asked(one: QuestionSet, pathway: Pathway) -> bool:
    return one.audience == PATIENT and (bool(one.urgency) or one.step not in doctors_steps(pathway))


def _askable(names: Iterable[str], pathway: Pathway) -> tuple[str, ...]:
    """The findings whose question names no medicine; a sign of danger is always asked."""
    avoided = names_of_medicines(pathway)
    return tuple(name for name in names if pathway.findings[name].flag or not _words(name, pathway) & avoided)


def _words(name: str, pathway: Pathway) -> frozenset[str]:
    """The words of a question, in the English of the knowledge: a name of a medicine is much the same elsewhere."""
    finding = pathway.findings[name]
    return frozenset(re.findall(r"\w+", finding.ask.get(PATIENT, finding.title).lower()))


def _questions(plan: Mapping[str, Any], pathway: Pathway) -> Iterator[Mapping[str, Any]]:
    """The pages of a plan that a person alone is asked, with the questions of them."""
    asked = {one.id: one.findings for one in own_sets(pathway)}
    for page in plan["questions"]:
        left = [one for one in page["questions"] if one["finding"] in asked.get(page["id"], ())]
        if left:
            yield {**page, "questions": left}
