"""How long whole commands take in a process of their own, and how much memory they need.

Lives here: `stepwell next`, `stepwell verify`, and taps to the first treatment. Lives elsewhere: reasoning alone
(benchmarks/advice.py).
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measuring import ROOT, Measured, Run, reference_seconds, run, stepwell
from benchmarks.three_years import three_years
from stepwell.knowledge.loader import load_pathway
from stepwell.records.writer import write_record

SECONDS, MEGABYTES, VERIFY_SECONDS, TAPS = 0.5, 80, 60, 25
REPEATS = 5


def measurements() -> Iterator[Measured]:
    """Every command that is there."""
    with TemporaryDirectory() as folder:
        yield from _next(Path(folder))
        yield from _verify()
    yield from _taps()


def _next(folder: Path) -> Iterator[Measured]:
    """The first time the knowledge is read from its files; after that from its copy."""
    pathway = load_pathway()
    record = folder / "three-years.yaml"
    record.write_text(write_record(three_years(pathway), pathway), encoding="utf-8")
    first = stepwell("next", str(record), cache=folder)
    later = [stepwell("next", str(record), cache=folder) for _ in range(REPEATS)]
    there = _answers(record, folder)
    yield from _lines("stepwell next, cold, warm copy of the knowledge", later if there else [])
    yield from _lines("stepwell next, the very first time", [first] if there else [])


def _answers(record: Path, folder: Path) -> bool:
    """Whether `next` is there yet: it then prints one JSON document with recommendations."""
    try:
        return "recommendations" in json.loads(stepwell("next", str(record), "--json", cache=folder).output)
    except ValueError:
        return False


def _lines(name: str, runs: list[Run]) -> Iterator[Measured]:
    if not runs:
        yield Measured(name, SECONDS, None, "s")
        return
    yield _timed(name, SECONDS, runs)
    yield Measured(f"{name}: peak memory", MEGABYTES, max(one.megabytes for one in runs), "MB")


def _timed(name: str, goal: float, runs: list[Run]) -> Measured:
    """The time by the clock is what a person waits; the ratio is of processor time, so that other work does not count."""
    processor = median(one.processor for one in runs)
    ratio = processor / reference_seconds()
    return Measured(
        name, goal, median(one.seconds for one in runs), "s", ratio, f"{processor:.2f} s of processor"
    )


def _verify() -> Iterator[Measured]:
    done = stepwell("verify")
    if done.code in (0, 1) and "Traceback" not in done.output:
        yield _timed("stepwell verify", VERIFY_SECONDS, [done])
    else:
        yield Measured("stepwell verify", VERIFY_SECONDS, None, "s")


def _taps() -> Iterator[Measured]:
    tests = ROOT / "tests" / "cases" / "test_taps.py"
    if tests.exists():
        done = run([sys.executable, "-m", "pytest", "-s", str(tests)])
        found = re.search(r"(\d+) taps", done.output)
        yield Measured(
            "taps of a new adult to the first treatment", TAPS, int(found[1]) if found else None, ""
        )
