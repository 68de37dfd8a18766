"""Each distinct code, value and day of an input, looked up once: tables that the rows are then joined with.

Lives here: asking the engine for what is distinct, and keeping the answers as tables. Lives elsewhere: the answers
(intake/meanings.py), joining (intake/coding.py).

However many rows there are, what they say is said in few ways. So each way is read by the reader of record files itself, and
the rows are coded by joins.

    finding_codes    code, keep (whether rows with it are wanted), fault, episode (whether its side is that of the episode)
    value_codes      code, value, value_from, value_to, unit -> finding, low, high, per_side, silent (no value at all), fault
    intervention_codes   code, keep, number (null for an exercise), single (an act, not a stretch of time), fault
    event_codes      code, event -> number, fault
    part_codes       part, word, low_word, high_word -> low, high, fault
    side_codes       word -> side (1 left, 2 right, 3 both; null where it is none)
    day_codes        word -> low, high (ordinals), problem (1 no day, 2 outside the years, 3 does not exist)
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from stepwell.population import layout
from stepwell.population.codes import ANOTHER, codes_of
from stepwell.population.intake.engine import Engine, create_table, filled, quoted
from stepwell.population.intake.faults import FaultBook
from stepwell.population.intake.meanings import Meanings, Written
from stepwell.records.bounds import Bounds
from stepwell.records.dates import span
from stepwell.records.faults import Unreadable
from stepwell.records.parts import read_event, read_part
from stepwell.records.types import NOT_SURE, WITHDRAWN

SIDES = {"left": 1, "right": 2, "both": 3}
DAYS = {
    "observations": ("on", "on_from", "on_to"),
    "events": ("on", "on_from", "on_to", "until"),
    "courses": ("start", "end"),
    "persons": ("birth_date",),
}
"""The columns of each table that hold a day."""

_BATCH = 20_000
_COURSE_KINDS = ("load", "medicine")
_PROBLEMS = {"lies outside": 2, "does not exist": 3}

Row = tuple[Any, ...]


class Dictionaries:
    """Makes the tables of one input."""

    def __init__(self, engine: Engine, meanings: Meanings, book: FaultBook) -> None:
        self.engine = engine
        self.meanings = meanings
        self.pathway = meanings.pathway
        self.codes = codes_of(meanings.pathway)
        self.book = book

    def make(self) -> None:
        """All of them."""
        create_table(self.engine, "finding_codes", _FINDING, self._rows(_FINDING_CODES, self._finding))
        create_table(self.engine, "value_codes", _VALUE, self._rows(_VALUE_CODES, self._value))
        create_table(
            self.engine,
            "intervention_codes",
            _INTERVENTION,
            self._rows(_INTERVENTION_CODES, self._intervention),
        )
        create_table(self.engine, "event_codes", _EVENT, self._rows(_EVENT_CODES, self._event))
        create_table(self.engine, "part_codes", _PART, self._parts())
        create_table(self.engine, "side_codes", _SIDE, self._rows(_distinct(_SIDED), self._side))
        create_table(self.engine, "day_codes", _DAY, self._rows(_distinct(DAYS.items(), _DAY_WORD), _day))

    def _rows(self, text: str, read: Callable[..., Row]) -> Iterator[Row]:
        found = self.engine.execute(text)
        while batch := found.fetchmany(_BATCH):
            yield from (read(*row) for row in batch)

    def _finding(self, code: str, rows: int) -> Row:
        try:
            found = self.meanings.finding(code)
        except Unreadable as wrong:
            return code, True, rows, None, self.book.of("finding", wrong), False
        name = found.finding if found else None
        return code, found is not None, rows, name, None, self.meanings.episode(code)

    def _value(
        self, code: str, value: str | None, low: str | None, high: str | None, unit: str | None
    ) -> Row:
        key = code, value, low, high, unit
        found = self.meanings.finding(code)
        if found is None:
            raise ValueError(f"{code} is left out and has no values")
        finding = self.pathway.findings[found.finding]
        row = self.codes.findings[finding.id], finding.per_side
        if value is None and low is None and high is None:
            return *key, *row, layout.NOT_SURE_LOW, layout.NOT_SURE_HIGH, True, None
        try:
            return *key, *row, *self.meanings.value(found, Written(value, low, high, unit)), False, None
        except Unreadable as wrong:
            column = "unit" if "unit" in wrong.problem else "value"
            return *key, *row, None, None, False, self.book.of(column, wrong)

    def _intervention(self, code: str, rows: int) -> Row:
        try:
            found = self.meanings.intervention(code)
        except Unreadable as wrong:
            return code, True, rows, None, None, False, self.book.of("intervention", wrong)
        entry = self.pathway.interventions.get(found or "")
        single = entry is not None and entry.kind not in _COURSE_KINDS
        number = self.codes.interventions.get(found or "")
        return code, found is not None, rows, found, number, single, None

    def _event(self, code: str, event: str | None) -> Row:
        name = self.meanings.intervention(code) or ""
        try:
            word = WITHDRAWN if event is None else read_event(event, name, self.pathway)
        except Unreadable as wrong:
            return code, event, None, self.book.of("event", wrong)
        return code, event, self.codes.events.get(word, 0), None

    def _parts(self) -> Iterator[Row]:
        for part in (*layout.WORDS, *layout.AMOUNTS):
            ends = [f"{part}_from", f"{part}_to"] if part in layout.AMOUNTS else ["NULL", "NULL"]
            tables = ["events", "courses"] if part in ("target", "agent") else ["events"]
            for row in self._rows(_part_text(part, ends, tables), lambda *word: word):
                yield self._part(part, *row)

    def _part(self, part: str, word: str | None, low: str | None, high: str | None) -> Row:
        key = part, word, low, high
        if word == NOT_SURE:
            return *key, None, None, None
        try:
            return *key, *self._read_part(part, Written(word, low, high, None)), None
        except Unreadable as wrong:
            return *key, None, None, self.book.of(part, wrong)

    def _read_part(self, part: str, written: Written) -> tuple[int, int]:
        read = read_part(written.stated() if part in layout.AMOUNTS else written.value, part, self.pathway)
        if isinstance(read, Bounds):
            return int(read.low), int(read.high)
        number = self.codes.words[part].get(str(read), ANOTHER)
        return number, number

    def _side(self, word: str) -> Row:
        return word, SIDES.get(self.meanings.side(word) or "")


def _day(word: str) -> Row:
    try:
        return word, *span(word, key="on"), None
    except Unreadable as wrong:
        return (
            word,
            None,
            None,
            next((number for words, number in _PROBLEMS.items() if words in wrong.problem), 1),
        )


_FINDING = {
    **{"code": pa.string(), "keep": pa.bool_(), "rows": pa.int64(), "name": pa.string()},
    **{"fault": pa.int32(), "episode": pa.bool_()},
}
_VALUE = {
    **{name: pa.string() for name in ("code", "value", "value_from", "value_to", "unit")},
    **{"finding": pa.int32(), "per_side": pa.bool_(), "low": pa.int64(), "high": pa.int64()},
    **{"silent": pa.bool_(), "fault": pa.int32()},
}
_INTERVENTION = {
    **{
        "code": pa.string(),
        "keep": pa.bool_(),
        "rows": pa.int64(),
        "name": pa.string(),
        "number": pa.int32(),
    },
    **{"single": pa.bool_(), "fault": pa.int32()},
}
_EVENT = {"code": pa.string(), "event": pa.string(), "number": pa.int32(), "fault": pa.int32()}
_PART = {
    **{name: pa.string() for name in ("part", "word", "low_word", "high_word")},
    **{"low": pa.int32(), "high": pa.int32(), "fault": pa.int32()},
}
_SIDE = {"word": pa.string(), "side": pa.int32()}
_DAY = {"word": pa.string(), "low": pa.int32(), "high": pa.int32(), "problem": pa.int32()}

_FINDING_CODES = (
    "SELECT finding, COUNT(*) FROM observations_in WHERE finding IS NOT NULL GROUP BY ALL ORDER BY ALL"
)
_VALUE_CODES = """
SELECT finding, value, value_from, value_to, unit FROM observations_in AS o
JOIN finding_codes AS f ON f.code = o.finding AND f.keep AND f.fault IS NULL
WHERE o.left_out IS NULL GROUP BY ALL ORDER BY ALL
"""
_INTERVENTION_CODES = """
SELECT intervention, SUM(rows) FROM (
  SELECT intervention, COUNT(*) AS rows FROM raw_events GROUP BY ALL
  UNION ALL SELECT intervention, COUNT(*) FROM raw_courses GROUP BY ALL
) AS t WHERE intervention IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
_EVENT_CODES = """
SELECT intervention, event FROM raw_events AS e
JOIN intervention_codes AS i ON i.code = e.intervention AND i.keep AND i.fault IS NULL GROUP BY ALL ORDER BY ALL
"""
_SIDED = tuple((table, ("side",)) for table in ("observations", "events", "courses", "persons"))
_DAY_WORD = "LEFT($column, 10)"


def _distinct(columns: Iterable[tuple[str, Sequence[str]]], word: str = "$column") -> str:
    """Every distinct word of some columns."""
    one = f"SELECT {word} AS word FROM raw_$table GROUP BY ALL"
    parts = [filled(one, column=quoted(name), table=table) for table, names in columns for name in names]
    return (
        f"SELECT DISTINCT word FROM ({' UNION ALL '.join(parts)}) AS t WHERE word IS NOT NULL ORDER BY word"
    )


def _part_text(part: str, ends: Sequence[str], tables: Iterable[str]) -> str:
    """Every distinct way in which a part of a course is written."""
    one = "SELECT $part AS word, $low AS low_word, $high AS high_word FROM raw_$table GROUP BY ALL"
    parts = [filled(one, part=part, low=ends[0], high=ends[1], table=table) for table in tables]
    text = " UNION ALL ".join(parts)
    some = "word IS NOT NULL OR low_word IS NOT NULL OR high_word IS NOT NULL"
    return f"SELECT DISTINCT * FROM ({text}) AS t WHERE {some} ORDER BY ALL"
