"""The engine inside the package (DuckDB): opened within a limit of memory, the statement executed for a bucket, part by part.

Lives here: everything that is said to DuckDB to get from one bucket of prepared tables to the table `answered`. Lives
elsewhere: the statement (population/statement/compiler.py), which buckets are computed and what is written (population/runner.py).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population import layout
from stepwell.population.apart import trees_from_apart
from stepwell.population.kept import keep, on_day, place_of, read_kept
from stepwell.population.kernel import Kernel
from stepwell.population.planning import Planned as Planned
from stepwell.population.planning import from_trees, trees_of
from stepwell.population.prepare import TABLES
from stepwell.population.statement.lines import snake

NOT_WORTH = "statistics_propagation,projection_placement,projection_pullup"
"""Steps of the planner that take as long as the query itself and change nothing in it."""

ANSWERED = "answered"
"""The table of what was computed: patient_id, step, and a status for each intervention."""

WANTED = "wanted"
"""The table of the only people to be computed, where not all are: patient_id."""

LEAST = 64
"""Megabytes without which the engine does nothing."""

FOUND = "found_of_people"
"""What the kernel found, as a table."""

Engine = duckdb.DuckDBPyConnection


@contextmanager
def opened(
    memory: str = "", threads: int = 0, spill: Path | None = None, *, beside: int = 0
) -> Iterator[Engine]:
    """An engine that uses at most so much memory (such as "300MB") and so many threads. raises RecordError

    spill   the folder for what does not fit into the memory
    beside  megabytes of the memory that are not the engine's
    """
    engine = duckdb.connect()
    try:
        _set(engine, memory, threads, spill)
        if memory and beside:
            _leave(engine, beside)
        yield engine
    finally:
        engine.close()


def _leave(engine: Engine, beside: int) -> None:
    """Leave some of the memory to the rest of the process."""
    size, unit = str(engine.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]).split()
    most = float(size) * _MEGABYTES[unit.rstrip("s")]
    engine.execute(f"SET memory_limit = '{max(LEAST, most - beside):.0f}MB'")


_MEGABYTES = {"byte": 1e-6, "KiB": 2**10 / 1e6, "MiB": 2**20 / 1e6, "GiB": 2**30 / 1e6, "TiB": 2**40 / 1e6}


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


def plan(pathway: Pathway, as_of: date, *, findings: bool = False, apart: bool = False) -> list[Planned]:
    """The statement, in parts, over the tables of `make_tables`. It is kept for the next time (kept.py).

    findings  with what is known of every finding, too
    apart     made in a process of its own where it is not kept, since making it takes memory
    """
    place = place_of(pathway, findings=findings)
    parts = from_trees(read_kept(place))
    if not parts:
        trees = trees_from_apart(pathway, findings=findings) if apart else []
        trees = trees or trees_of(pathway, findings=findings)
        keep(place, trees)
        parts = from_trees(trees)
    return [replace(one, text=on_day(one.text, as_of.toordinal())) for one in parts]


def _type(name: str) -> str:
    return "BOOLEAN" if name in layout.TRUTHS else "BIGINT" if name in layout.BIG else "INTEGER"


def execute(engine: Engine, parts: Sequence[Planned], *, alone: bool = False) -> None:
    """Add a row to `answered` for each person who is loaded.

    alone  nobody else is answered until `clear`: `answered` shows the rows where they are, and they are not copied
    """
    if alone:
        query(engine, parts, f"CREATE OR REPLACE TEMP VIEW {ANSWERED} AS ")
    else:
        query(engine, parts, f"INSERT INTO {ANSWERED} ")


def query(engine: Engine, parts: Sequence[Planned], into: str = "") -> Engine:
    """The result for the people who are loaded; `into` stands before the last query."""
    kernel = Kernel(engine)
    for one in parts:
        if one.step:
            kernel.step(one.name, one.step)
        elif one.answers:
            engine.register(FOUND, kernel.answers(one.answers))
        else:
            engine.execute(f"CREATE OR REPLACE TEMP TABLE {one.name} AS {one.text}")
        for name in one.forget:
            _forget(engine, kernel, name)
    more = parts[-1].text
    return engine.execute(
        into + (f"FROM {FOUND} JOIN ({more}) AS more USING (patient_id)" if more else f"FROM {FOUND}")
    )


def _forget(engine: Engine, kernel: Kernel, name: str) -> None:
    if not kernel.forget(name):
        engine.execute(f"DROP TABLE {name}")


def clear(engine: Engine) -> None:
    """Empty the tables that are read, and what was answered."""
    for name in (*TABLES, ANSWERED):
        engine.execute(f"DROP VIEW IF EXISTS temp.{name}")
    for name in (*TABLES, ANSWERED):
        engine.execute(f"TRUNCATE {name}")


def load(engine: Engine, bucket: Path, *, only_wanted: bool = False) -> None:
    """Add the rows of everybody in a bucket, or of those in `wanted`, to the tables that are read. raises RecordError"""
    chosen = f" SEMI JOIN {WANTED} USING (patient_id)" if only_wanted else ""
    try:
        for name, columns in TABLES.items():
            read = f"SELECT {', '.join(columns)} FROM read_parquet($1){chosen}"
            engine.execute(f"INSERT INTO {name} {read}", [str(bucket / f"{name}.parquet")])
    except duckdb.Error as wrong:
        raise unreadable(bucket, wrong) from None


Range = tuple[int, int]
"""The first and the last number of some people."""


def look_at(engine: Engine, buckets: Sequence[Path], people: Range | None = None) -> None:
    """Read everybody in some buckets, or those of a range, straight from their files, until `clear`. raises RecordError"""
    chosen = f" WHERE patient_id BETWEEN {people[0]} AND {people[1]}" if people else ""
    for name in TABLES:
        read = _read_all(buckets, name)
        try:
            engine.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {read}{chosen}")
        except duckdb.Error as wrong:
            raise unreadable(buckets[0], wrong) from None


def _read_all(buckets: Sequence[Path], name: str) -> str:
    files = ", ".join(_quoted(str(bucket / f"{name}.parquet")) for bucket in buckets)
    return f"read_parquet([{files}])"


def ranges(engine: Engine, buckets: Sequence[Path], count: int) -> list[Range]:
    """The people of some buckets in so many ranges of numbers. raises RecordError"""
    text = f"SELECT MIN(patient_id), MAX(patient_id) FROM {_read_all(buckets, 'persons')}"
    try:
        first, last = engine.execute(text).fetchall()[0]
    except duckdb.Error as wrong:
        raise unreadable(buckets[0], wrong) from None
    if first is None:
        return []
    wide = -(-(last - first + 1) // count)
    return [(start, min(start + wide - 1, last)) for start in range(first, last + 1, wide)]


def count_of(engine: Engine, table: str) -> int:
    """How many rows a table has."""
    return int(engine.execute(f"SELECT COUNT(*) FROM {table}").fetchall()[0][0])


def unreadable(bucket: Path, wrong: duckdb.Error) -> RecordError:
    """A table of a bucket that is broken, or not there."""
    problem = f"a table cannot be read: {str(wrong).splitlines()[0]}"
    return RecordError([Fault(str(bucket), 0, problem, "Prepare the population again.")])
