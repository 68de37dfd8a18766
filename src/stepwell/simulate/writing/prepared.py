"""Synthetic people as the prepared layout: nothing has to be read, mapped or sorted again.

Lives here: one bucket as three Parquet files. Lives elsewhere: the layout and its manifest (population/), the rows (tables.py).
"""

from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from stepwell.population.prepare import TABLES
from stepwell.simulate.tables import Tables
from stepwell.simulate.writing.marks import marked

ROWS = 200_000
"""Rows in a group of a file, so that a reader of one finding skips the others."""


def write_bucket(tables: Tables, folder: Path, place: int) -> None:
    """Write one bucket."""
    below = folder / f"bucket-{place:04}"
    below.mkdir(parents=True)
    for name in TABLES:
        table = marked(getattr(tables, name))
        pq.write_table(table, below / f"{name}.parquet", compression="zstd", row_group_size=ROWS)
