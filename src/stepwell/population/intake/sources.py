"""Which files an analyst brings, and of which format each is.

Lives here: finding the files of an input, their formats, and the columns of a table. Lives elsewhere: reading them
(intake/tables.py, intake/fhir.py), which column is which (intake/mapping.py, intake/guess.py).
"""

import csv
import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from stepwell.population.intake import raw
from stepwell.population.intake.engine import Engine, filled, literal, quoted, reading, refused
from stepwell.population.prepare import MANIFEST

PARQUET, CSV, NDJSON, FHIR = "parquet", "csv", "ndjson", "fhir"
_ENDINGS = {
    ".parquet": PARQUET,
    ".pq": PARQUET,
    ".csv": CSV,
    ".tsv": CSV,
    ".txt": CSV,
    ".ndjson": NDJSON,
    ".jsonl": NDJSON,
}
_DELIMITERS = ",;\t|"
SAMPLE = 1000
"""Lines that are looked at to see which keys a table in NDJSON has."""


@dataclass(frozen=True)
class SourceFile:
    """One file. `kind` is the FHIR resource type of its first line, or empty. `name` is as the analyst knows it."""

    path: Path
    format: str
    name: str
    kind: str = ""


def files_of(place: Path) -> list[SourceFile]:
    """The files of an input: one file, or all in a folder. raises RecordError where there is none"""
    if not place.exists():
        raise refused(place, "there is no such file or folder.", "Check its name.")
    if (place / MANIFEST).exists():
        raise refused(place, "this population is prepared already.", "Run it: stepwell population run.")
    paths = [place] if place.is_file() else sorted(one for one in place.rglob("*") if _wanted(one, place))
    found = [_source(one) for one in paths]
    if not found:
        kinds = "Parquet, CSV, NDJSON (also .gz) or record files (*.yaml)"
        raise refused(place, "there is no record file and no table here that can be read.", f"Name {kinds}.")
    return found


def _wanted(path: Path, root: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(root).parts)
    return path.is_file() and not hidden and bool(_format(path))


def _format(path: Path) -> str:
    stem = path.name.lower().removesuffix(".gz")
    return next((form for ending, form in _ENDINGS.items() if stem.endswith(ending)), "")


def _source(path: Path) -> SourceFile:
    form = _format(path)
    if not form:
        raise refused(path, "the kind of the file is not known.", f"Its name ends in {', '.join(_ENDINGS)}.")
    kind = _resource(path) if form == NDJSON else ""
    return SourceFile(path, FHIR if kind else form, str(path), kind)


def _resource(path: Path) -> str:
    """The resource type that the first line names, or nothing."""
    first: Any = None
    try:
        first = json.loads(first_line(path))
    except ValueError:
        name = path.name.split(".")[0]
        return name if name[:1].isupper() else ""
    return str(first.get("resourceType", "")) if isinstance(first, dict) else ""


def first_line(path: Path) -> str:
    """The first line of a text file that is not blank. raises RecordError where it cannot be read"""
    return next(iter(first_lines(path, 1)), "")


def first_lines(path: Path, most: int) -> list[str]:
    """The first lines of a text file that are not blank. raises RecordError where it cannot be read"""
    try:
        with opened(path) as file:
            return [
                line.decode("utf-8-sig").strip("\r\n") for line in islice(filter(bytes.strip, file), most)
            ]
    except (OSError, EOFError, UnicodeDecodeError) as wrong:
        problem = f"the file cannot be read: {wrong}."
        raise refused(path, problem, "Is it whole? Fetch or export it again.") from None


def opened(path: Path) -> IO[bytes] | gzip.GzipFile:
    """A file, unpacked where its name ends in .gz."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def matching(files: Iterable[SourceFile], pattern: str, root: Path) -> list[SourceFile]:
    """The files of an input that a pattern of the mapping names."""
    base = root if root.is_dir() else root.parent
    return [one for one in files if _matches(one.path, pattern, base)]


def _matches(path: Path, pattern: str, base: Path) -> bool:
    below = path.relative_to(base)
    return below.match(pattern) or any(parent.match(pattern) for parent in below.parents if parent.name)


def relation(file: SourceFile, columns: Iterable[str] = (), *, lenient: bool = False) -> str:
    """The file as something to select from. `lenient` leaves out lines that are not of its shape."""
    path = literal(file.path)
    if file.format == PARQUET:
        return filled("read_parquet($path)", path=path)
    if file.format == CSV:
        names = ", ".join(f"{literal(one)}: 'VARCHAR'" for one in csv_columns(file.path))
        reject = ", store_rejects = true" if lenient else ""
        text = (
            "read_csv($path, auto_detect = false, header = true, delim = $delim, quote = '\"', escape = '\"', "
            "columns = {$names}, nullstr = '', null_padding = false$reject)"
        )
        return filled(text, path=path, delim=literal(delimiter(file.path)), names=names, reject=reject)
    names = ", ".join(f"{literal(one)}: 'VARCHAR'" for one in columns or json_columns(file.path))
    text = "read_ndjson($path, columns = {$names}, ignore_errors = $lenient)"
    return filled(text, path=path, names=names, lenient=str(lenient).lower())


def delimiter(path: Path) -> str:
    """What parts the columns of a CSV file: the one that its header has most of."""
    header = first_line(path)
    return max(_DELIMITERS, key=header.count)


def csv_columns(path: Path) -> list[str]:
    """The names in the header of a CSV file."""
    names = [one.strip() for one in next(csv.reader([first_line(path)], delimiter=delimiter(path)), [])]
    if not any(names) or len(set(names)) < len(names):
        raise refused(path, "the first line does not name the columns.", "Give each column one name.", line=1)
    return names


def json_columns(path: Path) -> list[str]:
    """The keys of a table in NDJSON: those of its first lines, and where it is of the raw form all that it may have."""
    seen: dict[str, None] = {}
    for line in first_lines(path, SAMPLE):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        seen |= dict.fromkeys(row if isinstance(row, dict) else ())
    holds = raw.held_by(seen)
    return list(seen | dict.fromkeys(raw.TABLES[holds] if holds else ()))


def columns_of(engine: Engine, file: SourceFile) -> dict[str, str]:
    """The columns of a table with the types that the engine gives them. raises RecordError"""
    with reading(file.path):
        text = filled("DESCRIBE SELECT * FROM $relation", relation=relation(file))
        return {str(row[0]): str(row[1]) for row in engine.execute(text).fetchall()}


def listed(names: Iterable[str]) -> str:
    """Names of columns, one after another."""
    return ", ".join(map(quoted, names))
