"""The unknowns of one imagined record, and what holds between them whatever is recorded.

Lives here: a variable for each observed finding, and the axioms collected on the way. Lives elsewhere: courses
(verify/courses.py), everything that follows from these (verify/world.py).
"""

from collections.abc import Iterable

import z3

from stepwell.knowledge.types import Finding
from stepwell.records.bounds import NEVER
from stepwell.verify.formulas import Formula, Options, Pair, Range, every, no, single, some


class Variables:
    """The unknowns of one record. `name` tells the records apart where two are compared."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.axioms: list[Formula] = []
        self.pairs: dict[str, Pair] = {}
        self.ranges: dict[str, Range] = {}
        self.choices: dict[str, Options] = {}

    def hold(self, axioms: Iterable[Formula]) -> None:
        """Add what holds for every record."""
        self.axioms.extend(axioms)

    def flag(self, word: str) -> Formula:
        """A plain boolean unknown."""
        return z3.Bool(f"{self.name}{word}")

    def pair(self, key: str) -> Pair:
        """A yes-no finding: yes, no, or neither."""
        if key not in self.pairs:
            pair = self.pairs[key] = Pair(self.flag(f"{key}+"), self.flag(f"{key}-"))
            self.hold([no(every((pair.yes, pair.no)))])
        return self.pairs[key]

    def range(self, key: str, finding: Finding, *, fractions: bool = False) -> Range:
        """A number: two ends inside the finding's range."""
        if key not in self.ranges:
            sort = z3.Real if fractions else z3.Int
            found = self.ranges[key] = Range(sort(f"{self.name}{key}<"), sort(f"{self.name}{key}>"))
            lowest, highest = limits(finding)
            self.hold([found.low >= lowest, found.low <= found.high, found.high <= highest])
        return self.ranges[key]

    def choice(self, key: str, finding: Finding) -> Options:
        """A choice: one option was recorded, or every option is possible."""
        if key not in self.choices:
            found = self.choices[key] = {option: self.flag(f"{key}={option}") for option in finding.options}
            self.hold([some((single(found), every(found.values())))])
        return self.choices[key]


def limits(finding: Finding) -> tuple[int, int]:
    """The range of a number, as the reasoning takes it."""
    return finding.range or (0, NEVER)


def known_range(value: Range, finding: Finding) -> Formula:
    """Something is known of a number: it is not its whole range."""
    lowest, highest = limits(finding)
    return some((value.low > lowest, value.high < highest))


def known_pair(pair: Pair) -> Formula:
    """A yes-no finding is known."""
    return some((pair.yes, pair.no))
