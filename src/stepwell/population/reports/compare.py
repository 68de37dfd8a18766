"""What a change of the knowledge would do: how many people move from which status to which, and who, for example.

Lives here: running two bodies of knowledge over the same people, and counting who moves. Lives elsewhere: running one
(population/engine.py), examples as record files (population/reports/examples.py), the words (documents/population_moves.py).

The clinic uses `compare` too, before a parameter is saved.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from stepwell.errors import RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population.engine import (
    ANSWERED,
    Engine,
    Planned,
    clear,
    execute,
    load,
    make_tables,
    opened,
    plan,
)
from stepwell.population.pace import Pace, Progress, Say
from stepwell.population.prepare import Prepared, open_prepared
from stepwell.population.reports.translate import Translation, translate, translation
from stepwell.population.results import about
from stepwell.population.statement.lines import snake
from stepwell.reasoning.types import STATUSES

EXAMPLES = 3
"""People that are shown for each move."""

CANDIDATES = 12
"""People that are kept for each move, since some records may not be shown."""

ABSENT = "absent"
"""The status of an intervention in knowledge that does not have it."""

STEP = "step"


@dataclass(frozen=True)
class Move:
    """So many people move from one status to another, or from one step to another.

    of          the intervention, or `step`
    candidates  the first of them by number
    """

    of: str
    title: str
    before: str
    after: str
    people: int
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True)
class Moves:
    """What one change does to a population. `moved` are the people with another step or another status of anything."""

    as_of: date
    people: int
    moved: int
    steps: tuple[Move, ...]
    statuses: tuple[Move, ...]


def compare(
    old: Pathway,
    new: Pathway,
    prepared: Path,
    as_of: date,
    *,
    memory: str = "",
    threads: int = 0,
    say: Say | None = None,
) -> Moves:
    """Who moves where a new body of knowledge takes the place of an old one.

    prepared  the folder of a population that was prepared with either
    raises    RecordError where the population fits neither, or cannot be read by both
    """
    source, made_with = open_with(prepared, old, new)
    counted = _Counted(old, new)
    with ExitStack() as stack:
        engines = [stack.enter_context(opened(memory, threads)) for _ in (old, new)]
        codes = [translation(made_with, one) for one in (old, new)]
        for engine, pathway in zip(engines, (old, new), strict=True):
            make_tables(engine, pathway)
        pace, tell = Pace(about(made_with, source, as_of)), say or _quietly
        tell(pace.progress("planning", pace.spent()))
        parts = [plan(pathway, as_of) for pathway in (old, new)]
        for bucket in source.buckets:
            tell(pace.progress("computing", pace.spent()))
            counted.add(*(_answers(*one, bucket) for one in zip(engines, parts, codes, strict=True)))
            pace.done(bucket.name, pace.spent())
    return counted.moves(as_of)


def _quietly(progress: Progress) -> None:
    return


def open_with(prepared: Path, old: Pathway, new: Pathway) -> tuple[Prepared, Pathway]:
    """A population, and which of two bodies of knowledge it was prepared with. raises RecordError"""
    try:
        return open_prepared(prepared, old), old
    except RecordError:
        return open_prepared(prepared, new), new


def _answers(engine: Engine, parts: Sequence[Planned], codes: Translation, bucket: Path) -> Mapping[str, Any]:
    """The rows of one bucket as columns, in the order of the people."""
    clear(engine)
    load(engine, bucket)
    translate(engine, codes)
    execute(engine, parts)
    found: Mapping[str, Any] = engine.execute(f"FROM {ANSWERED} ORDER BY patient_id").fetchnumpy()
    return found


@dataclass
class _Counted:
    """Moves, bucket after bucket, by what they are of and the two integers."""

    old: Pathway
    new: Pathway
    people: int = 0
    moved: int = 0
    counts: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    who: dict[tuple[str, int, int], list[int]] = field(default_factory=dict)

    def add(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Count one bucket."""
        people = before["patient_id"]
        moved = np.zeros(len(people), dtype=bool)
        for name, column in self._columns():
            was, is_now = self._column(before, column, self.old), self._column(after, column, self.new)
            differ = (was != is_now) & ~_nothing(was, is_now)
            moved |= differ
            self._count(name, people[differ], was[differ], is_now[differ])
        self.people += len(people)
        self.moved += int(moved.sum())

    def _column(self, rows: Mapping[str, Any], column: str, pathway: Pathway) -> Any:
        """The integers of one column: a step by its place in the steps of both, -1 where an intervention is not there."""
        if column == STEP:
            places = [self._steps().index(step.id) for step in pathway.steps]
            return np.array(places)[rows[column]]
        return rows[column] if column in rows else np.full(len(rows["patient_id"]), -1, dtype=np.int8)

    def _steps(self) -> list[str]:
        return list(dict.fromkeys(step.id for one in (self.old, self.new) for step in one.steps))

    def _columns(self) -> Iterator[tuple[str, str]]:
        yield STEP, "step"
        for name in dict.fromkeys((*self.old.interventions, *self.new.interventions)):
            yield name, f"status_{snake(name)}"

    def _count(self, name: str, people: Any, was: Any, is_now: Any) -> None:
        for pair in np.unique(np.stack([was, is_now]), axis=1).T:
            chosen = people[(was == pair[0]) & (is_now == pair[1])]
            key = name, int(pair[0]), int(pair[1])
            self.counts[key] += len(chosen)
            known = self.who.setdefault(key, [])
            known += [int(one) for one in chosen[: CANDIDATES - len(known)]]

    def moves(self, as_of: date) -> Moves:
        """All moves, the most frequent of each intervention first."""
        made = [self._move(*one) for one in sorted(self.counts, key=lambda key: -self.counts[key])]
        order = {name: place for place, (name, _) in enumerate(self._columns())}
        made.sort(key=lambda one: order[one.of])
        return Moves(
            as_of,
            self.people,
            self.moved,
            tuple(one for one in made if one.of == STEP),
            tuple(one for one in made if one.of != STEP),
        )

    def _move(self, name: str, was: int, is_now: int) -> Move:
        key = name, was, is_now
        steps = self._steps()
        ends = (steps[was], steps[is_now]) if name == STEP else (_status(was), _status(is_now))
        entry = self.new.interventions.get(name) or self.old.interventions.get(name)
        return Move(name, entry.title if entry else "Step", *ends, self.counts[key], tuple(self.who[key]))


def _status(code: int) -> str:
    return ABSENT if code < 0 else STATUSES[code]


def _nothing(was: Any, is_now: Any) -> Any:
    """An intervention that is there in one of them only, and not indicated: nobody is told anything else."""
    low, high = np.minimum(was, is_now), np.maximum(was, is_now)
    return (low < 0) & (high == STATUSES.index("not-indicated"))
