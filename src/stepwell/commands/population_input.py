"""`stepwell population guess` and `prepare`: from what an analyst has to what `run` reads.

Lives here: the arguments and what is printed. Lives elsewhere: tables and FHIR (population/intake/), record files
(population/prepare.py), running (commands/population_results.py).
"""

import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from stepwell.commands.common import as_of
from stepwell.errors import Fault, RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway
from stepwell.population.intake.build import Wishes, prepare_tables
from stepwell.population.intake.guess import guess as guess_map
from stepwell.population.intake.mapping import InputMap, read_map
from stepwell.population.intake.records import prepare_records
from stepwell.population.prepare import BUCKET


def guess(arguments: Namespace) -> int:
    """Print a first mapping for an input."""
    with tempfile.TemporaryDirectory() as work:
        print(
            guess_map(load_pathway(), Path(arguments.input), Path(work), memory=arguments.memory or ""),
            end="",
        )
    return 0


def prepare(arguments: Namespace) -> int:
    """Make prepared tables of tables, of FHIR NDJSON or of record files."""
    pathway, place, out = load_pathway(), Path(arguments.input), Path(arguments.out)
    if place.is_dir() and any(place.glob("*.yaml")):
        count = prepare_records(pathway, place, out, bucket=_bucket(arguments))
        print(f"{count} people prepared in {out}.")
        return 0
    report = prepare_tables(pathway, place, out, _map(arguments, pathway), _wishes(arguments))
    _say("")
    print("\n".join(report.lines()))
    print(f"Prepared in {out}. Next: stepwell population run {out} --out RESULTS")
    return 0


def _map(arguments: Namespace, pathway: Pathway) -> InputMap:
    return read_map(Path(arguments.map), pathway) if arguments.map else InputMap()


def _wishes(arguments: Namespace) -> Wishes:
    aside = Path(arguments.quarantine) if arguments.quarantine else None
    day = as_of(arguments.as_of)
    return Wishes(day, _bucket(arguments), arguments.memory or "", quarantine=aside, say=_say)


def _bucket(arguments: Namespace) -> int:
    size = BUCKET if arguments.bucket is None else arguments.bucket
    if not 1 <= size <= 10_000_000:
        fault = Fault("--bucket", 0, f"{size} people is no bucket.", "Write a number from 1 to 10000000.")
        raise RecordError([fault])
    return int(size)


def _say(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)
