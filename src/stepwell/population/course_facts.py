"""What follows from courses in SQL: whether one fits, how many, how long, how long ago; and what each intervention has.

Lives here: a course as truths and numbers, the grouped query over courses, and the derived findings that read it. Lives
elsewhere: folding events into courses (population/courses.py), the same for one record (reasoning/courses.py,
reasoning/compute.py).

The grouped query has two columns for each kind of course that a rule looks for: how many fit surely, how many may fit.
"""

from collections.abc import Iterator, Mapping

from stepwell.knowledge.derivations import (
    AnyCourse,
    CountCourse,
    CourseDerivation,
    Courses,
    DaysOn,
    DaysSinceCourse,
    IsWorkingSource,
    Number,
    Wanted,
    Words,
    courses_of,
)
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import STATES, Codes, option_bits
from stepwell.population.conditions import Fact, Truths, certainly, conjunction, negation, range_of
from stepwell.population.numbers import Number as Bounded
from stepwell.population.numbers import Quotient, Whole, within
from stepwell.population.openings import HISTORY, WORKING
from stepwell.population.terms import (
    Term,
    bits_of,
    both,
    case,
    coalesce,
    column,
    compared,
    either,
    is_null,
    member,
    minimum,
    no,
    one_if,
    only,
    total,
    truth,
    whole,
)
from stepwell.reasoning.compute import with_parts
from stepwell.records.bounds import NEVER

UNDER_WAY, DONE = compared(column("state"), "=", whole(1)), compared(column("state"), "=", whole(3))


class Fits:
    """Whether a course, a row of `courses`, has what is looked for."""

    def __init__(self, pathway: Pathway, codes: Codes, day: int) -> None:
        self.pathway, self.codes, self.day = pathway, codes, whole(day)

    def of(self, courses: Courses) -> Truths:
        """The whole of it: one of the interventions, with these parts."""
        numbers = [self.codes.interventions[name] for name in courses.interventions]
        there = member(column("intervention"), numbers)
        parts = conjunction([self._part(field, wanted) for field, wanted in courses.where])
        return Truths(both(there, parts.must), both(there, parts.may))

    def _part(self, field: str, wanted: Wanted) -> Truths:
        match wanted:
            case Words(options):
                return self._word(field, options)
            case Number(operator, number):
                return self._number(field, operator, whole(number))
            case IsWorkingSource(equal):
                aimed = self._aimed()
                return aimed if equal else negation(aimed)

    def _word(self, field: str, options: frozenset[str]) -> Truths:
        codes = self.codes.words[field]
        value = column(field)
        is_one = member(coalesce(value, whole(-1)), [codes[word] for word in options if word in codes])
        return Truths(is_one, either(is_null(value), is_one) if field != "state" else is_one)

    def _number(self, field: str, operator: str, number: Term) -> Truths:
        low, high = column(f"{field}_low"), column(f"{field}_high")
        unsure = truth(False) if field == "days_ago" else is_null(low)
        known = no(unsure)
        ends = {"<": (high, low), "<=": (high, low), ">": (low, high), ">=": (low, high)}
        if operator == "=":
            must = both(compared(low, "=", number), compared(high, "=", number))
            may = both(compared(low, "<=", number), compared(high, ">=", number))
        else:
            first, second = ends[operator]
            must, may = compared(first, operator, number), compared(second, operator, number)
        return Truths(case([(known, must)], truth(False)), case([(known, may)], truth(True)))

    def _aimed(self) -> Truths:
        """The target is the working source. `working` are the sources that are possible, as bits."""
        if WORKING not in self.pathway.findings:
            return Truths(no(is_null(column("target"))), truth(True))
        rest = bits_of(column("working"), column("aim"))
        must = both(no(is_null(column("target"))), compared(rest, "=", column("working")))
        return Truths(must, either(is_null(column("target")), compared(rest, "<>", whole(0))))

    def aim(self) -> Term:
        """The bit of the working source at which a course was aimed; 0 where that is no source."""
        finding = self.pathway.findings.get(WORKING)
        targets = self.codes.words["target"].items()
        bits = {code: option_bits(finding, [name]) for name, code in targets} if finding else {}
        rows = [
            (compared(coalesce(column("target"), whole(0)), "=", whole(code)), whole(bit))
            for code, bit in bits.items()
        ]
        return case(rows, whole(0))


def course_derivations(pathway: Pathway) -> Iterator[tuple[str, Courses]]:
    """The derived findings that look at courses with parts."""
    for finding in pathway.findings.values():
        courses = courses_of(finding.derive) if finding.derive is not None else None
        if courses is not None:
            yield finding.id, courses


def grouped(pathway: Pathway, fits: Fits) -> Iterator[tuple[str, Term]]:
    """The columns of the grouped query over courses, with their names."""
    kept: dict[Courses, str] = {}
    for name, courses in course_derivations(pathway):
        derive = pathway.findings[name].derive
        truths = fits.of(courses)
        prefix = kept.setdefault(courses, name.replace("-", "_"))
        if prefix == name.replace("-", "_"):
            yield f"{prefix}_sure", total(one_if(truths.must))
            yield f"{prefix}_maybe", total(one_if(truths.may))
        if isinstance(derive, DaysSinceCourse):
            yield from _ages(name.replace("-", "_"), derive.event, truths)
    for finding in pathway.findings.values():
        if isinstance(finding.derive, DaysOn):
            yield from _undated(finding, finding.derive, pathway, fits.codes)


def prefix_of(pathway: Pathway, courses: Courses) -> str:
    """How the columns about these courses begin: the first finding that looks for them names them."""
    return next(name for name, found in course_derivations(pathway) if found == courses).replace("-", "_")


def _ages(prefix: str, event: str, truths: Truths) -> Iterator[tuple[str, Term]]:
    low, high = (column(f"{event}_ago_{end}") for end in ("low", "high"))
    yield f"{prefix}_nearest", only(minimum(low), truths.may)
    yield f"{prefix}_surely", only(minimum(high), truths.must)


def _undated(finding: Finding, derive: DaysOn, pathway: Pathway, codes: Codes) -> Iterator[tuple[str, Term]]:
    numbers = [codes.interventions[one] for one in with_parts(derive.interventions, pathway)]
    mine, start = member(column("intervention"), numbers), column("start_low")
    undated = both(mine, is_null(start))
    vague = both(mine, either(is_null(start), compared(start, "<>", column("start_high"))))
    declined = compared(column("state"), "=", whole(STATES["declined"]))
    prefix = finding.id.replace("-", "_")
    yield f"{prefix}_undated", total(one_if(vague))
    yield f"{prefix}_undated_and_taken", total(one_if(both(undated, no(declined))))


def counted(name: str) -> Term:
    """A count of courses in the person's row: 0 where there are none."""
    return coalesce(column(name), whole(0))


def course_fact(
    finding: Finding, derive: CourseDerivation, facts: Mapping[str, Fact], prefix: str = ""
) -> Fact:
    """The derived finding, from the columns of the grouped query. `prefix`: how the names of its courses begin."""
    own = finding.id.replace("-", "_")
    history = facts.get(HISTORY, certainly(False))
    taken = history.must if isinstance(history, Truths) else truth(False)
    match derive:
        case AnyCourse():
            sure, maybe = _some(f"{prefix or own}_sure"), _some(f"{prefix or own}_maybe")
            return Truths(sure, either(maybe, no(taken)))
        case CountCourse():
            return _count(finding, prefix or own, taken)
        case DaysOn():
            return _days_on(finding, own, taken)
        case DaysSinceCourse():
            return _days_since(finding, own, taken)


def _some(name: str) -> Term:
    return compared(counted(name), ">", whole(0))


def _bounded(finding: Finding, low: Term, high: Term) -> Bounded:
    start, end = range_of(finding)
    ends = (within(Quotient(Whole(one, NEVER)), start, end) for one in (low, high))
    return Bounded(*ends)


def _count(finding: Finding, prefix: str, taken: Term) -> Bounded:
    return _bounded(
        finding, counted(f"{prefix}_sure"), case([(taken, counted(f"{prefix}_maybe"))], whole(NEVER))
    )


def _days_on(finding: Finding, own: str, taken: Term) -> Bounded:
    complete = both(taken, compared(counted(f"{own}_undated_and_taken"), "=", whole(0)))
    return _bounded(
        finding, counted(f"{own}_surely"), case([(complete, counted(f"{own}_at_most"))], whole(NEVER))
    )


def _days_since(finding: Finding, own: str, taken: Term) -> Bounded:
    nearest = coalesce(column(f"{own}_nearest"), whole(NEVER))
    return _bounded(
        finding, case([(taken, nearest)], whole(0)), coalesce(column(f"{own}_surely"), whole(NEVER))
    )
