"""The imagined people of a proof: one, or two that differ in one thing.

Lives here: one person alone; two who differ in one flag; one before and after learning more. Lives elsewhere: what is
claimed of them (verify/claims.py), the records of a counter-example (verify/witness.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import z3

from stepwell.knowledge.derivations import CountCourse
from stepwell.knowledge.types import Pathway
from stepwell.records.types import Record
from stepwell.verify.courses import Courses
from stepwell.verify.formulas import Formula, Pair, every, no, some
from stepwell.verify.grid import fit_ratios
from stepwell.verify.rebuild import Rebuilder
from stepwell.verify.statuses import Statuses
from stepwell.verify.trial import next_seq
from stepwell.verify.variables import Variables
from stepwell.verify.world import World, new_world


@dataclass(frozen=True, eq=False)
class Person:
    """One imagined record with its statuses."""

    world: World
    statuses: Statuses

    @property
    def pathway(self) -> Pathway:
        """The pathway that advises."""
        return self.world.pathway


@dataclass(eq=False)
class People:
    """The people of a proof. `changes` are the flags of which the second person has one more, by their selectors."""

    first: Person
    second: Person | None = None
    changes: dict[str, Formula] = field(default_factory=dict)

    def axioms(self) -> list[Formula]:
        """What holds of them whatever is recorded; asked for once every formula is made."""
        found = list(self.first.world.variables.axioms)
        if self.second is not None and self.second.world.variables is not self.first.world.variables:
            found += [*self.second.world.variables.axioms, *_learned(self.first.world, self.second.world)]
        return found

    def rebuilders(self) -> list[Rebuilder]:
        """One for each person who has a record of their own."""
        people = [self.first] if self.second is None or self.changes else [self.first, self.second]
        return [Rebuilder(person.world, each=_courses_needed(person.world)) for person in people]

    def records(self, model: Any, rebuilders: Sequence[Rebuilder]) -> list[Record]:
        """Their records in a model: the second says what the first says, and one thing more or otherwise."""
        first, *others = [fit_ratios(one.world, model, one.record(model)) for one in rebuilders]
        chosen = [name for name, selected in self.changes.items() if z3.is_true(model.eval(selected))]
        learned = (with_more(first, _unsaid(first, other)) for other in others)
        return [first, *learned, *(_with_yes(first, name) for name in chosen)]


def person(world: World) -> Person:
    """The person of an imagined record."""
    return Person(world, Statuses(world))


def alone(pathway: Pathway) -> People:
    """One person."""
    return People(person(new_world(pathway)))


def one_flag_apart(pathway: Pathway, flags: Sequence[str]) -> People:
    """Two people who differ in one flag alone: the first answered no, the second yes."""
    world = new_world(pathway)
    selected = {name: z3.Bool(f"{name} is said") for name in flags}
    given = {name: _said(world.pair(name), chosen) for name, chosen in selected.items()}
    second = World(pathway, world.variables, world.courses, given)
    return People(person(world), person(second), selected)


def _said(pair: Pair, chosen: Formula) -> Pair:
    return Pair(some((pair.yes, chosen)), every((pair.no, no(chosen))))


def before_and_after(pathway: Pathway) -> People:
    """One person before and after learning more, with the same treatments."""
    world = new_world(pathway)
    variables = Variables("then:")
    second = World(pathway, variables, Courses(variables, shared=world.courses))
    return People(person(world), person(second))


def _learned(before: World, after: World) -> Iterator[Formula]:
    """What was known stays known, and bounds only grow narrower."""
    for key, pair in after.variables.pairs.items():
        earlier = before.variables.pair(key)
        yield every((some((no(earlier.yes), pair.yes)), some((no(earlier.no), pair.no))))
    for key, value in after.variables.ranges.items():
        if key in before.variables.ranges:
            earlier_range = before.variables.ranges[key]
            yield every((value.low >= earlier_range.low, value.high <= earlier_range.high))
    for key, options in after.variables.choices.items():
        if key in before.variables.choices:
            earlier_options = before.variables.choices[key]
            yield every(some((no(formula), earlier_options[option])) for option, formula in options.items())
    for name, fit in after.courses.fits.items():
        if name in before.courses.fits:
            earlier_fit = before.courses.fits[name]
            yield every(
                (some((no(earlier_fit.surely), fit.surely)), some((no(fit.maybe), earlier_fit.maybe)))
            )


def _with_yes(record: Record, finding: str) -> Record:
    """The same record with a finding answered yes."""
    lines = [replace(line, value=True) if line.finding == finding else line for line in record.observations]
    return replace(record, observations=tuple(lines))


def _unsaid(record: Record, other: Record) -> Record:
    """What another record says of findings that a record does not mention."""
    said = {line.finding for line in record.observations}
    return replace(other, observations=tuple(line for line in other.observations if line.finding not in said))


def with_more(record: Record, more: Record) -> Record:
    """The record with what another says, in place of what it says of the same findings."""
    said = {line.finding for line in more.observations}
    kept = [line for line in record.observations if line.finding not in said]
    added = [replace(line, seq=seq) for seq, line in enumerate(more.observations, next_seq(record))]
    return replace(record, observations=(*kept, *added))


def _courses_needed(world: World) -> int:
    """How many courses of one intervention are spelled out: as many as some rule counts, and two."""
    counts = [
        number
        for key in world.variables.ranges
        for number in world.numbers(key)
        if _counts_courses(world, key)
    ]
    return max([2, *(number for number in counts if number <= MOST_COURSES)])


MOST_COURSES = 4


def _counts_courses(world: World, key: str) -> bool:
    return isinstance(world.finding(key).derive, CountCourse)
