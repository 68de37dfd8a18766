"""Three values as formulas: a pair (is true, is false), a number between two amounts, a set of possible options.

Lives here: how pairs combine, the same tables as reasoning/logic.py, and comparisons of amounts. Lives elsewhere:
which condition becomes which formula (verify/world.py). Z3 has no types, so a formula and an amount are `Any`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import z3

Formula = Any
"""A Z3 boolean."""

Amount = Any
"""A Z3 number, or a plain int or Fraction."""

Options = Mapping[str, Formula]
"""For each option of a choice, whether it is possible."""

TRUE: Formula = z3.BoolVal(True)
FALSE: Formula = z3.BoolVal(False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Whether something is surely true, and whether it is surely false; neither where it is not known."""

    yes: Formula
    no: Formula


@dataclass(frozen=True, slots=True)
class Range:
    """A number between `low` and `high`, both possible."""

    low: Amount
    high: Amount


UNKNOWN = Pair(FALSE, FALSE)


def constant(value: bool) -> Pair:
    """A truth that is known whatever the record says."""
    return Pair(TRUE, FALSE) if value else Pair(FALSE, TRUE)


def every(formulas: Iterable[Formula]) -> Formula:
    """All of the formulas hold."""
    parts = list(formulas)
    return parts[0] if len(parts) == 1 else z3.And(parts) if parts else TRUE


def some(formulas: Iterable[Formula]) -> Formula:
    """One of the formulas holds."""
    parts = list(formulas)
    return parts[0] if len(parts) == 1 else z3.Or(parts) if parts else FALSE


def no(formula: Formula) -> Formula:
    """The formula does not hold."""
    return z3.Not(formula)


def conjunction(pairs: Iterable[Pair]) -> Pair:
    """`and` of three values."""
    parts = list(pairs)
    return Pair(every(part.yes for part in parts), some(part.no for part in parts))


def disjunction(pairs: Iterable[Pair]) -> Pair:
    """`or` of three values."""
    parts = list(pairs)
    return Pair(some(part.yes for part in parts), every(part.no for part in parts))


def negation(pair: Pair) -> Pair:
    """`not` of three values."""
    return Pair(pair.no, pair.yes)


def at_least(count: int, pairs: Sequence[Pair]) -> Pair:
    """At least so many of three values."""
    surely = z3.AtLeast(*(pair.yes for pair in pairs), count)
    possibly = z3.AtLeast(*(no(pair.no) for pair in pairs), count)
    return Pair(surely, no(possibly))


def compare(value: Range, operator: str, number: Amount) -> Pair:
    """A number within bounds against a number, as reasoning/logic.py compares them."""
    low, high = value.low, value.high
    match operator:
        case "<":
            return Pair(below(high, number), no(below(low, number)))
        case "<=":
            return Pair(no(below(number, high)), below(number, low))
        case ">" | ">=":
            return negation(compare(value, {">": "<=", ">=": "<"}[operator], number))
        case _:
            return Pair(
                every((same(low, number), same(high, number))),
                some((below(number, low), below(high, number))),
            )


def one_of(possible: Options, options: Iterable[str]) -> Pair:
    """Whether a choice is one of some options."""
    wanted = set(options)
    return Pair(
        every(no(formula) for option, formula in possible.items() if option not in wanted),
        every(no(formula) for option, formula in possible.items() if option in wanted),
    )


def single(possible: Options) -> Formula:
    """Exactly one option is possible."""
    return z3.PbEq([(formula, 1) for formula in possible.values()], 1)


def below(left: Amount, right: Amount) -> Formula:
    """left < right, decided at once where both are plain."""
    answer = _amount(left) < _amount(right)
    return z3.BoolVal(answer) if isinstance(answer, bool) else answer


def same(left: Amount, right: Amount) -> Formula:
    """left = right, decided at once where both are plain."""
    answer = _amount(left) == _amount(right)
    return z3.BoolVal(answer) if isinstance(answer, bool) else answer


def times(left: Amount, right: Amount) -> Amount:
    """The product; linear as long as one of them is plain."""
    return _amount(left) * _amount(right)


def minus(left: Amount, right: Amount) -> Amount:
    """The difference."""
    return _amount(left) - _amount(right)


def least(amounts: Sequence[Amount]) -> Amount:
    """The smallest of some amounts."""
    return _extreme(amounts, smallest=True)


def greatest(amounts: Sequence[Amount]) -> Amount:
    """The largest of some amounts."""
    return _extreme(amounts, smallest=False)


def _extreme(amounts: Sequence[Amount], *, smallest: bool) -> Amount:
    best, *others = amounts
    for other in others:
        best = either(below(best, other) if smallest else below(other, best), best, other)
    return best


def either(condition: Formula, then: Amount, otherwise: Amount) -> Amount:
    """One amount where the condition holds, else the other."""
    if z3.is_true(condition) or z3.is_false(condition):
        return then if z3.is_true(condition) else otherwise
    return z3.If(condition, _expression(then), _expression(otherwise))


def plain(amount: Amount) -> bool:
    """Whether an amount is the same for every record."""
    return isinstance(amount, int | Fraction)


def _amount(amount: Amount) -> Amount:
    if isinstance(amount, Fraction):
        return int(amount) if amount.denominator == 1 else z3.Q(amount.numerator, amount.denominator)
    return amount


def _expression(amount: Amount) -> Amount:
    amount = _amount(amount)
    return z3.IntVal(amount) if isinstance(amount, int) else amount
