"""The steps of words over columns in memory, beside the engine that makes the tables that they read.

Lives here: words of tables as columns, and, or and not over whole columns, and words as the rows of people. Lives elsewhere:
the steps (population/statement/program.py), the parts that stay queries (population/engine.py).

An engine that plans thousands of conditions anew for each part of a population spends more on planning than on bits.
"""

from collections.abc import Mapping

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stepwell.population.statement.board import Brought
from stepwell.population.statement.program import AND, EVERYBODY, KEEP, NOT, OR, Answers, Step
from stepwell.population.statement.sheet import GROUP, SHIFT

Words = npt.NDArray[np.int64]
Engine = duckdb.DuckDBPyConnection


class Kernel:
    """The words so far, of the people who are loaded."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.groups: Words = np.zeros(0, dtype=np.int64)
        self.nobody = self.groups
        self.words: list[Words] = []
        self.shown: set[str] = set()

    def step(self, name: str, step: Step) -> None:
        """Do a step, and show what it gives as a table."""
        if not self.words:
            self.groups = self.engine.execute(f"SELECT {GROUP} FROM groups ORDER BY 1").fetchnumpy()[GROUP]
            self.nobody = np.zeros(len(self.groups), dtype=np.int64)
        self._bring(step.brings)
        self._compute(step.code)
        columns = {GROUP: self.groups} | {one: self.words[number] for one, number in step.gives}
        self.engine.register(name, pa.table(columns))
        self.shown.add(name)

    def forget(self, name: str) -> bool:
        """Show a table no longer; false where it is not the kernel's."""
        if name in self.shown:
            self.engine.unregister(name)
        return name in self.shown

    def _bring(self, brings: tuple[Brought, ...]) -> None:
        first = len(self.words)
        self.words += [self.nobody] * len(brings)
        by_table: dict[str, dict[tuple[str, int], int]] = {}
        for number, (table, column, place) in enumerate(brings, start=first):
            by_table.setdefault(table, {})[column, place] = number
        for table, wanted in by_table.items():
            self._read(table, wanted)

    def _read(self, table: str, wanted: Mapping[tuple[str, int], int]) -> None:
        """The words of one table, each in its place among the groups."""
        names = sorted({column for column, _ in wanted})
        by_place = min(place for _, place in wanted) >= 0
        keys = f"{GROUP}, place" if by_place else f"{GROUP}, -1 AS place"
        text = f"SELECT {keys}, {', '.join(names)} FROM {table} ORDER BY place, {GROUP}"
        found = self.engine.execute(text).fetchnumpy()
        rows, places = np.searchsorted(self.groups, found[GROUP]), found["place"]
        for (column, place), number in wanted.items():
            mine = slice(*np.searchsorted(places, (place, place + 1)))
            self.words[number] = self._spread(rows[mine], found[column][mine])

    def _spread(self, rows: Words, values: Words) -> Words:
        made = np.zeros(len(self.groups), dtype=np.int64)
        made[rows] = values
        return made

    def _compute(self, code: tuple[int, ...]) -> None:
        waiting: list[Words] = []
        words, everybody = self.words, ~self.nobody
        for one in code:
            if one >= 0:
                waiting.append(words[one])
            elif one == AND:
                last = waiting.pop()
                waiting[-1] = waiting[-1] & last
            elif one == OR:
                last = waiting.pop()
                waiting[-1] = waiting[-1] | last
            elif one == NOT:
                waiting[-1] = ~waiting[-1]
            elif one == KEEP:
                words.append(waiting.pop())
            else:
                waiting.append(everybody if one == EVERYBODY else self.nobody)

    def answers(self, answers: Answers) -> pa.Table:
        """One row for each person: the number, and the columns of the result."""
        text = f"SELECT patient_id, {GROUP}, {SHIFT} FROM {answers.table} ORDER BY patient_id"
        people = self.engine.execute(text).fetchnumpy()
        cells = np.searchsorted(self.groups, people[GROUP]) * 64 + people[SHIFT]
        columns = {name: self._number(digits)[cells].view(np.int8) for name, digits in answers.digits}
        return pa.table({"patient_id": people["patient_id"], **columns})

    def _number(self, digits: tuple[int, ...]) -> npt.NDArray[np.uint8]:
        """A number of every possible person from its digits, 64 people for each word."""
        made = np.zeros(len(self.groups) * 64, dtype=np.uint8)
        for place, digit in enumerate(digits):
            made |= self._bits(digit) << np.uint8(place)
        return made

    def _bits(self, number: int) -> npt.NDArray[np.uint8]:
        word = self.words[number] if number >= 0 else ~self.nobody if number == EVERYBODY else self.nobody
        return np.unpackbits(word.astype("<i8", copy=False).view(np.uint8), bitorder="little")
