"""Records as prepared tables in files: one folder for a population, with a manifest that names the codes.

Lives here: writing tables as Parquet, one folder for each bucket of people, and reading the manifest. Lives elsewhere: the
rows (population/layout.py), running the statement over them (population/runner.py).

    FOLDER/manifest.json                      which finding and which intervention each code stands for
    FOLDER/bucket-0000/persons.parquet        and observations.parquet, events.parquet; prints.parquet (population/prints.py)
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population import layout
from stepwell.population.codes import Codes, codes_of
from stepwell.population.marks import with_marks
from stepwell.population.prints import write_prints
from stepwell.records.types import Record

SCHEMA = "stepwell-population/2"
MANIFEST = "manifest.json"
SYNTHETIC = "synthetic.json"
"""A file that stands beside people who are made up, in whatever form they are."""
TABLES = {"persons": layout.PERSONS, "observations": layout.OBSERVATIONS, "events": layout.EVENTS}
BUCKET = 50_000
"""People in one folder, unless asked otherwise."""

Numbered = tuple[int, Record]


@dataclass(frozen=True)
class Prepared:
    """A prepared population: its folder, and the folder of each bucket."""

    folder: Path
    buckets: tuple[Path, ...]


def write_records(
    people: Iterable[Numbered],
    pathway: Pathway,
    folder: Path,
    *,
    bucket: int = BUCKET,
    synthetic: bool = False,
) -> Prepared:
    """Write numbered records as a prepared population.

    people   a number and a record for each person
    folder   a new or an empty folder
    bucket   how many people go into one folder
    returns  what was written
    """
    waiting = iter(people)
    buckets: list[Path] = []
    while chosen := list(islice(waiting, bucket)):
        buckets.append(_write_bucket(chosen, pathway, folder / f"bucket-{len(buckets):04}"))
    write_manifest(pathway, folder, synthetic=synthetic)
    return Prepared(folder, tuple(buckets))


def write_manifest(pathway: Pathway, folder: Path, *, synthetic: bool = False) -> None:
    """Write, once all buckets are there, which names the codes of a prepared population stand for, and whether its people
    are made up; and in each bucket the hashes of its people's rows."""
    for bucket in sorted(folder.glob("bucket-*")):
        write_prints(bucket)
    codes = codes_of(pathway)
    named = {"schema": SCHEMA, "synthetic": synthetic, **_names(codes)}
    (folder / MANIFEST).write_text(json.dumps(named, indent=1), encoding="utf-8")


def _write_bucket(people: Sequence[Numbered], pathway: Pathway, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        "persons": [layout.person_row(number, record) for number, record in people],
        "observations": [row for one in people for row in layout.observation_rows(*one, pathway)],
        "events": [row for one in people for row in layout.event_rows(*one, pathway)],
    }
    for name, table in tables_of(rows).items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return folder


def tables_of(rows: Mapping[str, Sequence[layout.Row]]) -> dict[str, pa.Table]:
    """Rows of people, lines and events as the prepared tables."""
    found = {
        "persons": table_of(rows["persons"], layout.PERSONS),
        "observations": with_marks(table_of(rows["observations"], layout.LINES)),
    }
    return found | {"events": table_of(rows["events"], layout.EVENTS)}


def table_of(rows: Sequence[layout.Row], columns: Sequence[str]) -> pa.Table:
    """Rows as an Arrow table with the types of the layout."""
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    made = [pa.array(values, type=_type(name)) for name, values in zip(columns, by_column, strict=True)]
    return pa.Table.from_arrays(made, names=list(columns))


def _type(name: str) -> pa.DataType:
    if name in layout.TRUTHS:
        return pa.bool_()
    return pa.int64() if name in layout.BIG else pa.int32()


def _names(codes: Codes) -> dict[str, object]:
    """The names that codes stand for, each in the order of its codes."""
    words = {part: list(words) for part, words in codes.words.items()}
    return {"findings": list(codes.findings), "interventions": list(codes.interventions), "words": words}


def is_synthetic(place: Path) -> bool:
    """Whether a folder, or the folder of a file, says that its people are made up."""
    return ((place if place.is_dir() else place.parent) / SYNTHETIC).exists()


def open_prepared(folder: Path, pathway: Pathway) -> Prepared:
    """A prepared population whose codes are those of the pathway. raises RecordError"""
    manifest = _manifest(folder / MANIFEST)
    names = _names(codes_of(pathway))
    if manifest.get("schema") != SCHEMA:
        raise _fault(folder / MANIFEST, f"the tables are not of the form {SCHEMA}.")
    if {name: manifest.get(name) for name in names} != names:
        raise _fault(folder / MANIFEST, "the population was prepared with other knowledge.")
    buckets = tuple(sorted(one for one in folder.glob("bucket-*") if one.is_dir()))
    tables = [one / f"{name}.parquet" for one in buckets for name in TABLES]
    missing = [table for table in tables if not table.exists()]
    if not buckets or missing:
        raise _fault(missing[0] if missing else folder, "the table is not there.")
    return Prepared(folder, buckets)


def _manifest(path: Path) -> Mapping[str, object]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise _fault(path, f"the manifest cannot be read: {wrong}.") from None
    return manifest if isinstance(manifest, dict) else {}


def _fault(path: Path, problem: str) -> RecordError:
    return RecordError([Fault(str(path), 0, problem, "Prepare the population again.")])
