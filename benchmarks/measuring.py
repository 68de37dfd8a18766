"""How a measurement is taken and printed: what was hoped for, what was seen, and how fast the machine was just then.

Lives here: timing and one line of the report. Lives elsewhere: what is measured (benchmarks/advice.py, commands.py).

Beside each time stands its ratio to a loop of plain Python that is timed in the same moment: on a busy machine both
grow, and the ratio stays.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

ROOT = Path(__file__).parent.parent
REPEATS = 30
_LOOP = 30_000


@dataclass(frozen=True)
class Measured:
    """One line of the report. `seen` is None where the thing to measure is not there."""

    name: str
    goal: float | None
    seen: float | None
    unit: str
    ratio: float | None = None
    note: str = ""

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"goal {self.goal:g} {self.unit}"
        if self.seen is None:
            return f"{self.name:<66}{goal:<14}not there yet"
        verdict = "" if self.goal is None else "met" if self.seen <= self.goal else "MISSED"
        ratio = "" if self.ratio is None else f"{self.ratio:.1f} x reference loop"
        seen = f"seen {self.seen:.4g} {self.unit}"
        return f"{self.name:<66}{goal:<14}{seen:<17}{verdict:<8}{ratio} {self.note}".rstrip()


@dataclass(frozen=True)
class Run:
    """A finished command: how long it took (`processor` without waiting), its peak memory, and what it printed."""

    seconds: float
    processor: float
    megabytes: float
    code: int
    output: str


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """The median processor time of some work in milliseconds, and its ratio to the reference loop, taken in turns.

    Processor time, since other work on the same machine would else count too. On a quiet machine both are the same.
    """
    work()
    times = [(_seconds(work), _seconds(_reference)) for _ in range(REPEATS)]
    seen, loop = (median(column) for column in zip(*times))
    return 1000 * seen, seen / loop


def reference_seconds() -> float:
    """How long the reference loop takes now."""
    return median(_seconds(_reference) for _ in range(REPEATS))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _reference() -> int:
    return sum(number * number for number in range(_LOOP))


def stepwell(*words: str, cache: Path | None = None) -> Run:
    """Run the command line in a process of its own; `cache` is the folder for the copy of the knowledge."""
    return run([sys.executable, "-m", "stepwell.cli", *words], cache=cache)


def run(command: list[str], *, cache: Path | None = None) -> Run:
    """Run a command and measure it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    with TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return Run(
            seconds,
            used.ru_utime + used.ru_stime,
            _megabytes(used.ru_maxrss),
            process.returncode,
            output.read(),
        )


def _megabytes(peak: int) -> float:
    """Linux counts in kilobytes, macOS in bytes."""
    return peak / (1e6 if sys.platform == "darwin" else 1024)


def report(lines: Iterator[Measured]) -> None:
    """Print each line as soon as it is measured."""
    for line in lines:
        print(line, flush=True)
