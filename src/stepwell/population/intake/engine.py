"""The engine that reads an analyst's files: opening it, filling in statements, and its errors in plain words.

Lives here: DuckDB with its limits, and what a failed read or write says. Lives elsewhere: the statements (the other modules of
this package).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Template
from typing import Any

import duckdb
import pyarrow as pa

from stepwell.errors import Fault, RecordError

Engine = duckdb.DuckDBPyConnection

_UNREADABLE = (
    duckdb.InvalidInputException,
    duckdb.IOException,
    duckdb.ConversionException,
    duckdb.SerializationException,
)

STORE = "store"
"""The database on disk that holds the tables of text. Whatever is small, or is soon done with, is kept in memory."""

_INNER = re.compile(r'"exception_message":"(?:.*: )?([^:"]+)"')
"""What the system says of a file, within what the engine says of its own work."""
_KIND = re.compile(r"(?:[A-Z][A-Za-z]* ){1,3}Error: ")


@contextmanager
def open_engine(folder: Path, *, memory: str, threads: int) -> Iterator[Engine]:
    """An engine that keeps its tables and what does not fit into memory in `folder`."""
    settings: dict[str, str | int] = {
        **{"temp_directory": str(folder / "spill"), "TimeZone": "UTC", "search_path": f"main,{STORE}"},
    }
    if memory:
        settings["memory_limit"] = memory
    if threads:
        settings["threads"] = threads
    engine = duckdb.connect()
    try:
        engine.execute(filled("ATTACH $path AS $store", path=literal(folder / "work.duckdb"), store=STORE))
        for name, value in settings.items():
            _set(engine, name, value)
        yield engine
    finally:
        engine.close()


def _set(engine: Engine, name: str, value: str | int) -> None:
    try:
        engine.execute(filled("SET $name = '$value'", name=name, value=value))
    except duckdb.Error as wrong:
        raise refused(name, f"{value} is refused: {said(wrong)}", "Write a size such as 300MB.") from None


def filled(text: str, **parts: object) -> str:
    """A statement with its parts, each written `$$name`."""
    return Template(text).substitute({name: str(part) for name, part in parts.items()})


def quoted(name: str) -> str:
    """A name of a column, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """Words as a statement holds them."""
    return "'" + str(text).replace("'", "''") + "'"


def number(engine: Engine, text: str) -> int:
    """The one number that a statement gives, or 0."""
    row = engine.execute(text).fetchone()
    return int(row[0] or 0) if row else 0


def create_table(
    engine: Engine, name: str, columns: Mapping[str, pa.DataType], rows: Iterable[Sequence[Any]]
) -> None:
    """Rows as a table in memory; one of the same name is replaced."""
    made = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(column, type=kind) for column, kind in zip(made, columns.values(), strict=True)]
    engine.register("made", pa.Table.from_arrays(arrays, names=list(columns)))
    engine.execute(filled("CREATE OR REPLACE TABLE $name AS SELECT * FROM made", name=name))
    engine.unregister("made")


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """What the engine cannot read is a fault of the file. A full disk is not, nor is a statement that is wrong."""
    try:
        yield
    except duckdb.Error as wrong:
        if _is_full(wrong) or not isinstance(wrong, _UNREADABLE):
            raise
        problem = f"the file cannot be read: {said(wrong)}"
        raise refused(file, problem, "Is it whole? Fetch or export it again.") from None


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What cannot be written is a fault of the place."""
    try:
        yield
    except (duckdb.Error, OSError) as wrong:
        if isinstance(wrong, duckdb.Error) and not _is_full(wrong):
            raise
        problem = f"the prepared tables cannot be written: {said(wrong)}"
        raise refused(folder, problem, "Make room, give more --memory, or choose another folder.") from None


def _is_full(wrong: duckdb.Error) -> bool:
    words = ("write", "space left", "File too large", "Out of Memory", "Out of buffer")
    return any(word in str(wrong) for word in words)


def said(wrong: Exception) -> str:
    """The first line of what the engine says, without the kind of its error; of a CSV file also how many columns it saw.

    Where a file cannot be written or opened, only what the system says of it.
    """
    inner = _INNER.search(str(wrong))
    if inner or isinstance(wrong, OSError):
        return f"{inner[1] if inner else getattr(wrong, 'strerror', None) or wrong}."
    first, *others = str(wrong).splitlines() or [""]
    more = [one for one in others if one.startswith("Expected Number")]
    return _KIND.sub("", " ".join([first, *more])).strip()


def refused(place: Path | str, problem: str, remedy: str, *, line: int = 0) -> RecordError:
    """One fault as an error."""
    return RecordError([Fault(str(place), line, problem, remedy)])
