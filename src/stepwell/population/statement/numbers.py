"""Exact numbers in SQL: a whole number over a whole number, so that no engine rounds.

Lives here: sums, products, comparisons and limits of fractions, by cross-multiplication. Lives elsewhere: which numbers a
rule asks for (ratio.py, aggregates.py).

Each whole number carries the greatest size that it can have. Where a product may need more than 62 bits it is computed
in 128, and where 128 may not be enough the statement is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from stepwell.population.statement.terms import (
    Term,
    case,
    compared,
    greatest,
    huge,
    least,
    minus,
    plus,
    times,
    truth,
    whole,
)

_SMALL = 1 << 62
_HUGE = 1 << 126


@dataclass(frozen=True)
class Whole:
    """A whole number: a constant or a term, and the greatest size it can have."""

    is_: Term | int
    most: int

    @property
    def term(self) -> Term:
        """The number as a node."""
        return whole(self.is_) if isinstance(self.is_, int) else self.is_


def constant(number: int) -> Whole:
    """A number that is the same for everybody."""
    return Whole(number, abs(number))


ONE = constant(1)


def product(left: Whole, right: Whole) -> Whole:
    """left times right."""
    if isinstance(left.is_, int) and isinstance(right.is_, int):
        return constant(left.is_ * right.is_)
    if left.is_ == 1 or right.is_ == 1:
        return right if left.is_ == 1 else left
    most = left.most * right.most
    return Whole(_wide(times, left.term, right.term, most), most)


def difference(left: Whole, right: Whole) -> Whole:
    """left minus right."""
    return _summed(minus, left, right, -1)


def summed(left: Whole, right: Whole) -> Whole:
    """left plus right."""
    return _summed(plus, left, right, 1)


def _summed(how: Callable[[Term, Term], Term], left: Whole, right: Whole, sign: int) -> Whole:
    if isinstance(left.is_, int) and isinstance(right.is_, int):
        return constant(left.is_ + sign * right.is_)
    if right.is_ == 0:
        return left
    most = left.most + right.most
    return Whole(_wide(how, left.term, right.term, most), most)


def _wide(how: Callable[[Term, Term], Term], left: Term, right: Term, most: int) -> Term:
    if most >= _HUGE:
        raise ValueError("a number may need more than 126 bits; give the findings narrower ranges")
    return how(left, right) if most < _SMALL else how(huge(left), right)


@dataclass(frozen=True)
class Quotient:
    """A whole number over another that is greater than nought."""

    top: Whole
    below: Whole = ONE


@dataclass(frozen=True)
class Number:
    """A number within bounds, scaled as its finding is."""

    low: Quotient
    high: Quotient


def exact(number: Fraction | int) -> Quotient:
    """A number that is the same for everybody."""
    found = Fraction(number)
    return Quotient(constant(found.numerator), constant(found.denominator))


def scaled(number: Quotient, scale: Fraction) -> Quotient:
    """A number times a constant greater than nought."""
    return multiplied(number, exact(scale))


def multiplied(left: Quotient, right: Quotient) -> Quotient:
    """left times right."""
    return _reduced(product(left.top, right.top), product(left.below, right.below))


def _reduced(top: Whole, below: Whole) -> Quotient:
    if isinstance(top.is_, int) and isinstance(below.is_, int):
        shared = gcd(top.is_, below.is_) or 1
        return Quotient(constant(top.is_ // shared), constant(below.is_ // shared))
    return Quotient(top, below)


def divided(left: Quotient, right: Quotient) -> Quotient:
    """left over right, which is greater than nought."""
    return _reduced(product(left.top, right.below), product(left.below, right.top))


def _on_one_base(left: Quotient, right: Quotient) -> tuple[Whole, Whole, Whole]:
    """Both numbers over one denominator: two numerators, and the denominator."""
    if left.below.is_ == right.below.is_:
        return left.top, right.top, left.below
    if isinstance(left.below.is_, int) and isinstance(right.below.is_, int):
        shared = gcd(left.below.is_, right.below.is_)
        more, less = right.below.is_ // shared, left.below.is_ // shared
        return (
            product(left.top, constant(more)),
            product(right.top, constant(less)),
            constant(left.below.is_ * more),
        )
    return product(left.top, right.below), product(right.top, left.below), product(left.below, right.below)


def subtracted(left: Quotient, right: Quotient) -> Quotient:
    """left minus right."""
    top, other, below = _on_one_base(left, right)
    return _reduced(difference(top, other), below)


def smaller(left: Quotient, right: Quotient) -> Quotient:
    """The smaller of two."""
    return _chosen(left, right, least, min)


def larger(left: Quotient, right: Quotient) -> Quotient:
    """The larger of two."""
    return _chosen(left, right, greatest, max)


def _chosen(
    left: Quotient, right: Quotient, how: Callable[..., Term], known: Callable[[int, int], int]
) -> Quotient:
    top, other, below = _on_one_base(left, right)
    if isinstance(top.is_, int) and isinstance(other.is_, int):
        return _reduced(constant(known(top.is_, other.is_)), below)
    return Quotient(Whole(how(top.term, other.term), max(top.most, other.most)), below)


def within(number: Quotient, low: int, high: int) -> Quotient:
    """A number kept inside a range; so is the size of its numerator."""
    kept = larger(smaller(number, exact(high)), exact(low))
    most = max(abs(low), abs(high)) * kept.below.most
    return Quotient(Whole(kept.top.is_, min(kept.top.most, most)), kept.below)


def compares(number: Quotient, operator: str, with_: Quotient) -> Term:
    """A comparison of two exact numbers."""
    top, other, _ = _on_one_base(number, with_)
    if isinstance(top.is_, int) and isinstance(other.is_, int):
        return truth(_KNOWN[operator](top.is_, other.is_))
    return compared(top.term, operator, other.term)


_KNOWN: dict[str, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


def where_known(known: Term, number: Number, low: int, high: int) -> Number:
    """A number kept inside its range, and the whole range where nothing is known of it."""
    return Number(
        _or_constant(known, within(number.low, low, high), low),
        _or_constant(known, within(number.high, low, high), high),
    )


def _or_constant(known: Term, number: Quotient, otherwise: int) -> Quotient:
    """The number, or a constant; the denominator stays as it is where it is the same for everybody."""
    if isinstance(number.below.is_, int):
        top = case([(known, number.top.term)], whole(otherwise * number.below.is_))
        return Quotient(Whole(top, max(number.top.most, abs(otherwise * number.below.is_))), number.below)
    top = case([(known, number.top.term)], whole(otherwise))
    below = case([(known, number.below.term)], whole(1))
    return Quotient(Whole(top, max(number.top.most, abs(otherwise))), Whole(below, number.below.most))
