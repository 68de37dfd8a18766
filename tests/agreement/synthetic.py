"""Both engines on synthetic people, cell by cell: `python -m tests.agreement.synthetic --people 200000`.

Lives here: the run in chunks, with progress, a file to go on from, and the smallest record that differs. Lives elsewhere: the
comparison (agreement/population.py), the people (stepwell.simulate), made-up records that bend rules (agreement/generator.py).

A chunk is simulated with advice, so that people stand on every step, and is then judged on the last simulated day by the
reasoning in Python and by the statement on DuckDB: every finding, every status, the step. What a chunk came to is one line of
FOLDER/chunks.jsonl; a chunk that is there is not computed again.
"""

import argparse
import json
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np

from stepwell.knowledge.loader import load_pathway
from stepwell.records.writer import write_record
from stepwell.simulate.clinic import Setting, live
from stepwell.simulate.parameters import read_parameters
from stepwell.simulate.people_records import records_of
from stepwell.simulate.policy import compiled
from stepwell.simulate.run import tables_of
from tests.agreement.lines import NOW
from tests.agreement.population import Statement
from tests.agreement.shrink import smallest

CHUNK, SLICE = 10_000, 5_000
SEED = 20261124


def people(first, count, days, pathway, parameters, advise):
    """Records of synthetic people whose last day is the day that the engines look from."""
    numbers = np.arange(first, first + count)
    lived = live(numbers, pathway, parameters, Setting(NOW - days + 1, days, SEED), advise)
    for _, record in records_of(tables_of(lived, numbers), lived.side.tolist(), pathway):
        yield record


def compare(statement, records):
    """What differs, by cell, with a record of each; how many cells and people; who stood where."""
    differ, first, cells, count = Counter(), {}, 0, 0
    while some := list(islice(records, SLICE)):
        found = statement.compare(some)
        differ.update(found.differ)
        for name, (number, _, _) in found.first.items():
            first.setdefault(name, some[number])
        cells, count = cells + found.cells, count + len(some)
    return differ, first, cells, count


def smallest_failing(statement, name, record, pathway):
    """The smallest record in which a cell still differs."""
    return smallest(record, lambda one: name in statement.compare([one]).differ, pathway)


def done_before(file):
    """The chunks of an earlier run, by their first person."""
    if not file.exists():
        return {}
    return {one["first"]: one for one in map(json.loads, file.read_text(encoding="utf-8").splitlines())}


def run(wanted, days, folder, chunk, say=print):
    """Compare so many people; returns how many cells differ."""
    pathway = load_pathway()
    parameters, statement = read_parameters(pathway), Statement(pathway)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "chunks.jsonl"
    before = done_before(file)
    total, began = Counter(), time.monotonic()
    with compiled(pathway) as advise:
        for first in range(1, wanted + 1, chunk):
            key = {"first": first, "count": min(chunk, wanted - first + 1), "days": days}
            kept = before.get(first)
            if kept is None or {name: kept[name] for name in key} != key or kept["digest"] != pathway.digest:
                records = people(first, key["count"], days, pathway, parameters, advise)
                differ, examples, cells, count = compare(statement, records)
                assert count == key["count"]
                kept = {**key, "digest": pathway.digest, "cells": cells, "differ": dict(differ)}
                _keep(statement, examples, folder, pathway)
                with file.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(kept) + "\n")
            total["people"] += kept["count"]
            total["cells"] += kept["cells"]
            total["differ"] += sum(kept["differ"].values())
            say(
                f"{total['people']:,} of {wanted:,} people, {total['cells']:,} cells, {total['differ']:,} differ, "
                f"{time.monotonic() - began:.0f} s",
                flush=True,
            )
    return total["differ"]


def _keep(statement, examples, folder, pathway):
    """The smallest record for each cell that differs, as a file."""
    for name, record in examples.items():
        small = smallest_failing(statement, name, record, pathway)
        text = f"# Synthetic. The engines differ in: {name}\n{write_record(small, pathway)}"
        (folder / f"{name.replace(' ', '-')}.yaml").write_text(text, encoding="utf-8")


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=5_000)
    asked.add_argument("--days", type=int, default=240, help="how long each chunk lives")
    asked.add_argument("--chunk", type=int, default=CHUNK, help="people who are simulated together")
    asked.add_argument("--folder", type=Path, default=Path("build/agreement-synthetic"), help="to go on from")
    wish = asked.parse_args()
    return 1 if run(wish.people, wish.days, wish.folder, wish.chunk) else 0


if __name__ == "__main__":
    sys.exit(main())
