"""Tables of a summary: what the page draws and what the CSV files hold.

Lives here: their shape. Lives elsewhere: what is counted (population/reports/summary.py), which numbers are hidden
(population/reports/small.py), how they look (documents/population_page.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = int | None
"""A count; None where it is hidden."""


@dataclass(frozen=True)
class Row:
    """One row: an id, the words for it, its counts in the order of the heads, and of how many they are a part."""

    id: str
    label: str
    cells: tuple[Cell, ...]
    total: Cell = None


@dataclass(frozen=True)
class Table:
    """One table.

    id        the name of its CSV file and its place on the page
    of        what a row is, as the heading of the first column
    heads     what each count is
    shape     bars: the first count as a bar; parts: counts as parts of a bar; flow: from a row to a head; plain
    lead      what it says and how it was counted, in a sentence or two
    nothing   what to say where there is nothing
    left_out  how many rows are left out, since none of their numbers may be shown
    totals    of a flow, how many people each head has
    """

    id: str
    title: str
    of: str
    heads: tuple[str, ...]
    shape: str
    lead: str = ""
    nothing: str = "Nobody."
    rows: tuple[Row, ...] = ()
    left_out: int = 0
    totals: tuple[Cell, ...] = ()

    @property
    def hides(self) -> bool:
        """Whether a number of it is hidden."""
        return any(cell is None for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class Summary:
    """All tables about one population, and what could not be known."""

    people: int
    days: Sequence[str]
    knowledge: str
    reviewed: bool
    synthetic: bool
    small: int
    tables: Sequence[Table]
    unknown: Sequence[str]
