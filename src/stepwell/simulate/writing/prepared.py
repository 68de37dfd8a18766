"""Synthetic people as the prepared layout: nothing has to be read, mapped or sorted again.

Lives here: one bucket as three Parquet files. Lives elsewhere: the layout and its manifest (population/), the rows (tables.py).
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.simulate.journal import Column, Journal
from stepwell.simulate.tables import all_events, by_findings
from stepwell.simulate.writing.marks import marked

ROWS = 200_000
"""Rows in a group of a file, so that a reader of one finding skips the others."""

AT_ONCE = 2_000_000
"""Rows that become a table at one time."""


def write_bucket(journal: Journal, numbers: Column, folder: Path, place: int) -> None:
    """Write one bucket."""
    below = folder / f"bucket-{place:04}"
    below.mkdir(parents=True)
    persons = pa.table({"patient_id": numbers, "side_known": journal.side > 0})
    write_table(iter([persons]), below / "persons.parquet")
    write_table(by_findings(journal, numbers, AT_ONCE), below / "observations.parquet")
    write_table(iter([all_events(journal, numbers)]), below / "events.parquet")


def write_table(parts: Iterator[pa.Table], path: Path) -> None:
    """Write a table part by part, marked."""
    first = marked(next(parts))
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        writer.write_table(first, row_group_size=ROWS)
        for part in parts:
            writer.write_table(marked(part), row_group_size=ROWS)
