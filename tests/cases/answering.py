"""Answers the questions of a care plan as a person without any sign of danger would.

Lives here: the harmless answer to each question, answering until nothing is asked, and what a page costs in taps.
Lives elsewhere: which questions matter (reasoning/questions.py).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from stepwell.knowledge.types import Finding, Pathway
from stepwell.reasoning.apply import apply
from stepwell.reasoning.types import CarePlan, QuestionPage
from stepwell.records.bounds import exactly
from stepwell.records.types import Observation, Record, Value

YES = frozenset(
    (
        "treatment-history",
        "side-known",
        "guidance-arranged",
        "block-target-chosen",
        "deficit-worked-up",
        "vessels-clear",
    )
)
"""The yes-no questions whose harmless answer is yes: something has been done or arranged."""

CHOICES = {"onset-behaviour": "late", "next-morning": "settled", "global-change": "same"}
"""The choices whose harmless option is not the first."""

NUMBERS = {
    "age": 41,
    "worst-pain": 5,
    "average-pain": 4,
    "leg-pain-score": 3,
    "symptom-days": 60,
    "sitting-tolerance": 30,
    "walking-tolerance": 60,
    "psfs": 60,
    "adherence-percent": 90,
    "egfr": 95,
    "weight": 70,
    "height": 170,
    "inr": 10,
    "hba1c": 55,
    "glucose-today": 55,
}
"""Numbers, scaled as their finding is, that lead nowhere dangerous. Any other number is answered with its lowest."""

MOST_ROUNDS = 12


def harmless(finding: Finding, yes: frozenset[str] = YES) -> Value:
    """The answer of somebody for whom nothing is wrong but the pain; `yes` names the questions answered with yes."""
    if finding.type == "yes-no":
        return finding.id in yes
    if finding.type == "choice":
        return CHOICES.get(finding.id, next(iter(finding.options)))
    low = int(finding.range[0]) if finding.range else 0
    return exactly(NUMBERS.get(finding.id, low))


def answered(
    record: Record, page: QuestionPage, pathway: Pathway, on: date, *, yes: frozenset[str] = YES
) -> Record:
    """The record with one page answered on a day."""
    last = max((line.seq for line in (*record.observations, *record.events)), default=0)
    findings = [pathway.findings[question.finding] for question in page.questions]
    new = tuple(
        Observation(
            last + place,
            exactly(on.toordinal()),
            finding.id,
            harmless(finding, yes),
            side=record.side if finding.per_side else None,
        )
        for place, finding in enumerate(findings, start=1)
    )
    return replace(record, observations=(*record.observations, *new))


def rounds(pathway: Pathway, record: Record, on: date) -> Iterator[CarePlan]:
    """The plan, then the plan once everything that it asks has been answered, and so on until it asks nothing."""
    for _ in range(MOST_ROUNDS):
        plan = apply(pathway, record, on)
        yield plan
        if not plan.questions:
            return
        for page in plan.questions:
            record = answered(record, page, pathway, on)


def taps(page: QuestionPage, yes: frozenset[str]) -> int:
    """What a page costs: one tap for "None of these", one for each yes, and one for each choice or number."""
    asked = [question.finding for question in page.questions if question.type == "yes-no"]
    others = len(page.questions) - len(asked)
    return others + (1 + len(yes & set(asked)) if asked else 0)
