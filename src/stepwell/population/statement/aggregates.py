"""The operators over observations in SQL, from the columns of the grouped query.

Lives here: `last`, `first`, `ever`, `count`, `days_with`, `mean`, `max`, `min`, `change`, `change_percent`, `slope` and
`days_since`. Lives elsewhere: the grouped query (series.py), the same for one record (reasoning/derive.py).

Means, changes in percent and slopes stay fractions of whole numbers. Slopes are made from sums, never with an engine's
own regression, which gives no answer, or one that compares greater than all, where all values are on one day.
"""

from collections.abc import Callable
from fractions import Fraction

from stepwell.population.codes import option_bits
from stepwell.population.statement.conditions import Computed, Fact, Options, Truths, range_of
from stepwell.population.statement.numbers import (
    Number,
    Quotient,
    Whole,
    exact,
    larger,
    multiplied,
    smaller,
    subtracted,
    where_known,
)
from stepwell.population.statement.series import Columns
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.terms import (
    Term,
    both,
    case,
    coalesce,
    compared,
    either,
    is_null,
    least,
    minus,
    no,
    truth,
    whole,
)

MANY = 1 << 24
"""More observations of one finding than any person has."""


def fact_of(one: Columns, sheet: Sheet) -> Fact:
    """The derived finding, from the columns of the grouped query."""
    if one.aggregate.statistic == "ever":
        yes = compared(one.known("yes"), "=", whole(1))
        no_now = compared(one.known("last_no"), "=", whole(1))
        return Truths(sheet.lift(yes), sheet.lift(either(yes, no(no_now))))
    if one.finding.type != "number":
        return _end_of_kind(one, sheet)
    return Computed(_number(one), sheet)


def _end_of_kind(one: Columns, sheet: Sheet) -> Fact:
    """`last` and `first` of a yes-no finding or a choice."""
    seen = both(compared(one.known("count"), ">", whole(0)), compared(one.known("unsure"), "=", whole(0)))
    if one.finding.type == "choice":
        return Options({option: sheet.lift(_possible(one, seen, option)) for option in one.finding.options})
    low = compared(one.read("low"), "=", whole(1))
    must, may = case([(seen, low)], truth(False)), case([(seen, low)], truth(True))
    return Truths(sheet.lift(must), sheet.lift(may))


def _possible(one: Columns, seen: Term, option: str) -> Term:
    """It is the option that was observed, or none was; an option that nobody can answer is possible only then."""
    if option not in one.source.options:
        return case([(seen, truth(False))], truth(True))
    mine = compared(one.read("low"), "=", whole(option_bits(one.source, [option])))
    return case([(seen, mine)], truth(True))


def _number(one: Columns) -> Number:
    low, high = range_of(one.finding)
    known, value = _NUMBERS[one.aggregate.statistic](one)
    plain = one.aggregate.statistic in ("count", "days_with", "days_since")
    scale = exact(Fraction(1 if plain else 10**one.finding.decimals, 1 if plain else 10**one.source.decimals))
    sized = Number(multiplied(value.low, scale), multiplied(value.high, scale))
    return where_known(known, sized, low, high)


Known = tuple[Term, Number]


def _values(one: Columns, least_count: int = 1) -> Term:
    """Enough values count, and no other may lie in the window."""
    enough = compared(one.known("count"), ">=", whole(max(one.aggregate.at_least, least_count)))
    return both(enough, compared(one.known("unsure"), "=", whole(0)))


def _plain(one: Columns, low: str, high: str, most: int) -> Number:
    return Number(Quotient(Whole(one.read(low), most)), Quotient(Whole(one.read(high), most)))


def _size(one: Columns) -> int:
    return max(map(abs, range_of(one.source)))


def _as_observed(one: Columns) -> Known:
    return _values(one), _plain(one, "low", "high", _size(one))


def _mean(one: Columns) -> Known:
    count = Whole(case([(compared(one.known("count"), ">", whole(0)), one.read("count"))], whole(1)), MANY)
    sums = _plain(one, "low", "high", _size(one) * MANY)
    return _values(one), Number(Quotient(sums.low.top, count), Quotient(sums.high.top, count))


def _counted(one: Columns) -> Known:
    most = range_of(one.finding)[1]
    return truth(True), Number(Quotient(Whole(one.known("count"), MANY)), exact(most))


def _days(one: Columns) -> Known:
    most, window = range_of(one.finding)[1], one.aggregate.within
    ceiling = most if window is None else min(window, most)
    return truth(True), Number(
        Quotient(Whole(least(one.known("days"), whole(ceiling)), ceiling)), exact(ceiling)
    )


def _since(one: Columns) -> Known:
    day, most = whole(one.day), 1 << 20
    low, high = minus(day, one.read("on_high")), minus(day, one.read("on_low"))
    return no(is_null(one.read("on_high"))), Number(Quotient(Whole(low, most)), Quotient(Whole(high, most)))


def _change(one: Columns) -> Known:
    first = _plain(one, "first_low", "first_high", _size(one))
    last = _plain(one, "last_low", "last_high", _size(one))
    return _values(one, 2), Number(subtracted(last.low, first.high), subtracted(last.high, first.low))


def _change_percent(one: Columns) -> Known:
    first = _plain(one, "first_low", "first_high", _size(one))
    last = _plain(one, "last_low", "last_high", _size(one))
    known = both(_values(one, 2), compared(one.read("first_low"), ">", whole(0)))
    low = smaller(_percent(last.low, first.high), _percent(last.low, first.low))
    return known, Number(low, larger(_percent(last.high, first.high), _percent(last.high, first.low)))


def _percent(last: Quotient, first: Quotient) -> Quotient:
    return Quotient(multiplied(subtracted(last, first), exact(100)).top, first.top)


def _slope(one: Columns) -> Known:
    count = Whole(one.read("count"), MANY)
    sx, sxx = Whole(one.read("sx"), MANY << 20), Whole(one.read("sxx"), MANY << 40)
    sy, sxy = Whole(one.read("sy"), MANY * _size(one)), Whole(one.read("sxy"), (MANY << 20) * _size(one))
    spread = _crossed(count, sxx, sx, sx)
    known = both(
        _values(one),
        compared(one.known("points"), "=", one.known("count")),
        compared(coalesce(spread.term, whole(0)), ">", whole(0)),
    )
    rise = Quotient(_crossed(count, sxy, sx, sy), spread)
    return known, Number(rise, rise)


def _crossed(a: Whole, b: Whole, c: Whole, d: Whole) -> Whole:
    """a times b minus c times d."""
    left, right = multiplied(Quotient(a), Quotient(b)), multiplied(Quotient(c), Quotient(d))
    return subtracted(left, right).top


_NUMBERS: dict[str, Callable[[Columns], Known]] = {
    "last": _as_observed,
    "first": _as_observed,
    "mean": _mean,
    "max": _as_observed,
    "min": _as_observed,
    "count": _counted,
    "days_with": _days,
    "days_since": _since,
    "change": _change,
    "change_percent": _change_percent,
    "slope": _slope,
}
