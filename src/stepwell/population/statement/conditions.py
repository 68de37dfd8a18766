"""A condition as a pair of truths in SQL: it must hold, it may hold. Not known is "may, but need not".

Lives here: every kind of condition as a pair, and first-match tables. Lives elsewhere: the same for one record
(reasoning/conditions.py, reasoning/logic.py), words and people (sheet.py).

No truth is ever null. "Must" holds where the condition is true whatever the missing answers are; "may" fails only where
it is false whatever they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

from stepwell.knowledge.conditions import (
    OTHER_SIDE,
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    IsYes,
    Known,
    Leaf,
    Not,
    OneOf,
    parts_of,
)
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.statement.answers import Answers
from stepwell.population.statement.numbers import Number, Quotient, Whole, compares, exact
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.terms import coalesce, whole
from stepwell.population.statement.words import Word, both, certain, either, exactly_one, no
from stepwell.records.bounds import NEVER

End = Literal["low", "high"]


@dataclass(frozen=True)
class Truths:
    """Whether something must hold, and whether it may."""

    must: Word
    may: Word


@dataclass(frozen=True)
class Options:
    """Of which people each option of a choice is possible."""

    possible: Mapping[str, Word]


class Numeric(Protocol):
    """A number within bounds, however it came about."""

    def is_(self, end: End, operator: str, limit: int) -> Word:
        """Of which people a comparison of one end holds."""

    def is_exact(self) -> Word:
        """Of which people only one value is possible."""

    @property
    def number(self) -> Number:
        """The bounds of each person."""


Fact = Truths | Numeric | Options


@dataclass(frozen=True)
class Computed:
    """A number that is a column of people."""

    number: Number
    sheet: Sheet

    def is_(self, end: End, operator: str, limit: int) -> Word:
        """Lifted from each person."""
        return self.sheet.lift(compares(getattr(self.number, end), operator, exact(limit)))

    def is_exact(self) -> Word:
        """Both ends are one."""
        return self.sheet.lift(compares(self.number.low, "=", self.number.high))


@dataclass(frozen=True)
class Answered:
    """A number as people answered it; the whole range where nobody did."""

    key: str
    range: tuple[int, int]
    answers: Answers

    def is_(self, end: End, operator: str, limit: int) -> Word:
        """From the thresholds that people reach."""
        match operator:
            case ">=":
                return self._from(end, limit)
            case ">":
                return self._from(end, limit + 1)
            case "<":
                return no(self._from(end, limit))
            case "<=":
                return no(self._from(end, limit + 1))
            case _:
                equal = both(self._from(end, limit), no(self._from(end, limit + 1)))
                return equal if operator == "=" else no(equal)

    def _from(self, end: End, limit: int) -> Word:
        assumed = self.range[end == "high"]
        reached = self.answers.at_least(self.key, end, limit)
        return either(reached, no(self.answers.seen(self.key))) if assumed >= limit else reached

    def is_exact(self) -> Word:
        """The answer is one value."""
        return self.answers.exact(self.key)

    @property
    def number(self) -> Number:
        """The answer, or the range."""
        most = max(map(abs, self.range))
        ends = zip(("low", "high"), self.range)
        values = (coalesce(self.answers.value(self.key, end), whole(limit)) for end, limit in ends)
        return Number(*(Quotient(Whole(value, most)) for value in values))


def certainly(value: bool) -> Truths:
    """The same for everybody."""
    return Truths(certain(value), certain(value))


def open_(truths: Truths) -> Word:
    """Not known."""
    return both(truths.may, no(truths.must))


def conjunction(parts: Sequence[Truths]) -> Truths:
    """`and`."""
    return Truths(both(*(part.must for part in parts)), both(*(part.may for part in parts)))


def disjunction(parts: Sequence[Truths]) -> Truths:
    """`or`."""
    return Truths(either(*(part.must for part in parts)), either(*(part.may for part in parts)))


def negation(part: Truths) -> Truths:
    """`not`."""
    return Truths(no(part.may), no(part.must))


def range_of(finding: Finding) -> tuple[int, int]:
    """The range of a number, scaled."""
    return finding.range or (0, NEVER)


class Conditions:
    """Reads conditions over the facts that there are so far."""

    def __init__(self, pathway: Pathway, facts: Mapping[str, Fact], sheet: Sheet) -> None:
        self.pathway, self.facts, self.sheet = pathway, facts, sheet
        self._kept: dict[int, tuple[Condition, Truths]] = {}

    def of(self, condition: Condition | None, *, default: bool = True) -> Truths:
        """A condition as a pair; `default` where there is none."""
        if condition is None:
            return certainly(default)
        kept = self._kept.get(id(condition))
        if kept is None:
            kept = self._kept[id(condition)] = (condition, self._of(condition))
        return kept[1]

    def _of(self, condition: Condition) -> Truths:
        if isinstance(condition, Leaf):
            return self._leaf(condition)
        below = [self.of(part) for part in parts_of(condition)]
        match condition:
            case All():
                return conjunction(below)
            case AnyOf():
                return disjunction(below)
            case AtLeast(count):
                return self._at_least(count, below)
            case Not():
                return negation(below[0])

    def _leaf(self, leaf: Leaf) -> Truths:
        match leaf:
            case Always(value):
                return certainly(value)
            case IsYes(name):
                return self.truths(name)
            case Compare(name, operator, number):
                return _compare(self.numeric(name), operator, number)
            case OneOf(name, options):
                return self._one_of(name, options)
            case Known(name):
                known = self.known(name)
                return Truths(known, known)

    def truths(self, name: str) -> Truths:
        """A yes-no finding."""
        fact = self.facts[name]
        if not isinstance(fact, Truths):
            raise TypeError(f"{name} is not yes or no")
        return fact

    def numeric(self, name: str) -> Numeric:
        """A number."""
        fact = self.facts[name]
        if isinstance(fact, Truths | Options):
            raise TypeError(f"{name} is not a number")
        return fact

    def options(self, name: str) -> Mapping[str, Word]:
        """The options of a choice that are possible."""
        fact = self.facts[name]
        if not isinstance(fact, Options):
            raise TypeError(f"{name} is not a choice")
        return fact.possible

    def finding(self, name: str) -> Finding:
        """The finding of a name, on either side."""
        return self.pathway.findings[name.removesuffix(OTHER_SIDE)]

    def _at_least(self, count: int, parts: Sequence[Truths]) -> Truths:
        return Truths(
            self._as_many(count, [part.must for part in parts]),
            self._as_many(count, [part.may for part in parts]),
        )

    def _as_many(self, count: int, parts: Sequence[Word]) -> Word:
        """`reached[n]`: at least n of the parts so far hold. Each is a column, since the next ones read it twice."""
        reached = [certain(True), *[certain(False)] * max(count, 0)]
        for part in parts:
            reached = [certain(True)] + [
                self._column(either(same, both(fewer, part))) for fewer, same in pairwise(reached)
            ]
        return reached[max(count, 0)]

    def _column(self, word: Word) -> Word:
        return self.sheet.add(f"some_{len(self.sheet.words)}", word)

    def _one_of(self, name: str, options: frozenset[str]) -> Truths:
        possible = self.options(name)
        wanted = [word for option, word in possible.items() if option in options]
        others = [word for option, word in possible.items() if option not in options]
        return Truths(no(either(*others)), either(*wanted))

    def known(self, name: str) -> Word:
        """Something is known of a finding: all of it for yes-no and choices, some bounds for a number."""
        fact = self.facts[name]
        match fact:
            case Truths():
                return no(open_(fact))
            case Options(possible):
                return exactly_one(list(possible.values()))
            case _:
                start, end = range_of(self.finding(name))
                return either(fact.is_("low", "<>", start), fact.is_("high", "<>", end))

    def first_match(self, conditions: Sequence[Condition]) -> Iterator[Word]:
        """For each row of a first-match table, whether it may be the row."""
        earlier: list[Word] = []
        for condition in conditions:
            truths = self.of(condition)
            yield both(truths.may, *map(no, earlier))
            earlier.append(truths.must)


def _compare(value: Numeric, operator: str, limit: int) -> Truths:
    match operator:
        case "<" | "<=":
            return Truths(value.is_("high", operator, limit), value.is_("low", operator, limit))
        case ">" | ">=":
            return Truths(value.is_("low", operator, limit), value.is_("high", operator, limit))
        case _:
            low, high = value.is_("low", "=", limit), value.is_("high", "=", limit)
            inside = both(value.is_("low", "<=", limit), value.is_("high", ">=", limit))
            return Truths(both(low, high), inside)
