"""Operators over observations and courses: an unknown of its own for each, with what holds for every record.

Lives here: axioms per operator. They are weaker than the operator itself, never stronger: a proof stays a proof,
and what it cannot prove is tried on a record that is really run (verify/witness.py). Each follows from the meaning
that docs/guide/knowledge-language.md gives, as reasoning/derive.py and reasoning/compute.py work it out.
"""

from collections.abc import Iterable, Iterator

from stepwell.knowledge.derivation_reader import TAKEN
from stepwell.knowledge.derivations import (
    Aggregate,
    CountCourse,
    Courses,
    DaysOn,
    DaysSinceCourse,
    Derivation,
    Number,
    Words,
)
from stepwell.knowledge.types import Finding, Pathway
from stepwell.reasoning.compute import with_parts
from stepwell.verify.courses import Fit, Where, aims_at_source, implies
from stepwell.verify.formulas import Formula, Pair, Range, below, every, no, same, single, some, times
from stepwell.verify.rows import Reading
from stepwell.verify.variables import known_range, limits

HISTORY = "treatment-history"
SOURCE = "working-source"
NARROWING = ("mean", "max", "min")
"""Statistics that are ordered among themselves over the same observations."""


def takes_fractions(derive: Derivation) -> bool:
    """Whether an operator gives numbers that are not whole."""
    return isinstance(derive, Aggregate) and derive.statistic in ("mean", "slope", "change_percent")


def operator_axioms(world: Reading, finding: Finding, value: Range) -> Iterable[Formula]:
    """What holds of the number that an operator gives."""
    match finding.derive:
        case Aggregate():
            return _aggregate(world, finding, finding.derive, value)
        case DaysOn(interventions):
            return _days_on(world, with_parts(interventions, world.pathway), value, finding)
        case CountCourse(courses):
            return _count(world, courses, value, finding)
        case DaysSinceCourse():
            return _days_since(world, finding.derive, value, finding)
        case _:
            return ()


# ---- Observations
def _aggregate(world: Reading, finding: Finding, aggregate: Aggregate, value: Range) -> Iterator[Formula]:
    _, highest = limits(finding)
    match aggregate.statistic:
        case "count":
            yield same(value.high, highest)
        case "days_with":
            yield same(value.high, highest if aggregate.within is None else min(aggregate.within, highest))
        case "days_since":
            yield from _age(world, aggregate, value)
        case _:
            yield from _ordered(world, finding, aggregate, value)


def _age(world: Reading, aggregate: Aggregate, value: Range) -> Iterator[Formula]:
    """What is known today was observed no longer ago than it stays fresh."""
    observed = world.finding(aggregate.finding)
    narrowed = aggregate.value is not None or aggregate.over is not None or aggregate.under is not None
    if observed.fresh_for is not None and not observed.flag and not narrowed:
        yield some((no(world.known(aggregate.finding)), value.high <= observed.fresh_for))


def _ordered(world: Reading, finding: Finding, aggregate: Aggregate, value: Range) -> Iterator[Formula]:
    """min <= mean <= max over one window, and a longer window reaches further both ways."""
    for key, other in list(world.variables.ranges.items()):
        second = world.pathway.findings.get(key)
        if second is None or second is finding or not isinstance(second.derive, Aggregate):
            continue
        if second.derive.finding == aggregate.finding and _plain(aggregate) and _plain(second.derive):
            yield from _order(finding, value, second, other)
            yield from _order(second, other, finding, value)


def _plain(aggregate: Aggregate) -> bool:
    return aggregate.statistic in NARROWING and aggregate.over is None and aggregate.under is None


def _order(finding: Finding, value: Range, second: Finding, other: Range) -> Iterator[Formula]:
    """`value` is nowhere above `other`, where the statistics and windows say so and both are known."""
    one, two = finding.derive, second.derive
    assert isinstance(one, Aggregate)  # noqa: S101
    assert isinstance(two, Aggregate)  # noqa: S101
    wider = one.within is None or (two.within is not None and one.within >= two.within)
    narrower = two.within is None or (one.within is not None and two.within >= one.within)
    smallest, greatest = one.statistic == "min" and wider, two.statistic == "max" and narrower
    if (smallest or greatest) and one.statistic != two.statistic or smallest and two.statistic == "min":
        known = every((known_range(value, finding), known_range(other, second)))
        by = (10**second.decimals, 10**finding.decimals)
        for left, right in ((value.low, other.low), (value.high, other.high)):
            yield some((no(known), no(below(times(right, by[1]), times(left, by[0])))))


# ---- Courses
def any_course(world: Reading, courses: Courses) -> Pair:
    """Some course fits; none does where the history is taken and none may."""
    fits = _fits(world, courses)
    taken = world.pair(HISTORY).yes
    return Pair(some(fit.surely for fit in fits), every((taken, *(no(fit.maybe) for fit in fits))))


def _fits(world: Reading, courses: Courses) -> list[Fit]:
    return [fit_of(world, name, courses.where) for name in courses.interventions]


def fit_of(world: Reading, intervention: str, where: Where) -> Fit:
    """Whether some course of an intervention fits; what surely aims at the working source needs it known."""
    new = (intervention, where) not in world.courses.fits
    fit = world.courses.fit(intervention, where)
    if new and aims_at_source(where):
        world.variables.hold([some((no(fit.surely), single(world.choice(SOURCE))))])
    return fit


def _days_on(
    world: Reading, interventions: tuple[str, ...], value: Range, finding: Finding
) -> Iterator[Formula]:
    lowest, highest = limits(finding)
    taken = world.pair(HISTORY).yes
    some_course = some(world.courses.states_of(name, TAKEN.options) for name in interventions)
    yield some((same(value.low, lowest), some_course))
    yield some((same(value.high, highest), taken))
    yield some((no(taken), some_course, same(value.high, lowest)))


def _count(world: Reading, courses: Courses, value: Range, finding: Finding) -> Iterator[Formula]:
    _, highest = limits(finding)
    fits, taken = _fits(world, courses), world.pair(HISTORY).yes
    yield (value.low >= 1) == some(fit.surely for fit in fits)
    yield same(value.high, 0) == every((taken, *(no(fit.maybe) for fit in fits)))
    yield some((taken, same(value.high, highest)))


def _days_since(world: Reading, derive: DaysSinceCourse, value: Range, finding: Finding) -> Iterator[Formula]:
    lowest, highest = limits(finding)
    fits, taken = _fits(world, derive.courses), world.pair(HISTORY).yes
    never = every((taken, *(no(fit.maybe) for fit in fits)))
    yield some((same(value.high, highest), *(fit.surely for fit in fits)))
    yield some((same(value.low, lowest), taken))
    yield some((no(never), same(value.low, highest)))
    if derive.event == "ended":
        yield from _ended(world, derive.courses, value)


def _ended(world: Reading, courses: Courses, value: Range) -> Iterator[Formula]:
    """A fitting course under way counts as today; one that surely ended within n days bounds the days."""
    today = (("state", Words(frozenset({"under-way"}))),)
    for name in courses.interventions:
        yield some((no(fit_of(world, name, (*courses.where, *today)).surely), same(value.high, 0)))
        for where in narrower_ages(world.pathway, name, courses.where):
            fit, age = fit_of(world, name, where), _most_days(where)
            yield some((no(fit.surely), value.high <= age))


def narrower_ages(pathway: Pathway, intervention: str, wide: Where) -> list[Where]:
    """Each `where` of the knowledge that narrows another one by how long ago a course was."""
    found = dict.fromkeys(
        courses.where
        for finding in pathway.findings.values()
        if isinstance(courses := getattr(finding.derive, "courses", None), Courses)
        and intervention in courses.interventions
        and _most_days(courses.where) is not None
        and implies(courses.where, wide)
    )
    return list(found)


def _most_days(where: Where) -> int | None:
    for field, wanted in where:
        if field == "days_ago" and isinstance(wanted, Number) and wanted.operator in ("<", "<="):
            return wanted.number - (wanted.operator == "<")
    return None
