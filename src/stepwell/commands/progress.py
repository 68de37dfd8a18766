"""How far a long run is, on the error stream: in one line that is written over in a terminal, else a line every 10 seconds.

Lives here: the words and when they are shown. Lives elsewhere: what is counted (population/pace.py).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from stepwell.population.pace import Progress, Say

EVERY_SECONDS = {True: 0.5, False: 10.0}
"""How often in a terminal, and elsewhere."""

SECOND, MINUTE, HOUR = 1, 60, 3600


def words_of(progress: Progress, since: float = 0.0) -> str:
    """How far it is, so many seconds after that was said."""
    if progress.stage == "planning":
        return f"planning the statement, {progress.seconds + since:.0f} s"
    left = "" if progress.left is None else f", about {duration(max(0.0, progress.left - since))} left"
    spent = duration(progress.seconds + since)
    if progress.stage == "judging":
        return f"{progress.people:,} of {progress.all_people:,} people judged one by one, {spent}{left}"
    done = f"{progress.rows:,} of {progress.all_rows:,} rows, {progress.people:,} of {progress.all_people:,} people"
    return f"{done}, bucket {progress.bucket} of {progress.buckets}, {spent}{left}"


def duration(seconds: float) -> str:
    """A span of time in words.

    >>> duration(59.4), duration(125), duration(7500)
    ('59 s', '2 min 5 s', '2 h 5 min')
    """
    whole = round(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE} s"
    return f"{whole // HOUR} h {whole % HOUR // MINUTE} min"


@contextmanager
def shown(every: float | None = None) -> Iterator[Say]:
    """Shows what it is told, again and again while nothing new is told.

    every  seconds between two showings; by what the error stream is, unless given
    """
    terminal = sys.stderr.isatty()
    told: list[tuple[Progress, float]] = []
    stopped = Event()
    thread = Thread(
        target=_keep_showing, args=(told, stopped, every or EVERY_SECONDS[terminal], terminal), daemon=True
    )
    thread.start()
    try:
        yield lambda progress: told.append((progress, monotonic()))
    finally:
        stopped.set()
        thread.join()
        if terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _keep_showing(told: list[tuple[Progress, float]], stopped: Event, every: float, terminal: bool) -> None:
    while not stopped.wait(every):
        if told:
            progress, at = told[-1]
            words = words_of(progress, monotonic() - at)
            print(
                f"\r\x1b[K{words}" if terminal else words,
                end="" if terminal else "\n",
                file=sys.stderr,
                flush=True,
            )
