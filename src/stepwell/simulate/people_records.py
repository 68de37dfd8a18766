"""Prepared tables as records, one person after another: the inverse of population/layout.py.

Lives here: rows become observations and events. Lives elsewhere: records as files (records/writer.py), rows (tables.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from stepwell.knowledge.types import Finding, Pathway
from stepwell.population import layout
from stepwell.population.codes import ANOTHER, codes_of, option_bits
from stepwell.records.bounds import Bounds
from stepwell.records.types import NOT_SURE, CourseEvent, Observation, Record, Side, Value
from stepwell.simulate.tables import Tables

OTHER_WORD = "other"
"""What stands for a word that no rule names."""

Read = Callable[[int, int], Value]


def records_of(tables: Tables, sides: Sequence[str], pathway: Pathway) -> Iterator[tuple[int, Record]]:
    """The number and the record of each person.

    sides   the side of each person's record, in the order of `persons`; an empty word where it is not recorded
    """
    reader = _Reader(pathway)
    numbers = tables.persons["patient_id"].to_numpy()
    observed = _by_person(tables.observations, numbers)
    happened = _by_person(tables.events, numbers)
    for place, side in enumerate(sides):
        yield int(numbers[place]), reader.record(_SIDES.get(side), observed(place), happened(place))


_SIDES: Mapping[str, Side] = {"left": "left", "right": "right"}


def _by_person(table: pa.Table, numbers: Any) -> Callable[[int], list[tuple[Any, ...]]]:
    """The rows of each person in the order of `seq`, by the person's place."""
    persons, seq = table["patient_id"].to_numpy(), table["seq"].to_numpy()
    order = np.lexsort((seq, persons))
    starts = np.searchsorted(persons[order], numbers)
    ends = np.searchsorted(persons[order], numbers, side="right")
    rows = list(zip(*(column.take(pa.array(order)).to_pylist() for column in table.columns), strict=True))
    return lambda place: rows[starts[place] : ends[place]]


class _Reader:
    def __init__(self, pathway: Pathway) -> None:
        codes = codes_of(pathway)
        self._findings = ["", *codes.findings]
        self._read = {name: _reading(one) for name, one in pathway.findings.items()}
        self._per_side = {name for name, one in pathway.findings.items() if one.per_side}
        self._interventions = ["", *codes.interventions]
        self._events = ["", *codes.events]
        self._words = {part: [OTHER_WORD, *codes.words[part]] for part in layout.WORDS}

    def record(
        self, side: Side | None, observed: list[tuple[Any, ...]], happened: list[tuple[Any, ...]]
    ) -> Record:
        observations = tuple(self._observation(row, side) for row in observed)
        countries = [one.value for one in observations if one.finding == "country"]
        country = str(countries[-1]) if countries and countries[-1] != NOT_SURE else None
        return Record(side, country, observations, tuple(self._event(row, side) for row in happened))

    def _observation(self, row: tuple[Any, ...], side: Side | None) -> Observation:
        _, code, first, last, seq, low, high = row[:7]
        name = self._findings[code]
        value = NOT_SURE if low > high else self._read[name](low, high)
        return Observation(seq, Bounds(first, last), name, value, side if name in self._per_side else None)

    def _event(self, row: tuple[Any, ...], side: Side | None) -> CourseEvent:
        said = dict(zip(layout.EVENTS, row, strict=True))
        words: dict[str, Any] = {
            part: None if said[part] is None else self._words[part][said[part] or ANOTHER]
            for part in layout.WORDS
        }
        amounts: dict[str, Any] = {
            name: None if said[f"{name}_low"] is None else Bounds(said[f"{name}_low"], said[f"{name}_high"])
            for name in layout.AMOUNTS
        }
        return CourseEvent(
            said["seq"],
            Bounds(said["on_low"], said["on_high"]),
            self._interventions[said["intervention"]],
            self._events[said["event"]],
            side,
            **words,
            **amounts,
            of=said["of_seq"],
        )


def _reading(finding: Finding) -> Read:
    """How the numbers of a finding become a value."""
    if finding.type == "yes-no":
        return lambda low, high: bool(low)
    if finding.type == "number":
        return Bounds
    options = {option_bits(finding, [option]): option for option in finding.options}
    return lambda low, high: options[low]
