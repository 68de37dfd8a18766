"""The journal as the prepared tables of a population.

Lives here: columns as Arrow tables with the types of the layout, for all people of a bucket or for some as of a day. Lives
elsewhere: the columns (population/layout.py), the journal (journal.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from stepwell.population import layout
from stepwell.population.marks import with_marks
from stepwell.records.dates import NO_EARLIEST
from stepwell.simulate.chance import Ints
from stepwell.simulate.journal import NOTHING, PARTS, Columns, Journal, sorted_events, sorted_observations


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


def _chosen(columns: Columns, slots: "np.ndarray[tuple[int], np.dtype[np.int32]]") -> Columns:
    """The rows of the people who have a slot, with the slot as the person."""
    places = np.flatnonzero(slots[columns["person"]] >= 0)
    chosen = {name: column[places] for name, column in columns.items()}
    return {**chosen, "person": slots[chosen["person"]]}


def _moved(columns: Columns, moved: "np.ndarray[tuple[int], np.dtype[np.int32]]") -> Columns:
    by = moved[columns["person"]]
    days = {
        end: np.where(columns[end] == NO_EARLIEST, NO_EARLIEST, columns[end] + by)
        for end in ("on_low", "on_high")
    }
    return {**columns, **days}


def prepared(
    observations: Columns,
    events: Columns,
    numbers: "np.ndarray[tuple[int], np.dtype[np.int32]]",
    side_known: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
) -> Tables:
    """Columns of the journal as prepared tables; `numbers` are the people's numbers, by their place."""
    persons = pa.table({"patient_id": numbers, "side_known": side_known})
    return Tables(
        persons,
        _observations(sorted_observations(observations), numbers),
        _events(sorted_events(events), numbers),
    )


def _observations(columns: Columns, numbers: "np.ndarray[tuple[int], np.dtype[np.int32]]") -> pa.Table:
    made: Mapping[str, object] = {
        **columns,
        "patient_id": numbers[columns["person"]],
        "low": columns["low"].astype(np.int64),
        "high": columns["high"].astype(np.int64),
        "replaces": pa.nulls(len(columns["person"]), pa.int32()),
    }
    return with_marks(pa.table({name: made[name] for name in layout.LINES}))


def _events(columns: Columns, numbers: "np.ndarray[tuple[int], np.dtype[np.int32]]") -> pa.Table:
    count = len(columns["person"])
    made: dict[str, object] = {**columns, "patient_id": numbers[columns["person"]]}
    made |= {name: pa.array(columns[name], mask=columns[name] == NOTHING) for name in PARTS}
    made |= {name: pa.nulls(count, pa.int32()) for name in ("replaces", "until")}
    return pa.table({name: made[name] for name in layout.EVENTS})
