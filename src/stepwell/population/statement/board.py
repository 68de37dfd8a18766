"""Words for many things at once: for each finding, or each intervention, of which people something is true.

Lives here: rows of people and things become words in three steps. Lives elsewhere: what is true of a row (lines.py,
recorded.py), logic over words (words.py).

First the rows of 62 people and one thing become one row with a word for each field. Then sixteen things become one row,
and then all of them, so that no step looks at every row for every thing.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from stepwell.population.statement.sheet import GROUP, Sheet, grouped_by_word, word_of
from stepwell.population.statement.terms import (
    Term,
    bits_in,
    case,
    coalesce,
    column,
    compared,
    member,
    named,
    whole,
)
from stepwell.population.statement.words import Word

Brought = tuple[str, str, int]
"""A table, its column, and the place of the thing that its rows are about; -1 where there is one row for each word."""

BLOCK = 16
"""Things in one row of the second step."""


class Board:
    """The words of the things of one query.

    name     how its tables are called
    source   the table of rows; has the columns `people`, `person_bit` and `place`, which numbers the things from 0
    fields   what is true of a row, by name
    """

    def __init__(self, name: str, source: str, fields: Mapping[str, Term], sheet: Sheet) -> None:
        self.name, self.source, self.fields, self.sheet = name, source, fields, sheet
        self.read: dict[str, tuple[int, str]] = {}

    def word(self, place: int, field: str, name: str) -> Word:
        """Of which people a field is true for a thing; `name` is the column by which it is read."""
        self.read.setdefault(name, (place, field))
        return self.sheet.give(name)

    def origins(self) -> Iterator[tuple[str, Brought]]:
        """Each word that is read, with its place in the table of the first step."""
        for name, (place, field) in self.read.items():
            yield name, (f"{self.name}_words", field, place)

    def queries(self) -> Iterator[tuple[str, exp.Select]]:
        """The three steps; nothing where nothing is read."""
        used = sorted({field for _, field in self.read.values()})
        if not used:
            return
        marked = [named(word_of(self.fields[one]), one) for one in used]
        places = member(column("place"), {place for place, _ in self.read.values()})
        yield f"{self.name}_words", grouped_by_word(marked, self.source, "place").where(places, copy=False)
        yield f"{self.name}_blocks", self._blocks(used)
        yield f"{self.name}_wide", self._wide()

    def _blocks(self, used: Sequence[str]) -> exp.Select:
        block = exp.IntDiv(this=column("place"), expression=whole(BLOCK))
        inside = exp.Mod(this=column("place"), expression=whole(BLOCK))
        long = exp.select(
            column(GROUP), named(block, "block"), named(inside, "inside"), *map(column, used), copy=False
        )
        long = long.from_(f"{self.name}_words", copy=False)
        cells = [
            named(
                bits_in(case([(compared(column("inside"), "=", whole(place)), column(field))], whole(0))),
                f"{field}_{place}",
            )
            for place in range(BLOCK)
            for field in used
        ]
        return grouped_by_word(cells, long.subquery("placed", copy=False), "block")

    def _wide(self) -> exp.Select:
        """One row for each word of people, with every word that is read."""
        columns = []
        for name, (place, field) in self.read.items():
            block, inside = divmod(place, BLOCK)
            mine = compared(column("block"), "=", whole(block))
            columns.append(named(bits_in(case([(mine, column(f"{field}_{inside}"))], whole(0))), name))
        return grouped_by_word(columns, f"{self.name}_blocks")

    def joined(self, query: exp.Select, names: Sequence[str], first: str) -> exp.Select:
        """The words of some names beside the groups of a query; nobody where a group has no row."""
        return _beside(query, f"{self.name}_wide", [name for name in names if name in self.read], first)


def _beside(query: exp.Select, table: str, names: Sequence[str], first: str) -> exp.Select:
    if not names:
        return query
    on = compared(column(GROUP, table), "=", column(GROUP, first))
    mine = [named(coalesce(column(name, table), whole(0)), name) for name in names]
    return query.join(exp.to_table(table), on=on, join_type="left", copy=False).select(*mine, copy=False)


class Tally:
    """Of which people some row of a query has something: one row for each word."""

    def __init__(self, name: str, source: str, sheet: Sheet) -> None:
        self.name, self.source, self.sheet = name, source, sheet
        self.read: dict[str, Term] = {}

    def word(self, name: str, holds: Term) -> Word:
        """Of which people it holds for some row."""
        self.read.setdefault(name, holds)
        return self.sheet.give(name)

    def origins(self) -> Iterator[tuple[str, Brought]]:
        """Each word that is read, with its place."""
        for name in self.read:
            yield name, (self.name, name, -1)

    def queries(self) -> Iterator[tuple[str, exp.Select]]:
        """The one query; nothing where nothing is read."""
        if self.read:
            marked = [named(word_of(holds), name) for name, holds in self.read.items()]
            yield self.name, grouped_by_word(marked, self.source)

    def joined(self, query: exp.Select, names: Sequence[str], first: str) -> exp.Select:
        """The words of some names beside the groups of a query; nobody where a group has no row."""
        return _beside(query, self.name, [name for name in names if name in self.read], first)
