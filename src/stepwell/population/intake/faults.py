"""What can be wrong with a row, by number: rows carry the number until they are shown or set aside.

Lives here: the book of faults. Lives elsewhere: what is wrong (the reader's own words: records/), showing it with file and row
(intake/quarantine.py).
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from stepwell.records.dates import FIRST_YEAR, LAST_YEAR
from stepwell.records.faults import Unreadable

DAY_PROBLEMS = (
    (
        "{0} is not a day.",
        "Write 2026-03-01, 2026-03 or 2026; or say under `dates:` of the mapping file how days are written.",
    ),
    (f"{{0}} lies outside the years {FIRST_YEAR} to {LAST_YEAR}.", "Check the year."),
    ("{0} is a day that does not exist.", "Check the month and the day."),
)


class Reason(NamedTuple):
    """What is wrong with a row, in which column, and how to mend it."""

    column: str
    problem: str
    remedy: str


@dataclass
class FaultBook:
    """Every reason that was met, numbered from 1."""

    reasons: list[Reason] = field(default_factory=list)
    numbers: dict[Reason, int] = field(default_factory=dict)

    def add(self, column: str, problem: str, remedy: str) -> int:
        """The number of a reason; the same reason has one number."""
        reason = Reason(column, problem, remedy)
        if reason not in self.numbers:
            self.reasons.append(reason)
            self.numbers[reason] = len(self.reasons)
        return self.numbers[reason]

    def of(self, column: str, wrong: Unreadable) -> int:
        """The number of what a reader says."""
        return self.add(column, wrong.problem, wrong.remedy)

    def days(self, column: str) -> int:
        """The number before those of a day that cannot be read: add the problem's own."""
        numbers = [self.add(column, problem.format(column), remedy) for problem, remedy in DAY_PROBLEMS]
        return numbers[0] - 1

    def about(self, column: str) -> list[int]:
        """The numbers of all reasons that are about a column."""
        return [at for at, reason in enumerate(self.reasons, start=1) if reason.column == column]

    def __getitem__(self, number: int) -> Reason:
        return self.reasons[number - 1]
