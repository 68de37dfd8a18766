"""Bad rows: where each stands in its file, shown as faults or set aside in a folder.

Lives here: from a row's place among all rows to its file and line, the first faults as an error, and the table of rows set
aside. Lives elsewhere: what is wrong with a row (intake/coding.py, intake/buckets.py).

The rows themselves are written beside the reasons, so that they can be mended; they never stand in a message.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from stepwell.errors import Fault, RecordError
from stepwell.population.intake.coding import ORIGINS
from stepwell.population.intake.engine import Engine, create_table, filled, literal, number
from stepwell.population.intake.faults import FaultBook, Reason
from stepwell.population.intake.sources import CSV, PARQUET, csv_columns, delimiter, opened
from stepwell.population.intake.tables import Staged

SHOWN = 20
"""How many kinds of bad rows an error names."""
FILE = "bad-rows.parquet"


class Bad(NamedTuple):
    """A bad row: its table, its place there, and the number of its fault."""

    origin: int
    row: int
    fault: int


class Rejected(NamedTuple):
    """A line that is not of the shape of its file."""

    file: str
    line: int
    column: str
    problem: str


def gather(engine: Engine, staging: Path, late: Iterable[Sequence[int]]) -> int:
    """Put every bad row into the table `bad`, once. returns how many there are"""
    engine.execute("CREATE OR REPLACE TABLE bad (origin INTEGER, row BIGINT, fault INTEGER)")
    engine.execute("INSERT INTO bad SELECT 3, row, fault FROM persons_coded WHERE fault IS NOT NULL")
    for name in ("observations", "events"):
        if any((staging / name).glob("bucket=*")):
            files = literal(staging / name / "bucket=*" / "*.parquet")
            engine.execute(filled(_FAULTY, files=files))
    rows = [(origin, row, fault) for origin, row, _, fault in late]
    create_table(engine, "late", dict.fromkeys(Bad._fields, pa.int64()), rows)
    engine.execute("INSERT INTO bad SELECT * FROM late")
    engine.execute(
        "CREATE OR REPLACE TABLE bad_rows AS SELECT origin, row, MIN(fault) AS fault FROM bad GROUP BY ALL"
    )
    return number(engine, "SELECT COUNT(*) FROM bad_rows")


_FAULTY = "INSERT INTO bad SELECT origin, row, fault FROM read_parquet($files) WHERE fault IS NOT NULL"


def raise_faults(engine: Engine, staged: Sequence[Staged], book: FaultBook) -> None:
    """What is wrong, each with the first row of which it is true, as an error. raises RecordError"""
    found = engine.execute(_KINDS).fetchall()
    count = {(origin, fault): rows for origin, _, fault, rows in found}
    bad = [Bad(*row[:3]) for row in found[:SHOWN]]
    faults = [
        _fault(place, line, book[one.fault], count[one.origin, one.fault])
        for one, place, line in _placed(bad, staged)
    ]
    if len(found) > SHOWN:
        problem = f"{len(found) - SHOWN} more things are wrong."
        faults.append(Fault("~ and", 0, problem, "Mend these first."))
    raise RecordError(faults)


_KINDS = "SELECT origin, MIN(row), fault, COUNT(*) FROM bad_rows GROUP BY origin, fault ORDER BY 4 DESC, 1, 2"


def _fault(place: str, line: int, reason: Reason, rows: int) -> Fault:
    where = "" if reason.problem.startswith(reason.column) else f"{reason.column}: "
    others = f" So it is in {rows - 1:,} other rows." if rows > 1 else ""
    return Fault(place, line, f"{where}{reason.problem}{others}", f"{reason.remedy} {_ASIDE}")


_ASIDE = "Or set such rows aside with `--quarantine FOLDER`."


def _placed(bad: Iterable[Bad], staged: Sequence[Staged]) -> Iterator[tuple[Bad, str, int]]:
    """Each bad row with its file and its line (its row, in Parquet)."""
    for origin, holds in enumerate(ORIGINS):
        files = [one for one in staged if one.holds == holds]
        mine = sorted((one for one in bad if one.origin == origin), key=lambda one: one.row)
        for file in files:
            here = [one for one in mine if file.first <= one.row < file.first + file.rows]
            yield from zip(here, [file.file.name] * len(here), _lines(file, here), strict=True)


def _lines(staged: Staged, bad: Sequence[Bad]) -> Iterator[int]:
    places = [one.row - staged.first for one in bad]
    if staged.file.format == PARQUET or not places:
        return iter([place + 1 for place in places])
    return _chosen(
        _csv_lines(staged.file.path) if staged.file.format == CSV else _full_lines(staged.file.path), places
    )


def _chosen(lines: Iterator[int], places: Sequence[int]) -> Iterator[int]:
    """The lines at some places, in order."""
    at, line = -1, 0
    for place in places:
        while at < place:
            at, line = at + 1, next(lines)
        yield line


def _full_lines(path: Path) -> Iterator[int]:
    """The numbers of the lines that are not blank."""
    with opened(path) as file:
        for at, line in enumerate(file, start=1):
            if line.strip():
                yield at


def _csv_lines(path: Path) -> Iterator[int]:
    """The number of the line on which each sound row begins."""
    wide = len(csv_columns(path))
    with opened(path) as file:
        text = (line.decode("utf-8", "replace") for line in file)
        reader = csv.reader(text, delimiter=delimiter(path))
        before = 0
        for row in reader:
            if before and len(row) == wide:
                yield before + 1
            before = reader.line_num


_TABLE = """
SELECT p.file, p.line AS row, r."column", r.reason, r.remedy, '$holds' AS holds, TO_JSON(t) AS content
FROM placed AS p JOIN reasons AS r ON r.fault = p.fault
JOIN raw_$holds AS t ON t.row = p.row WHERE p.origin = $origin
"""
_REJECTED = "SELECT file, line, \"column\", problem, '', 'lines', NULL FROM rejected"


_PLACED = {**dict.fromkeys(Bad._fields, pa.int64()), "file": pa.string(), "line": pa.int64()}
_REASONS = {"fault": pa.int64(), **dict.fromkeys(("column", "reason", "remedy"), pa.string())}
_REFUSED = {"file": pa.string(), "line": pa.int64(), "column": pa.string(), "problem": pa.string()}


def set_aside(
    engine: Engine, staged: Sequence[Staged], book: FaultBook, rejected: Sequence[Rejected], folder: Path
) -> None:
    """Write every bad row with its file, row, column and reason."""
    bad = [
        Bad(*row) for row in engine.execute("SELECT origin, row, fault FROM bad_rows ORDER BY ALL").fetchall()
    ]
    places = [(*one, place, line) for one, place, line in _placed(bad, staged)]
    create_table(engine, "placed", _PLACED, places)
    reasons = ((at, *reason) for at, reason in enumerate(book.reasons, start=1))
    create_table(engine, "reasons", _REASONS, reasons)
    create_table(engine, "rejected", _REFUSED, rejected)
    parts = [filled(_TABLE, holds=holds, origin=origin) for origin, holds in enumerate(ORIGINS)]
    query = " UNION ALL ".join([*parts, _REJECTED])
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{FILE}"
    engine.execute(
        filled("COPY ($query ORDER BY ALL) TO $file (FORMAT parquet)", query=query, file=literal(beside))
    )
    beside.replace(folder / FILE)
