"""The columns between answers and statuses: some about one person, some about 62 people at once, each after all it reads.

Lives here: the columns, in which phase each is computed, and the queries. Lives elsewhere: what the columns say (the other
modules of population/).

Numbers are columns of people, truths are columns of words. A truth about one person is *lifted*: the bits of 62 people make
one word. A word is *lowered* where a number depends on it. People and words take turns, in phases:

    people_0 -> lifted_0 -> words_0 -> people_1 (reads words_0) -> lifted_1 -> words_1 -> ...

Within a phase a column stands in the first stratum in which all that it reads is there: `words_0_1`, `words_0_2`. What is
read nowhere is not computed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlglot import exp

from stepwell.population.statement.terms import (
    Term,
    bits_in,
    bits_of,
    case,
    column,
    compared,
    named,
    shifted,
    truth,
    whole,
)
from stepwell.population.statement.words import Word, is_everybody, is_nobody, word

GROUP, BIT, SHIFT = "people", "person_bit", "person_shift"
"""Which word a person's bit is in, the bit, and by how much it is shifted. `people` numbers the groups of 62."""
KEYS = ("patient_id", GROUP, BIT, SHIFT)

Queries = list[tuple[str, exp.Select]]


@dataclass(frozen=True)
class Column:
    """One column: its term, what it reads, and where it is computed."""

    name: str
    term: Term
    reads: frozenset[str]
    phase: int
    stratum: int
    comment: str


@dataclass
class Sheet:
    """The columns so far. `given` are words that the boards bring (population/statement/board.py)."""

    words: dict[str, Column] = field(default_factory=dict)
    people: dict[str, Column] = field(default_factory=dict)
    lifted: dict[str, Column] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    _lifts: dict[Term, Word] = field(default_factory=dict)

    def give(self, name: str) -> Word:
        """A word that a board brings."""
        if name not in self.given:
            self._new(name)
        self.given.add(name)
        return word(name)

    def add(self, name: str, term: Word, comment: str = "") -> Word:
        """Compute a column of words; gives the word by which it is read. A constant or a plain column stays as it is."""
        if isinstance(term, exp.Literal | exp.Neg | exp.Column):
            return term
        self._new(name)
        reads = _columns(term)
        before = [self._word(one) for one in reads]
        phase = max((one.phase for one in before if one), default=0)
        stratum = max((one.stratum for one in before if one and one.phase == phase), default=0) + 1
        self.words[name] = Column(name, term, reads, phase, stratum, comment)
        return word(name)

    def number(self, name: str, term: Term, comment: str = "") -> Term:
        """Compute a column of people; gives the term by which it is read."""
        if isinstance(term, exp.Boolean | exp.Literal | exp.Column):
            return term
        self._new(name)
        reads = _columns(term)
        phase, stratum = self._after(reads)
        self.people[name] = Column(name, term, reads, phase, stratum + 1, comment)
        return column(name)

    def lift(self, term: Term) -> Word:
        """A truth about one person as a word."""
        if isinstance(term, exp.Boolean):
            return Word(exp.Neg(this=whole(1))) if term.this else Word(whole(0))
        if term not in self._lifts:
            name, reads = f"lift_{len(self.lifted)}", _columns(term)
            self.lifted[name] = Column(name, term, reads, self._after(reads)[0], 0, "")
            self._lifts[term.copy()] = word(name)
        return self._lifts[term]

    def lower(self, term: Word) -> Term:
        """A word as a truth about one person."""
        if is_everybody(term) or is_nobody(term):
            return truth(is_everybody(term))
        return compared(bits_of(self._as_column(term), column(BIT)), "<>", whole(0))

    def digit(self, term: Word) -> Term:
        """A word as 1 or 0 of one person."""
        if is_everybody(term) or is_nobody(term):
            return whole(int(is_everybody(term)))
        return bits_of(shifted(self._as_column(term), column(SHIFT)), whole(1))

    def _as_column(self, term: Word) -> Word:
        return term if isinstance(term, exp.Column) else self.add(f"word_{len(self.words)}", term)

    def _new(self, name: str) -> None:
        if name in self.words or name in self.people or name in self.given:
            raise ValueError(f"there are two columns {name}")

    def _word(self, name: str) -> Column | None:
        """A column of words that is computed; none for one that a board brings."""
        return self.words.get(name) or self.lifted.get(name)

    def is_word(self, name: str) -> bool:
        """Whether a column is one of words."""
        return name in self.given or self._word(name) is not None

    def table_of(self, name: str) -> str:
        """The table that brings a column of words."""
        if name in self.given:
            return "words_given"
        if name in self.lifted:
            return f"lifted_{self.lifted[name].phase}"
        raise ValueError(f"{name} is computed, and not brought")

    def _after(self, reads: Iterable[str]) -> tuple[int, int]:
        """The phase of a column of people, and the last stratum of that phase that it reads."""
        mine = [self.people[one] for one in reads if one in self.people]
        words = [one.phase if (one := self._word(name)) else 0 for name in reads if self.is_word(name)]
        phase = max([0, *(one.phase for one in mine), *(one + 1 for one in words)])
        return phase, max((one.stratum for one in mine if one.phase == phase), default=0)

    def queries(self, final: Sequence[Term], base: "Base") -> Queries:
        """Every query, each after those that it reads; the last is the statement itself.

        final   the columns of the statement, over people and lowered words
        base    how the first people and the first words are read
        """
        return _Writer(self, base).all(final)


@dataclass(frozen=True)
class Base:
    """The first people and words: each makes a query that has the columns asked for."""

    people: Callable[[Sequence[str]], exp.Select]
    words: Callable[[Sequence[str]], exp.Select]


class _Writer:
    """Writes the queries from the last to the first, so that each passes on what is read later.

    Words that boards bring, and words that were lifted, are read from their own tables wherever they are needed.
    """

    def __init__(self, sheet: Sheet, base: Base) -> None:
        self.sheet, self.base = sheet, base
        self.brought: set[str] = set()
        everything = (*sheet.words.values(), *sheet.people.values(), *sheet.lifted.values())
        self.phases = max((one.phase for one in everything), default=0) + 1

    def all(self, final: Sequence[Term]) -> Queries:
        last = self.phases - 1
        people, words = self._split(frozenset().union(*map(_columns, final)))
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
    made = [named(bits_in(case([(one.term, column(BIT))], whole(0))), one.name) for one in lifts]
    query = exp.select(column(GROUP), *made, copy=False).from_(f"people_{phase}", copy=False)
    return query.group_by(column(GROUP), copy=False)


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


def _columns(term: Term) -> frozenset[str]:
    return frozenset(one.name for one in term.find_all(exp.Column))
