"""The operators over observations: each defined once, with its meaning over missing data.

Lives here: `last`, `first`, `ever`, `count`, `days_with`, `mean`, `max`, `min`, `change`, `change_percent`, `slope`
and `days_since`. Lives elsewhere: operators over other findings and over courses (reasoning/compute.py).

An observation counts in a window only if its day surely lies in it; one whose day only may lie in it makes an exact
statistic not known. Means and slopes are exact fractions, so that no engine rounds.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from stepwell.knowledge.derivations import Aggregate
from stepwell.reasoning.logic import Truth
from stepwell.records.bounds import Bounds, Exact
from stepwell.records.types import NOT_SURE, Observation

Numeric = Bounds | None
"""A number within bounds, or None where nothing is known of it."""


def in_window(
    observations: Sequence[Observation], within: int | None, day: int
) -> tuple[list[Observation], bool]:
    """The observations surely inside the last `within` days (today included), and whether others may be inside."""
    if within is None:
        return list(observations), False
    first = day - within + 1
    start = len(observations)
    while start and observations[start - 1].on.high >= first:
        start -= 1
    recent = observations[start:]
    inside = [seen for seen in recent if seen.on.low >= first]
    return inside, len(inside) < len(recent)


def counted(aggregate: Aggregate, observations: Sequence[Observation]) -> list[Observation]:
    """The observations whose value an aggregate counts."""
    return [seen for seen in observations if seen.value not in (None, NOT_SURE) and _wanted(aggregate, seen)]


def _wanted(aggregate: Aggregate, seen: Observation) -> bool:
    if aggregate.value is not None:
        return seen.value == {"yes": True, "no": False}.get(aggregate.value, aggregate.value)
    if not isinstance(seen.value, Bounds):
        return (
            seen.value is True
            or isinstance(seen.value, str)
            or aggregate.statistic in ("last", "first", "ever", "days_since")
        )
    low = aggregate.over is None or seen.value.low > aggregate.over
    return low and (aggregate.under is None or seen.value.high < aggregate.under)


def ever(observations: Sequence[Observation]) -> Truth:
    """Yes once it was ever yes; no where its last answer is no; else not known."""
    if any(seen.value is True for seen in observations):
        return True
    return False if observations and observations[-1].value is False else None


def numeric(aggregate: Aggregate, observations: Sequence[Observation], day: int, most: int) -> Numeric:
    """A statistic that is a number.

    most     the greatest value that the derived finding can take
    returns  bounds, scaled as the finding observed is; counts and days are plain numbers
    """
    inside, unsure = in_window(observations, aggregate.within, day)
    if aggregate.statistic in ("first", "last") and not unsure and aggregate.at_least < 2:
        return _end_of(aggregate, inside)
    seen = counted(aggregate, inside)
    if aggregate.statistic == "count":
        return Bounds(min(len(seen), most), most)
    if aggregate.statistic == "days_with":
        return _days_with(seen, aggregate.within, most)
    if aggregate.statistic == "days_since":
        return _days_since(seen, day)
    values = [one.value for one in seen if isinstance(one.value, Bounds)]
    if unsure or len(values) < max(aggregate.at_least, 1):
        return None
    return _STATISTICS[aggregate.statistic](values, seen)


def _end_of(aggregate: Aggregate, inside: Sequence[Observation]) -> Numeric:
    """The first or the last number that counts."""
    ordered = inside if aggregate.statistic == "first" else reversed(inside)
    numbers = (one.value for one in ordered if isinstance(one.value, Bounds) and _wanted(aggregate, one))
    return next(numbers, None)


def _days_with(seen: Sequence[Observation], within: int | None, most: int) -> Bounds:
    certain = len({one.on.low for one in seen if one.on.exact})
    ceiling = most if within is None else min(within, most)
    return Bounds(min(certain, ceiling), ceiling)


def _days_since(seen: Sequence[Observation], day: int) -> Numeric:
    return Bounds(day - seen[-1].on.high, day - seen[-1].on.low) if seen else None


def _mean(values: list[Bounds], seen: Sequence[Observation]) -> Numeric:
    count = len(values)
    return Bounds(Fraction(sum(v.low for v in values), count), Fraction(sum(v.high for v in values), count))


def _max(values: list[Bounds], seen: Sequence[Observation]) -> Numeric:
    return Bounds(max(v.low for v in values), max(v.high for v in values))


def _min(values: list[Bounds], seen: Sequence[Observation]) -> Numeric:
    return Bounds(min(v.low for v in values), min(v.high for v in values))


def _change(values: list[Bounds], seen: Sequence[Observation]) -> Numeric:
    if len(values) < 2:
        return None
    first, last = values[0], values[-1]
    return Bounds(last.low - first.high, last.high - first.low)


def _change_percent(values: list[Bounds], seen: Sequence[Observation]) -> Numeric:
    if len(values) < 2 or values[0].low <= 0:
        return None
    first, last = values[0], values[-1]
    return Bounds(_percent(last.low, first.high, first.low), _percent_high(last.high, first.high, first.low))


def _percent(last: Exact, *firsts: Exact) -> Fraction:
    return min(Fraction(100 * (last - first), 1) / first for first in firsts)


def _percent_high(last: Exact, *firsts: Exact) -> Fraction:
    return max(Fraction(100 * (last - first), 1) / first for first in firsts)


def _slope(values: list[Bounds], seen: Sequence[Observation]) -> Numeric:
    """Least squares per day from sums; not known with fewer than two days or inexact values."""
    points = [
        (one.on.low, one.value.low)
        for one in seen
        if isinstance(one.value, Bounds) and one.value.exact and one.on.exact
    ]
    if len(points) < len(values):
        return None
    count, sx, sy = len(points), sum(x for x, _ in points), sum(y for _, y in points)
    spread = count * sum(x * x for x, _ in points) - sx * sx
    if spread == 0:
        return None
    rise = Fraction(count * sum(x * y for x, y in points) - sx * sy, 1) / spread
    return Bounds(rise, rise)


def _last(values: list[Bounds], seen: Sequence[Observation]) -> Numeric:
    return values[-1]


def _first(values: list[Bounds], seen: Sequence[Observation]) -> Numeric:
    return values[0]


_STATISTICS: dict[str, Callable[[list[Bounds], Sequence[Observation]], Numeric]] = {
    "last": _last,
    "first": _first,
    "mean": _mean,
    "max": _max,
    "min": _min,
    "change": _change,
    "change_percent": _change_percent,
    "slope": _slope,
}
