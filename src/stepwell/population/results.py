"""What stands beside the rows of a run: of which day, knowledge and population they are, and what their integers mean.

Lives here: `run.json`, and whether rows that are there belong to what is asked for. Lives elsewhere: computing and writing
the rows (population/runner.py), who changed since (population/since.py).

    OUT/run.json                 this
    OUT/bucket-0000.parquet      patient_id, step, status_ID; `person` first where people have text ids
    OUT/prints/bucket-0000.parquet   a hash of each person's rows, for --since
    OUT/long/bucket-0000.parquet     one row for each person and intervention that is not `not-indicated`, where asked for
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.errors import Fault, RecordError
from stepwell.files import write_whole
from stepwell.knowledge.types import Pathway
from stepwell.population.prepare import MANIFEST, TABLES, Prepared
from stepwell.population.prints import hash_of, print_of
from stepwell.population.statement.lines import snake
from stepwell.reasoning.types import STATUSES

SCHEMA = "stepwell-population-run/1"
NAME = "run.json"
PEOPLE = "people.parquet"
"""In the prepared folder, where people have text ids: their number and their id."""


@dataclass(frozen=True)
class Source:
    """One bucket of the prepared population: how much it holds, and a hash of its files."""

    people: int
    rows: int
    print: str


@dataclass(frozen=True)
class Column:
    """An intervention as a column of the rows."""

    id: str
    title: str
    step: str
    kind: str
    exit: str
    column: str


@dataclass(frozen=True)
class About:
    """All of `run.json`. `statuses` and `steps` are the legend: an integer of a row is a place in them, from 0."""

    as_of: date
    knowledge: Mapping[str, str]
    parameters: Mapping[str, float]
    population: str
    prepared: str
    engine: str
    buckets: Mapping[str, Source]
    statuses: Sequence[str]
    steps: Sequence[Mapping[str, str]]
    interventions: Sequence[Column]
    text_ids: bool
    reviewed: bool
    synthetic: bool
    complete: bool = False

    @property
    def people(self) -> int:
        """How many people the population has."""
        return sum(one.people for one in self.buckets.values())


def about(pathway: Pathway, prepared: Prepared, as_of: date) -> About:
    """What a run over a prepared population will be about."""
    buckets = {bucket.name: source_of(bucket) for bucket in prepared.buckets}
    return About(
        as_of=as_of,
        knowledge=knowledge_of(pathway),
        parameters={name: one.value for name, one in pathway.parameters.items()},
        population=_population(prepared.folder, buckets),
        prepared=str(prepared.folder.resolve()),
        engine=f"duckdb {duckdb.__version__}",
        buckets=buckets,
        statuses=STATUSES,
        steps=[{"id": step.id, "title": step.title} for step in pathway.steps],
        interventions=[
            Column(one.id, one.title, one.step, one.kind, one.exit, f"status_{snake(one.id)}")
            for one in pathway.interventions.values()
        ],
        text_ids=(prepared.folder / PEOPLE).exists(),
        reviewed=bool(pathway.reviewed),
        synthetic=bool(_manifest(prepared.folder).get("synthetic")),
    )


def _manifest(folder: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return tree


def knowledge_of(pathway: Pathway) -> dict[str, str]:
    """Which knowledge this is. The fingerprint covers the files and every value of a parameter."""
    values = json.dumps({name: one.value for name, one in pathway.parameters.items()}, sort_keys=True)
    total = hashlib.sha256(f"{pathway.digest} {values}".encode()).hexdigest()
    return {"id": pathway.id, "version": pathway.version, "digest": pathway.digest, "fingerprint": total}


def source_of(bucket: Path) -> Source:
    """How much a bucket holds, and a hash of its files. raises RecordError"""
    people, *rows = (_rows(bucket / f"{name}.parquet") for name in TABLES)
    return Source(people, sum(rows), print_of(bucket))


def _rows(path: Path) -> int:
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowException) as wrong:
        problem = f"a table cannot be read: {str(wrong).splitlines()[0]}"
        raise RecordError([Fault(str(path), 0, problem, "Prepare the population again.")]) from None


def _population(folder: Path, buckets: Mapping[str, Source]) -> str:
    total = hashlib.blake2b(digest_size=16)
    for path in (folder / MANIFEST, folder / PEOPLE):
        total.update(hash_of(path) if path.exists() else b"none")
    total.update(" ".join(one.print for one in buckets.values()).encode())
    return total.hexdigest()


def differences(asked: About, found: About) -> Iterator[str]:
    """In what results that are there differ from those asked for."""
    if found.as_of != asked.as_of:
        yield f"they are as of {found.as_of}, and {asked.as_of} is asked for"
    if found.knowledge["fingerprint"] != asked.knowledge["fingerprint"]:
        yield f"they were computed with other knowledge ({_changed(asked, found)})"
    if found.population != asked.population:
        yield "they are of another population, or the population was prepared anew"


def _changed(asked: About, found: About) -> str:
    if found.knowledge["digest"] != asked.knowledge["digest"]:
        return f"version {found.knowledge['version']}, {found.knowledge['digest'][:12]}"
    named = [name for name, value in asked.parameters.items() if found.parameters.get(name) != value]
    return f"another value of {', '.join(named)}"


def write_about(one: About, out: Path) -> None:
    """Write `run.json` whole or not at all. raises RecordError"""
    tree = {"schema": SCHEMA, **asdict(replace(one, statuses=list(one.statuses))), "as_of": str(one.as_of)}
    try:
        write_whole(out / NAME, json.dumps(tree, indent=1, ensure_ascii=False))
    except OSError as wrong:
        raise unwritable(out / NAME, wrong) from None


RUN_AGAIN = "Make room, or choose another folder; then run it again: finished buckets are kept."


def unwritable(path: Path, wrong: Exception, remedy: str = RUN_AGAIN) -> RecordError:
    """A file that could not be written: a full disk, a folder that may not be written to."""
    reason = getattr(wrong, "strerror", None) or str(wrong).splitlines()[0]
    return RecordError([Fault(str(path), 0, f"it cannot be written: {reason}.", remedy)])


def read_about(folder: Path, *, whole: bool = True) -> About:
    """What a folder of results is about.

    whole   refuse results of a run that has not ended
    raises  RecordError
    """
    try:
        tree = json.loads((folder / NAME).read_text(encoding="utf-8"))
        found = _about(tree)
    except (OSError, ValueError, KeyError, TypeError):
        remedy = "Name a folder that `stepwell population run` wrote."
        raise RecordError([Fault(str(folder), 0, f"there is no {NAME} that can be read.", remedy)]) from None
    missing = [name for name in found.buckets if not (folder / f"{name}.parquet").exists()]
    if whole and (missing or not found.complete):
        problem = f"the run has not ended: {len(missing)} of {len(found.buckets)} buckets are missing."
        raise RecordError([Fault(str(folder), 0, problem, "Give the same command again to end it.")])
    return found


def _about(tree: dict[str, Any]) -> About:
    if tree.pop("schema") != SCHEMA:
        raise ValueError("another schema")
    tree["as_of"] = date.fromisoformat(tree["as_of"])
    tree["buckets"] = {name: Source(**one) for name, one in tree["buckets"].items()}
    tree["interventions"] = [Column(**one) for one in tree["interventions"]]
    return About(**tree)


def files_of(folder: Path, found: About) -> list[str]:
    """The Parquet files of complete results, in order."""
    return [str(folder / f"{name}.parquet") for name in found.buckets]
