"""What Spark and PostgreSQL say of people against what DuckDB says, cell by cell, over the same prepared tables.

Lives here: running the statement on each engine over tables in a folder, and counting where rows differ. Lives elsewhere:
the people (agreement/generator.py, benchmarks/population.py), a cluster (tests/cluster.py), PostgreSQL (tests/postgres.py).

`python -m tests.agreement.engines [--people 100000] [--engine spark://HOST:PORT]` compares a made-up population.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import duckdb
import numpy as np

from benchmarks.population import TODAY as BENCHMARK_DAY
from benchmarks.population import made_up
from stepwell.knowledge.loader import load_pathway
from stepwell.population import layout, sql
from stepwell.population.engine import NOT_WORTH, plan, query
from stepwell.population.prepare import TABLES, open_prepared, write_manifest
from stepwell.population.spark import run as run_on_spark
from stepwell.population.statement.compiler import Compiler
from stepwell.population.statement.dialects import planned_text
from tests.cluster import running

SHOWN = 5


@dataclass
class Rows:
    """The rows of one engine, ordered by person."""

    engine: str
    names: list
    rows: list
    seconds: float


@dataclass
class Difference:
    """How many cells were compared, and the first that differ: person, column, what each engine says."""

    cells: int = 0
    count: int = 0
    first: list = field(default_factory=list)


def difference(one, other):
    """Every cell of two engines."""
    assert one.names == other.names
    assert [row[0] for row in one.rows] == [row[0] for row in other.rows]
    found = Difference(len(one.rows) * len(one.names))
    for left, right in zip(one.rows, other.rows):
        if tuple(left) != tuple(right):
            cells = [row for row in zip(one.names, left, right) if row[1] != row[2]]
            found.count += len(cells)
            found.first += [(left[0], *cell) for cell in cells][: SHOWN - len(found.first)]
    return found


def by_duckdb(pathway, day, folder):
    """The rows by the engine inside the package, part by part."""
    return _in_duckdb(folder, lambda engine: query(engine, plan(pathway, day)))


def by_one_text(pathway, day, folder):
    """The rows by the same engine, from the one text that is printed."""
    return _in_duckdb(folder, lambda engine: engine.execute(sql(pathway, day)))


def _in_duckdb(folder, ask):
    engine, start = duckdb.connect(), perf_counter()
    engine.execute(f"SET disabled_optimizers = '{NOT_WORTH}'")
    for name, columns in TABLES.items():
        files = f"{folder}/bucket-*/{name}.parquet"
        engine.execute(f"CREATE VIEW {name} AS SELECT {', '.join(columns)} FROM read_parquet('{files}')")
    found = ask(engine)
    names = [one[0] for one in found.description]
    return Rows("duckdb", names, sorted(found.fetchall()), perf_counter() - start)


def by_postgres(pathway, day, folder, connection):
    """The rows by PostgreSQL: the one statement that is printed for it."""
    for name, columns in TABLES.items():
        _copy(connection, name, columns, folder)
    text, start = planned_text(Compiler(pathway, day).statement(), "postgres"), perf_counter()
    found = connection.execute(text)
    names = [one.name for one in found.description]
    return Rows("postgres", names, sorted(found.fetchall()), perf_counter() - start)


def _copy(connection, name, columns, folder):
    connection.execute(f"DROP TABLE IF EXISTS {name}")
    listed = ", ".join(f"{one} {_type(one)}" for one in columns)
    connection.execute(f"CREATE TABLE {name} ({listed})")
    files = f"{folder}/bucket-*/{name}.parquet"
    rows = duckdb.sql(f"SELECT {', '.join(columns)} FROM read_parquet('{files}')").fetchall()
    with connection.cursor().copy(f"COPY {name} FROM STDIN") as copied:
        for row in rows:
            copied.write_row(row)
    connection.execute(f"ANALYZE {name}")


def _type(name):
    return "BOOLEAN" if name in layout.TRUTHS else "BIGINT" if name in layout.BIG else "INT"


def by_spark(pathway, day, folder, out, master):
    """The rows that a run on Spark writes."""
    start = perf_counter()
    run_on_spark(pathway, folder, out, day, master=master, tell=_tell)
    seconds = perf_counter() - start
    found = duckdb.sql(f"SELECT * FROM read_parquet('{out}/bucket-*.parquet') ORDER BY patient_id")
    return Rows("spark", found.columns, found.fetchall(), seconds)


def _tell(name, place, parts):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{place} of {parts}: {name}", end="", file=sys.stderr, flush=True)


def main(people, bucket, master):
    """A made-up population on DuckDB and on Spark."""
    pathway, rng = load_pathway(), np.random.default_rng(11)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "people"
        for number, first in enumerate(range(0, people, bucket)):
            made_up(pathway, min(bucket, people - first), folder / f"bucket-{number:04}", rng, first)
        write_manifest(pathway, folder)
        open_prepared(folder, pathway)
        duck = by_duckdb(pathway, BENCHMARK_DAY, folder)
        spark = by_spark(pathway, BENCHMARK_DAY, folder, Path(place) / "out", master)
    found = difference(duck, spark)
    print(f"\n{people:,} people; duckdb {duck.seconds:.0f} s, spark on {master} {spark.seconds:.0f} s")
    print(f"{found.cells:,} cells compared, {found.count:,} differ {found.first or ''}")
    return int(bool(found.count))


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--bucket", type=int, default=50_000)
    asked.add_argument("--engine", help="default: a cluster of two workers, started and stopped here")
    given = asked.parse_args()
    if given.engine:
        sys.exit(main(given.people, given.bucket, given.engine))
    with running() as cluster:
        sys.exit(main(given.people, given.bucket, cluster.master))
