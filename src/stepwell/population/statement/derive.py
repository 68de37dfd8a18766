"""Each derived finding as columns: conditions, choices, scores, ratios, statistics, courses, open exits.

Lives here: one function for each operator, and the columns in which its value is kept. Lives elsewhere: statistics
(aggregates.py), arithmetic (ratio.py), courses (course_facts.py), the same for one record (reasoning/compute.py).
"""

from collections.abc import Mapping, Sequence
from functools import reduce

from stepwell.knowledge.conditions import Always, Condition
from stepwell.knowledge.derivations import (
    Aggregate,
    Choose,
    Derivation,
    Exits,
    Ratio,
    Rule,
    Score,
)
from stepwell.knowledge.order import derivation_order
from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.population.statement.aggregates import fact_of
from stepwell.population.statement.conditions import (
    Computed,
    Conditions,
    Fact,
    Options,
    Truths,
    certainly,
    disjunction,
    range_of,
)
from stepwell.population.statement.course_facts import CourseFacts
from stepwell.population.statement.numbers import Number, Quotient, Whole, within
from stepwell.population.statement.openings import HISTORY
from stepwell.population.statement.ratio import chosen, ratio
from stepwell.population.statement.series import Columns
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.terms import Term, plus
from stepwell.population.statement.words import Word, both, either, no


class Deriver:
    """Computes every derived finding of a pathway, each after what it reads."""

    def __init__(
        self,
        sheet: Sheet,
        facts: dict[str, Fact],
        settled: Mapping[str, Word],
        *,
        courses: CourseFacts,
        pathway: Pathway,
        day: int,
    ):
        self.sheet, self.facts, self.settled, self.pathway, self.day = sheet, facts, settled, pathway, day
        self.conditions, self.courses = Conditions(pathway, facts, sheet), courses

    def all(self) -> None:
        """Compute them all."""
        for name in derivation_order(self.pathway.findings, self.pathway.interventions.values()):
            finding = self.pathway.findings[name]
            if finding.derive is not None:
                self.facts[name] = self.kept(finding, self._fact(finding, finding.derive))

    def kept(self, finding: Finding, fact: Fact) -> Fact:
        """The fact as columns of the sheet."""
        name, comment = finding.id.replace("-", "_"), f"{finding.id}: {finding.title}"
        match fact:
            case Truths(must, may):
                return Truths(
                    self.sheet.add(f"{name}_must", must, comment), self.sheet.add(f"{name}_may", may, comment)
                )
            case Options(possible):
                return Options(
                    {one: self.sheet.add(f"{name}_{one}", word, comment) for one, word in possible.items()}
                )
            case Computed(Number(low, high)):
                ends = self._kept(f"{name}_low", low, comment), self._kept(f"{name}_high", high, comment)
                return Computed(Number(*ends), self.sheet)
            case _:
                return fact

    def _kept(self, name: str, number: Quotient, comment: str) -> Quotient:
        return Quotient(
            self._whole(f"{name}_value", number.top, comment),
            self._whole(f"{name}_over", number.below, comment),
        )

    def _whole(self, name: str, number: Whole, comment: str) -> Whole:
        return (
            number
            if isinstance(number.is_, int)
            else Whole(self.sheet.number(name, number.is_, comment), number.most)
        )

    def _fact(self, finding: Finding, derive: Derivation) -> Fact:
        match derive:
            case Rule(condition):
                return self.conditions.of(condition)
            case Choose(rows):
                return self._choose(finding, rows)
            case Score(items):
                return self._score(finding, items)
            case Ratio():
                return Computed(ratio(derive, finding, self.conditions), self.sheet)
            case Aggregate(_, source):
                return fact_of(Columns(finding, derive, self.pathway.findings[source], self.day), self.sheet)
            case Exits():
                exits = [
                    one for one in self.pathway.interventions.values() if derive.selects(one.id, one.exit)
                ]
                return disjunction([self.exit_truths(one) for one in exits])
            case _:
                return self.courses.fact(finding, derive, self._taken())

    def exit_truths(self, exit_: Intervention) -> Truths:
        """Whether an exit is open: its sign holds, and no clinician has settled it."""
        sign = self.conditions.of(exit_.indicated, default=False)
        unsettled = no(self.settled[exit_.id])
        return Truths(both(unsettled, sign.must), both(unsettled, sign.may))

    def _taken(self) -> Word:
        """Of whom all earlier treatments are recorded."""
        history = self.facts.get(HISTORY, certainly(False))
        return history.must if isinstance(history, Truths) else certainly(False).must

    def _choose(self, finding: Finding, rows: Sequence[tuple[Condition, str]]) -> Options:
        possible = list(self.conditions.first_match([condition for condition, _ in rows]))
        chosen_by = {
            option: [word for word, (_, one) in zip(possible, rows, strict=True) if one == option]
            for option in finding.options
        }
        return Options({option: either(*words) for option, words in chosen_by.items()})

    def _score(self, finding: Finding, items: Sequence[Sequence[tuple[Condition, int]]]) -> Computed:
        least, most = zip(*map(self._points, items))
        return Computed(_clipped(finding, reduce(plus, least), reduce(plus, most), _size(items)), self.sheet)

    def _points(self, item: Sequence[tuple[Condition, int]]) -> tuple[Term, Term]:
        rows = [*item, (Always(True), 0)]
        possible = [
            self.sheet.lower(word)
            for word in self.conditions.first_match([condition for condition, _ in rows])
        ]
        points = [points for _, points in rows]
        return chosen(possible, points, min), chosen(possible, points, max)


def _size(items: Sequence[Sequence[tuple[Condition, int]]]) -> int:
    return sum(max((abs(points) for _, points in item), default=0) for item in items)


def _clipped(finding: Finding, low: Term, high: Term, most: int) -> Number:
    start, end = range_of(finding)
    return Number(
        within(Quotient(Whole(low, most)), start, end), within(Quotient(Whole(high, most)), start, end)
    )
