"""The queries of a sheet: people and words take turns.

Lives here: which query computes what, and what it passes on. Lives elsewhere: the columns and their phases (sheet.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlglot import exp

from stepwell.population.statement.sheet import (
    GROUP,
    KEYS,
    Column,
    Sheet,
    columns_in,
    grouped_by_word,
    word_of,
)
from stepwell.population.statement.terms import Term, column, compared, named

Queries = list[tuple[str, exp.Select]]


@dataclass(frozen=True)
class Base:
    """The first people and words: each makes a query that has the columns asked for."""

    people: Callable[[Sequence[str]], exp.Select]
    words: Callable[[Sequence[str]], exp.Select]


def queries_of(sheet: Sheet, final: Sequence[Term], base: Base) -> Queries:
    """Every query of a sheet, each after those that it reads; the last, without a name, is the statement itself.

    final   the columns of the statement, over people and lowered words
    base    how the first people and the first words are read
    """
    return _Writer(sheet, base).all(final)


class _Writer:
    """Writes the queries from the last to the first, so that each passes on what is read later.

    Words that boards bring, and words that were lifted, are read from their own tables wherever they are needed.
    """

    def __init__(self, sheet: Sheet, base: Base) -> None:
        self.sheet, self.base = sheet, base
        self.brought: set[str] = set()
        self.phases = sheet.phases

    def all(self, final: Sequence[Term]) -> Queries:
        last = self.phases - 1
        people, words = self._split(frozenset().union(*map(columns_in, final)))
        statement = exp.select(*final, copy=False).from_(f"people_{last} AS p", copy=False)
        statement = self._beside(statement, words, "p", last)
        found: Queries = []
        words = self._computed(words)
        for phase in reversed(range(self.phases)):
            above, words = self._words(phase, words)
            below, people, lowered = self._people(phase, people)
            found[:0] = [*below, *above]
            words |= lowered
        given = [one for one in self.sheet.given if one in self.brought]
        return [("words_given", self.base.words(sorted(given))), *found, ("", statement)]

    def _split(self, reads: Iterable[str]) -> tuple[set[str], set[str]]:
        """Columns of people, and columns of words."""
        of_words = {one for one in reads if self.sheet.is_word(one)}
        return set(reads) - of_words - set(KEYS), of_words

    def _computed(self, words: Iterable[str]) -> set[str]:
        """The words that are computed; the others are noted as brought."""
        self.brought |= {one for one in words if one not in self.sheet.words}
        return {one for one in words if one in self.sheet.words}

    def _words(self, phase: int, needed: set[str]) -> tuple[Queries, set[str]]:
        """The strata of words of a phase, and what they read of the words before."""
        found: Queries = []
        for stratum, columns in _strata(self.sheet.words, phase):
            mine = [one for one in columns if one.name in needed]
            if mine:
                passed = needed - {one.name for one in mine}
                reads: set[str] = set().union(*(one.reads for one in mine))
                needed = passed | self._computed(reads)
                made = [named(one.term, one.name, one.comment) for one in mine]
                query = exp.select(column(GROUP, "b"), *map(column, sorted(passed)), *made, copy=False)
                query = self._brought(query, reads, "b")
                found.insert(0, (f"words_{phase}_{stratum}", query))
        if not found:
            query = exp.select(column(GROUP, "b"), *map(column, sorted(needed)), copy=False)
            found.append((f"words_{phase}", query))
        first = "groups" if phase == 0 else f"words_{phase - 1}"
        return _chained(found, first, f"words_{phase}", "b"), needed

    def _brought(self, query: exp.Select, words: Iterable[str], first: str) -> exp.Select:
        """A query with the tables that bring some words."""
        for table in sorted({self.sheet.table_of(one) for one in words if one not in self.sheet.words}):
            query = _joined(query, table, first)
        return query

    def _beside(self, query: exp.Select, words: Iterable[str], first: str, phase: int) -> exp.Select:
        """A query of people with words, as they are after a phase."""
        if any(one in self.sheet.words for one in words):
            query = _joined(query, f"words_{phase}", first)
        return self._brought(query, words, first)

    def _people(self, phase: int, needed: set[str]) -> tuple[Queries, set[str], set[str]]:
        """People and what is lifted of them; what is read of the people before, and of the words before."""
        lifts = [one for one in self.sheet.lifted.values() if one.phase == phase and one.name in self.brought]
        needed = needed.union(*(one.reads for one in lifts)) - set(KEYS)
        found: Queries = []
        for stratum, columns in _strata(self.sheet.people, phase):
            mine = [one for one in columns if one.name in needed]
            if mine:
                passed = needed - {one.name for one in mine}
                made = [named(one.term, one.name, one.comment) for one in mine]
                query = exp.select(*map(column, (*KEYS, *sorted(passed))), *made, copy=False)
                found.insert(0, (f"people_{phase}_{stratum}", query))
                needed = passed.union(*(one.reads for one in mine)) - set(KEYS)
        below, lowered = self._split(needed)
        found.insert(0, (f"people_{phase}_0", self._first(phase, below, lowered)))
        made_of_people = _chained(found, "", f"people_{phase}", "b")
        if lifts:
            made_of_people.append((f"lifted_{phase}", _lifted(phase, lifts)))
        return made_of_people, below, self._computed(lowered)

    def _first(self, phase: int, people: set[str], lowered: set[str]) -> exp.Select:
        if phase == 0:
            return self.base.people(sorted(people))
        mine = [column(one, "p") for one in (*KEYS, *sorted(people))]
        query = exp.select(*mine, *map(column, sorted(lowered)), copy=False)
        query = query.from_(f"people_{phase - 1} AS p", copy=False)
        return self._beside(query, lowered, "p", phase - 1)


def _lifted(phase: int, lifts: Sequence[Column]) -> exp.Select:
    return grouped_by_word([named(word_of(one.term), one.name) for one in lifts], f"people_{phase}")


def _joined(query: exp.Select, table: str, first: str) -> exp.Select:
    """A query with another table of words, for the same people."""
    on = compared(column(GROUP, table), "=", column(GROUP, first))
    return query.join(exp.to_table(table), on=on, copy=False)


def _strata(columns: Mapping[str, Column], phase: int) -> Iterator[tuple[int, list[Column]]]:
    """The columns of a phase by stratum, the last stratum first."""
    mine = sorted((one for one in columns.values() if one.phase == phase), key=lambda one: -one.stratum)
    for stratum, found in groupby(mine, key=lambda one: one.stratum):
        yield stratum, list(found)


def _chained(queries: Queries, first: str, last: str, alias: str) -> Queries:
    """Each query over the one before, called `alias`; the last has its own name."""
    names = [first, *(name for name, _ in queries)]
    for name, (_, query) in zip(names, queries, strict=False):
        if name:
            query.from_(exp.to_table(name, alias=alias), copy=False)
    return [*queries[:-1], (last, queries[-1][1])]
