"""Run a pathway over a prepared population with the engine inside the package (DuckDB).

Lives here: executing the statement bucket by bucket, within a limit of memory, and writing its rows. Lives elsewhere: the
statement (population/compiler.py), the files (population/prepare.py).

The statement is planned once and executed for each bucket. What a run writes is complete or absent: each bucket is written
beside its place and then moved, and a bucket that is there already is not computed again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic

import duckdb

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population import layout
from stepwell.population.compiler import Compiler
from stepwell.population.dialects import planned_text
from stepwell.population.prepare import TABLES, Prepared, open_prepared

NOT_WORTH = "statistics_propagation,projection_placement"
"""Steps of the planner that take as long as the query itself and change nothing in it."""


@dataclass(frozen=True)
class Progress:
    """How far a run is. Seconds since its start."""

    bucket: int
    buckets: int
    people: int
    seconds: float


Say = Callable[[Progress], None]


def run(
    pathway: Pathway,
    source: Path,
    out: Path,
    as_of: date,
    *,
    memory: str = "",
    threads: int = 0,
    say: Say | None = None,
) -> int:
    """The step and every status of every person of a prepared population.

    source   the folder of the prepared population
    out      the folder for the rows, one Parquet file for each bucket
    as_of    the day on which the statuses are wanted
    memory   the most that the engine may use, such as "300MB"
    returns  how many people were computed; buckets that were there already are not counted
    raises   RecordError where the population cannot be read
    """
    prepared = open_prepared(source, pathway)
    out.mkdir(parents=True, exist_ok=True)
    with _engine(memory, threads) as engine:
        _plan(engine, pathway, as_of)
        return _buckets(engine, prepared, out, say or _quietly)


def _quietly(progress: Progress) -> None:
    return


def _buckets(engine: duckdb.DuckDBPyConnection, prepared: Prepared, out: Path, say: Say) -> int:
    people, start = 0, monotonic()
    for place, bucket in enumerate(prepared.buckets, start=1):
        done = out / f"{bucket.name}.parquet"
        if not done.exists():
            people += _compute(engine, bucket, done)
        say(Progress(place, len(prepared.buckets), people, monotonic() - start))
    return people


@contextmanager
def _engine(memory: str, threads: int) -> Iterator[duckdb.DuckDBPyConnection]:
    settings: dict[str, str | int] = {"disabled_optimizers": NOT_WORTH, "preserve_insertion_order": "false"}
    if memory:
        settings["memory_limit"] = memory
    if threads:
        settings["threads"] = threads
    engine = duckdb.connect()
    for name, value in settings.items():
        engine.execute(f"SET {name} = '{value}'")
    try:
        yield engine
    finally:
        engine.close()


def _plan(engine: duckdb.DuckDBPyConnection, pathway: Pathway, as_of: date) -> None:
    """Empty tables, and the statement over them."""
    for name, columns in TABLES.items():
        engine.execute(f"CREATE TABLE {name} ({', '.join(f'{one} {_type(one)}' for one in columns)})")
    compiler = Compiler(pathway, as_of)
    text = planned_text(compiler.statement(nested=True))
    found = ", ".join(["patient_id INTEGER", *(f"{name} TINYINT" for name in compiler.found)])
    engine.execute(f"CREATE TABLE answered ({found})")
    engine.execute(f"PREPARE pathway AS INSERT INTO answered {text}")


def _type(name: str) -> str:
    return "BOOLEAN" if name == "side_known" else "BIGINT" if name in layout.BIG else "INTEGER"


def _compute(engine: duckdb.DuckDBPyConnection, bucket: Path, out: Path) -> int:
    """One bucket: load it, compute it, write it beside its place, and move it there."""
    for name in (*TABLES, "answered"):
        engine.execute(f"DELETE FROM {name}")  # noqa: S608  # a fixed name
    try:
        for name, columns in TABLES.items():
            listed = ", ".join(columns)
            read = f"SELECT {listed} FROM read_parquet($1)"  # noqa: S608  # fixed names
            engine.execute(f"INSERT INTO {name} {read}", [str(bucket / f"{name}.parquet")])
    except duckdb.Error as wrong:
        raise _unreadable(bucket, wrong) from None
    engine.execute("EXECUTE pathway")
    beside = out.with_suffix(".part")
    path = str(beside).replace("'", "''")
    engine.execute(f"COPY answered TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    beside.replace(out)
    counted = engine.execute("SELECT COUNT(*) FROM answered").fetchone()
    return int(counted[0]) if counted else 0


def _unreadable(bucket: Path, wrong: duckdb.Error) -> RecordError:
    problem = f"a table cannot be read: {str(wrong).splitlines()[0]}"
    return RecordError([Fault(str(bucket), 0, problem, "Prepare the population again.")])
