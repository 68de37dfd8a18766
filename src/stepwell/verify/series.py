"""Observations spelled out: a few imagined days on which a finding was observed, for a counter-example.

Lives here: days that tell the windows apart, and statistics over them, exact where the axioms of a proof are weak.
Lives elsewhere: turning them into lines of a record (verify/rebuild.py). A slope is not spelled out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import z3

from stepwell.knowledge.derivations import Aggregate
from stepwell.knowledge.types import Finding
from stepwell.verify.formulas import (
    Amount,
    Formula,
    Range,
    below,
    either,
    every,
    greatest,
    least,
    no,
    same,
    some,
    times,
)
from stepwell.verify.variables import limits
from stepwell.verify.world import World

LONG_AGO = 400
SHORT_WINDOW = 14


@dataclass(frozen=True)
class Day:
    """One day on which a finding may have been observed. `value` is a number, 0 or 1, or the place of an option."""

    ago: int
    there: Formula
    value: Amount


class Series:
    """The imagined observations of the findings over which statistics are taken."""

    def __init__(self, world: World) -> None:
        self.world = world
        keys = [*world.variables.ranges, *world.variables.pairs, *world.variables.choices]
        self.derived = [key for key in keys if isinstance(world.finding(key).derive, Aggregate)]
        self.days: dict[str, list[Day]] = {}
        for key in self.derived:
            self._of(self._aggregate(key).finding)

    def _aggregate(self, key: str) -> Aggregate:
        derive = self.world.finding(key).derive
        assert isinstance(derive, Aggregate)  # noqa: S101
        return derive

    def _of(self, name: str) -> list[Day]:
        """The days of a finding, the latest first."""
        if name not in self.days:
            prefix = f"{self.world.variables.name}{name}@"
            self.days[name] = [
                Day(ago, z3.Bool(f"{prefix}{ago}"), z3.Int(f"{prefix}{ago}=")) for ago in self._ages(name)
            ]
        return self.days[name]

    def _ages(self, name: str) -> list[int]:
        ages = {0, LONG_AGO, LONG_AGO - 1}
        fresh = self.world.finding(name).fresh_for
        ages |= set() if fresh is None else {fresh, fresh + 1}
        for key in self.derived:
            aggregate = self._aggregate(key)
            if aggregate.finding == name:
                ages |= _telling(aggregate, self.world.numbers(key))
        return sorted(age for age in ages if age >= 0)

    def ages(self, names: Sequence[str]) -> tuple[Amount, Amount]:
        """Days since the oldest and the newest current value of some findings; what is observed once is of today."""
        found = [
            least([either(day.there, day.ago, LONG_AGO) for day in self.days.get(name, ())] or [0])
            for name in names
        ]
        return greatest([z3.IntVal(0), *found]), least([z3.IntVal(LONG_AGO), *found])

    def axioms(self) -> list[Formula]:
        """What ties the days to the unknowns of the record."""
        found = [fact for name in self.days for fact in self._observed(name)]
        for key in self.derived:
            found += self._statistic(key)
        return found

    def _observed(self, name: str) -> Iterator[Formula]:
        """Every value is in range, and the current value is that of the last day that is fresh."""
        finding, days = self.world.finding(name), self.days[name]
        lowest, highest = _values(finding)
        yield from (every((day.value >= lowest, day.value <= highest)) for day in days)
        fresh = [day for day in days if finding.fresh_for is None or day.ago <= finding.fresh_for]
        for at, day in enumerate(days):
            first = every((day.there, *(no(other.there) for other in days[:at])))
            yield some((no(first), self._now(name, day, known=day in fresh)))
        yield some((*(day.there for day in days), self._nothing(name)))

    def _now(self, name: str, day: Day, *, known: bool) -> Formula:
        finding, world = self.world.finding(name), self.world
        if finding.type == "number":
            value = world.range(name)
            return (
                every((same(value.low, day.value), same(value.high, day.value)))
                if known
                else self._nothing(name)
            )
        if finding.type == "choice":
            options = world.choice(name)
            exact = every(formula == (day.value == at) for at, formula in enumerate(options.values()))
            return exact if known else self._nothing(name)
        pair = world.pair(name)
        stands = every((pair.yes == (day.value == 1), pair.no == (day.value == 0)))
        return (
            stands
            if known
            else every((pair.yes == (day.value == 1), no(pair.no)))
            if finding.flag
            else self._nothing(name)
        )

    def _nothing(self, name: str) -> Formula:
        finding, world = self.world.finding(name), self.world
        if finding.type == "number":
            lowest, highest = limits(finding)
            return every((same(world.range(name).low, lowest), same(world.range(name).high, highest)))
        if finding.type == "choice":
            return every(world.choice(name).values())
        return every((no(world.pair(name).yes), no(world.pair(name).no)))

    def _statistic(self, key: str) -> Iterator[Formula]:
        aggregate, finding = self._aggregate(key), self.world.finding(key)
        if finding.type != "number" or aggregate.statistic in ("slope", "ever"):
            return
        days = [
            day
            for day in self.days[aggregate.finding]
            if aggregate.within is None or day.ago < aggregate.within
        ]
        counted = [every((day.there, self._counts(aggregate, day))) for day in days]
        value = self.world.range(key)
        if aggregate.statistic in ("count", "days_with"):
            yield same(value.low, z3.Sum([either(there, 1, 0) for there in counted]) if counted else 0)
        elif aggregate.statistic == "days_since":
            yield from _last_of(value, finding, counted, [day.ago for day in days])
        else:
            yield from self._number(key, aggregate, days)

    def _counts(self, aggregate: Aggregate, day: Day) -> Formula:
        finding = self.world.finding(aggregate.finding)
        if aggregate.value is not None:
            options = list(finding.options) or ["no", "yes"]
            return day.value == options.index(aggregate.value)
        if finding.type == "yes-no" and aggregate.statistic not in ("last", "first", "ever"):
            return day.value == 1
        limits_ = [day.value > aggregate.over] if aggregate.over is not None else []
        return every([*limits_, *([day.value < aggregate.under] if aggregate.under is not None else [])])

    def _number(self, key: str, aggregate: Aggregate, days: Sequence[Day]) -> Iterator[Formula]:
        finding, value = self.world.finding(key), self.world.range(key)
        lowest, highest = limits(finding)
        enough = z3.AtLeast(*(day.there for day in days), max(aggregate.at_least, 1))
        if aggregate.statistic in ("change", "change_percent"):
            enough = z3.AtLeast(*(day.there for day in days), 2)
        scale = 10 ** (finding.decimals - self.world.finding(aggregate.finding).decimals)
        yield some((enough, every((same(value.low, lowest), same(value.high, highest)))))
        yield some((no(enough), same(value.low, value.high)))
        for fact in _STATISTICS[aggregate.statistic](days, value.low, scale, self.world.numbers(key)):
            yield some((no(enough), fact))


def _telling(aggregate: Aggregate, numbers: Sequence[int]) -> set[int]:
    """Days ago that tell whether a window and a limit are met."""
    within = aggregate.within or LONG_AGO
    ages = set(range(within + 1)) if within <= SHORT_WINDOW else {within, within - 1, within - 2}
    if aggregate.statistic == "days_since":
        ages |= {number + step for number in numbers for step in (-1, 0, 1)}
    return ages


def _values(finding: Finding) -> tuple[int, int]:
    if finding.type == "number":
        return limits(finding)
    return (0, len(finding.options) - 1) if finding.options else (0, 1)


def _last_of(
    value: Range, finding: Finding, counted: Sequence[Formula], ages: Sequence[int]
) -> Iterator[Formula]:
    lowest, highest = limits(finding)
    never = every(map(no, counted))
    yield some((no(never), every((same(value.low, lowest), same(value.high, highest)))))
    for at, (there, age) in enumerate(zip(counted, ages)):
        latest = every((there, *map(no, counted[:at])))
        yield some((no(latest), every((same(value.low, age), same(value.high, age)))))


def _edge(days: Sequence[Day]) -> Amount:
    """The value of the first day in this order that is there."""
    *others, last = days
    amount = last.value
    for day in reversed(others):
        amount = either(day.there, day.value, amount)
    return amount


def _mean(days: Sequence[Day], value: Amount, scale: int, _: Sequence[int]) -> Iterator[Formula]:
    count = z3.Sum([either(day.there, 1, 0) for day in days])
    total = z3.Sum([either(day.there, day.value, 0) for day in days])
    for number in range(1, len(days) + 1):
        yield some((no(same(count, number)), same(times(number, value), times(scale, total))))


def _minimum(days: Sequence[Day], value: Amount, scale: int, _: Sequence[int]) -> Iterator[Formula]:
    yield same(value, times(scale, least([either(day.there, day.value, 10**9) for day in days])))


def _maximum(days: Sequence[Day], value: Amount, scale: int, _: Sequence[int]) -> Iterator[Formula]:
    yield same(value, times(scale, greatest([either(day.there, day.value, -(10**9)) for day in days])))


def _last(days: Sequence[Day], value: Amount, scale: int, _: Sequence[int]) -> Iterator[Formula]:
    yield same(value, times(scale, _edge(days)))


def _first(days: Sequence[Day], value: Amount, scale: int, _: Sequence[int]) -> Iterator[Formula]:
    yield same(value, times(scale, _edge(days[::-1])))


def _change(days: Sequence[Day], value: Amount, scale: int, _: Sequence[int]) -> Iterator[Formula]:
    yield same(value, times(scale, _edge(days) - _edge(days[::-1])))


def _change_percent(days: Sequence[Day], value: Amount, _: int, numbers: Sequence[int]) -> Iterator[Formula]:
    """On which side of each number it is compared with the change lies, without dividing."""
    first, change = _edge(days[::-1]), times(100, _edge(days) - _edge(days[::-1]))
    yield first > 0
    for number in numbers:
        yield below(value, number) == below(change, times(number, first))
        yield below(number, value) == below(times(number, first), change)


_STATISTICS: dict[str, Callable[[Sequence[Day], Amount, int, Sequence[int]], Iterator[Formula]]] = {
    "mean": _mean,
    "min": _minimum,
    "max": _maximum,
    "last": _last,
    "first": _first,
    "change": _change,
    "change_percent": _change_percent,
}
