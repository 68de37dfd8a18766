"""Ratios as formulas: exact where they are linear, tied at each number they are compared with where they divide.

Lives here: products, differences and picks over bounds, as reasoning/compute.py works them out. A product of two
unknowns is beyond linear arithmetic: it stays an unknown of its own inside its range.
"""

from collections.abc import Iterable
from fractions import Fraction

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.derivations import Arithmetic, Pick, Ratio, Term
from stepwell.knowledge.types import Finding
from stepwell.verify.formulas import (
    Formula,
    Range,
    below,
    every,
    greatest,
    least,
    minus,
    no,
    plain,
    same,
    some,
    times,
)
from stepwell.verify.rows import Reading, clipped, first_match
from stepwell.verify.variables import limits


class Ratios:
    """The ratios of one imagined record."""

    def __init__(self, world: Reading) -> None:
        self.world = world
        self.divided: dict[str, tuple[Range, Range]] = {}
        self._tied: set[tuple[str, int]] = set()

    def range(self, key: str, finding: Finding) -> Range:
        """The value of a ratio within bounds."""
        assert isinstance(finding.derive, Ratio)  # noqa: S101
        top, bottom = self._product(finding.derive.of), self._product(finding.derive.over)
        if top is None or bottom is None:
            return self.world.variables.range(key, finding, fractions=True)
        if plain(bottom.low) and plain(bottom.high):
            return self._linear(top, bottom, finding)
        self.divided[key] = (top, bottom)
        return self.world.variables.range(key, finding, fractions=True)

    def _linear(self, top: Range, bottom: Range, finding: Finding) -> Range:
        value = Range(times(top.low, 1 / Fraction(bottom.high)), times(top.high, 1 / Fraction(bottom.low)))
        return clipped(value, finding)

    def tie(self, key: str, number: int) -> None:
        """Say on which side of a number a quotient lies, without dividing."""
        if key in self.divided and (key, number) not in self._tied:
            self._tied.add((key, number))
            self.world.variables.hold(self._ties(key, number))

    def _ties(self, key: str, number: int) -> Iterable[Formula]:
        (top, bottom), value = self.divided[key], self.world.range(key)
        lowest, highest = limits(self.world.finding(key))
        defined = below(0, bottom.low)
        yield some((defined, every((same(value.low, lowest), same(value.high, highest)))))
        for end, over, under in ((value.low, top.low, bottom.high), (value.high, top.high, bottom.low)):
            if lowest < number <= highest:
                yield some((no(defined), below(end, number) == below(over, times(number, under))))
            if lowest <= number < highest:
                yield some((no(defined), below(number, end) == below(times(number, under), over)))

    def _product(self, terms: Iterable[Term]) -> Range | None:
        """The product of terms that are not negative; None where two of them vary."""
        product = Range(Fraction(1), Fraction(1))
        for factor in map(self._term, terms):
            fixed = [all(map(plain, (one.low, one.high))) for one in (product, factor)]
            if not any(fixed):
                return None
            low, high = greatest([factor.low, 0]), greatest([factor.high, 0])
            product = Range(times(product.low, low), times(product.high, high))
        return product

    def _term(self, term: Term) -> Range:
        match term:
            case Fraction():
                return Range(term, term)
            case str():
                return self.world.range(term)
            case Pick(rows):
                return self._pick(rows)
            case Arithmetic(operation, left, right):
                return self._arithmetic(operation, self._term(left), self._term(right))

    def _pick(self, rows: Iterable[tuple[Condition, Fraction]]) -> Range:
        return first_match([(self.world.truth(condition), number) for condition, number in rows])

    def _arithmetic(self, operation: str, left: Range, right: Range) -> Range:
        if operation == "minus":
            return Range(minus(left.low, right.high), minus(left.high, right.low))
        better = greatest if operation == "max" else least
        return Range(better([left.low, right.low]), better([left.high, right.high]))
