"""From a model of Z3 to the record of a person: the lines that make every unknown what the model says.

Lives here: observations, courses and settled exits as lines. Lives elsewhere: the slots that they are read from
(verify/course_slots.py, verify/series.py), inputs of ratios beyond linear arithmetic (verify/grid.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import z3

from stepwell.knowledge.conditions import OTHER_SIDE
from stepwell.records.bounds import Bounds, exactly
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.patient import FINDINGS, patient_seqs
from stepwell.records.types import CourseEvent, Observation, Record, Value
from stepwell.verify.course_slots import DECLINED, DONE, STOPPED, UNDER_WAY, CourseSlots, Slot
from stepwell.verify.formulas import FALSE, Formula, every, no, single, some
from stepwell.verify.grid import ratio_axioms
from stepwell.verify.series import LONG_AGO, Series
from stepwell.verify.trial import TODAY
from stepwell.verify.variables import known_pair, limits
from stepwell.verify.world import World

SIDE_KNOWN = "side-known"

Draft = tuple[int, Observation | CourseEvent]
"""A line with the days ago on which it stands; its `seq` is given last."""


class Rebuilder:
    """Spells out one imagined record, so that a model of it can be written down."""

    def __init__(self, world: World, *, each: int = 2) -> None:
        self.world = world
        self.some_exit = world.some_exit() if _overtaken(world) else FALSE
        self.slots = CourseSlots(world, each=each)
        self.series = Series(world)

    def axioms(self) -> list[Formula]:
        """What the spelled-out record adds to the unknowns."""
        found = [
            *self._readable(),
            *ratio_axioms(self.world),
            *self._overtaken(),
            *self.series.axioms(),
            *self.slots.axioms(),
        ]
        return [*self.world.variables.axioms, *found]

    def hints(self) -> list[Formula]:
        """What makes a record plain: no exit settled, nothing declined, no course."""
        plain = ("settled", "declined-last", "due-again", "overtaken")
        marks = [mark for (_, word), mark in self.world.courses.marks.items() if word in plain]
        return [
            no(fact)
            for fact in (*marks, *(slot.there for slots in self.slots.slots.values() for slot in slots))
        ]

    def _readable(self) -> Iterator[Formula]:
        """What a record file cannot say: two sides without a side, and what its reader takes for a contradiction."""
        variables = self.world.variables
        for key in [*variables.pairs, *variables.ranges, *variables.choices]:
            if key.endswith(OTHER_SIDE):
                unknown = every(
                    (no(self.world.known(key)), no(self.world.known(key.removesuffix(OTHER_SIDE))))
                )
                yield some((unknown, self.world.pair(SIDE_KNOWN).yes))
        if {"sex", "pregnancy"} <= variables.choices.keys():
            sex, pregnancy = variables.choices["sex"], variables.choices["pregnancy"]
            yield some((sex["female"], no(single(pregnancy)), pregnancy["none"]))

    def _overtaken(self) -> Iterator[Formula]:
        """A test is due again once a result is older than it may be, or all are older than the sign of an open exit."""
        for name, word, mark in _overtaken(self.world):
            entry = self.world.pathway.interventions[name]
            oldest, newest = self.series.ages(entry.finds)
            lasts = entry.repeat.not_before if entry.repeat and entry.indicated else LONG_AGO + 1
            today = some(every((slot.is_in(DONE), slot.last == 0)) for slot in self.slots.of(name))
            if word == "due-again":
                yield mark == some((oldest >= lasts, every((newest > 0, self.some_exit))))
            else:
                yield mark == every((self.some_exit, no(today)))

    def record(self, model: Any) -> Record:
        """The record that a model describes."""
        reading = _Reading(self, model)
        drafts = sorted(reading.lines(), key=lambda draft: -draft[0])
        lines = [_placed(line, ago, seq, reading.side) for seq, (ago, line) in enumerate(drafts, start=1)]
        observations = [line for line in lines if isinstance(line, Observation)]
        events = [line for line in lines if isinstance(line, CourseEvent)]
        return Record(reading.side, None, (*reading.patient(), *observations), tuple(events))


def plainest(solver: Any, hints: Sequence[Formula]) -> Any:
    """A model in which as little has happened as can be: the hints that cannot hold are given up, a few at a time."""
    left = list(hints)
    while solver.check(*left) != z3.sat:
        wrong = {str(hint) for hint in solver.unsat_core()}
        if not wrong:
            return None
        left = [hint for hint in left if str(hint) not in wrong]
    return solver.model()


def _overtaken(world: World) -> list[tuple[str, str, Formula]]:
    """The tests of which it matters whether something newer has overtaken them."""
    return [
        (name, word, mark)
        for (name, word), mark in world.courses.marks.items()
        if word in ("due-again", "overtaken")
    ]


class _Reading:
    """Reads one model."""

    def __init__(self, rebuilder: Rebuilder, model: Any) -> None:
        self.world, self.slots, self.series = rebuilder.world, rebuilder.slots, rebuilder.series
        self.model = model
        known = self.world.variables.pairs.get(SIDE_KNOWN)
        self.side: Any = "right" if known is not None and self.holds(known.yes) else None

    def holds(self, formula: Formula) -> bool:
        return bool(z3.is_true(self.model.eval(formula, model_completion=True)))

    def number(self, amount: Any) -> int:
        if isinstance(amount, int):
            return amount
        value = self.model.eval(amount, model_completion=True)
        return int(value.as_long()) if z3.is_int_value(value) else int(value.as_fraction())

    def lines(self) -> Iterator[Draft]:
        """Every line but those of `patient`."""
        for name, value in self.values():
            if name not in FINDINGS.values() and not (name == SIDE_KNOWN and self.side):
                yield 0, self._observation(name, value)
        yield from self._series()
        for name in self.slots.slots:
            yield from self._courses(name)
        for (name, word), mark in self.world.courses.marks.items():
            if word == "settled" and self.holds(mark):
                yield 0, CourseEvent(0, exactly(0), name, "excluded", by="clinician")

    def patient(self) -> list[Observation]:
        """What stands under `patient`."""
        values, seqs = dict(self.values()), patient_seqs(1)
        return [
            Observation(seqs[name], exactly(NO_EARLIEST), name, values[name])
            for name in FINDINGS.values()
            if name in values
        ]

    def values(self) -> Iterator[tuple[str, Value]]:
        """The current value of each finding that is observed once."""
        variables = self.world.variables
        for key in [*variables.pairs, *variables.ranges, *variables.choices]:
            if self.world.finding(key).derive is None and key not in self.series.days:
                value = self.value(key)
                if value is not None:
                    yield key, value

    def value(self, key: str) -> Value | None:
        """The current value of an observed finding, or None where it is not known."""
        finding, variables = self.world.finding(key), self.world.variables
        if finding.type == "number":
            value = Bounds(self.number(variables.ranges[key].low), self.number(variables.ranges[key].high))
            return None if value == Bounds(*limits(finding)) else value
        if finding.type == "choice":
            possible = [option for option, formula in variables.choices[key].items() if self.holds(formula)]
            return possible[0] if len(possible) == 1 else None
        pair = variables.pairs[key]
        return self.holds(pair.yes) if self.holds(known_pair(pair)) else None

    def _observation(self, key: str, value: Value) -> Observation:
        sided = self.world.finding(key).per_side and self.side is not None
        side: Any = ("left" if key.endswith(OTHER_SIDE) else self.side) if sided else None
        return Observation(0, exactly(0), key.removesuffix(OTHER_SIDE), value, side)

    def _series(self) -> Iterator[Draft]:
        for name, days in self.series.days.items():
            for day in days:
                if self.holds(day.there):
                    yield day.ago, self._observation(name, self._code(name, self.number(day.value)))

    def _code(self, name: str, value: int) -> Value:
        finding = self.world.finding(name)
        if finding.type == "number":
            return exactly(value)
        return list(finding.options)[value] if finding.type == "choice" else bool(value)

    def _courses(self, name: str) -> Iterator[Draft]:
        """The courses of one intervention, the earliest first."""
        for slot in self.slots.of(name):
            if self.holds(slot.there):
                yield from self._course(slot)

    def _course(self, slot: Slot) -> Iterator[Draft]:
        state, start, last = (self.number(part) for part in (slot.state, slot.start, slot.last))
        event = CourseEvent(0, exactly(0), slot.intervention, "started", side=self.side)
        parts = dict(self._parts(slot))
        if start >= 0:
            yield start, (replace(event, **parts) if state == UNDER_WAY else event)
        if state == UNDER_WAY:
            return
        word = {STOPPED: "stopped", DECLINED: "declined"}.get(state, "done")
        if state == DECLINED and not self._declined_last(slot.intervention):
            parts["until"] = TODAY - last
        yield last, replace(event, event=word, **parts)

    def _declined_last(self, name: str) -> bool:
        mark = self.world.courses.marks.get((name, "declined-last"))
        return mark is None or self.holds(mark)

    def _parts(self, slot: Slot) -> Iterable[tuple[str, Any]]:
        for field, code in slot.words.items():
            if number := self.number(code):
                yield field, self.slots.vocabulary[field][number - 1]
        for field, amount in slot.numbers.items():
            if (value := self.number(amount)) >= 0:
                yield field, exactly(value)


def _placed(line: Observation | CourseEvent, ago: int, seq: int, side: Any) -> Observation | CourseEvent:
    """The line on its day, in its place."""
    on = exactly(TODAY - ago)
    if isinstance(line, Observation):
        return replace(line, seq=seq, on=on)
    return replace(line, seq=seq, on=on, side=side)
