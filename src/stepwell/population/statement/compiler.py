"""A pathway as one SQL statement: from prepared observations to the status of every intervention for every person.

Lives here: putting the queries together, in order. Lives elsewhere: each of them (the other modules of population/), the
tables that it reads (population/layout.py), the text in the words of an engine (dialects.py).

The statement has four parts. First lines become answers, courses and statistics. Then what is true of people becomes
words, 62 people in each. Conditions, exits, what is missing and statuses are computed over words; where arithmetic needs
a truth, or a condition a sum, words and people take turns (sheet.py). Last, words become the rows of people.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlglot import exp

from stepwell.knowledge.derivations import DaysOn
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population import layout
from stepwell.population.codes import STATES, WORD, codes_of, option_bits
from stepwell.population.statement import series, terms
from stepwell.population.statement.answers import Answers
from stepwell.population.statement.conditions import Answered, Fact, Options, Truths, range_of
from stepwell.population.statement.course_facts import CourseFacts
from stepwell.population.statement.courses import Fold, course_rows
from stepwell.population.statement.derive import Deriver
from stepwell.population.statement.known import known_columns
from stepwell.population.statement.lines import line_queries, observed, snake
from stepwell.population.statement.openings import WORKING, Seen
from stepwell.population.statement.parts import Named, Part, in_parts, whole_of
from stepwell.population.statement.program import Program, Stepped
from stepwell.population.statement.recorded import (
    Records,
    days_on_query,
    grouped_by_person,
    limited,
    places_query,
)
from stepwell.population.statement.sheet import GROUP, KEYS, Sheet, of_person
from stepwell.population.statement.standing import done_on_columns, standing_queries, tests_of
from stepwell.population.statement.statuses import Digits, Statuses
from stepwell.population.statement.terms import (
    Term,
    case,
    coalesce,
    column,
    compared,
    digits,
    member,
    named,
    skeleton,
    whole,
)
from stepwell.population.statement.turns import Base, queries_of
from stepwell.population.statement.words import Word, both, certain, either, no
from stepwell.reasoning.facts import compile_pathway

PERSONS = f"""
SELECT n.patient_id, {of_person("n.patient_id")}, n.patient_id % {WORD} AS person_shift, n.side_known
FROM persons AS n
"""
GROUPS = f"SELECT DISTINCT patient_id // {WORD} AS people FROM persons"

Queries = Iterator[Named]


class Compiler:
    """Compiles one pathway for one day, a date or its number. `facts` are the findings, as words and columns of people."""

    def __init__(self, pathway: Pathway, as_of: date | int) -> None:
        self.pathway, self.day = pathway, as_of if isinstance(as_of, int) else as_of.toordinal()
        self.compiled, self.codes = compile_pathway(pathway), codes_of(pathway)
        self.sheet = Sheet()
        self.answers = Answers(pathway, self.codes, self.sheet)
        self.records = Records(pathway, self.codes, self.sheet, day=self.day)
        self.courses = CourseFacts(pathway, self.codes, self.sheet)
        self.facts: dict[str, Fact] = {
            key: self._observed(key, one) for key, one in observed(pathway, self.codes)
        }
        self.found = dict(self._found())

    def _found(self) -> Iterator[tuple[str, Digits]]:
        """The columns of the result, by name, each as the words that are its digits."""
        exits = [one.id for one in self.pathway.interventions.values() if one.exit]
        settled = {one: self.records.settled(one) for one in exits}
        deriver = Deriver(
            self.sheet, self.facts, settled, courses=self.courses, pathway=self.pathway, day=self.day
        )
        deriver.all()
        recorded = {name: self.records.of(name) for name in self.pathway.interventions}
        statuses = Statuses(deriver, recorded, self._seen(settled))
        statuses.all()
        yield "step", statuses.step()
        for name in self.pathway.interventions:
            yield f"status_{snake(name)}", statuses.status[name]

    def _number(self, found: Digits) -> Term:
        return digits([self.sheet.digit(word) for word in found])

    def statement(self, *, findings: bool = False) -> exp.Query:
        """The whole statement: one row for each person, with the step and the status of every intervention.

        findings what is known of every finding, too (known.py)
        """
        *before, (_, statement) = self.queries(findings=findings)
        return whole_of(before, statement)

    def parts(self, *, findings: bool = False) -> list[Part]:
        """The same in parts, each a table that later parts read; the last is the result. An engine plans many small parts
        sooner than a large one, and forgets a table once nobody reads it any more."""
        return in_parts(self.queries(findings=findings))

    def queries(self, *, findings: bool = False) -> list[Named]:
        """Every query with its name, each after those that it reads; the last, without a name, is the result."""
        return self._queries(self._known(findings))

    def steps(self, *, findings: bool = False) -> Stepped:
        """The same for an engine with a kernel (program.py): steps take the place of the queries over words."""
        known = self._known(findings)
        *queries, (_, last) = self._queries(known)
        last.set(
            "expressions", [column("patient_id", "p"), *(named(term, name) for name, term in known.items())]
        )
        boards = (self.answers, self.records, self.courses)
        origin = {name: one for board in boards for name, one in board.origins()}
        return Program(self.sheet, origin, self.found).in_place_of(queries, last if findings else None)

    def _known(self, findings: bool) -> dict[str, Term]:
        return known_columns(self.facts, self.sheet) if findings else {}

    def _queries(self, known: dict[str, Term]) -> list[Named]:
        found = {name: self._number(one) for name, one in self.found.items()}
        columns = [column("patient_id"), *(named(term, name) for name, term in (found | known).items())]
        first = [*self._lines(), *self._parts(), *self._boards()]
        base = Base(lambda names: self._people(first, names), self._words)
        return [*first, *queries_of(self.sheet, columns, base)]

    def _lines(self) -> Queries:
        """From lines to answers and courses."""
        yield "places", places_query(self.pathway, self.codes)
        yield from line_queries(self.compiled, self.codes, self.day)
        yield from Fold(self.codes).queries()
        sources = self.pathway.findings.get(WORKING)
        working = whole(option_bits(sources)) if sources else whole(0)
        if sources:
            working = coalesce(column(self.answers.value(WORKING, "low").name, "p"), working)
        yield from self.answers.queries()
        yield "course_rows", course_rows(self._aim(), self.day, working, answered=sources is not None)
        yield from self.courses.queries()

    def _aim(self) -> Term:
        """The bit of the working source at which a course was aimed; 0 where that is no source."""
        finding = self.pathway.findings.get(WORKING)
        targets = self.codes.words["target"].items()
        bits = {code: option_bits(finding, [name]) for name, code in targets} if finding else {}
        target = coalesce(column("target"), whole(0))
        return case(
            [(compared(target, "=", whole(code)), whole(bit)) for code, bit in bits.items()], whole(0)
        )

    def _boards(self) -> Queries:
        """From rows to words."""
        yield "groups", skeleton(GROUPS)
        yield from self.records.queries()

    def _parts(self) -> Queries:
        """What is joined to people: courses, spans of days, statistics, days of signs and of findings."""
        yield from standing_queries(self.pathway, self.codes)
        yield from self.courses.of_people()
        columns = [*self.records.columns(), *done_on_columns(self.pathway, self.codes)]
        counted = {one.id for one in (*tests_of(self.pathway), *limited(self.pathway))}
        done = terms.both(
            member(column("intervention"), [self.codes.interventions[one] for one in counted]),
            compared(column("state"), "=", whole(STATES["done"])),
        )
        yield "course_facts", grouped_by_person(columns, "course_rows").where(done, copy=False)
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
            here = compared(column("side"), "<>", whole(layout.OPPOSITE))
            query = grouped_by_person(columns, "seen").where(terms.both(mine, here), copy=False)
            yield f"series_of_{snake(source)}", query

    def _people(self, queries: Sequence[Named], names: Sequence[str]) -> exp.Select:
        """One row for each person, with the columns of some names, from whichever query has them."""
        wanted = set(names)
        made = exp.select(*(column(key, "n") for key in KEYS), copy=False)
        made = made.from_(skeleton(PERSONS).subquery("n", copy=False), copy=False)
        if "side_known" in wanted:
            made = made.select(column("side_known", "n"), copy=False)
        for name, query in queries:
            mine = [one for one in query.named_selects if one in wanted]
            if mine and query.named_selects[0] == "patient_id":
                wanted -= set(mine)
                on = compared(column("patient_id", name), "=", column("patient_id", "n"))
                made = made.join(exp.to_table(name), on=on, join_type="left", copy=False)
                made = made.select(*(column(one, name) for one in mine), copy=False)
        return made

    def _words(self, names: Sequence[str]) -> exp.Select:
        """One row for each word of people, with the columns of some names."""
        made = exp.select(column(GROUP, "b"), copy=False).from_("groups AS b", copy=False)
        for board in (self.answers, self.records, self.courses):
            made = board.joined(made, names, "b")
        return made

    def _observed(self, key: str, finding: Finding) -> Fact:
        """What is known of a finding that is observed."""
        match finding.type:
            case "number":
                return Answered(key, range_of(finding), self.answers)
            case "choice":
                return self._choice(key, finding)
            case "text":
                return Truths(certain(False), certain(True))
        name, comment = snake(key), f"{key}: {finding.title}"
        yes, is_no = self.answers.said("yes", key), self.answers.said("no", key)
        if key == "side-known":
            known = both(
                self.sheet.lift(column("side_known")), no(is_no), no(self.answers.said("unsure", key))
            )
            yes = self.sheet.add(f"{name}_must", either(yes, known), comment)
        return Truths(yes, no(is_no))

    def _choice(self, key: str, finding: Finding) -> Options:
        """An option is possible where it was answered, and where nothing was."""
        missing, name = no(self.answers.seen(key)), snake(key)
        return Options(
            {
                option: self._option(
                    key, option_bits(finding, [option]), missing, f"{name}_is_{snake(option)}"
                )
                for option in finding.options
            }
        )

    def _option(self, key: str, bit: int, missing: Word, name: str) -> Word:
        reached = self.answers.at_least(key, "low", bit)
        more = self.answers.at_least(key, "low", 2 * bit)
        return self.sheet.add(name, either(missing, both(reached, no(more))), f"{key} may be that")

    def _seen(self, settled: dict[str, Word]) -> Seen:
        """What is missing hangs on these, too."""
        return Seen(
            unsure=lambda key: self.answers.said("unsure", key),
            today=lambda key: self.answers.said("today", key),
            settled=settled.__getitem__,
            undated=self.courses.undated,
            vague=self.courses.vague,
        )
