"""How long each option of `stepwell population` takes, each on its own. `python -m benchmarks.population_options [PEOPLE]`.

Lives here: running with one option after the other over the same made-up people, and the two things done with results. Lives
elsewhere: the people and the floor (benchmarks/population.py). Planning is told apart, since it does not grow with people.
"""

import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.population import ANSWERS, TODAY, floor, made_up
from stepwell.documents.population_page import summary_html
from stepwell.knowledge.loader import load_pathway
from stepwell.population.prepare import write_manifest
from stepwell.population.reports.compare import compare
from stepwell.population.reports.summary import summarise
from stepwell.population.runner import Wish, run

BUCKET = 50_000
CHANGED = 100
"""One person of so many changed."""
ONE_BY_ONE = 200


def people_of(folder, people, pathway, bucket=BUCKET):
    rng = np.random.default_rng(7)
    for number, first in enumerate(range(0, people, bucket)):
        made_up(pathway, min(bucket, people - first), folder / f"bucket-{number:04}", rng, first)
    write_manifest(pathway, folder)


def change(source, target):
    """One person in a hundred has everything one day earlier."""
    shutil.copytree(source, target)
    for path in target.glob("bucket-*/observations.parquet"):
        days = ", ".join(
            f"{one} - (patient_id % {CHANGED} = 0)::INT AS {one}" for one in ("on_low", "on_high")
        )
        table = duckdb.sql(f"SELECT * REPLACE ({days}) FROM read_parquet('{path}')").to_arrow_table()
        pq.write_table(table.cast(pa.schema(pq.read_schema(path))), path, compression="zstd")


@contextmanager
def timed(words):
    wall, cpu = perf_counter(), process_time()
    said = []
    yield said.append
    print(
        f"{words:48} {perf_counter() - wall:7.1f} s {process_time() - cpu:7.1f} s CPU  {' '.join(said)}",
        flush=True,
    )


def runs(place, pathway, source):
    """A run with each option on its own."""
    options = {
        "run": Wish(),
        "run --long": Wish(long=True),
        "run --threads 1": Wish(threads=1),
        "run --memory 300MB": Wish(memory="300MB"),
    }
    for words, wish in options.items():
        out = place / words.replace(" ", "-")
        with timed(words) as say:
            outcome = run(pathway, source, out, TODAY, wish=wish)
            say(f"of it {outcome.planning_seconds:.1f} s planning")


def since(place, pathway, source):
    for words, people in (("nobody changed", source), ("1 % changed", place / "changed")):
        out = place / words.replace(" ", "-")
        with timed(f"run --since, {words}") as say:
            outcome = run(pathway, people, out, TODAY, wish=Wish(since=place / "run"))
            say(f"{outcome.computed:,} computed, {outcome.planning_seconds:.1f} s planning")
    with timed("run again, everything there"):
        run(pathway, source, place / "run", TODAY)


def judged(place, pathway, people):
    source = place / "few"
    people_of(source, people, pathway)
    wish = Wish()
    run(pathway, source, place / "few-out", TODAY, wish=wish)
    for name in ("questions", "reviews"):
        with timed(f"run --{name}, {people} people"):
            run(pathway, source, place / "few-out", TODAY, wish=replace(wish, judged=(name,)))


def main(people):
    pathway = load_pathway()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / "people"
        people_of(source, people, pathway)
        print(f"{people:,} people, {people * ANSWERS:,} observations; floor {floor(source):.1f} s CPU")
        runs(place, pathway, source)
        change(source, place / "changed")
        write_manifest(pathway, place / "changed")
        since(place, pathway, source)
        with timed("summary, one day"):
            summary_html(summarise([place / "run"], pathway))
        changed = load_pathway(local={"sitting-goal": 45})
        with timed("compare, one parameter") as say:
            moves = compare(pathway, changed, source, TODAY)
            say(f"{moves.moved:,} of {moves.people:,} move")
        judged(place, pathway, ONE_BY_ONE)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
