"""The words of a statement as steps over whole columns: the same conditions, for an engine that has numbers in memory.

Lives here: the columns of words (sheet.py) as lists of numbers, and what each step brings and gives. Lives elsewhere: the
queries that say the same (turns.py), which are the definition; doing the steps (population/kernel.py).

A step reads tables of words, computes the words of one phase, and gives the columns that queries after it read. Its code is
in postfix: a number from 0 pushes a word, those below 0 are what is done to the last ones.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from sqlglot import exp

from stepwell.population.statement.board import Brought
from stepwell.population.statement.parts import Named, Part, in_parts
from stepwell.population.statement.sheet import GROUP, Column, Sheet, columns_in
from stepwell.population.statement.terms import column
from stepwell.population.statement.words import Word, is_everybody, is_nobody

AND, OR, NOT, KEEP, NOBODY, EVERYBODY = -1, -2, -3, -4, -5, -6
"""And, or, not of the last words; keep the last as a new word; push a constant."""

GIVEN, WORDS, PEOPLE = "words_given", "words_", "people_"
_OF_PEOPLE = re.compile(r"people_(\d+)(?:_\d+)?")
_GONE = re.compile(r"words_\d+_\d+|.*_(blocks|wide)")
"""Queries in whose place there are steps."""


@dataclass(frozen=True)
class Step:
    """What takes the place of one table of words. Words are numbered: what is brought, then what is computed, step by step.

    brings  the words that are read from tables
    code    what is computed
    gives   the columns of the table, each with the number of its word
    """

    brings: tuple[Brought, ...]
    code: tuple[int, ...]
    gives: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Answers:
    """The columns of the result, each with the words that are its digits, the lowest first.

    table  where the people are
    """

    table: str
    digits: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Stepped:
    """A statement as parts and steps. A part with the name of a step stands for it; its query is not executed.

    more  whether the last part has more to say of each person than the answers; else it is not executed either
    """

    parts: Sequence[Part]
    steps: Mapping[str, Step]
    answers: Answers
    more: bool


@dataclass
class Program:
    """Makes the steps of a sheet.

    sheet   the columns
    origin  for each word that a board brings: its table, its column, its place
    digits  the columns of the result by name
    """

    sheet: Sheet
    origin: Mapping[str, Brought]
    digits: Mapping[str, Sequence[Word]]
    numbers: dict[str, int] = field(default_factory=dict)

    def in_place_of(self, queries: Sequence[Named], last: exp.Query | None) -> Stepped:
        """The steps, and the parts that stay.

        queries  every query but the last
        last     a query of more that is wanted of each person
        """
        stay = [one for one in queries if not _GONE.fullmatch(one[0])]
        read = _Read(stay, last, self.sheet)
        needed = self._needed(read.all() | {one.name for one in self._ends() if isinstance(one, exp.Column)})
        steps = {GIVEN: self._given(needed, read)}
        for phase in range(self.sheet.phases):
            steps[f"{WORDS}{phase}"] = self._step(phase, needed, read)
        found = [(name, tuple(map(self._digit, words))) for name, words in self.digits.items()]
        answers = Answers(f"{PEOPLE}{self.sheet.phases - 1}", tuple(found))
        written = [(name, _stands_for(steps[name]) if name in steps else query) for name, query in stay]
        written.append(("", last or exp.select("*").from_(answers.table)))
        boards = {table for table, _, _ in steps[GIVEN].brings}
        return Stepped(in_parts(written, boards), steps, answers, more=last is not None)

    def _ends(self) -> Iterator[Word]:
        for words in self.digits.values():
            yield from words

    def _given(self, needed: Set[str], read: "_Read") -> Step:
        mine = sorted(self.sheet.given & needed)
        for one in mine:
            self._number(one)
        return Step(tuple(self.origin[one] for one in mine), (), self._gives(read.all() & self.sheet.given))

    def _needed(self, wanted: Iterable[str]) -> set[str]:
        """Those words, and all that they are computed from."""
        found: set[str] = set()
        waiting = list(wanted)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.sheet.words[one].reads if one in self.sheet.words else ()
        return found

    def _number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))

    def _gives(self, names: Iterable[str]) -> tuple[tuple[str, int], ...]:
        return tuple((one, self.numbers[one]) for one in sorted(names))

    def _step(self, phase: int, needed: Set[str], read: "_Read") -> Step:
        lifted = [one.name for one in self.sheet.lifted.values() if one.phase == phase and one.name in needed]
        for one in lifted:
            self._number(one)
        code: list[int] = []
        for word in self.sheet.words.values():
            if word.phase == phase and word.name in needed:
                code += self._coded(word)
        brings = tuple((f"lifted_{phase}", one, -1) for one in lifted)
        return Step(brings, tuple(code), self._gives(read.after(phase) & self.sheet.words.keys()))

    def _coded(self, one: Column) -> list[int]:
        found: list[int] = []
        self._code(one.term, found)
        self._number(one.name)
        return [*found, KEEP]

    def _code(self, term: exp.Expr, found: list[int]) -> None:
        if isinstance(term, exp.Paren):
            self._code(term.this, found)
        elif isinstance(term, exp.Column):
            found.append(self.numbers[term.name])
        elif isinstance(term, exp.BitwiseNot):
            self._code(term.this, found)
            found.append(NOT)
        elif isinstance(term, exp.BitwiseAnd | exp.BitwiseOr):
            self._code(term.this, found)
            self._code(term.expression, found)
            found.append(AND if isinstance(term, exp.BitwiseAnd) else OR)
        else:
            found.append(self._constant(Word(term)))

    def _constant(self, term: Word) -> int:
        if not (is_everybody(term) or is_nobody(term)):
            raise TypeError(f"{term.sql()} is no word")
        return EVERYBODY if is_everybody(term) else NOBODY

    def _digit(self, word: Word) -> int:
        return self.numbers[word.name] if isinstance(word, exp.Column) else self._constant(word)


class _Read:
    """Which words the queries that stay read."""

    def __init__(self, queries: Sequence[Named], last: exp.Query | None, sheet: Sheet) -> None:
        ends = [*queries, *([(f"{PEOPLE}{sheet.phases}", last)] if last else [])]
        self._words: dict[int, set[str]] = {}
        for name, query in ends:
            if found := _OF_PEOPLE.fullmatch(name):
                mine = {one for one in columns_in(query) if sheet.is_word(one)}
                self._words.setdefault(int(found[1]), set()).update(mine)

    def after(self, phase: int) -> set[str]:
        """Those that are read after a phase."""
        return self._words.get(phase + 1, set())

    def all(self) -> set[str]:
        """All of them."""
        return set().union(*self._words.values())


def _stands_for(step: Step) -> exp.Select:
    """What a step reads, as a query, so that it is known until when tables are needed."""
    made = exp.select(column(GROUP, "groups"), copy=False).from_("groups", copy=False)
    for table in sorted({one for one, _, _ in step.brings}):
        made = made.join(exp.to_table(table), join_type="cross", copy=False)
    return made
