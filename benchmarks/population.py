"""How fast the pathway runs over a population, against the floor of reading it.

Lives here: a made-up population in the prepared layout, the floor, and one run. The people are random, not a clinic: what
counts is how many, and that every answer, log and course has its share. `python -m benchmarks.population [PEOPLE ...] [--memory 300MB]`.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from time import process_time

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.knowledge.loader import load_pathway
from stepwell.population import layout
from stepwell.population.codes import codes_of, option_bits
from stepwell.population.marks import with_marks
from stepwell.population.prepare import write_manifest
from stepwell.population.reports.rebuilt import record_of, rows_of
from stepwell.population.runner import Wish, run
from stepwell.reasoning.apply import judge_record

TODAY = date(2026, 6, 1)
ANSWERS, LOOKED_AT = 60, 200
"""Observations of one person; people who are judged in Python, too."""
EVENTS = 3
LOGGED = ("worst-pain", "sitting-tolerance", "average-pain", "next-morning", "psfs")
FLOOR = """
SELECT patient_id, COUNT(*), SUM(low + high + side), MAX(on_high + on_low), MAX(seq + COALESCE(replaces, 0)) + MAX(finding)
FROM read_parquet('{files}') GROUP BY patient_id
"""


def made_up(pathway, people, folder, rng, first=0):
    """One bucket of random people in the prepared layout."""
    codes, today = codes_of(pathway), TODAY.toordinal()
    observed = [one for one in pathway.findings.values() if one.derive is None and one.type != "text"]
    count = people * ANSWERS
    patient = np.repeat(np.arange(first, first + people, dtype=np.int32), ANSWERS)
    logged = [codes.findings[name] for name in LOGGED]
    others = np.array([codes.findings[one.id] for one in observed])
    finding = np.where(rng.random(count) < 0.4, rng.choice(logged, count), rng.choice(others, count)).astype(
        np.int32
    )
    day = (today - rng.integers(0, 365, count)).astype(np.int32)
    low, high = _values(pathway, observed, codes, finding, rng)
    per_side = np.array([False, *(one.per_side for one in pathway.findings.values())])
    side = np.where(per_side[np.minimum(finding, len(per_side) - 1)], rng.integers(0, 3, count), 0).astype(
        np.int32
    )
    seq = np.tile(np.arange(1, ANSWERS + 1, dtype=np.int32), people)
    columns = (patient, finding, day, day, seq, low, high, side)
    made = [pa.array(one) for one in columns] + [pa.nulls(count, pa.int32())]
    lines = with_marks(pa.Table.from_arrays(made, names=list(layout.LINES)))
    folder.mkdir(parents=True)
    _write(folder, "observations", layout.OBSERVATIONS, lines.columns)
    persons = [pa.array(np.arange(first, first + people, dtype=np.int32)), pa.array(np.full(people, True))]
    _write(folder, "persons", layout.PERSONS, persons)
    _write(folder, "events", layout.EVENTS, _events(pathway, people, first, rng))


def _values(pathway, observed, codes, finding, rng):
    """Mostly no, mostly inside the range; 3 % not sure."""
    count = len(finding)
    low, high = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for one in observed:
        rows = np.flatnonzero(finding == codes.findings[one.id])
        if one.type == "yes-no":
            low[rows] = rng.random(len(rows)) < 0.12
        elif one.type == "number":
            low[rows] = rng.integers(one.range[0], one.range[1] + 1, len(rows))
        else:
            low[rows] = rng.choice([option_bits(one, [option]) for option in one.options], len(rows))
    high[:] = low
    unsure = rng.random(count) < 0.03
    low[unsure], high[unsure] = layout.NOT_SURE_LOW, layout.NOT_SURE_HIGH
    return low, high


def _events(pathway, people, first, rng):
    codes, today, count = codes_of(pathway), TODAY.toordinal(), people * EVENTS
    known = [codes.events[name] for name in ("started", "stopped", "done", "declined", "responded")]
    day = (today - rng.integers(0, 365, count)).astype(np.int32)
    columns = {
        "patient_id": np.repeat(np.arange(first, first + people, dtype=np.int32), EVENTS),
        "intervention": rng.integers(1, len(codes.interventions) + 1, count, dtype=np.int32),
        "event": rng.choice(known, count).astype(np.int32),
        "on_low": day,
        "on_high": day,
        "seq": np.tile(np.arange(101, 101 + EVENTS, dtype=np.int32), people),
        "side": np.zeros(count, dtype=np.int32),
        "target": rng.integers(1, 6, count, dtype=np.int32),
        "response": rng.integers(1, 5, count, dtype=np.int32),
    }
    return [
        pa.array(columns[one]) if one in columns else pa.nulls(count, pa.int32()) for one in layout.EVENTS
    ]


def _write(folder, name, columns, made):
    table = pa.Table.from_arrays(made, names=list(columns))
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd", row_group_size=200_000)


def floor(folder):
    """CPU seconds to read every column and group by person."""
    start, engine = process_time(), duckdb.connect()
    engine.execute(FLOOR.format(files=f"{folder}/bucket-*/observations.parquet")).fetchnumpy()
    return process_time() - start


def in_python(pathway, folder):
    """CPU seconds for the statuses of one person with the reasoning in Python."""
    found = rows_of(folder / "bucket-0000", range(LOOKED_AT))
    records = [record_of(one, pathway) for one in found.values()]
    judge_record(pathway, records[0], TODAY)
    start = process_time()
    for record in records:
        judge_record(pathway, record, TODAY)
    return (process_time() - start) / len(records)


def population(pathway, folder, people, bucket):
    """Random people in the prepared layout; returns the CPU seconds that it took."""
    rng, start = np.random.default_rng(7), process_time()
    for number, first in enumerate(range(0, people, bucket)):
        made_up(pathway, min(bucket, people - first), folder / f"bucket-{number:04}", rng, first)
    write_manifest(pathway, folder)
    return process_time() - start


def timed(pathway, folder, out, memory=""):
    """CPU seconds and wall seconds of a run; its peak in MB, from a process of its own."""
    script = f"from benchmarks.population import alone; alone({str(folder)!r}, {str(out)!r}, {memory!r})"
    text = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    return tuple(map(float, text.split()))


def alone(folder, out, memory):
    """One run in this process: prints CPU seconds, wall seconds, peak in MB. What it starts counts for the CPU, too."""
    started, begun = process_time(), time.monotonic()
    run(load_pathway(), Path(folder), Path(out), TODAY, wish=Wish(memory=memory))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(process_time() - started + children.ru_utime + children.ru_stime, time.monotonic() - begun, _peak())


def _peak():
    """The most memory of this process in MB. What the system counts otherwise begins with that of the process before."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(found.split()[1]) / 1024


def one_size(people, bucket, memory):
    """A population of some size: made, read, and judged."""
    pathway = load_pathway()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "people"
        made = population(pathway, folder, people, bucket)
        print(f"made up {people:,} people, {people * ANSWERS:,} observations: {made:.1f} s CPU", flush=True)
        base = sorted(floor(folder) for _ in range(3))[1]
        print(f"floor, read every column and group by person: {base:.2f} s CPU")
        spent, wall, peak = timed(pathway, folder, Path(place) / "out")
        print(
            f"every status: {spent:.1f} s CPU, {wall:.1f} s, {spent / base:.1f} times the floor, {peak:.0f} MB"
        )
        if memory:
            less, longer, lower = timed(pathway, folder, Path(place) / "less", memory)
            print(
                f"with --memory {memory}: {less:.1f} s CPU, {longer / wall:.1f} times the time, {lower:.0f} MB"
            )
        alike = in_python(pathway, folder)
        print(
            f"reasoning in Python: {alike * 1000:.2f} ms CPU a person, {alike * people / spent:.0f} times as much"
        )


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("people", type=int, nargs="*", default=[100_000], help="several make a curve")
    asked.add_argument("--bucket", type=int, default=50_000)
    asked.add_argument("--memory", default="", help="measure a run within so much memory, too")
    wish = asked.parse_args()
    for people in wish.people:
        one_size(people, wish.bucket, wish.memory)


if __name__ == "__main__":
    main()
