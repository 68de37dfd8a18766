"""A pathway as one SQL statement: from prepared observations to the status of every intervention for every person.

Lives here: putting the queries together, in order. Lives elsewhere: each of them (the other modules of population/), the
tables that it reads (population/layout.py), the text in the words of an engine (population/dialects.py).

The statement has three parts. First lines become answers, courses and statistics, one row for each person. Then derived
findings are computed in strata, each over the one before. Last come exits, what is missing, and statuses.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from sqlglot import exp

from stepwell.knowledge.derivations import DaysOn
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population import course_facts, series
from stepwell.population.codes import codes_of, option_bits
from stepwell.population.conditions import Fact, Options, Truths, range_of
from stepwell.population.courses import Fold, course_rows
from stepwell.population.derive import Deriver
from stepwell.population.known import known_columns
from stepwell.population.lines import bit_of, line_queries, observed, snake
from stepwell.population.numbers import Number, Quotient, Whole
from stepwell.population.openings import WORKING, Seen
from stepwell.population.recorded import (
    days_on_query,
    decisions_query,
    grouped_by_person,
    places_query,
    recorded_columns,
    recorded_of,
    settled_query,
)
from stepwell.population.sheet import Sheet
from stepwell.population.standing import done_on_columns, standing_queries
from stepwell.population.statuses import Statuses
from stepwell.population.terms import Term, both, coalesce, column, compared, either, named, no, truth, whole
from stepwell.reasoning.facts import compile_pathway

PERSON = "person"
Queries = Iterator[tuple[str, exp.Query]]


class Compiler:
    """Compiles one pathway for one day. `facts` are the findings as columns, once `statement` was called."""

    def __init__(self, pathway: Pathway, as_of: date) -> None:
        self.pathway, self.day = pathway, as_of.toordinal()
        self.compiled, self.codes = compile_pathway(pathway), codes_of(pathway)
        self.sheet = Sheet()
        self.facts: dict[str, Fact] = {}
        self.found: dict[str, Term] = {}

    def statement(self, *, nested: bool = False, findings: bool = False) -> exp.Select:
        """The whole statement: one row for each person, with the step and the status of every intervention.

        findings what is known of every finding, too (population/known.py)
        nested   the strata one inside the other and not one after the other: harder to read, quicker to plan
        """
        queries, strata = list(self._first()), list(self._rest())
        known = known_columns(self.facts) if findings else {}
        columns = [column("patient_id"), *(named(term, name) for name, term in (self.found | known).items())]
        if nested:
            final = exp.select(*columns, copy=False).from_(_nested(strata), copy=False)
        else:
            final = exp.select(*columns, copy=False).from_(strata[-1][0], copy=False)
        for name, query in queries if nested else (*queries, *strata):
            final = final.with_(name, as_=query, recursive=True, copy=False)
        return final

    def _first(self) -> Queries:
        """From lines to one row for each person."""
        yield "places", places_query(self.pathway, self.codes)
        yield from line_queries(self.compiled, self.codes, self.day)
        yield from Fold(self.codes).queries()
        fits = course_facts.Fits(self.pathway, self.codes, self.day)
        yield "course_rows", course_rows(fits, self.day, self._working)
        parts = list(self._parts(fits))
        yield from parts
        joined = [(name, query) for name, query in parts if name != "finds"]
        answers = next(
            query for name, query in line_queries(self.compiled, self.codes, self.day) if name == "answers"
        )
        yield PERSON, _person([("answers", answers), *joined])

    def _working(self) -> Term:
        """The working sources that are possible, as bits, where a course is looked at."""
        finding = self.pathway.findings.get(WORKING)
        seen = column(f"{snake(WORKING)}_seen_low", "p")
        return whole(0) if finding is None else coalesce(seen, whole(option_bits(finding)))

    def _parts(self, fits: course_facts.Fits) -> Queries:
        """What is joined to a person's answers: settled exits, courses, decisions, spans of days, statistics."""
        columns = [named(term, name) for name, term in course_facts.grouped(self.pathway, fits)]
        columns += recorded_columns(self.pathway, self.codes, self.day)
        columns += done_on_columns(self.pathway, self.codes)
        yield "settled_exits", settled_query(self.codes)
        yield from standing_queries(self.pathway, self.codes)
        yield "course_facts", grouped_by_person(columns, "course_rows")
        yield "decisions", decisions_query(self.codes, self.day)
        for finding in self.pathway.findings.values():
            if isinstance(derive := finding.derive, DaysOn):
                query = days_on_query(finding, derive, self.pathway, self.codes, day=self.day)
                yield f"days_of_{snake(finding.id)}", query
        yield from self._statistics()

    def _statistics(self) -> Queries:
        """One grouped query for each finding whose observations are counted."""
        by_source: dict[str, list[Term]] = {}
        for one in series.columns_of(self.pathway, self.day):
            made = [named(term, f"{one.prefix}_{name}") for name, term in series.grouped(one)]
            by_source.setdefault(one.source.id, []).extend(made)
        for source, columns in by_source.items():
            mine = compared(column("finding"), "=", whole(self.codes.findings[source]))
            yield f"series_of_{snake(source)}", grouped_by_person(columns, "mine").where(mine, copy=False)

    def _rest(self) -> Queries:
        """Derived findings and statuses, in strata."""
        self.facts |= {
            key: self._observed(key, finding) for key, finding in observed(self.pathway, self.codes)
        }
        exits = [one.id for one in self.pathway.interventions.values() if one.exit]
        settled = {
            one: self.sheet.add(f"{snake(one)}_settled", self._recorded("settled", one), f"{one} is settled")
            for one in exits
        }
        deriver = Deriver(self.sheet, self.facts, settled, pathway=self.pathway, day=self.day)
        deriver.all()
        recorded = recorded_of(self.pathway, self._recorded)
        statuses = Statuses(deriver, recorded, self._seen(settled))
        statuses.all()
        self.found["step"] = statuses.step()
        self.found |= {f"status_{snake(one)}": statuses.status[one] for one in self.pathway.interventions}
        yield from self.sheet.strata(PERSON, "stratum")

    def _observed(self, key: str, finding: Finding) -> Fact:
        """What is known of a finding that is observed."""
        name, comment = snake(key), f"{key}: {finding.title}"
        match finding.type:
            case "number":
                low, high = (self._end(key, finding, end) for end in ("low", "high"))
                return Number(low, high)
            case "choice":
                bits = coalesce(column(f"{name}_seen_low"), whole(option_bits(finding)))
                return Options(self.sheet.add(f"{name}_bits", bits, comment))
            case "text":
                return Truths(truth(False), truth(True))
        yes, is_no = self._answer("yes", key), self._answer("no", key)
        if key == "side-known":
            yes = either(yes, both(column("side_known"), no(is_no), no(self._answer("unsure", key))))
        return Truths(self.sheet.add(f"{name}_must", yes, comment), self.sheet.add(f"{name}_may", no(is_no)))

    def _end(self, key: str, finding: Finding, end: str) -> Quotient:
        limit = range_of(finding)[end == "high"]
        term = coalesce(column(f"{snake(key)}_seen_{end}"), whole(limit))
        kept = self.sheet.add(f"{snake(key)}_{end}", term, f"{key}: {finding.title}")
        return Quotient(Whole(kept, max(map(abs, range_of(finding)))))

    def _answer(self, word: str, key: str) -> Term:
        place, bit = self.codes.bit(key)
        return bit_of(f"{word}_{place}", bit)

    def _recorded(self, word: str, intervention: str) -> Term:
        place, bit = self.codes.course_bit(intervention)
        return bit_of(f"{word}_{place}", bit)

    def _seen(self, settled: dict[str, Term]) -> Seen:
        """What is missing hangs on these, too."""
        return Seen(
            unsure=lambda key: self._answer("unsure", key),
            today=lambda key: self._answer("today", key),
            settled=settled.__getitem__,
            undated=lambda name: _some(f"{snake(name)}_undated"),
            vague=self._vague,
        )

    def _vague(self, name: str) -> Term:
        courses = dict(course_facts.course_derivations(self.pathway))[name]
        prefix = course_facts.prefix_of(self.pathway, courses)
        return compared(course_facts.counted(f"{prefix}_maybe"), ">", course_facts.counted(f"{prefix}_sure"))


def _some(name: str) -> Term:
    return compared(course_facts.counted(name), ">", whole(0))


def _nested(strata: list[tuple[str, exp.Query]]) -> exp.Subquery:
    """Each stratum as a sub-query of the next."""
    inner = strata[0][1]
    for (name, _), (_, query) in pairwise(strata):
        inner = query.from_(inner.subquery(name, copy=False), copy=False)  # type: ignore[attr-defined]
    return inner.subquery(strata[-1][0], copy=False)


def _person(joined: list[tuple[str, exp.Query]]) -> exp.Select:
    """One row for each person, with all that was grouped."""
    query = exp.select(column("patient_id", "n"), column("side_known", "n"), copy=False).from_(
        "persons AS n", copy=False
    )
    for name, part in joined:
        on = compared(column("patient_id", name), "=", column("patient_id", "n"))
        columns = [column(one, name) for one in part.named_selects[1:]]
        query = query.join(exp.to_table(name), on=on, join_type="left", copy=False).select(
            *columns, copy=False
        )
    return query
