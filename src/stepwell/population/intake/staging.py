"""Every file of an input into the tables of text, each in its own way.

Lives here: which file goes where, and lines that are not of a file's shape. Lives elsewhere: one file (intake/tables.py,
intake/fhir.py), finding files (intake/sources.py).
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from stepwell.errors import Fault, RecordError
from stepwell.population.intake import raw
from stepwell.population.intake.engine import Engine, filled, number, refused
from stepwell.population.intake.fhir import HOLDS, stage_fhir
from stepwell.population.intake.mapping import InputMap, Table
from stepwell.population.intake.quarantine import Rejected
from stepwell.population.intake.sources import CSV, FHIR, PARQUET, SourceFile, columns_of, matching
from stepwell.population.intake.tables import Staged, create_views, stage_table

MOST_VIEWED = 64
"""How many Parquet files are read where they stand. More make statements slow to plan, and are copied first."""

_CSV_LINE = re.compile(r"CSV Error on Line: (\d+)")
_CSV_WHY = re.compile(r"Line: \d+ (.+)")


class Read(NamedTuple):
    """What was read, which lines were refused, and which files nothing is known of."""

    staged: list[Staged]
    rejected: list[Rejected]
    unread: list[str]


def stage_all(
    engine: Engine,
    files: Sequence[SourceFile],
    mapped: InputMap,
    root: Path,
    *,
    lenient: bool,
    say: Callable[[str], None],
) -> Read:
    """Read every file. raises RecordError

    lenient   go on where a line cannot be read, and keep it as a bad row
    """
    read = Read([], [], [])
    copied = sum(one.format == PARQUET for one in files) > MOST_VIEWED
    tables = _tables_of(engine, files, mapped, root)
    for file in files:
        say(f"reading {file.path.name}")
        if file.format == FHIR and file.kind in HOLDS:
            read.staged.append(_fhir(engine, file, lenient=lenient))
        elif tables.get(file):
            for table in tables[file]:
                read.staged.append(_table(engine, file, table, read.rejected, lenient=lenient, copied=copied))
        else:
            read.unread.append(file.path.name)
    if not read.staged:
        raise refused(root, "no file here is known to hold observations, events, courses or persons.", _HOW)
    return read._replace(staged=create_views(engine, read.staged))


_HOW = "Run `stepwell population guess` on it, save and edit what it prints, and name it with --map."


def _fhir(engine: Engine, file: SourceFile, *, lenient: bool) -> Staged:
    """A file of resources. A line that cannot be read stays as a row with a problem, so that it is shown with its number."""
    if lenient:
        return stage_fhir(engine, file, lenient=True)
    try:
        return stage_fhir(engine, file, lenient=False)
    except RecordError:
        staged = stage_fhir(engine, file, lenient=True)
        text = "SELECT COUNT(problem) FROM text_$holds WHERE rowid >= $first"
        if not number(engine, filled(text, holds=staged.holds, first=staged.first)):
            raise
        return staged


def _table(
    engine: Engine, file: SourceFile, table: Table, rejected: list[Rejected], *, lenient: bool, copied: bool
) -> Staged:
    try:
        staged = stage_table(engine, file, table, lenient=lenient, copied=copied)
    except RecordError as wrong:
        raise _with_line(file, wrong) from None
    if lenient and file.format == CSV:
        rejected += _rejects(engine, file)
    return staged


def _rejects(engine: Engine, file: SourceFile) -> list[Rejected]:
    text = """
    SELECT line, COALESCE(ARG_MIN(column_name, column_idx), ''), ARG_MIN(error_message, column_idx) FROM reject_errors
    GROUP BY line ORDER BY line
    """
    found = [Rejected(file.name, *row) for row in engine.execute(text).fetchall()]
    engine.execute("DROP TABLE IF EXISTS reject_errors")
    engine.execute("DROP TABLE IF EXISTS reject_scans")
    return found


def _with_line(file: SourceFile, wrong: RecordError) -> RecordError:
    """The line of a CSV file that the engine complains of, at its place in the fault."""
    first = wrong.faults[0]
    line = _CSV_LINE.search(first.problem)
    if line is None:
        return wrong
    why = _CSV_WHY.search(first.problem)
    problem = f"the line does not have the columns of the header: {why[1] if why else 'it cannot be read'}."
    remedy = "Mend the line, or set such lines aside with `--quarantine FOLDER`."
    return RecordError([Fault(file.name, int(line[1]), problem, remedy)])


def _tables_of(
    engine: Engine, files: Sequence[SourceFile], mapped: InputMap, root: Path
) -> dict[SourceFile, list[Table]]:
    """What each file holds: as the mapping says, or, without one, by the columns of the raw form."""
    found: dict[SourceFile, list[Table]] = {}
    for table in mapped.tables:
        chosen = matching(files, table.files, root)
        if not chosen:
            raise refused(
                root, f"no file matches {table.files}, which the mapping names.", "Correct `files:`."
            )
        for file in chosen:
            found.setdefault(file, []).append(table)
    if not mapped.tables:
        for file in files:
            own = None if file.format == FHIR else _own_table(file, columns_of(engine, file))
            found[file] = [own] if own else []
    return found


def _own_table(file: SourceFile, columns: dict[str, str]) -> Table | None:
    """What a file holds by its columns. One that bears the name of a raw table has to be that. raises RecordError"""
    holds = raw.named(file.path)
    missing = [one for one in raw.REQUIRED[holds] if one not in columns] if holds else []
    if missing:
        problem = f"there is no column {', '.join(missing)}, without which {holds} say nothing."
        remedy = f"It has {', '.join(columns)}. Correct its first line, or map its columns: {_HOW[0].lower()}{_HOW[1:]}"
        raise refused(file.name, problem, remedy)
    return raw_table(columns)


def raw_table(columns: Sequence[str] | dict[str, str]) -> Table | None:
    """The table of the raw form that has these columns, or None."""
    holds = raw.held_by(columns)
    return Table("", holds, {name: name for name in raw.TABLES[holds] if name in columns}) if holds else None
