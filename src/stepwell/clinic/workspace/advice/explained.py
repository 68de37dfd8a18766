"""The whole explanation of one intervention, computed afresh: what speaks for it, against it, what it needs and asks.

Lives here: putting the conditions of an intervention into the words of one page. Lives elsewhere: the conditions (knowledge/),
whether they hold (reasoning/), the short reasons of a stored plan (episodes/stored.py).
"""

from dataclasses import dataclass
from typing import Any

from stepwell.clinic.episodes.basis import Basis
from stepwell.documents.care_plan_json import care_plan_json
from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import Intervention
from stepwell.reasoning.explain import Explainer
from stepwell.reasoning.statuses import compile_interventions
from stepwell.reasoning.types import CarePlan, Recommendation

Values = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One condition with its title, and what follows or until when; `tree` is an explanation as plain values."""

    title: str
    tree: Values
    then: str = ""


@dataclass(frozen=True)
class Whole:
    """Everything that makes the status of one intervention what it is."""

    one: Values
    for_: list[Values]
    needless: list[Values]
    against: list[Part]
    cautions: list[Part]
    needs: list[Part]
    stops: list[Part]


def whole_of(basis: Basis, name: str) -> Whole | None:
    """The explanation of an intervention; None where the plan has no row of it."""
    one = next((one for one in basis.plan.recommendations if one.id == name), None)
    if one is None:
        return None
    entry = basis.pathway.interventions[name]
    compiled = next(found for found in compile_interventions(basis.pathway) if found.entry.id == name)
    explainer = Explainer(basis.pathway, basis.facts)
    trees = _Trees(basis.plan, explainer)
    return Whole(
        one=trees.plain(one),
        for_=trees.of(compiled.indicated),
        needless=trees.of(compiled.unless),
        against=_against(entry, trees),
        cautions=[Part(row.do, trees.one(row.when)) for row in entry.precautions],
        needs=[Part(_needed(need.otherwise, basis), trees.one(need.that)) for need in entry.requires],
        stops=[Part(rule.because, trees.one(rule.when), rule.how.replace("-", " ")) for rule in entry.stop],
    )


def _needed(name: str, basis: Basis) -> str:
    return basis.pathway.interventions[name].title if name else ""


def row_of(basis: Basis, name: str) -> Values | None:
    """The row of an intervention in today's plan as plain values; None where there is none."""
    one = next((one for one in basis.plan.recommendations if one.id == name), None)
    return None if one is None else _plain(one, basis.plan)


def _plain(one: Recommendation, plan: CarePlan) -> Values:
    alone = CarePlan(plan.as_of, plan.side, plan.step, (one,), (), None, None, plan.knowledge)
    found: Values = care_plan_json(alone)["recommendations"][0]
    return found


def _against(entry: Intervention, trees: "_Trees") -> list[Part]:
    rows = [Part(row.because, trees.one(row.when), row.until) for row in entry.contraindicated]
    return sorted(rows, key=lambda row: {True: 0, None: 1, False: 2}[row.tree["truth"]])


class _Trees:
    """Explanations as plain values, through the one writer of plans."""

    def __init__(self, plan: CarePlan, explainer: Explainer) -> None:
        self.plan, self.explainer = plan, explainer

    def plain(self, one: Recommendation) -> Values:
        """A recommendation as the plan's JSON has it."""
        return _plain(one, self.plan)

    def of(self, condition: Condition | None) -> list[Values]:
        """The tree of a condition that may be left out."""
        return [] if condition is None else [self.one(condition)]

    def one(self, condition: Condition) -> Values:
        """The tree of a condition."""
        empty = Recommendation("", "", "", "", "", "", "", because=(self.explainer.explain(condition),))
        found: Values = self.plain(empty)["because"][0]
        return found
