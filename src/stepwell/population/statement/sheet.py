"""The columns between answers and statuses: some about one person, some about 62 people at once, each after all it reads.

Lives here: the columns, and in which phase each is computed. Lives elsewhere: the queries that compute them (turns.py),
what they say (the other modules of ).

Numbers are columns of people, truths are columns of words. A truth about one person is *lifted*: the bits of 62 people
make one word. A word is *lowered* where a number depends on it. People and words take turns, in phases:

    people_0 -> lifted_0 -> words_0 -> people_1 (reads words_0) -> lifted_1 -> words_1 -> ...

Within a phase a column stands in the first stratum in which all that it reads is there: `words_0_1`, `words_0_2`. What is
read nowhere is not computed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp

from stepwell.population.codes import WORD
from stepwell.population.statement.terms import (
    Term,
    bits_in,
    bits_of,
    case,
    column,
    compared,
    shifted,
    truth,
    whole,
)
from stepwell.population.statement.words import Word, is_everybody, is_nobody, word

GROUP, BIT, SHIFT = "people", "person_bit", "person_shift"
"""Which word a person's bit is in, the bit, and by how much it is shifted. `people` numbers the groups of 62."""
KEYS = ("patient_id", GROUP, BIT, SHIFT)


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
    """The columns so far. `given` are words that the boards bring (board.py)."""

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
        reads = columns_in(term)
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
        reads = columns_in(term)
        phase, stratum = self._after(reads)
        self.people[name] = Column(name, term, reads, phase, stratum + 1, comment)
        return column(name)

    def lift(self, term: Term) -> Word:
        """A truth about one person as a word."""
        if isinstance(term, exp.Boolean):
            return Word(exp.Neg(this=whole(1))) if term.this else Word(whole(0))
        if term not in self._lifts:
            name, reads = f"lift_{len(self.lifted)}", columns_in(term)
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

    @property
    def phases(self) -> int:
        """How many phases there are."""
        everything = (*self.words.values(), *self.people.values(), *self.lifted.values())
        return max((one.phase for one in everything), default=0) + 1

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


def columns_in(term: Term) -> frozenset[str]:
    """The names of the columns that a term reads."""
    return frozenset(one.name for one in term.find_all(exp.Column))


def of_person(patient: str) -> str:
    """SQL: the word and the bit of a person, whose number is `patient`."""
    return f"{patient} // {WORD} AS {GROUP}, CAST(1 AS BIGINT) << ({patient} % {WORD}) AS {BIT}"


def word_of(holds: Term) -> Term:
    """The people of a group for whom something holds in some row."""
    return bits_in(case([(holds, column(BIT))], whole(0)))


def grouped_by_word(columns: Iterable[Term], source: str | exp.Subquery, *keys: str) -> exp.Select:
    """A grouped query with one row for each word, and for each of some more keys."""
    by = [column(key) for key in (GROUP, *keys)]
    query = exp.select(*by, *columns, copy=False).from_(source, copy=False)
    return query.group_by(*(one.copy() for one in by), copy=False)
