"""Records as prepared tables in files: one folder for a population, with a manifest that names the codes.

Lives here: writing tables as Parquet, one folder for each bucket of people, and reading the manifest. Lives elsewhere: the
rows (population/layout.py), running the statement over them (population/runner.py).

    FOLDER/manifest.json                      which finding and which intervention each code stands for
    FOLDER/bucket-0000/persons.parquet        and observations.parquet, events.parquet
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population import layout
from stepwell.population.codes import codes_of
from stepwell.population.marks import with_marks
from stepwell.records.types import Record

SCHEMA = "stepwell-population/1"
MANIFEST = "manifest.json"
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
    people: Iterable[Numbered], pathway: Pathway, folder: Path, *, bucket: int = BUCKET
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
    write_manifest(pathway, folder)
    return Prepared(folder, tuple(buckets))


def write_manifest(pathway: Pathway, folder: Path) -> None:
    """Write which names the codes of a prepared population stand for."""
    codes = codes_of(pathway)
    named = {"schema": SCHEMA, "findings": list(codes.findings), "interventions": list(codes.interventions)}
    named["words"] = {part: list(words) for part, words in codes.words.items()}  # type: ignore[assignment]
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


def open_prepared(folder: Path, pathway: Pathway) -> Prepared:
    """A prepared population whose codes are those of the pathway. raises RecordError"""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise _fault(
            path, f"the manifest cannot be read: {wrong}.", "Prepare the population again."
        ) from None
    codes = codes_of(pathway)
    named = [
        list(codes.findings),
        list(codes.interventions),
        {part: list(words) for part, words in codes.words.items()},
    ]
    if [manifest.get("findings"), manifest.get("interventions"), manifest.get("words")] != named:
        raise _fault(
            path, "the population was prepared with other knowledge.", "Prepare the population again."
        )
    buckets = tuple(sorted(one for one in folder.glob("bucket-*") if one.is_dir()))
    missing = [
        one / f"{name}.parquet"
        for one in buckets
        for name in TABLES
        if not (one / f"{name}.parquet").exists()
    ]
    if not buckets or missing:
        raise _fault(
            missing[0] if missing else folder, "the table is not there.", "Prepare the population again."
        )
    return Prepared(folder, buckets)


def _fault(path: Path, problem: str, remedy: str) -> RecordError:
    return RecordError([Fault(str(path), 0, problem, remedy)])
