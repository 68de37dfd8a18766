"""What was written down about some people: observations and events as columns that only grow.

Lives here: adding rows for many people at once, each with its `seq`, and the rows of some people as prepared tables. Lives
elsewhere: what is written (diary.py, visiting.py, following.py), the columns of the layout (population/layout.py), files
(writing/).

Rows name people by their place in the bucket. Days are proleptic ordinals. What an event does not say is -1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from stepwell.population import layout
from stepwell.records.dates import NO_EARLIEST
from stepwell.simulate.chance import Ints
from stepwell.simulate.ordering import ordered_by

Column = npt.NDArray[np.int32]
Columns = Mapping[str, Column]

OBSERVED = ("person", "finding", "on_low", "on_high", "seq", "low", "high", "side")
PARTS = (
    *layout.WORDS,
    *(f"{amount}_{end}" for amount in layout.AMOUNTS for end in ("low", "high")),
    "of_seq",
)
HAPPENED = ("person", "intervention", "event", "on_low", "on_high", "seq", "side", *PARTS)
NOTHING = -1
NOT_SURE = (layout.NOT_SURE_LOW, layout.NOT_SURE_HIGH)


@dataclass
class Growing:
    """Rows of whole numbers, of which more and more are added."""

    names: tuple[str, ...]
    length: int = 0
    columns: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = {name: np.empty(1024, np.int32) for name in self.names}

    def add(self, count: int, values: Mapping[str, Any]) -> None:
        """Add rows; a single number stands for all of them, and what is not named is `NOTHING`."""
        end = self.length + count
        if end > len(self.columns[self.names[0]]):
            self._grow(max(end, 2 * self.length))
        for name, column in self.columns.items():
            column[self.length : end] = values.get(name, NOTHING)
        self.length = end

    def _grow(self, size: int) -> None:
        for name, column in self.columns.items():
            grown = np.empty(size, np.int32)
            grown[: self.length] = column[: self.length]
            self.columns[name] = grown

    def rows(self) -> Columns:
        """All rows, as columns that must not be changed."""
        return {name: column[: self.length] for name, column in self.columns.items()}


class Journal:
    """What was written about the people of a bucket.

    seq    the number of the next line of each person
    side   the side that lines about the sore side have for each person: 1 where the record is about a side, else 0
    """

    def __init__(self, side: Ints) -> None:
        self.seq = np.ones(len(side), np.int32)
        self.side = side.astype(np.int32)
        self.observations = Growing(OBSERVED)
        self.events = Growing(HAPPENED)

    def _take(self, rows: Ints) -> Column:
        taken: Column = self.seq[rows].copy()
        self.seq[rows] += 1
        return taken

    def observe(
        self, rows: Ints, finding: int, days: Any, low: Any, *, high: Any = None, per_side: bool = False
    ) -> None:
        """Write one value of one finding for different people."""
        values = {
            "person": rows,
            "finding": finding,
            "on_low": days,
            "on_high": days,
            "seq": self._take(rows),
        }
        values |= {"low": low, "high": low if high is None else high}
        values["side"] = self.side[rows] if per_side else layout.BOTH
        self.observations.add(len(rows), values)

    def about(self, rows: Ints, finding: int, low: Any, seq: int) -> None:
        """Write what holds of people on every day, before their other lines."""
        values = {
            "person": rows,
            "finding": finding,
            "on_low": NO_EARLIEST,
            "on_high": NO_EARLIEST,
            "seq": seq,
        }
        self.observations.add(len(rows), {**values, "low": low, "high": low, "side": layout.BOTH})

    def happen(
        self, rows: Ints, intervention: int, event: Any, days: Any, *, on_low: Any = None, **parts: Any
    ) -> Column:
        """Write what happened to one intervention of different people; `parts` are codes and amounts. Returns the `seq`."""
        seq = self._take(rows)
        values = {"person": rows, "intervention": intervention, "event": event, "on_high": days, "seq": seq}
        values |= {"on_low": days if on_low is None else on_low, "side": self.side[rows], **parts}
        self.events.add(len(rows), values)
        return seq


def sorted_observations(rows: Columns) -> Columns:
    """Observations by finding, person, day and `seq`, as the layout wants them: a person's lines are written in that order."""
    order = ordered_by(rows["finding"], rows["person"])
    return {name: column[order] for name, column in rows.items()}


def sorted_events(rows: Columns) -> Columns:
    """Events by person and `seq`."""
    order = ordered_by(rows["person"])
    return {name: column[order] for name, column in rows.items()}
