"""How far a run is, and how long the rest may take.

Lives here: counting buckets, people and rows that are done. Lives elsewhere: doing them (population/runner.py), showing it
(commands/progress.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from stepwell.population.results import About


@dataclass(frozen=True)
class Progress:
    """How far a run is: buckets, people and rows that are done, of how many. Seconds since its start.

    stage  planning, computing, judging (people one by one) or done
    left   seconds that it may still take; None while that is not known
    """

    stage: str
    bucket: int
    buckets: int
    people: int
    all_people: int
    rows: int
    all_rows: int
    seconds: float
    left: float | None = None


Say = Callable[[Progress], None]


class Pace:
    """What is done, and how fast it went."""

    def __init__(self, about: About) -> None:
        self.about = about
        self.all_rows = sum(one.rows for one in about.buckets.values())
        self.buckets = self.people = self.rows = self.computed = 0
        self.seconds, self.start = 0.0, monotonic()

    def spent(self) -> float:
        """Seconds since the start."""
        return monotonic() - self.start

    def kept(self, bucket: str) -> int:
        """A bucket is there. returns how many people it has"""
        source = self.about.buckets[bucket]
        self.buckets, self.people, self.rows = (
            self.buckets + 1,
            self.people + source.people,
            self.rows + source.rows,
        )
        return source.people

    def done(self, bucket: str, seconds: float) -> None:
        """A bucket was computed, so many seconds after the start, planning aside."""
        self.kept(bucket)
        self.computed += self.about.buckets[bucket].rows
        self.seconds = seconds

    def progress(self, stage: str, seconds: float) -> Progress:
        """How far it is, by how fast it went so far."""
        left = self.seconds / self.computed * (self.all_rows - self.rows) if self.computed else None
        return Progress(
            stage,
            self.buckets,
            len(self.about.buckets),
            self.people,
            self.about.people,
            self.rows,
            self.all_rows,
            seconds,
            left,
        )


class Judging:
    """How many people were judged one by one, of how many."""

    def __init__(self, people: int) -> None:
        self.all_people, self.people, self.start = people, 0, monotonic()

    def told(self, more: int) -> Progress:
        """So many more were judged."""
        self.people += more
        spent = monotonic() - self.start
        left = spent / self.people * (self.all_people - self.people)
        return Progress("judging", 0, 0, self.people, self.all_people, 0, 0, spent, left)
