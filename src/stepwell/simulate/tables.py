"""The journal as the prepared tables of a population.

Lives here: columns as Arrow tables with the types of the layout, for all people of a bucket or for some as of a day. Lives
elsewhere: the columns (population/layout.py), the journal (journal.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stepwell.population import layout
from stepwell.records.dates import NO_EARLIEST
from stepwell.simulate.chance import Ints, Truths
from stepwell.simulate.journal import (
    NOTHING,
    PARTS,
    Column,
    Columns,
    Journal,
    sorted_events,
    sorted_observations,
)
from stepwell.simulate.ordering import ordered_by


@dataclass(frozen=True)
class Tables:
    """Prepared tables, by the names of population/prepare.py."""

    persons: pa.Table
    observations: pa.Table
    events: pa.Table


def seen_by_visit(journal: Journal, rows: Ints, days: Ints, today: int) -> Tables:
    """What is known of some people, each on a day of their own, moved in time so that the day is `today`.

    rows     places of people in the bucket; they become 0, 1, ... in the tables
    days     the day of each, as an ordinal
    returns  tables that a statement of the day `today` judges as each person's own day would: nothing hangs on the calendar
    """
    slots = np.full(len(journal.seq), NOTHING, np.int32)
    slots[rows] = np.arange(len(rows))
    moved = (today - days).astype(np.int32)
    observations = _moved(_chosen(journal.observations.rows(), slots), moved)
    events = _moved(_chosen(journal.events.rows(), slots), moved)
    numbers = np.arange(len(rows), dtype=np.int32)
    return prepared(observations, events, numbers, journal.side[rows] > 0)


def _chosen(columns: Columns, slots: Column) -> Columns:
    """The rows of the people who have a slot, with the slot as the person."""
    places = np.flatnonzero(slots[columns["person"]] >= 0)
    chosen = {name: column[places] for name, column in columns.items()}
    return {**chosen, "person": slots[chosen["person"]]}


def _moved(columns: Columns, moved: Column) -> Columns:
    by = moved[columns["person"]]
    days = {
        end: np.where(columns[end] == NO_EARLIEST, NO_EARLIEST, columns[end] + by)
        for end in ("on_low", "on_high")
    }
    return {**columns, **days}


def prepared(observations: Columns, events: Columns, numbers: Column, side_known: Truths) -> Tables:
    """Columns of the journal as prepared tables; `numbers` are the people's numbers, by their place."""
    rows = sorted_observations(observations)
    persons = pa.table({"patient_id": numbers, "side_known": side_known})
    return Tables(persons, _observations(rows, numbers), _events(sorted_events(events), numbers))


def by_people(journal: Journal, numbers: Column, size: int) -> Iterator[tuple[slice, Tables]]:
    """Everything about so many people at a time, and the places of those people."""
    observed = _InOrder(journal.observations.rows(), "person")
    happened = _InOrder(journal.events.rows(), "person")
    for start in range(0, len(numbers), size):
        places = slice(start, min(start + size, len(numbers)))
        observations, events = (
            {**columns, "person": columns["person"] - start}
            for columns in (one.between(places.start, places.stop) for one in (observed, happened))
        )
        yield places, prepared(observations, events, numbers[places], journal.side[places] > 0)


def by_findings(journal: Journal, numbers: Column, size: int) -> Iterator[pa.Table]:
    """All observations in the order of the layout, those of some findings at a time, so that about `size` rows come at once."""
    rows = _InOrder(journal.observations.rows(), "finding", "person")
    findings, counts = np.unique(rows.leading, return_counts=True)
    groups = np.cumsum(counts) // max(1, size)
    for group in np.unique(groups):
        chosen = findings[groups == group]
        yield _observations(rows.between(int(chosen[0]), int(chosen[-1]) + 1), numbers)


def all_events(journal: Journal, numbers: Column) -> pa.Table:
    """All events in the order of the layout."""
    return _events(sorted_events(journal.events.rows()), numbers)


class _InOrder:
    """Columns put in order, of which some can be taken by the first key."""

    def __init__(self, columns: Columns, *keys: str) -> None:
        self._columns = columns
        self._order = ordered_by(*(columns[key] for key in keys))
        self.leading = columns[keys[0]][self._order]

    def between(self, first: int, end: int) -> Columns:
        """The rows whose first key is at least `first` and less than `end`."""
        start, stop = np.searchsorted(self.leading, [first, end])
        chosen = self._order[start:stop]
        return {name: column[chosen] for name, column in self._columns.items()}


def _observations(columns: Columns, numbers: Column) -> pa.Table:
    made: dict[str, object] = {
        **columns,
        "patient_id": numbers[columns["person"]],
        "low": columns["low"].astype(np.int64),
        "high": columns["high"].astype(np.int64),
        "replaces": pa.nulls(len(columns["person"]), pa.int32()),
        **_marks(columns),
    }
    return pa.table({name: made[name] for name in layout.OBSERVATIONS})


def _marks(columns: Columns) -> dict[str, object]:
    """The marks of population/marks.py for lines in order: nothing is replaced, and all lines of a finding are about one side."""
    finding, person, last = columns["finding"], columns["person"], columns["on_high"]
    following = np.append(last[1:], NOTHING).astype(np.int32)[: len(last)]
    ends = np.append((finding[1:] != finding[:-1]) | (person[1:] != person[:-1]), True)[: len(last)]
    marks = pa.array(following, mask=ends)
    return {"next_here": marks, "next_there": marks, "corrected": np.zeros(len(last), np.bool_)}


def _events(columns: Columns, numbers: Column) -> pa.Table:
    count = len(columns["person"])
    made: dict[str, object] = {**columns, "patient_id": numbers[columns["person"]]}
    made |= {name: pa.array(columns[name], mask=columns[name] == NOTHING) for name in PARTS}
    made |= {name: pa.nulls(count, pa.int32()) for name in ("replaces", "until")}
    return pa.table({name: made[name] for name in layout.EVENTS})
