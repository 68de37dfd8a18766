"""What follows from courses in SQL: whether one fits, how many, how long, how long ago; and what each intervention has.

Lives here: the derived findings that read courses. Lives elsewhere: folding events into courses (courses.py), of which
kinds a course is (kinds.py), the same for one record (reasoning/courses.py, reasoning/compute.py).

Whether some course fits is a word; how many fit and how long ago are columns of people, from one grouped query.
"""

from collections.abc import Iterator, Sequence

from sqlglot import exp

from stepwell.knowledge.derivations import (
    AnyCourse,
    CountCourse,
    CourseDerivation,
    DaysOn,
    DaysSinceCourse,
    courses_of,
)
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import STATES, Codes
from stepwell.population.statement import words
from stepwell.population.statement.board import Board, Brought, Tally
from stepwell.population.statement.conditions import Computed, Fact, Truths, range_of
from stepwell.population.statement.kinds import courses_of_kinds, kinds_query
from stepwell.population.statement.numbers import Number as Bounded
from stepwell.population.statement.numbers import Quotient, Whole, within
from stepwell.population.statement.recorded import grouped_by_person
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.terms import (
    Term,
    both,
    case,
    coalesce,
    column,
    compared,
    either,
    is_null,
    member,
    minimum,
    named,
    no,
    one_if,
    only,
    total,
    truth,
    whole,
)
from stepwell.population.statement.words import Word
from stepwell.reasoning.compute import with_parts
from stepwell.records.bounds import NEVER


class CourseFacts:
    """Derived findings that read courses. Words come from `tally`, columns of people from one grouped query."""

    def __init__(self, pathway: Pathway, codes: Codes, sheet: Sheet) -> None:
        self.pathway, self.codes, self.sheet = pathway, codes, sheet
        looked_for = (courses_of(one.derive) for one in pathway.findings.values() if one.derive is not None)
        self.kinds = list(dict.fromkeys(one for one in looked_for if one is not None))
        sure = column("sure")
        fields = {"sure": sure, "maybe": truth(True), "vague": no(sure)}
        self.board = Board("kinds_of", "courses_of_kinds", fields, sheet)
        self.tally = Tally("course_words", "course_rows", sheet)
        self.columns: dict[str, Term] = {}

    def fact(self, finding: Finding, derive: CourseDerivation, taken: Word) -> Fact:
        """The derived finding; `taken`: of whom all earlier treatments are recorded."""
        match derive:
            case AnyCourse():
                return self._any(finding, taken)
            case CountCourse():
                return self._count(finding, taken)
            case DaysOn():
                return self._days_on(finding, derive, taken)
            case DaysSinceCourse():
                return self._days_since(finding, derive, taken)

    def _kind(self, finding: Finding) -> int:
        """The place of the kind of course that a finding looks for."""
        courses = courses_of(finding.derive) if finding.derive is not None else None
        if courses is None:
            raise TypeError(f"{finding.id} looks for no courses")
        return self.kinds.index(courses)

    def _word(self, finding: Finding, field: str) -> Word:
        kind = self._kind(finding)
        return self.board.word(kind, field, f"kind_{kind}_{field}")

    def _any(self, finding: Finding, taken: Word) -> Truths:
        maybe = self._word(finding, "maybe")
        return Truths(self._word(finding, "sure"), words.either(maybe, words.no(taken)))

    def _count(self, finding: Finding, taken: Word) -> Computed:
        sure = self._column(finding, "sure", total(one_if(self._is(finding, sure=True))))
        maybe = self._column(finding, "maybe", total(one_if(self._is(finding))))
        high = case([(self.sheet.lower(taken), coalesce(maybe, whole(0)))], whole(NEVER))
        return self._bounded(finding, coalesce(sure, whole(0)), high)

    def _days_since(self, finding: Finding, derive: DaysSinceCourse, taken: Word) -> Computed:
        low, high = (column(f"{derive.event}_ago_{end}") for end in ("low", "high"))
        nearest = self._column(finding, "nearest", only(minimum(low), self._is(finding)))
        surely = self._column(finding, "surely", only(minimum(high), self._is(finding, sure=True)))
        low = case([(self.sheet.lower(taken), coalesce(nearest, whole(NEVER)))], whole(0))
        return self._bounded(finding, low, coalesce(surely, whole(NEVER)))

    def _is(self, finding: Finding, *, sure: bool = False) -> Term:
        """A row of `courses_of_kinds` is of the kind that a finding looks for."""
        mine = compared(column("place"), "=", whole(self._kind(finding)))
        return both(mine, column("sure")) if sure else mine

    def _column(self, finding: Finding, name: str, term: Term) -> Term:
        title = f"{finding.id.replace('-', '_')}_{name}"
        self.columns[title] = term
        return column(title)

    def queries(self) -> Iterator[tuple[str, exp.Query]]:
        """From courses to kinds, and from kinds to words, once everything was read."""
        if self.kinds:
            yield "kinds", kinds_query(self.kinds, self.codes)
            yield "courses_of_kinds", courses_of_kinds(self.pathway, self.kinds)
            yield from self.board.queries()
        yield from self.tally.queries()

    def of_people(self) -> Iterator[tuple[str, exp.Select]]:
        """One row for each person: how many courses are of a kind, how long ago."""
        if self.columns:
            made = [named(term, name) for name, term in self.columns.items()]
            yield "course_numbers", grouped_by_person(made, "courses_of_kinds")

    def origins(self) -> Iterator[tuple[str, Brought]]:
        """Where each word comes from."""
        for board in (self.board, self.tally):
            yield from board.origins()

    def joined(self, query: exp.Select, names: Sequence[str], first: str) -> exp.Select:
        """The words of some names beside the groups of a query."""
        return self.tally.joined(self.board.joined(query, names, first), names, first)

    def _days_on(self, finding: Finding, derive: DaysOn, taken: Word) -> Computed:
        own = finding.id.replace("-", "_")
        complete = self.sheet.lower(words.both(taken, words.no(self._undated_and_taken(own, derive))))
        surely, at_most = (coalesce(column(f"{own}_{end}"), whole(0)) for end in ("surely", "at_most"))
        return self._bounded(finding, surely, case([(complete, at_most)], whole(NEVER)))

    def _bounded(self, finding: Finding, low: Term, high: Term) -> Computed:
        ends = (within(Quotient(Whole(one, NEVER)), *range_of(finding)) for one in (low, high))
        return Computed(Bounded(*ends), self.sheet)

    def vague(self, name: str) -> Word:
        """Of whom some course may fit a derived finding, and may not."""
        return self._word(self.pathway.findings[name], "vague")

    def undated(self, name: str) -> Word:
        """Of whom some course of a derived `days_on` has no one day on which it began."""
        derive, start = self.pathway.findings[name].derive, column("start_low")
        if not isinstance(derive, DaysOn):
            raise TypeError(f"{name} does not count days")
        vague = either(is_null(start), compared(start, "<>", column("start_high")))
        return self.tally.word(f"{name.replace('-', '_')}_undated", both(self._mine(derive), vague))

    def _undated_and_taken(self, own: str, derive: DaysOn) -> Word:
        declined = compared(column("state"), "=", whole(STATES["declined"]))
        undated = both(self._mine(derive), is_null(column("start_low")), no(declined))
        return self.tally.word(f"{own}_undated_and_taken", undated)

    def _mine(self, derive: DaysOn) -> Term:
        names = with_parts(derive.interventions, self.pathway)
        return member(column("intervention"), [self.codes.interventions[one] for one in names])
