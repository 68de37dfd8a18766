"""`stepwell population`: the same pathway for many people at once.

Lives here: preparing record files, running, printing the statement. Lives elsewhere: all of it (population/).
"""

import sys
from argparse import Namespace
from pathlib import Path

from stepwell.commands.common import as_of
from stepwell.errors import Fault, RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.population import sql
from stepwell.population.prepare import write_records
from stepwell.population.runner import Progress
from stepwell.population.runner import run as run_population
from stepwell.records.reader import read_record


def print_sql(arguments: Namespace) -> int:
    """Print the whole statement."""
    print(sql(load_pathway(), as_of(arguments.as_of)))
    return 0


def prepare(arguments: Namespace) -> int:
    """Make prepared tables of a folder of record files; person n is the n-th file by name."""
    pathway, out = load_pathway(), Path(arguments.out)
    paths = sorted(Path(arguments.records).glob("*.yaml"))
    if not paths:
        raise RecordError(
            [Fault(arguments.records, 0, "There is no record file here.", "Name a folder with *.yaml files.")]
        )
    faults: list[Fault] = []
    people = []
    for number, path in enumerate(paths, start=1):
        try:
            people.append((number, read_record(path, pathway)))
        except RecordError as wrong:
            faults.extend(wrong.faults)
    if faults:
        raise RecordError(faults)
    write_records(people, pathway, out)
    print(f"{len(people)} people prepared in {out}.")
    return 0


def run(arguments: Namespace) -> int:
    """Run the pathway over prepared tables."""
    say = _say if sys.stderr.isatty() else None
    out = Path(arguments.out)
    people = run_population(
        load_pathway(),
        Path(arguments.prepared),
        out,
        as_of(arguments.as_of),
        memory=arguments.memory or "",
        say=say,
    )
    print(f"{people} people computed; one row for each in {out}.")
    return 0


def _say(progress: Progress) -> None:
    words = (
        f"bucket {progress.bucket} of {progress.buckets}, {progress.people} people, {progress.seconds:.0f} s"
    )
    print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)
