"""Arithmetic over findings: a product over a product, in exact fractions and within bounds.

Lives here: `ratio` and its terms. Lives elsewhere: the other operators (reasoning/compute.py).
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import cast

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.derivations import Arithmetic, Pick, Ratio, Term
from stepwell.knowledge.types import Finding, Pathway
from stepwell.reasoning.conditions import evaluator
from stepwell.reasoning.situation import Situation, first_match
from stepwell.records.bounds import Bounds, Exact


def ratio(derive: Ratio, finding: Finding, pathway: Pathway) -> Callable[[Situation], Bounds | None]:
    """A product over a product of plain numbers; the result is scaled as the derived finding is."""
    terms = TermReader(pathway)
    of, over = [terms.read(term) for term in derive.of], [terms.read(term) for term in derive.over]
    scale = 10**finding.decimals

    def quotient(now: Situation) -> Bounds | None:
        top, bottom = _product([term(now) for term in of]), _product([term(now) for term in over])
        if bottom.low <= 0:
            return None
        return Bounds(scale * Fraction(top.low) / bottom.high, scale * Fraction(top.high) / bottom.low)

    return quotient


def _product(factors: Sequence[Bounds]) -> Bounds:
    """The product of numbers that are not negative; a negative bound counts as nought."""
    low: Exact = 1
    high: Exact = 1
    for factor in factors:
        low, high = low * max(factor.low, 0), high * max(factor.high, 0)
    return Bounds(low, high)


class TermReader:
    """Reads the terms of a ratio as functions that give plain (not scaled) numbers."""

    def __init__(self, pathway: Pathway) -> None:
        self.findings = pathway.findings

    def read(self, term: Term) -> Callable[[Situation], Bounds]:
        """One term."""
        match term:
            case Fraction():
                return lambda now: Bounds(term, term)
            case str():
                return _plain(term, 10 ** self.findings[term].decimals)
            case Pick(rows):
                return _pick(rows)
            case Arithmetic(operation, left, right):
                return _arithmetic(operation, self.read(left), self.read(right))


def _plain(name: str, scale: int) -> Callable[[Situation], Bounds]:
    def plain(now: Situation) -> Bounds:
        value = cast(Bounds, now.values[name])
        return value if scale == 1 else Bounds(Fraction(value.low) / scale, Fraction(value.high) / scale)

    return plain


def _pick(rows: Sequence[tuple[Condition, Fraction]]) -> Callable[[Situation], Bounds]:
    compiled = [(evaluator(condition), number) for condition, number in rows]

    def pick(now: Situation) -> Bounds:
        possible = first_match(compiled, now)
        return Bounds(min(possible), max(possible))

    return pick


def _arithmetic(
    operation: str, left: Callable[[Situation], Bounds], right: Callable[[Situation], Bounds]
) -> Callable[[Situation], Bounds]:
    def combine(now: Situation) -> Bounds:
        a, b = left(now), right(now)
        if operation == "minus":
            return Bounds(a.low - b.high, a.high - b.low)
        better = max if operation == "max" else min
        return Bounds(better(a.low, b.low), better(a.high, b.high))

    return combine
