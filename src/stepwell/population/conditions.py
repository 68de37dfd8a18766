"""A condition as a pair of truths in SQL: it must hold, it may hold. Not known is "may, but need not".

Lives here: every kind of condition as a pair, and first-match tables. Lives elsewhere: the same for one record
(reasoning/conditions.py, reasoning/logic.py), where the columns come from (population/person.py).

No truth is ever null. "Must" holds where the condition is true whatever the missing answers are; "may" fails only where
it is false whatever they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

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
from stepwell.population.codes import option_bits
from stepwell.population.numbers import Number, compares, differs, exact
from stepwell.population.terms import (
    Term,
    any_bit,
    both,
    compared,
    either,
    member,
    no,
    one_if,
    plus,
    truth,
    whole,
)
from stepwell.records.bounds import NEVER


@dataclass(frozen=True)
class Truths:
    """Whether something must hold, and whether it may."""

    must: Term
    may: Term


@dataclass(frozen=True)
class Options:
    """The options of a choice that are possible, as bits."""

    bits: Term


Fact = Truths | Number | Options


def certainly(value: bool) -> Truths:
    """The same for everybody."""
    return Truths(truth(value), truth(value))


def open_(truths: Truths) -> Term:
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


def at_least(count: int, parts: Sequence[Truths]) -> Truths:
    """At least `count` parts hold."""
    return Truths(
        _as_many(count, [part.must for part in parts]), _as_many(count, [part.may for part in parts])
    )


def _as_many(count: int, parts: Sequence[Term]) -> Term:
    if not parts:
        return truth(count <= 0)
    return compared(reduce(plus, map(one_if, parts)), ">=", whole(count))


def range_of(finding: Finding) -> tuple[int, int]:
    """The range of a number, scaled."""
    return finding.range or (0, NEVER)


class Conditions:
    """Reads conditions over the facts that there are so far."""

    def __init__(self, pathway: Pathway, facts: Mapping[str, Fact]) -> None:
        self.pathway, self.facts = pathway, facts
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
                return at_least(count, below)
            case Not():
                return negation(below[0])

    def _leaf(self, leaf: Leaf) -> Truths:
        match leaf:
            case Always(value):
                return certainly(value)
            case IsYes(name):
                return self.truths(name)
            case Compare(name, operator, number):
                return _compare(self.number(name), operator, number)
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

    def number(self, name: str) -> Number:
        """A number."""
        fact = self.facts[name]
        if not isinstance(fact, Number):
            raise TypeError(f"{name} is not a number")
        return fact

    def options(self, name: str) -> Term:
        """The options of a choice that are possible."""
        fact = self.facts[name]
        if not isinstance(fact, Options):
            raise TypeError(f"{name} is not a choice")
        return fact.bits

    def finding(self, name: str) -> Finding:
        """The finding of a name, on either side."""
        return self.pathway.findings[name.removesuffix(OTHER_SIDE)]

    def _one_of(self, name: str, options: frozenset[str]) -> Truths:
        finding, bits = self.finding(name), self.options(name)
        wanted = option_bits(finding, options)
        others = option_bits(finding) & ~wanted
        return Truths(no(any_bit(bits, others)), any_bit(bits, wanted))

    def known(self, name: str) -> Term:
        """Something is known of a finding: all of it for yes-no and choices, some bounds for a number."""
        fact, finding = self.facts[name], self.finding(name)
        match fact:
            case Truths():
                return no(open_(fact))
            case Number():
                return differs(fact, *range_of(finding))
            case Options(bits):
                return member(bits, [option_bits(finding, [option]) for option in finding.options])

    def first_match(self, conditions: Sequence[Condition]) -> Iterator[Term]:
        """For each row of a first-match table, whether it may be the row."""
        earlier: list[Term] = []
        for condition in conditions:
            truths = self.of(condition)
            yield both(truths.may, *map(no, earlier))
            earlier.append(truths.must)


def _compare(value: Number, operator: str, number: int) -> Truths:
    limit = exact(number)
    match operator:
        case "<" | "<=":
            return Truths(compares(value.high, operator, limit), compares(value.low, operator, limit))
        case ">" | ">=":
            return Truths(compares(value.low, operator, limit), compares(value.high, operator, limit))
        case _:
            low, high = compares(value.low, "=", limit), compares(value.high, "=", limit)
            inside = both(compares(value.low, "<=", limit), compares(value.high, ">=", limit))
            return Truths(both(low, high), inside)
