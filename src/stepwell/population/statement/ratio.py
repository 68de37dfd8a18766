"""Arithmetic over findings in SQL: a product over a product, exact and within bounds.

Lives here: `ratio` and its terms. Lives elsewhere: exact numbers (numbers.py), the same for one record
(reasoning/ratio.py).
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce

from stepwell.knowledge.conditions import OTHER_SIDE, Condition
from stepwell.knowledge.derivations import Arithmetic, Pick, Ratio
from stepwell.knowledge.derivations import Term as RatioTerm
from stepwell.knowledge.types import Finding
from stepwell.population.statement.conditions import Conditions, range_of
from stepwell.population.statement.numbers import (
    Number,
    Quotient,
    Whole,
    compares,
    constant,
    divided,
    exact,
    larger,
    multiplied,
    scaled,
    smaller,
    subtracted,
    where_known,
)
from stepwell.population.statement.terms import Term, case, whole


def ratio(derive: Ratio, finding: Finding, conditions: Conditions) -> Number:
    """The quotient, scaled and kept inside the range of its finding; the whole range where the divisor may be nought."""
    reader = _Reader(conditions)
    of, over = _product(map(reader.read, derive.of)), _product(map(reader.read, derive.over))
    scale = Fraction(10**finding.decimals)
    value = Number(scaled(divided(of.low, over.high), scale), scaled(divided(of.high, over.low), scale))
    return where_known(compares(over.low, ">", exact(0)), value, *range_of(finding))


def _product(factors: Iterable[Number]) -> Number:
    """The product of numbers that are not negative; a negative bound counts as nought."""
    return reduce(_times, factors, Number(exact(1), exact(1)))


def _times(left: Number, right: Number) -> Number:
    low, high = larger(right.low, exact(0)), larger(right.high, exact(0))
    return Number(multiplied(left.low, low), multiplied(left.high, high))


class _Reader:
    """Reads the terms of a ratio as plain numbers, not scaled."""

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions

    def read(self, term: RatioTerm) -> Number:
        match term:
            case Fraction():
                return Number(exact(term), exact(term))
            case str():
                return self._plain(term)
            case Pick(rows):
                return self._pick(rows)
            case Arithmetic(operation, left, right):
                return _arithmetic(operation, self.read(left), self.read(right))

    def _plain(self, name: str) -> Number:
        value = self.conditions.numeric(name).number
        scale = Fraction(1, 10 ** self.conditions.finding(name.removesuffix(OTHER_SIDE)).decimals)
        return Number(scaled(value.low, scale), scaled(value.high, scale))

    def _pick(self, rows: Sequence[tuple[Condition, Fraction]]) -> Number:
        first = self.conditions.first_match([condition for condition, _ in rows])
        possible = list(map(self.conditions.sheet.lower, first))
        numbers = [number for _, number in rows]
        below = reduce(_shared, (number.denominator for number in numbers), 1)
        tops = [int(number * below) for number in numbers]
        low, high = chosen(possible, tops, min), chosen(possible, tops, max)
        most = max(map(abs, tops))
        return Number(
            Quotient(Whole(low, most), constant(below)), Quotient(Whole(high, most), constant(below))
        )


def _shared(left: int, right: int) -> int:
    return Fraction(left, right).numerator * right


def chosen(possible: Sequence[Term], numbers: Sequence[int], how: Callable[..., int]) -> Term:
    """The smallest (or the largest) of the numbers whose row is possible."""
    rows = sorted(zip(numbers, range(len(numbers))), reverse=how is max)
    return case([(possible[place], whole(number)) for number, place in rows], whole(how(numbers)))


def _arithmetic(operation: str, left: Number, right: Number) -> Number:
    if operation == "minus":
        return Number(subtracted(left.low, right.high), subtracted(left.high, right.low))
    better = larger if operation == "max" else smaller
    return Number(better(left.low, right.low), better(left.high, right.high))
