"""A record of 1,000 lines over the whole knowledge: three years of one person, the same at every run.

Lives here: the record. Lives elsewhere: what is measured with it (benchmarks/advice.py, commands.py).
"""

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice

from stepwell.knowledge.types import Finding, Pathway
from stepwell.records.bounds import exactly
from stepwell.records.types import CourseEvent, Observation, Record, Value

TODAY = date(2026, 6, 1)
LINES = 1000
DAYS = 3 * 365
LOGGED = ("worst-pain", "average-pain", "sitting-tolerance", "night-waking", "next-morning", "session-pain")
TREATED = ("conservative-care", "oral-naproxen", "gabapentin", "diagnostic-block", "corticosteroid-injection")
SCREEN_EVERY = 28

Said = tuple[int, str, Value | str]
"""How many days ago, about what, and what."""


def three_years(pathway: Pathway) -> Record:
    """The record: everything answered once, flags screened each month, pain and exercises logged day by day."""
    said = sorted(_lines(pathway), key=lambda one: -one[0])
    events, observations = [], []
    for seq, (age, name, value) in enumerate(said, start=1):
        on = exactly(TODAY.toordinal() - age)
        if name in pathway.findings:
            side = "right" if pathway.findings[name].per_side else None
            observations.append(Observation(seq, on, name, value, side=side))
        else:
            events.append(CourseEvent(seq, on, name, str(value), side="right", response="partial", dose="L1"))
    return Record("right", "GB", tuple(observations), tuple(events))


def _lines(pathway: Pathway) -> Iterator[Said]:
    once = [*_everything(pathway), *_treatments()]
    yield from once
    yield from islice(_days(pathway), LINES - len(once))


def _everything(pathway: Pathway) -> Iterator[Said]:
    for finding in pathway.findings.values():
        if finding.derive is None:
            yield 6, finding.id, _answer(finding, 0)


def _treatments() -> Iterator[Said]:
    for place, name in enumerate(TREATED):
        yield 900 - 150 * place, name, "started"
        yield 800 - 150 * place, name, "done" if place else "responded"


def _days(pathway: Pathway) -> Iterator[Said]:
    """Each third day a log and an exercise; each month some flags. The most recent come first."""
    flags = cycle(one.id for one in pathway.findings.values() if one.flag and one.derive is None)
    logged = cycle(LOGGED)
    exercises = cycle(pathway.exercises)
    for age in range(1, DAYS, 3):
        name = next(logged)
        yield age, name, _answer(pathway.findings[name], age)
        yield age, next(exercises), "done"
        yield from ((age, flag, False) for flag in islice(flags, 4 if age % SCREEN_EVERY < 3 else 0))


def _answer(finding: Finding, age: int) -> Value:
    """A plain answer that moves a little from day to day."""
    if finding.type == "number":
        low, high = finding.range or (0, 10)
        return exactly(low + (high - low) * (4 + age % 3) // 10)
    return next(iter(finding.options)) if finding.type == "choice" else False
