"""What is known so far while findings are derived one after another.

Lives here: the situation that every operator reads, and first-match tables over it. Lives elsewhere: the operators
(reasoning/compute.py, reasoning/ratio.py), where the situation comes from (reasoning/facts.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from stepwell.knowledge.types import Finding
from stepwell.reasoning.conditions import Evaluator
from stepwell.reasoning.courses import Course
from stepwell.reasoning.types import FactValue
from stepwell.records.bounds import NEVER, Bounds
from stepwell.records.types import Observation

T = TypeVar("T")


@dataclass
class Situation:
    """What is known so far about one record on one day. `values` grows as findings are derived.

    day        ordinal of today
    observed   observations of each finding on this side, oldest first
    courses    courses of each intervention
    settled    exits that a clinician has settled
    """

    day: int
    values: dict[str, FactValue]
    observed: Mapping[str, Sequence[Observation]]
    courses: Mapping[str, Sequence[Course]]
    settled: frozenset[str]

    @property
    def history_taken(self) -> bool:
        """Whether every earlier treatment has been recorded."""
        return self.values.get("treatment-history") is True

    def of(self, interventions: Sequence[str]) -> list[Course]:
        """The courses of these interventions."""
        return [course for name in interventions for course in self.courses.get(name, ())]


def unknown(finding: Finding) -> FactValue:
    """The value of a finding of which nothing is known: its whole range."""
    if finding.type == "number":
        low, high = finding.range or (0, NEVER)
        return Bounds(low, high)
    return frozenset(finding.options) if finding.type == "choice" else None


def first_match(rows: Sequence[tuple[Evaluator, T]], now: Situation) -> list[T]:
    """What the first row that holds may be: every row that may be it, up to the first that surely holds."""
    possible = []
    for holds, result in rows:
        truth = holds(now.values)
        if truth is not False:
            possible.append(result)
        if truth is True:
            break
    return possible
