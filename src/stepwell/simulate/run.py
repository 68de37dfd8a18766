"""A whole simulation: bucket after bucket lived, written and forgotten, and what it came to.

Lives here: the buckets, the output forms, progress, and what is complete or absent. Lives elsewhere: one bucket (clinic.py), one
form (writing/), the summary in words (summary.py).

The output folder gets its name when everything is in it.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic

import numpy as np

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population.prepare import write_manifest
from stepwell.simulate.chance import Ints
from stepwell.simulate.clinic import Lived, Setting, live
from stepwell.simulate.parameters import Parameters
from stepwell.simulate.policy import Advise
from stepwell.simulate.summary import Summary
from stepwell.simulate.tables import Tables, by_people, prepared
from stepwell.simulate.writing import fhir, raw, records
from stepwell.simulate.writing import prepared as prepared_form
from stepwell.simulate.writing.marks import write_readme

FORMS = ("records", "parquet", "fhir", "prepared")
AT_ONCE = 500
"""People who are put into words at one time."""

BUCKET = 50_000
"""People who are simulated together, unless asked otherwise."""


@dataclass(frozen=True)
class Wish:
    """What is wanted."""

    people: int
    days: int
    seed: int
    start: date
    form: str
    bucket: int = BUCKET


@dataclass(frozen=True)
class Progress:
    """How far a run is. Seconds since its start."""

    people: int
    of: int
    seconds: float


Say = Callable[[Progress], None]


def simulate(
    wish: Wish, pathway: Pathway, parameters: Parameters, advise: Advise | None, out: Path, say: Say
) -> Summary:
    """Simulate people and write them into a new folder.

    advise   the advice at visits, or None
    returns  what it came to
    raises   RecordError where the folder is there already, or cannot be written
    """
    if out.exists():
        raise RecordError([Fault(str(out), 0, "it is there already.", "Name a folder that is not.")])
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True)
        summary = _buckets(wish, pathway, parameters, advise, beside, say)
        _finish(wish, pathway, beside, advised=advise is not None)
        beside.rename(out)
    except OSError as wrong:
        problem = f"it cannot be written: {wrong.strerror or wrong}."
        raise RecordError(
            [Fault(str(out), 0, problem, "Check the folder and the room on the disk.")]
        ) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return summary


def _buckets(
    wish: Wish, pathway: Pathway, parameters: Parameters, advise: Advise | None, folder: Path, say: Say
) -> Summary:
    setting = Setting(wish.start.toordinal(), wish.days, wish.seed)
    summary, began = Summary.empty(pathway), monotonic()
    for place, first in enumerate(range(1, wish.people + 1, wish.bucket)):
        numbers = np.arange(first, min(first + wish.bucket, wish.people + 1))
        lived = live(numbers, pathway, parameters, setting, advise)
        _write(lived, numbers, pathway, folder, place, wish.form)
        summary.add(lived)
        say(Progress(int(numbers[-1]), wish.people, monotonic() - began))
    summary.seconds = monotonic() - began
    return summary


def tables_of(lived: Lived, numbers: Ints) -> Tables:
    """The prepared tables of a bucket."""
    journal = lived.journal
    rows = (journal.observations.rows(), journal.events.rows())
    return prepared(*rows, numbers.astype(np.int32), journal.side > 0)


def _write(lived: Lived, numbers: Ints, pathway: Pathway, folder: Path, place: int, form: str) -> None:
    if form == "prepared":
        prepared_form.write_bucket(lived.journal, numbers.astype(np.int32), folder, place)
        return
    parts = (
        (tables, lived.side[places])
        for places, tables in by_people(lived.journal, numbers.astype(np.int32), AT_ONCE)
    )
    if form == "parquet":
        raw.write_bucket(parts, pathway, folder, place)
    elif form == "fhir":
        fhir.write_bucket(parts, pathway, folder, place)
    else:
        records.write_bucket(parts, pathway, folder)


def _finish(wish: Wish, pathway: Pathway, folder: Path, *, advised: bool) -> None:
    if wish.form == "prepared":
        write_manifest(pathway, folder, synthetic=True)
    settings = {"people": wish.people, "days": wish.days, "seed": wish.seed, "start": wish.start.isoformat()}
    knowledge = f"{pathway.id} {pathway.version} {pathway.digest}"
    write_readme(folder, {**settings, "advised": advised, "form": wish.form, "knowledge": knowledge})
