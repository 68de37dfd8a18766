"""Other people's tables as the raw form: Parquet, CSV and NDJSON, file by file, into tables of text.

Lives here: the tables of text, and filling them from a file. Lives elsewhere: FHIR (intake/fhir.py), which column is which
(intake/mapping.py), what the text means (intake/codings.py).

Beside the columns of the raw form each table has `left_out` (why a row says nothing, such as "entered in error"), `problem`
(what is wrong with a row before its values are looked at); `observations` has `component` too (parts of a FHIR observation). A
Parquet file is not copied but read where it stands. `row` is the place of a row among the rows of all files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from stepwell.population.intake import raw
from stepwell.population.intake.engine import STORE, Engine, filled, literal, number, quoted, reading, refused
from stepwell.population.intake.mapping import Table
from stepwell.population.intake.sources import PARQUET, SourceFile, columns_of, relation
from stepwell.records.faults import did_you_mean

BESIDE = {"left_out": "VARCHAR", "problem": "VARCHAR"}
_PLAIN = ("VARCHAR", "BOOLEAN", "DECIMAL", "DOUBLE", "FLOAT", "DATE", "TIMESTAMP", "ENUM", "UUID")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_INSERT = "INSERT INTO $store.text_$holds BY NAME SELECT $selected FROM $relation"


@dataclass(frozen=True)
class Staged:
    """A file that was read: which table its rows belong to, and the place of the first there.

    selected   for a Parquet file that is read where it stands, its columns as those of the raw form
    """

    file: SourceFile
    holds: str
    first: int
    rows: int
    selected: str = ""


def create_tables(engine: Engine, component: str) -> None:
    """The tables of text, empty. `component` is the type of a part of an observation."""
    for name, columns in raw.TABLES.items():
        listed = [f"{quoted(one)} VARCHAR" for one in columns]
        listed += [f"{one} {kind}" for one, kind in BESIDE.items()]
        listed += [f"component {component}[]"] if name == "observations" else []
        engine.execute(
            filled(
                "CREATE TABLE $store.text_$name ($columns)", store=STORE, name=name, columns=", ".join(listed)
            )
        )


def stage_table(engine: Engine, file: SourceFile, table: Table, *, lenient: bool, copied: bool) -> Staged:
    """Put the rows of one file into the table of text, or read them where they are. raises RecordError

    lenient   leave out lines that are not of the file's shape; they are counted as rejected
    copied    copy a Parquet file too
    """
    columns = columns_of(engine, file)
    _check_columns(file, table, columns)
    selected = ", ".join(_selected(table, columns, trims=file.format != PARQUET))
    read = relation(file, columns, lenient=lenient)
    if file.format == PARQUET and not copied:
        with reading(file.path):
            rows = number(engine, filled("SELECT COUNT(*) FROM $read", read=read))
        return Staged(file, table.holds, 0, rows, selected)
    text = filled(_INSERT, store=STORE, holds=table.holds, selected=selected, relation=read)
    return insert(engine, file, table.holds, text)


def insert(engine: Engine, file: SourceFile, holds: str, statement: str) -> Staged:
    """Run a statement that puts the rows of one file into a table of text."""
    counted = filled("SELECT COUNT(*) FROM text_$holds", holds=holds)
    first = number(engine, counted)
    with reading(file.path):
        engine.execute(statement)
    return Staged(file, holds, first, number(engine, counted) - first)


def create_views(engine: Engine, staged: Iterable[Staged]) -> list[Staged]:
    """The views `raw_observations` and so on: each row with its place, `row`. returns the files with their first rows"""
    placed = []
    for holds in raw.TABLES:
        counted = filled("SELECT COUNT(*) FROM text_$holds", holds=holds)
        first, parts = number(engine, counted), [filled(_TEXT, store=STORE, holds=holds)]
        for one in (one for one in staged if one.holds == holds):
            if one.selected:
                parts.append(filled(_VIEWED, first=first, selected=one.selected, path=literal(one.file.path)))
                placed.append(replace(one, first=first))
                first += one.rows
            else:
                placed.append(one)
        engine.execute(
            filled("CREATE VIEW raw_$holds AS $query", holds=holds, query=" UNION ALL BY NAME ".join(parts))
        )
    return placed


_TEXT = "SELECT rowid AS row, * FROM $store.text_$holds"
_VIEWED = "SELECT $first + file_row_number AS row, $selected FROM read_parquet($path, file_row_number = true)"


def _check_columns(file: SourceFile, table: Table, columns: Mapping[str, str]) -> None:
    for ours, theirs in table.columns.items():
        if theirs not in columns:
            problem = f"there is no column {theirs}, which the mapping names for {ours}."
            raise refused(
                file.path, problem, did_you_mean(theirs, columns, otherwise=f"It has {_some(columns)}.")
            )
        if not columns[theirs].startswith((*_PLAIN, *_WHOLE, *(f"U{one}" for one in _WHOLE))) or columns[
            theirs
        ].endswith("]"):
            problem = f"the column {theirs} ({ours}) holds {columns[theirs]}, which is not one value."
            raise refused(file.path, problem, "Write it as text, a number, a date or a boolean.")


def _some(names: Iterable[str], most: int = 12) -> str:
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _selected(table: Table, types: Mapping[str, str], *, trims: bool) -> Iterable[str]:
    """Each column of the raw form, as text, from the analyst's columns."""
    for name, (kind, _) in raw.TABLES[table.holds].items():
        if name in table.columns:
            text = _text(quoted(table.columns[name]), types[table.columns[name]], trims=trims)
            yield f"{_dated(text, table.dates) if kind == raw.DAY and table.dates else text} AS {quoted(name)}"
        elif name in table.constants:
            yield f"{literal(table.constants[name])} AS {quoted(name)}"


def _text(column: str, kind: str, *, trims: bool) -> str:
    if kind != "VARCHAR":
        return f"CAST({column} AS VARCHAR)"
    return f"NULLIF({f'TRIM({column})' if trims else column}, '')"


def _dated(text: str, form: str) -> str:
    return f"COALESCE(STRFTIME(TRY_STRPTIME({text}, {literal(form)}), '%Y-%m-%d'), {text})"
