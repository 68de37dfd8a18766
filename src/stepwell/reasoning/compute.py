"""Each derived finding as a function of what is already known: conditions, choices, scores, ratios, courses, exits.

Lives here: the operators over other findings and over courses. Lives elsewhere: the operators over observations
(reasoning/derive.py), arithmetic (reasoning/ratio.py), the order in which they run (knowledge/order.py), reading observations (reasoning/facts.py).
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import cast

from stepwell.knowledge.conditions import Always, Condition
from stepwell.knowledge.derivations import (
    Aggregate,
    AnyCourse,
    Choose,
    CountCourse,
    DaysOn,
    DaysSinceCourse,
    Derivation,
    Exits,
    Ratio,
    Rule,
    Score,
    Wanted,
)
from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.reasoning.conditions import evaluator
from stepwell.reasoning.courses import Course, days_together, fits
from stepwell.reasoning.derive import counted, ever, in_window, numeric
from stepwell.reasoning.logic import Truth, disjunction
from stepwell.reasoning.ratio import ratio
from stepwell.reasoning.situation import Situation, first_match, unknown
from stepwell.reasoning.types import FactValue
from stepwell.records.bounds import NEVER, Bounds

Compute = Callable[[Situation], FactValue]


def computer(finding: Finding, pathway: Pathway) -> Compute:
    """How a derived finding is computed. Numbers are kept inside the finding's range."""
    derive = cast(Derivation, finding.derive)
    match derive:
        case Rule(condition):
            holds = evaluator(condition)
            return lambda now: holds(now.values)
        case Choose(rows):
            return _choose(rows)
        case Score(items):
            return _clipped(finding, _score(items))
        case Ratio():
            return _clipped(finding, ratio(derive, finding, pathway))
        case Aggregate():
            return _aggregate(finding, derive, pathway)
        case AnyCourse(courses):
            return _any_course(courses.interventions, courses.where)
        case CountCourse(courses):
            return _clipped(finding, _count_course(courses.interventions, courses.where))
        case DaysOn(interventions):
            return _clipped(finding, _days_on(with_parts(interventions, pathway)))
        case DaysSinceCourse():
            return _clipped(finding, _days_since_course(derive))
        case Exits():
            return _exits([one for one in pathway.interventions.values() if derive.selects(one.id, one.exit)])


def with_parts(interventions: Sequence[str], pathway: Pathway) -> tuple[str, ...]:
    """The interventions and those of their parts that are load: advice that belongs to a treatment is no day of it."""
    parts = [
        one.id
        for one in pathway.interventions.values()
        if one.part_of in interventions and one.kind == "load"
    ]
    return (*interventions, *parts)


def _clipped(finding: Finding, compute: Callable[[Situation], Bounds | None]) -> Compute:
    low, high = finding.range or (0, NEVER)
    nothing = Bounds(low, high)

    def inside(now: Situation) -> FactValue:
        value = compute(now)
        if value is None:
            return nothing
        return Bounds(min(max(value.low, low), high), max(min(value.high, high), low))

    return inside


def _choose(rows: Sequence[tuple[Condition, str]]) -> Compute:
    compiled = [(evaluator(condition), option) for condition, option in rows]

    def choose(now: Situation) -> FactValue:
        return frozenset(first_match(compiled, now))

    return choose


def _score(items: Sequence[Sequence[tuple[Condition, int]]]) -> Callable[[Situation], Bounds]:
    otherwise = (evaluator(Always(True)), 0)
    compiled = [
        [*((evaluator(condition), points) for condition, points in item), otherwise] for item in items
    ]

    def score(now: Situation) -> Bounds:
        points = [first_match(item, now) for item in compiled]
        return Bounds(sum(map(min, points)), sum(map(max, points)))

    return score


def _aggregate(finding: Finding, aggregate: Aggregate, pathway: Pathway) -> Compute:
    source = pathway.findings[aggregate.finding]
    if aggregate.statistic == "ever":
        return lambda now: ever(now.observed.get(source.id, ()))
    if finding.type != "number":
        return _last_of(finding, aggregate)
    high = (finding.range or (0, NEVER))[1]
    scale = (
        10 ** (finding.decimals - source.decimals)
        if aggregate.statistic not in ("count", "days_with", "days_since")
        else 1
    )

    def statistic(now: Situation) -> Bounds | None:
        value = numeric(aggregate, now.observed.get(source.id, ()), now.day, high)
        return (
            value
            if value is None or scale == 1
            else Bounds(Fraction(value.low) * scale, Fraction(value.high) * scale)
        )

    return _clipped(finding, statistic)


def _last_of(finding: Finding, aggregate: Aggregate) -> Compute:
    """`last` and `first` of a yes-no finding or a choice."""
    index = -1 if aggregate.statistic == "last" else 0
    nothing = unknown(finding)

    def value(now: Situation) -> FactValue:
        inside, unsure = in_window(now.observed.get(aggregate.finding, ()), aggregate.within, now.day)
        seen = counted(aggregate, inside)
        if not seen or unsure:
            return nothing
        found = seen[index].value
        return frozenset({found}) if isinstance(found, str) else cast(FactValue, found)

    return value


def _working(now: Situation) -> frozenset[str]:
    value = now.values.get("working-source")
    return value if isinstance(value, frozenset) else frozenset()


def _any_course(interventions: Sequence[str], where: Sequence[tuple[str, Wanted]]) -> Compute:
    def any_course(now: Situation) -> Truth:
        working = _working(now)
        truth = disjunction([fits(one, where, working=working, day=now.day) for one in now.of(interventions)])
        return truth if truth is not False or now.history_taken else None

    return any_course


def _count_course(
    interventions: Sequence[str], where: Sequence[tuple[str, Wanted]]
) -> Callable[[Situation], Bounds]:
    def count(now: Situation) -> Bounds:
        working = _working(now)
        truths = [fits(one, where, working=working, day=now.day) for one in now.of(interventions)]
        possible = sum(truth is not False for truth in truths) if now.history_taken else NEVER
        return Bounds(sum(truth is True for truth in truths), possible)

    return count


def _days_on(interventions: Sequence[str]) -> Callable[[Situation], Bounds]:
    def days_on(now: Situation) -> Bounds:
        courses = [one for one in now.of(interventions) if one.state != "declined"]
        union = days_together(courses, now.day)
        complete = now.history_taken and all(one.start is not None for one in courses)
        return union if complete else Bounds(union.low, NEVER)

    return days_on


def _days_since_course(derive: DaysSinceCourse) -> Callable[[Situation], Bounds]:
    where = derive.courses.where

    def days_since(now: Situation) -> Bounds:
        working = _working(now)
        fitting = [
            (fits(one, where, working=working, day=now.day), one)
            for one in now.of(derive.courses.interventions)
        ]
        ages = [(truth, _age(one, derive.event, now.day)) for truth, one in fitting if truth is not False]
        surely = [age.high for truth, age in ages if truth is True]
        latest = min((age.low for _, age in ages), default=NEVER)
        return Bounds(latest if now.history_taken else 0, min(surely, default=NEVER))

    return days_since


def _age(course: Course, event: str, day: int) -> Bounds:
    if event == "started":
        return (
            Bounds(0, NEVER)
            if course.start is None
            else Bounds(day - course.start.high, day - course.start.low)
        )
    return (
        Bounds(0, 0) if course.state == "under-way" else Bounds(day - course.last.high, day - course.last.low)
    )


def _exits(exits: Sequence[Intervention]) -> Compute:
    signs = [(one.id, evaluator(one.indicated)) for one in exits if one.indicated is not None]

    def open_exit(now: Situation) -> Truth:
        return disjunction([sign(now.values) for name, sign in signs if name not in now.settled])

    return open_exit
