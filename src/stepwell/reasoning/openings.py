"""What keeps a truth open: the questions that can be asked today, and what needs a test or time.

Lives here: following an unknown condition down through derived findings to what somebody can answer. Lives
elsewhere: in which pages and order questions are asked (reasoning/questions.py).

A finding that can no longer matter is never named: only the parts that keep a condition from being known count.
"""

from collections.abc import Iterable
from typing import NamedTuple

from stepwell.knowledge.conditions import OTHER_SIDE, Condition
from stepwell.knowledge.derivations import (
    Aggregate,
    Choose,
    DaysOn,
    Derivation,
    Exits,
    IsWorkingSource,
    Ratio,
    Rule,
    Score,
    conditions_in,
    courses_of,
    reads,
)
from stepwell.knowledge.types import Finding
from stepwell.reasoning.compute import with_parts
from stepwell.reasoning.conditions import evaluator, parts_with_evaluators
from stepwell.reasoning.courses import fits
from stepwell.reasoning.facts import CompiledPathway, Facts
from stepwell.records.bounds import Bounds
from stepwell.records.types import NOT_SURE

HISTORY = "treatment-history"


class Opening(NamedTuple):
    """What is missing, as sets of names kept in the bits of a number: bit n is the n-th name of the pathway.

    asks    findings that can be asked today (or courses whose details can be)
    waits   findings that need a test, a treatment or time
    """

    asks: int = 0
    waits: int = 0


NOTHING_MISSING = Opening()


def together(openings: Iterable[Opening]) -> Opening:
    """All that is missing in any of them."""
    asks = waits = 0
    for opening in openings:
        asks |= opening.asks
        waits |= opening.waits
    return Opening(asks, waits)


class Opener:
    """Finds what is missing for one person on one day; remembers each condition and finding that it has followed."""

    def __init__(self, compiled: CompiledPathway, facts: Facts) -> None:
        self.compiled, self.facts, self.pathway = compiled, facts, compiled.pathway
        self._conditions: dict[int, Opening] = {}
        self._findings: dict[str, Opening] = {}
        self._exits: dict[tuple[frozenset[str] | None, Exits | None], Opening] = {}

    def names(self, bits: int) -> tuple[str, ...]:
        """The names whose bits are set, in the order of the knowledge."""
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self.compiled.names[lowest.bit_length() - 1])
            bits ^= lowest
        return tuple(found)

    def of(self, condition: Condition) -> Opening:
        """What keeps a condition open; nothing where it is known."""
        kept = self._conditions.get(id(condition))
        if kept is None:
            kept = self._conditions[id(condition)] = self._of(condition)
        return kept

    def _of(self, condition: Condition) -> Opening:
        if evaluator(condition)(self.facts.values) is not None:
            return NOTHING_MISSING
        return self._open(condition)

    def _open(self, condition: Condition) -> Opening:
        """What is missing of a condition that is not known: what is missing of its parts that are not."""
        parts = parts_with_evaluators(condition)
        if not parts:
            return self.of_finding(condition.finding)  # type: ignore[union-attr]  # only `always` has none, and is known
        values = self.facts.values
        return together([self._open(part) for part, holds in parts if holds(values) is None])

    def of_exits(self, kinds: frozenset[str] | None, wanted: Exits | None = None) -> Opening:
        """What keeps the exits open that halt one of these kinds (or that are wanted)."""
        key = (kinds, wanted)
        if key not in self._exits:
            self._exits[key] = self._of_exits(kinds, wanted)
        return self._exits[key]

    def _of_exits(self, kinds: frozenset[str] | None, wanted: Exits | None) -> Opening:
        exits = [
            one
            for one in self.pathway.interventions.values()
            if one.exit and one.id not in self.facts.settled
        ]
        found = [
            one
            for one in exits
            if (kinds is None or one.halts & kinds) and (wanted is None or wanted.selects(one.id, one.exit))
        ]
        return together(self.of(one.indicated) for one in found if one.indicated is not None)

    def of_finding(self, key: str) -> Opening:
        """What is missing to know one finding."""
        kept = self._findings.get(key)
        if kept is None:
            finding = self.pathway.findings[key.removesuffix(OTHER_SIDE)]
            kept = (
                self._observed(key, finding)
                if finding.derive is None
                else self._derived(finding, finding.derive)
            )
            self._findings[key] = kept
        return kept

    def _asking(self, *names: str) -> Opening:
        return Opening(asks=sum(self.compiled.bits[name] for name in dict.fromkeys(names)))

    def _waiting(self, name: str) -> Opening:
        return Opening(waits=self.compiled.bits[name])

    def _observed(self, key: str, finding: Finding) -> Opening:
        origin = self.facts.origins.get(key)
        unsure = origin is not None and origin.value == NOT_SURE
        return self._asking(finding.id) if finding.ask and not unsure else self._waiting(finding.id)

    def _derived(self, finding: Finding, derive: Derivation) -> Opening:
        match derive:
            case Rule(condition):
                return self.of(condition)
            case Choose(rows):
                return self._rows([condition for condition, _ in rows])
            case Score(items):
                return together([self._rows([condition for condition, _ in item]) for item in items])
            case Aggregate(_, observed):
                return self._aggregate(observed)
            case Ratio():
                return self._ratio(derive)
            case Exits():
                return self.of_exits(None, derive)
            case DaysOn(interventions):
                return self._history(with_parts(interventions, self.pathway), finding.id)
            case _:
                return self._courses(derive, finding.id)

    def _rows(self, conditions: list[Condition]) -> Opening:
        """A first-match table is open by its unknown rows up to the first that surely holds."""
        missing = []
        for condition in conditions:
            truth = evaluator(condition)(self.facts.values)
            if truth is True:
                break
            if truth is None:
                missing.append(self.of(condition))
        return together(missing)

    def _aggregate(self, observed: str) -> Opening:
        seen = self.facts.observed.get(observed, ())
        asked_today = bool(seen) and seen[-1].on.high >= self.facts.day
        return (
            self._waiting(observed)
            if asked_today
            else self._observed(observed, self.pathway.findings[observed])
        )

    def _ratio(self, derive: Ratio) -> Opening:
        missing = [self.of(condition) for condition in conditions_in(derive)]
        vague = [
            name
            for name in reads(derive)
            if isinstance(value := self.facts.values[name], Bounds) and not value.exact
        ]
        return together([*missing, *map(self.of_finding, vague)])

    def _history(self, interventions: Iterable[str], name: str) -> Opening:
        if self.facts.values.get(HISTORY) is not True:
            return self.of_finding(HISTORY)
        undated = [
            one
            for one in interventions
            for course in self.facts.courses.get(one, ())
            if course.start is None or not course.start.exact
        ]
        return self._asking(*undated) if undated else self._waiting(name)

    def _courses(self, derive: Derivation, name: str) -> Opening:
        courses = courses_of(derive)
        if courses is None or self.facts.values.get(HISTORY) is not True:
            return self.of_finding(HISTORY)
        working = self.facts.values["working-source"]
        possible = working if isinstance(working, frozenset) else frozenset()
        vague = [
            course.intervention
            for one in courses.interventions
            for course in self.facts.courses.get(one, ())
            if fits(course, courses.where, working=possible, day=self.facts.day) is None
        ]
        aimed = any(isinstance(wanted, IsWorkingSource) for _, wanted in courses.where)
        source = ["working-source"] if aimed and len(possible) > 1 else []
        return self._asking(*source, *vague) if vague or source else self._waiting(name)
