"""Statistics over the observations of one finding: the columns of one grouped query.

Lives here: which lines count for a statistic, and what is summed up of them. Lives elsewhere: what follows from the
columns (aggregates.py), the same for one record (reasoning/derive.py), the lines themselves (lines.py).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from stepwell.knowledge.derivations import Aggregate
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import option_bits
from stepwell.population.statement.terms import (
    Term,
    at_earliest,
    at_latest,
    both,
    case,
    coalesce,
    column,
    compared,
    maximum,
    minimum,
    minus,
    no,
    one_if,
    only,
    times,
    total,
    truth,
    whole,
)

LOW, HIGH, ON_LOW, ON_HIGH, AT = (column(name) for name in ("low", "high", "on_low", "on_high", "at"))


@dataclass(frozen=True)
class Columns:
    """What one derived finding needs of the grouped query over the finding that it observes."""

    finding: Finding
    aggregate: Aggregate
    source: Finding
    day: int

    @property
    def prefix(self) -> str:
        """How the names of the columns begin."""
        return self.finding.id.replace("-", "_")

    def read(self, name: str) -> Term:
        """A column, as the person's row has it; null where nothing was observed."""
        return column(f"{self.prefix}_{name}")

    def known(self, name: str) -> Term:
        """A column that counts something: 0 where nothing was observed."""
        return coalesce(self.read(name), whole(0))

    @property
    def first_day(self) -> int | None:
        """The first day of the window."""
        return None if self.aggregate.within is None else self.day - self.aggregate.within + 1

    @property
    def inside(self) -> Term:
        """The day of a line surely lies in the window."""
        return truth(True) if self.first_day is None else compared(ON_LOW, ">=", whole(self.first_day))

    @property
    def astride(self) -> Term:
        """The day of a line may lie in the window, and may not."""
        if self.first_day is None:
            return truth(False)
        return both(compared(ON_HIGH, ">=", whole(self.first_day)), no(self.inside))

    @property
    def counted(self) -> Term:
        """The value of a line is one that counts, and its day surely lies in the window."""
        return both(self.inside, compared(HIGH, ">=", LOW), self._wanted())

    def _wanted(self) -> Term:
        one, source = self.aggregate, self.source
        if one.value is not None:
            return _equals(source, one.value)
        if source.type == "number":
            return both(
                truth(True) if one.over is None else compared(LOW, ">", whole(one.over)),
                truth(True) if one.under is None else compared(HIGH, "<", whole(one.under)),
            )
        every = source.type != "yes-no" or one.statistic in ("last", "first", "ever", "days_since")
        return truth(True) if every else compared(LOW, "=", whole(1))


def _equals(source: Finding, value: str) -> Term:
    match source.type:
        case "yes-no":
            return compared(LOW, "=", whole({"yes": 1, "no": 0}.get(value, -1)))
        case "choice":
            return compared(LOW, "=", whole(option_bits(source, [value])))
        case _:
            raise ValueError(f"{source.id}: a value can be counted only of a yes-no finding or a choice")


def columns_of(pathway: Pathway, day: int) -> Iterator[Columns]:
    """Every derived finding that is computed from observations."""
    for finding in pathway.findings.values():
        if isinstance(finding.derive, Aggregate):
            yield Columns(finding, finding.derive, pathway.findings[finding.derive.finding], day)


Made = Iterator[tuple[str, Term]]


def grouped(one: Columns) -> Made:
    """The columns of the grouped query, by the end of their names."""
    statistic = one.aggregate.statistic
    if statistic != "ever":
        yield "unsure", maximum(one_if(one.astride))
    yield from _GROUPED[statistic](one)


def _ends(one: Columns) -> Made:
    how = at_earliest if one.aggregate.statistic == "first" else at_latest
    yield "low", only(how(LOW, AT), one.counted)
    yield "high", only(how(HIGH, AT), one.counted)
    yield "count", total(one_if(one.counted))


def _ever(one: Columns) -> Made:
    yield "yes", maximum(one_if(both(compared(LOW, "=", whole(1)), compared(HIGH, "=", whole(1)))))
    no_now = both(compared(LOW, "=", whole(0)), compared(HIGH, "=", whole(0)))
    yield "last_no", at_latest(one_if(no_now), AT)


def _count(one: Columns) -> Made:
    yield "count", total(one_if(one.counted))


def _days_with(one: Columns) -> Made:
    certain = both(one.counted, compared(ON_LOW, "=", ON_HIGH))
    days = exp.Distinct(expressions=[case([(certain, ON_LOW)], exp.null())])
    yield "days", exp.Count(this=days)


def _days_since(one: Columns) -> Made:
    yield "on_low", only(at_latest(ON_LOW, AT), one.counted)
    yield "on_high", only(at_latest(ON_HIGH, AT), one.counted)


def _sums(one: Columns) -> Made:
    yield "count", total(one_if(one.counted))
    yield "low", only(total(LOW), one.counted)
    yield "high", only(total(HIGH), one.counted)


def _extremes(one: Columns) -> Made:
    how = maximum if one.aggregate.statistic == "max" else minimum
    yield "count", total(one_if(one.counted))
    yield "low", only(how(LOW), one.counted)
    yield "high", only(how(HIGH), one.counted)


def _changes(one: Columns) -> Made:
    yield "count", total(one_if(one.counted))
    for name, term in (("low", LOW), ("high", HIGH)):
        yield f"first_{name}", only(at_earliest(term, AT), one.counted)
        yield f"last_{name}", only(at_latest(term, AT), one.counted)


def _slopes(one: Columns) -> Made:
    x, y = minus(ON_LOW, whole(one.day)), LOW
    point = both(compared(LOW, "=", HIGH), compared(ON_LOW, "=", ON_HIGH))
    yield "count", total(one_if(one.counted))
    yield "points", total(one_if(both(one.counted, point)))
    for name, term in (("sx", x), ("sy", y), ("sxx", times(x, x)), ("sxy", times(x, y))):
        yield name, only(total(term), one.counted)


_GROUPED: dict[str, Callable[[Columns], Made]] = {
    "last": _ends,
    "first": _ends,
    "ever": _ever,
    "count": _count,
    "days_with": _days_with,
    "days_since": _days_since,
    "mean": _sums,
    "max": _extremes,
    "min": _extremes,
    "change": _changes,
    "change_percent": _changes,
    "slope": _slopes,
}
