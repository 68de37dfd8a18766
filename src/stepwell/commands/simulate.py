"""`stepwell simulate`: synthetic people, advised by the pathway, written as files.

Lives here: the arguments and the progress line. Lives elsewhere: all of it (simulate/).
"""

import sys
from argparse import Namespace
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

from stepwell.commands.common import as_of
from stepwell.errors import Fault, RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.simulate.parameters import read_parameters
from stepwell.simulate.policy import compiled
from stepwell.simulate.run import BUCKET, Progress, Wish, simulate

MOST_DAYS = 10_000
FIRST, LAST = date(1950, 1, 1), date(2150, 1, 1)
"""Earlier treatments lie years before the first day, and records hold no day before 1900 or after 2200."""


def run(arguments: Namespace) -> int:
    """Simulate, write, and say what it came to."""
    wish = _wish(arguments)
    pathway = load_pathway()
    parameters = read_parameters(pathway)
    policy = nullcontext() if arguments.no_decisions else compiled(pathway)
    with policy as advise:
        summary = simulate(wish, pathway, parameters, advise, Path(arguments.out), _say)
    print(summary.words())
    print(f"\nWritten to {arguments.out}.")
    return 0


def _wish(arguments: Namespace) -> Wish:
    for name, value, most in (
        ("--people", arguments.people, 10**8),
        ("--days", arguments.days, MOST_DAYS),
        ("--bucket", arguments.bucket or BUCKET, 10**8),
    ):
        if not 1 <= value <= most:
            fault = Fault(name, 0, f"{value} is not usable.", f"Write a whole number from 1 to {most}.")
            raise RecordError([fault])
    start = _start(arguments.start, arguments.days)
    return Wish(
        arguments.people, arguments.days, arguments.seed, start, arguments.form, arguments.bucket or BUCKET
    )


def _start(written: str | None, days: int) -> date:
    """The first day: as asked, or so that the last one was yesterday."""
    if written is None:
        return as_of(None) - timedelta(days=days)
    try:
        start = date.fromisoformat(written)
    except ValueError:
        fault = Fault("--start", 0, f"{written} is not a date.", "Write it as 2026-03-01.")
        raise RecordError([fault]) from None
    if not FIRST <= start <= LAST:
        remedy = f"Write a day from {FIRST} to {LAST}."
        raise RecordError([Fault("--start", 0, f"{written} is not usable.", remedy)])
    return start


def _say(progress: Progress) -> None:
    if sys.stderr.isatty():
        left = progress.seconds / progress.people * (progress.of - progress.people)
        words = f"{progress.people:,} of {progress.of:,} people, about {left:.0f} s left"
        print(
            f"\r\x1b[K{words}",
            end="\n" if progress.people == progress.of else "",
            file=sys.stderr,
            flush=True,
        )
