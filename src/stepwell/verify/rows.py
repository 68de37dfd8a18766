"""First-match tables and ranges as formulas.

Lives here: which row of a table may be the first that holds, the least and greatest result, keeping a number inside
its finding's range; and `Reading`, what operators and ratios ask of an imagined record (verify/world.py).
"""

from collections.abc import Sequence
from typing import Protocol

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import Finding, Pathway
from stepwell.verify.courses import Courses
from stepwell.verify.formulas import Amount, Formula, Options, Pair, Range, either, every, greatest, least, no
from stepwell.verify.variables import Variables, limits


class Reading(Protocol):
    """One imagined record, as operators and ratios read it."""

    pathway: Pathway
    variables: Variables
    courses: Courses

    def finding(self, key: str) -> Finding:
        """The finding that a key names."""

    def truth(self, condition: Condition) -> Pair:
        """Whether a condition holds."""

    def known(self, key: str) -> Formula:
        """Whether a finding is known."""

    def pair(self, key: str) -> Pair:
        """A yes-no finding."""

    def range(self, key: str) -> Range:
        """A number."""

    def choice(self, key: str) -> Options:
        """A choice."""


def possible_rows(truths: Sequence[Pair]) -> list[Formula]:
    """For each row of a first-match table, whether it may be the first that holds."""
    earlier: list[Formula] = []
    rows = []
    for truth in truths:
        rows.append(every((no(truth.no), *earlier)))
        earlier.append(no(truth.yes))
    return rows


def first_match(rows: Sequence[tuple[Pair, Amount]]) -> Range:
    """The least and the greatest result that the first row that holds may have; the last row always holds."""
    possible = list(zip(possible_rows([truth for truth, _ in rows]), (result for _, result in rows)))
    return Range(_end(possible, greatest_first=False), _end(possible, greatest_first=True))


def _end(possible: Sequence[tuple[Formula, Amount]], *, greatest_first: bool) -> Amount:
    """The first possible result in order; what is asked last wins, so the order is turned round."""
    (_, amount), *others = sorted(possible, key=lambda row: row[1], reverse=not greatest_first)
    for formula, result in others:
        amount = either(formula, result, amount)
    return amount


def clipped(value: Range, finding: Finding) -> Range:
    """A number kept inside its finding's range, as the reasoning keeps it."""
    lowest, highest = limits(finding)
    low = least([greatest([value.low, lowest]), highest])
    return Range(low, greatest([least([value.high, highest]), lowest]))
