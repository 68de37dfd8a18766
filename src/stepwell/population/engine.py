"""The engine inside the package (DuckDB): opened within a limit of memory, the statement executed for a bucket, part by part.

Lives here: everything that is said to DuckDB to get from one bucket of prepared tables to the table `answered`. Lives
elsewhere: the statement (population/statement/compiler.py), which buckets are computed and what is written (population/runner.py).
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population import layout
from stepwell.population.prepare import TABLES
from stepwell.population.statement.compiler import Compiler
from stepwell.population.statement.dialects import planned_text
from stepwell.population.statement.lines import snake

NOT_WORTH = "statistics_propagation,projection_placement,projection_pullup"
"""Steps of the planner that take as long as the query itself and change nothing in it."""

ANSWERED = "answered"
"""The table of what was computed: patient_id, step, and a status for each intervention."""

WANTED = "wanted"
"""The table of the only people to be computed, where not all are: patient_id."""

Engine = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Planned:
    """One part of the statement as text: the table that it makes (the last makes none), and those that nobody reads after it."""

    name: str
    text: str
    forget: tuple[str, ...]


@contextmanager
def opened(memory: str = "", threads: int = 0, spill: Path | None = None) -> Iterator[Engine]:
    """An engine that uses at most so much memory (such as "300MB") and so many threads. raises RecordError

    spill  the folder for what does not fit into the memory
    """
    engine = duckdb.connect()
    try:
        _set(engine, memory, threads, spill)
        yield engine
    finally:
        engine.close()


def _set(engine: Engine, memory: str, threads: int, spill: Path | None) -> None:
    settings: dict[str, str | int] = {"disabled_optimizers": NOT_WORTH, "preserve_insertion_order": "false"}
    settings["enable_progress_bar"] = "false"  # it would stand in the output; runner.py tells how far it is
    settings |= {"temp_directory": str(spill)} if spill else {}
    settings |= {"memory_limit": memory} if memory else {}
    settings |= {"threads": threads} if threads else {}
    for name, value in settings.items():
        try:
            engine.execute(f"SET {name} = {_quoted(str(value))}")
        except duckdb.Error:
            remedy = "Write a size such as 300MB, and a number of threads above 0."
            raise RecordError(
                [Fault(f"--{name.split('_')[0]}", 0, f"{value} is not usable.", remedy)]
            ) from None


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def make_tables(engine: Engine, pathway: Pathway) -> None:
    """Empty tables: those that are read, the people who are wanted, and what is answered."""
    for name, columns in TABLES.items():
        engine.execute(f"CREATE TABLE {name} ({', '.join(f'{one} {_type(one)}' for one in columns)})")
    engine.execute(f"CREATE TABLE {WANTED} (patient_id INTEGER)")
    found = ["step", *(f"status_{snake(one)}" for one in pathway.interventions)]
    engine.execute(
        f"CREATE TABLE {ANSWERED} (patient_id INTEGER, {', '.join(f'{one} TINYINT' for one in found)})"
    )


def plan(pathway: Pathway, as_of: date, *, findings: bool = False) -> list[Planned]:
    """The statement, in parts, over the tables of `make_tables`; with what is known of every finding where that is asked."""
    with _without_collector():
        parts = Compiler(pathway, as_of).parts(findings=findings)
        return [Planned(one.name, planned_text(one.query), one.forget) for one in parts]


@contextmanager
def _without_collector() -> Iterator[None]:
    """A syntax tree of half a million nodes is made and kept: looking for garbage in it takes longer than making it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _type(name: str) -> str:
    return "BOOLEAN" if name in layout.TRUTHS else "BIGINT" if name in layout.BIG else "INTEGER"


def execute(engine: Engine, parts: Sequence[Planned]) -> None:
    """Add a row to `answered` for each person who is loaded."""
    query(engine, parts, f"INSERT INTO {ANSWERED} ")


def query(engine: Engine, parts: Sequence[Planned], into: str = "") -> Engine:
    """The result for the people who are loaded; `into` stands before the last query."""
    *before, last = parts
    for one in before:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE {one.name} AS {one.text}")
        for name in one.forget:
            engine.execute(f"DROP TABLE {name}")
    return engine.execute(into + last.text)


def clear(engine: Engine) -> None:
    """Empty the tables that are read, and what was answered."""
    for name in TABLES:
        engine.execute(f"DROP VIEW IF EXISTS temp.{name}")
    for name in (*TABLES, ANSWERED):
        engine.execute(f"DELETE FROM {name}")


def load(engine: Engine, bucket: Path, *, only_wanted: bool = False) -> None:
    """Add the rows of everybody in a bucket, or of those in `wanted`, to the tables that are read. raises RecordError"""
    chosen = f" SEMI JOIN {WANTED} USING (patient_id)" if only_wanted else ""
    try:
        for name, columns in TABLES.items():
            read = f"SELECT {', '.join(columns)} FROM read_parquet($1){chosen}"
            engine.execute(f"INSERT INTO {name} {read}", [str(bucket / f"{name}.parquet")])
    except duckdb.Error as wrong:
        raise unreadable(bucket, wrong) from None


def look_at(engine: Engine, buckets: Sequence[Path]) -> None:
    """Read everybody in some buckets straight from their files, until `clear`. raises RecordError"""
    for name in TABLES:
        files = ", ".join(_quoted(str(bucket / f"{name}.parquet")) for bucket in buckets)
        try:
            engine.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet([{files}])")
        except duckdb.Error as wrong:
            raise unreadable(buckets[0], wrong) from None


def count_of(engine: Engine, table: str) -> int:
    """How many rows a table has."""
    return int(engine.execute(f"SELECT COUNT(*) FROM {table}").fetchall()[0][0])


def unreadable(bucket: Path, wrong: duckdb.Error) -> RecordError:
    """A table of a bucket that is broken, or not there."""
    problem = f"a table cannot be read: {str(wrong).splitlines()[0]}"
    return RecordError([Fault(str(bucket), 0, problem, "Prepare the population again.")])
