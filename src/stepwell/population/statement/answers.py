"""What people answered, as words: yes, no, not sure, answered today, at least so much; and the numbers themselves.

Lives here: reading the answers that count, each as a word of 62 people, or as a column of a person where arithmetic needs
it. Lives elsewhere: which answers count (lines.py), how rows become words (board.py).

A number is compared through thresholds, and the value of a choice, which is one bit, too: it is option 3 where it is at
least 8 and not at least 16. So one query serves every comparison of every finding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from stepwell.knowledge.types import Pathway
from stepwell.population.codes import Codes
from stepwell.population.statement import terms
from stepwell.population.statement.board import Board, Brought
from stepwell.population.statement.lines import fixed_rows, observed, snake
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.terms import (
    Term,
    case,
    column,
    compared,
    maximum,
    member,
    named,
    skeleton,
    whole,
)
from stepwell.population.statement.words import Word

IN_SLOT = 4
"""Thresholds of one row of the table of thresholds."""
LEAST, MOST = -(1 << 61), 1 << 61
"""Below and above every value."""
SLOT = ("finding", "place", "is_high", *(f"t_{number}" for number in range(IN_SLOT)))

VALUES = """
SELECT c.people, c.person_bit, t.*, CASE WHEN t.is_high = 1 THEN c.high ELSE c.low END AS value, c.low = c.high AS exact
FROM current AS c JOIN thresholds AS t ON t.finding = c.finding
WHERE c.answered AND c.high >= c.low
"""
IS_NO = "SELECT answered AND NOT yes AND low = 0 AND high = 0"


@dataclass
class _Slot:
    """Some thresholds of one end of one finding."""

    finding: int
    is_high: bool
    limits: list[int] = field(default_factory=list)

    def row(self, place: int) -> tuple[int, ...]:
        return self.finding, place, int(self.is_high), *self.limits, *[MOST] * (IN_SLOT - len(self.limits))


class Answers:
    """Reads the answers that count. `key` is a finding's id, with `@other` for the other side."""

    def __init__(self, pathway: Pathway, codes: Codes, sheet: Sheet) -> None:
        self.codes = codes
        self.places = {key: place for place, (key, _) in enumerate(observed(pathway, codes))}
        said = {"yes": column("yes"), "no": skeleton(IS_NO).selects[0], "unsure": column("unsure")}
        self._said = Board("answers", "current", said, sheet)
        self._today = Board("todays", "current", {"today": column("today")}, sheet)
        reached = {
            f"t_{number}": compared(column("value"), ">=", column(f"t_{number}")) for number in range(IN_SLOT)
        }
        self._reached = Board("values", "compared", reached | {"exact": column("exact")}, sheet)
        self._slots: list[_Slot] = []
        self._numbers: dict[str, str] = {}

    def said(self, word: str, key: str) -> Word:
        """Who said a word: yes, no, unsure; or said anything today."""
        board = self._today if word == "today" else self._said
        return board.word(self.places[key], word, f"{snake(key)}_{word}")

    def at_least(self, key: str, end: str, limit: int) -> Word:
        """Whose value is at least so much; the others' is less, or they have none."""
        place, field = self._slot(key, end == "high", limit)
        size = f"{limit}".replace("-", "minus_")
        return self._reached.word(place, field, f"{snake(key)}_{end}_from_{size}")

    def seen(self, key: str) -> Word:
        """Who has a value that counts."""
        place, field = self._slot(key, False, LEAST)
        return self._reached.word(place, field, f"{snake(key)}_seen")

    def exact(self, key: str) -> Word:
        """Whose value is one number, not bounds."""
        place, _ = self._slot(key, False, LEAST)
        return self._reached.word(place, "exact", f"{snake(key)}_exact")

    def value(self, key: str, end: str) -> Term:
        """The value as a column of a person; null where there is none."""
        name = f"{snake(key)}_value_{end}"
        self._numbers[name] = key
        return column(name)

    def _slot(self, key: str, is_high: bool, limit: int) -> tuple[int, str]:
        finding = self.codes.findings[key]
        mine = [
            (place, slot)
            for place, slot in enumerate(self._slots)
            if (slot.finding, slot.is_high) == (finding, is_high)
        ]
        for place, slot in mine:
            if limit in slot.limits:
                return place, f"t_{slot.limits.index(limit)}"
        if not mine or len(mine[-1][1].limits) == IN_SLOT:
            self._slots.append(_Slot(finding, is_high))
            mine = [(len(self._slots) - 1, self._slots[-1])]
        place, slot = mine[-1]
        slot.limits.append(limit)
        return place, f"t_{len(slot.limits) - 1}"

    def queries(self) -> Iterator[tuple[str, exp.Query]]:
        """Each query with its name, once everything was read."""
        yield from self._said.queries()
        yield from self._today.queries()
        if self._slots:
            yield "thresholds", fixed_rows([slot.row(place) for place, slot in enumerate(self._slots)], SLOT)
            yield "compared", skeleton(VALUES)
            yield from self._reached.queries()
        if self._numbers:
            yield "numbers", self._of_people()

    def _of_people(self) -> exp.Select:
        """One row for each person, with the values that arithmetic needs."""
        wanted = sorted({self.codes.findings[key] for key in self._numbers.values()})
        columns = [named(self._largest(name, key), name) for name, key in self._numbers.items()]
        valid = terms.both(
            member(column("finding"), wanted),
            column("answered"),
            compared(column("high"), ">=", column("low")),
        )
        query = exp.select(column("patient_id"), *columns, copy=False).from_("current", copy=False)
        return query.where(valid, copy=False).group_by(column("patient_id"), copy=False)

    def _largest(self, name: str, key: str) -> Term:
        mine = compared(column("finding"), "=", whole(self.codes.findings[key]))
        return maximum(case([(mine, column(name.rpartition("_")[2]))], exp.null()))

    def origins(self) -> Iterator[tuple[str, Brought]]:
        """Where each word comes from."""
        for board in (self._said, self._today, self._reached):
            yield from board.origins()

    def joined(self, query: exp.Select, names: Sequence[str], first: str) -> exp.Select:
        """The words of some names beside the groups of a query."""
        for board in (self._said, self._today, self._reached):
            query = board.joined(query, names, first)
        return query
