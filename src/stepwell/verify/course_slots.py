"""Courses spelled out: a few imagined courses of each intervention with all their parts, for a counter-example.

Lives here: slots for courses and their tie to the unknowns of verify/courses.py and to operators over courses, exact
where the axioms of a proof are weak. Lives elsewhere: turning slots into lines of a record (verify/rebuild.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import z3

from stepwell.knowledge.derivations import (
    CountCourse,
    DaysOn,
    DaysSinceCourse,
    IsWorkingSource,
    Number,
    Wanted,
    Words,
)
from stepwell.knowledge.types import Finding
from stepwell.reasoning.compute import with_parts
from stepwell.records.parts import GUIDANCE, RESPONSES
from stepwell.verify.courses import STATES, Where, span
from stepwell.verify.formulas import (
    Amount,
    Formula,
    Pair,
    Range,
    conjunction,
    either,
    every,
    least,
    negation,
    no,
    one_of,
    same,
    some,
)
from stepwell.verify.operators import HISTORY, SOURCE
from stepwell.verify.variables import limits
from stepwell.verify.world import World

UNDER_WAY, STOPPED, DONE, DECLINED = range(4)
MOST_DAYS = 3000
PERCENT = {"adherence": 100, "relief_percent": 100, "relief_days": MOST_DAYS}
OTHER_WORD = "something-else"

Ages = Iterable[tuple[Pair, Amount]]


@dataclass(frozen=True)
class Slot:
    """One imagined course. Days are days ago; -1 where no start or no number is recorded, 0 where no word is."""

    intervention: str
    there: Formula
    state: Amount
    start: Amount
    last: Amount
    words: Mapping[str, Amount]
    numbers: Mapping[str, Amount]

    def is_in(self, *states: int) -> Formula:
        """The course is there, in one of these states."""
        return every((self.there, some(self.state == state for state in states)))

    @property
    def ago(self) -> Amount:
        """Days since its last day; today where it is under way."""
        return either(self.state == UNDER_WAY, 0, self.last)

    @property
    def began(self) -> Amount:
        """Days since its first line."""
        return either(self.start >= 0, self.start, self.last)


class CourseSlots:
    """The imagined courses of one record. `each` is how many there may be of one intervention."""

    def __init__(self, world: World, *, each: int = 2) -> None:
        self.world, self.each = world, each
        self.vocabulary = {field: [*words, OTHER_WORD] for field, words in _words(world).items()}
        self.vocabulary |= {
            "target": list(world.pathway.targets),
            "guidance": list(GUIDANCE),
            "response": list(RESPONSES),
        }
        self.slots: dict[str, list[Slot]] = {}

    def of(self, intervention: str) -> list[Slot]:
        """The slots of one intervention."""
        if intervention not in self.slots:
            name = f"{self.world.variables.name}{intervention}"
            self.slots[intervention] = [
                self._slot(intervention, f"{name}#{place}") for place in range(self.each)
            ]
        return self.slots[intervention]

    def _slot(self, intervention: str, name: str) -> Slot:
        fields = {
            field for (other, where) in self.world.courses.fits if other == intervention for field, _ in where
        }
        return Slot(
            intervention,
            there=z3.Bool(name),
            state=z3.Int(f"{name}.state"),
            start=z3.Int(f"{name}.start"),
            last=z3.Int(f"{name}.last"),
            words={field: z3.Int(f"{name}.{field}") for field in sorted(fields & self.vocabulary.keys())},
            numbers={field: z3.Int(f"{name}.{field}") for field in sorted(fields & PERCENT.keys())},
        )

    def axioms(self) -> list[Formula]:
        """What ties the slots to the unknowns of the record."""
        courses = self.world.courses
        found = [
            fact
            for (name, where), fit in courses.fits.items()
            for fact in self._fit(name, where, fit.surely, fit.maybe)
        ]
        for (name, word), formula in courses.states.items():
            found.append(formula == some(slot.is_in(STATES.index(word)) for slot in self.of(name)))
        found += [
            fact for (name, word), mark in courses.marks.items() for fact in self._mark(name, word, mark)
        ]
        for key, value in self.world.variables.ranges.items():
            found += self._operator(self.world.finding(key), value)
        return found + [fact for slots in self.slots.values() for fact in self._sound(slots)]

    def _fit(self, name: str, where: Where, surely: Formula, maybe: Formula) -> Iterator[Formula]:
        fits = [self.fits(slot, where) for slot in self.of(name)]
        yield surely == some(fit.yes for fit in fits)
        yield maybe == some(no(fit.no) for fit in fits)

    def fits(self, slot: Slot, where: Where) -> Pair:
        """Whether a slot is there and has every part that is looked for."""
        there = Pair(slot.there, no(slot.there))
        return conjunction([there, *(self._part(slot, field, wanted) for field, wanted in where)])

    def _part(self, slot: Slot, field: str, wanted: Wanted) -> Pair:
        match wanted:
            case Words(options) if field == "state":
                fitting = some(slot.state == STATES.index(word) for word in sorted(options) if word in STATES)
                return Pair(fitting, no(fitting))
            case Words(options):
                return self._word(slot.words[field], field, options)
            case Number():
                return _number(slot, field, wanted)
            case IsWorkingSource(equal):
                aimed = self._aimed(slot.words["target"])
                return aimed if equal else negation(aimed)

    def _word(self, code: Amount, field: str, options: frozenset[str]) -> Pair:
        fitting = some(code == self.code(field, word) for word in sorted(options))
        return Pair(fitting, every((code > 0, no(fitting))))

    def code(self, field: str, word: str) -> int:
        """The number that stands for a word."""
        return self.vocabulary[field].index(word) + 1

    def _aimed(self, code: Amount) -> Pair:
        working = self.world.choice(SOURCE)
        pairs = [
            (code == self.code("target", word), one_of(working, [word])) for word in self.vocabulary["target"]
        ]
        return Pair(
            some(every((here, pair.yes)) for here, pair in pairs),
            some(every((here, pair.no)) for here, pair in pairs),
        )

    def _mark(self, name: str, word: str, mark: Formula) -> Iterator[Formula]:
        slots = self.of(name)
        if word == "waits-longer":
            yield no(mark)
        if word == "declined-last":
            latest = [every((slot.is_in(DECLINED), *_later(slot, slots))) for slot in slots]
            yield some((no(mark), *latest))
            yield from (some((mark, no(slot.is_in(DECLINED)), slot.last >= 1)) for slot in slots)

    def _sound(self, slots: Sequence[Slot]) -> Iterator[Formula]:
        """The slots can be written as lines of a record."""
        for slot in slots:
            yield every((slot.state >= 0, slot.state <= DECLINED, slot.last >= 0, slot.last <= MOST_DAYS))
            yield every(
                (slot.start >= -1, slot.start <= MOST_DAYS, some((slot.start == -1, slot.start >= slot.last)))
            )
            yield some((slot.state != UNDER_WAY, every((slot.start >= 0, slot.last == 0))))
            yield some((slot.state != DECLINED, slot.start == -1))
            yield some((slot.state != STOPPED, slot.start >= 0))
            yield from (
                every((code >= 0, code <= len(self.vocabulary[field]))) for field, code in slot.words.items()
            )
            yield from (
                every((number >= -1, number <= PERCENT[field])) for field, number in slot.numbers.items()
            )
        for earlier, later in pairwise(slots):
            yield some((no(later.there), every((earlier.there, earlier.ago > later.began))))
            yield some((no(later.there), no(earlier.is_in(UNDER_WAY))))

    def _operator(self, finding: Finding, value: Range) -> Iterable[Formula]:
        match finding.derive:
            case DaysOn(interventions):
                return self._days_on(with_parts(interventions, self.world.pathway), finding, value)
            case DaysSinceCourse(courses, event):
                ages = [
                    (self.fits(slot, courses.where), _age(slot, event))
                    for name in courses.interventions
                    for slot in self.of(name)
                ]
                return self._days_since(ages, finding, value)
            case CountCourse(courses):
                fits = [
                    self.fits(slot, courses.where) for name in courses.interventions for slot in self.of(name)
                ]
                return self._count(fits, finding, value)
            case _:
                return ()

    def _days_on(self, interventions: Sequence[str], finding: Finding, value: Range) -> Iterator[Formula]:
        """The union of days, where one course spans all others."""
        _, highest = limits(finding)
        slots = [slot for name in interventions for slot in self.of(name)]
        counted = [slot.is_in(UNDER_WAY, STOPPED, DONE) for slot in slots]
        timed = [every((there, slot.start >= 0)) for there, slot in zip(counted, slots)]
        complete = every(
            (
                self.world.pair(HISTORY).yes,
                *(some((no(there), slot.start >= 0)) for there, slot in zip(counted, slots)),
            )
        )
        spans = [
            every((there, *_within(slot, slots, timed), same(value.low, slot.start - slot.ago)))
            for there, slot in zip(timed, slots)
        ]
        yield some((*spans, every((same(value.low, 0), *map(no, timed)))))
        yield same(value.high, either(complete, value.low, highest))

    def _days_since(self, ages: Ages, finding: Finding, value: Range) -> Iterator[Formula]:
        lowest, highest = limits(finding)
        latest = least([either(no(fit.no), age, highest) for fit, age in ages])
        surely = least([either(fit.yes, age, highest) for fit, age in ages])
        yield same(value.low, either(self.world.pair(HISTORY).yes, latest, lowest))
        yield same(value.high, surely)

    def _count(self, fits: Sequence[Pair], finding: Finding, value: Range) -> Iterator[Formula]:
        _, highest = limits(finding)
        yield same(value.low, z3.Sum([either(fit.yes, 1, 0) for fit in fits]))
        most = z3.Sum([either(no(fit.no), 1, 0) for fit in fits])
        yield same(value.high, either(self.world.pair(HISTORY).yes, most, highest))


def _words(world: World) -> dict[str, dict[str, None]]:
    """The words that the record's rules look for in each part of a course."""
    found: dict[str, dict[str, None]] = {}
    for _, where in world.courses.fits:
        for field, wanted in where:
            if isinstance(wanted, Words) and field != "state":
                found.setdefault(field, {}).update(dict.fromkeys(sorted(wanted.options)))
    return found


def _number(slot: Slot, field: str, wanted: Number) -> Pair:
    amount = {"days_ago": slot.ago, "days": slot.start - slot.ago}.get(field)
    known = slot.start >= 0 if field == "days" else z3.BoolVal(True)
    if amount is None:
        amount = slot.numbers[field]
        known = amount >= 0
    low, high = span(wanted)
    ends = [amount >= low] if isfinite(low) else []
    fitting = every([*ends, *([amount <= high] if isfinite(high) else [])])
    return Pair(every((known, fitting)), every((known, no(fitting))))


def _age(slot: Slot, event: str) -> Amount:
    return slot.start if event == "started" else slot.ago


def _later(slot: Slot, slots: Sequence[Slot]) -> list[Formula]:
    """Every other course had its last line before this one's."""
    days = [
        (other, either(other.state == UNDER_WAY, other.start, other.last))
        for other in slots
        if other is not slot
    ]
    return [some((no(other.there), day > slot.last)) for other, day in days]


def _within(slot: Slot, slots: Sequence[Slot], timed: Sequence[Formula]) -> list[Formula]:
    return [
        some((no(there), every((other.start <= slot.start, other.ago >= slot.ago))))
        for other, there in zip(slots, timed)
    ]
