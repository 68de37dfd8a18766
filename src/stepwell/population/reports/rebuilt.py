"""A record from one person's prepared rows: the way back, so that anybody of a population can be looked at as one person.

Lives here: rows as a record that gets the same statuses. Lives elsewhere: the way there (population/layout.py), the text of
a record file (records/writer.py).

What no rule reads is not in the rows and does not come back: doses, reasons, texts, who wrote a line and when. The side is
kept only as this side or the other, so `right` stands for the side of the episode. Lines get new numbers in the same order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import ANOTHER, Codes, codes_of
from stepwell.population.layout import AMOUNTS, BOTH, HERE, OPPOSITE, WORDS
from stepwell.population.prepare import TABLES
from stepwell.records.bounds import Bounds
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.patient import FINDINGS, patient_seqs
from stepwell.records.types import NOT_SURE, WITHDRAWN, CourseEvent, Observation, Record, Side, Value

SIDES: Mapping[int, Side] = {BOTH: "both", HERE: "right", OPPOSITE: "left"}
ANOTHER_WORD = "another"
"""Stands for a word that no rule names."""

LEFT_OUT = "left out"
"""Stands for text, which no rule reads."""

NamedRow = Mapping[str, Any]


@dataclass
class Rows:
    """The prepared rows of one person, by the names of their columns."""

    side_known: bool
    observations: list[NamedRow] = field(default_factory=list)
    events: list[NamedRow] = field(default_factory=list)


def rows_of(bucket: Path, people: Iterable[int]) -> dict[int, Rows]:
    """The rows of some people of a bucket, by their number. raises RecordError"""
    wanted = sorted(set(people))
    found = {row["patient_id"]: Rows(row["side_known"]) for row in _read(bucket, "persons", wanted)}
    for row in _read(bucket, "observations", wanted):
        found[row["patient_id"]].observations.append(row)
    for row in _read(bucket, "events", wanted):
        found[row["patient_id"]].events.append(row)
    return found


def _read(bucket: Path, name: str, people: Sequence[int]) -> list[NamedRow]:
    path = bucket / f"{name}.parquet"
    try:
        table = pq.read_table(path, columns=list(TABLES[name]), filters=[("patient_id", "in", people)])
    except (OSError, pa.ArrowException) as wrong:
        problem = f"a table cannot be read: {str(wrong).splitlines()[0]}"
        raise RecordError([Fault(str(path), 0, problem, "Prepare the population again.")]) from None
    found: list[NamedRow] = table.to_pylist()
    return found


def record_of(rows: Rows, pathway: Pathway) -> Record:
    """The record of one person's rows. raises ValueError for a row that stands for nothing of the pathway"""
    lines = _Lines(rows, pathway)
    observations = tuple(sorted(lines.observations(), key=lambda line: line.seq))
    events = tuple(sorted(lines.events(), key=lambda line: line.seq))
    countries = [one.value for one in observations if one.finding == "country" and one.value != NOT_SURE]
    return Record(
        lines.side, str(countries[-1]) if countries and countries[-1] else None, observations, events
    )


class _Lines:
    """The lines of one person, with new numbers: first what a file says of the patient, then the others from 1 on."""

    def __init__(self, rows: Rows, pathway: Pathway) -> None:
        self.rows, self.pathway, self.codes = rows, pathway, codes_of(pathway)
        self.side: Side | None = "right" if rows.side_known else None
        self.findings = _names(self.codes.findings)
        self.about = {row["seq"]: row["finding"] for row in rows.observations}
        self.seqs = self._seqs()

    def _seqs(self) -> dict[int, int]:
        patient = {
            self._name(row): row["seq"]
            for row in self.rows.observations
            if row["on_high"] == NO_EARLIEST and self._name(row) in FINDINGS.values()
        }
        first = {seq: patient_seqs(1)[name] for name, seq in patient.items()}
        others = [
            row["seq"] for row in (*self.rows.observations, *self.rows.events) if row["seq"] not in first
        ]
        return first | {seq: place for place, seq in enumerate(sorted(others), start=1)}

    def _name(self, row: NamedRow) -> str:
        """What an observation is about; one that only withdraws another is about the same."""
        code = row["finding"] or self.about.get(row["replaces"], 0)
        return self.findings.get(code, "")

    def observations(self) -> Iterator[Observation]:
        """The observations."""
        taken: set[tuple[Any, ...]] = set()
        for row in self.rows.observations:
            name = self._name(row)
            if not name:
                raise ValueError(f"seq {row['seq']} is about nothing")
            finding = self.pathway.findings[name]
            key = (name, row["side"], row["on_low"], row["on_high"])
            yield Observation(
                self.seqs[row["seq"]],
                Bounds(row["on_low"], row["on_high"]),
                name,
                _value(finding, row) if row["finding"] else None,
                (SIDES[row["side"]] if self.side else None) if finding.per_side else None,
                by=f"row {row['seq']}" if key in taken else "",
                replaces=self.seqs.get(row["replaces"]),
            )
            taken.add(key)

    def events(self) -> Iterator[CourseEvent]:
        """What happened to interventions."""
        interventions, events = _names(self.codes.interventions), _names(self.codes.events)
        for row in self.rows.events:
            yield CourseEvent(
                self.seqs[row["seq"]],
                Bounds(row["on_low"], row["on_high"]),
                interventions[row["intervention"]],
                events.get(row["event"], WITHDRAWN),
                SIDES[row["side"]] if self.side else None,
                **self._parts(row),
                until=row["until"],
                of=self.seqs.get(row["of_seq"]),
                replaces=self.seqs.get(row["replaces"]),
            )

    def _parts(self, row: NamedRow) -> dict[str, Any]:
        words = {part: _word(row[part], part, self.codes) for part in WORDS}
        return words | {amount: _amount(row, amount) for amount in AMOUNTS}


def _names(codes: Mapping[str, int]) -> dict[int, str]:
    return {code: name for name, code in codes.items()}


def _value(finding: Finding, row: NamedRow) -> Value:
    low, high = row["low"], row["high"]
    if low > high:
        return NOT_SURE
    match finding.type:
        case "number":
            return Bounds(low, high)
        case "choice":
            return _option(finding, low)
        case "text":
            return LEFT_OUT
    return bool(low)


def _option(finding: Finding, bit: int) -> str:
    found = [name for place, name in enumerate(finding.options) if bit == 1 << place]
    if not found:
        raise ValueError(f"{bit} is no option of {finding.id}")
    return found[0]


def _word(code: int | None, part: str, codes: Codes) -> str | None:
    if code is None:
        return None
    return ANOTHER_WORD if code == ANOTHER else _names(codes.words[part])[code]


def _amount(row: NamedRow, amount: str) -> Bounds | None:
    low, high = row[f"{amount}_low"], row[f"{amount}_high"]
    return None if low is None or high is None else Bounds(low, high)
