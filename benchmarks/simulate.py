"""How fast the synthetic clinic lives, is advised and is written: `python -m benchmarks.simulate [PEOPLE] [--decisions]`.

Lives here: the measures, each in a process of its own. Lives elsewhere: what is measured (stepwell.simulate).
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Measured, report, stepwell

PEOPLE, DAYS = 20_000, 365
GOALS = {"dynamics": 60.0, "decisions": 600.0}
"""Seconds for 100,000 people over a year (issue 3)."""

OF_GOAL = 100_000
WRITTEN = 2_000
"""People who are written in the forms that take much room."""


def measures(people: int, *, decisions: bool) -> Iterator[Measured]:
    """Living alone, living with advice, and each form of writing."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        yield from _lived(folder, people, "dynamics", "--no-decisions", "--as", "prepared")
        if decisions:
            yield from _lived(folder, people, "decisions", "--as", "prepared")
        for form in ("prepared", "parquet", "fhir", "records"):
            yield from _lived(folder, WRITTEN, f"written as {form}", "--no-decisions", "--as", form)


def _lived(folder: Path, people: int, name: str, *words: str) -> Iterator[Measured]:
    out = folder / name.replace(" ", "-")
    ran = stepwell("simulate", "--people", str(people), "--days", str(DAYS), "--out", str(out), *words)
    if ran.code:
        raise SystemExit(ran.output)
    goal = GOALS[name] * people / OF_GOAL if name in GOALS else None
    first = ran.output.splitlines()[0]
    yield Measured(
        f"{name}, {people:,} people, {DAYS} days", goal, ran.seconds, "s", note=f"({ran.processor:.1f} s CPU)"
    )
    yield Measured("  the most memory", None, ran.megabytes, "MB")
    yield Measured("  observations a second of CPU", None, _observations(first) / ran.processor, "")
    size = sum(one.stat().st_size for one in out.rglob("*") if one.is_file()) / 1e6
    yield Measured("  on disk", None, size, "MB")


def _observations(line: str) -> int:
    """`20,000 synthetic people, ..., 11,466,653 observations, ...`"""
    words = line.split()
    return int(words[words.index("observations,") - 1].replace(",", ""))


def main() -> None:
    """Print each measure as soon as it is taken."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("people", nargs="?", type=int, default=PEOPLE)
    asked.add_argument("--decisions", action="store_true", help="with advice at visits, too")
    wish = asked.parse_args()
    report(measures(wish.people, decisions=wish.decisions))


if __name__ == "__main__":
    main()
