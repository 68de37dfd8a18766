"""A table of a summary while it is made: its rows are names of counts until it is known which are hidden.

Lives here: from names to numbers. Lives elsewhere: hiding (population/reports/small.py), tables as they are shown
(population/reports/tables.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stepwell.population.reports.small import Counts, Key
from stepwell.population.reports.tables import Row, Table


@dataclass(frozen=True)
class Line:
    """One row: its id, its words, the names of its counts, and of what they are a part."""

    id: str
    label: str
    keys: Sequence[Key]
    total: Key | None = None


class Making:
    """A table without its numbers."""

    def __init__(
        self, head: Table, lines: Iterable[Line], *, may_leave_out: bool = False, totals: Sequence[Key] = ()
    ) -> None:
        """`may_leave_out` is for lists that need not be complete: rows of which nothing is shown are only counted."""
        self.head, self.lines, self.may_leave_out, self.totals = head, list(lines), may_leave_out, totals

    def table(self, counts: Counts) -> Table:
        """The table with its numbers."""
        rows = [
            Row(
                line.id,
                line.label,
                tuple(map(counts.shown, line.keys)),
                None if line.total is None else counts.shown(line.total),
            )
            for line in self.lines
        ]
        shown = [row for row in rows if not self.may_leave_out or any(row.cells)]
        totals = tuple(map(counts.shown, self.totals))
        return replace(self.head, rows=tuple(shown), left_out=len(rows) - len(shown), totals=totals)
