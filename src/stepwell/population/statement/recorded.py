"""What courses and decisions say of each intervention, as words; and the days that treatments took together.

Lives here: under way, done, declined, settled, and the union of days. Lives elsewhere: what follows for a status
(statuses.py), courses (courses.py), the same for one record (reasoning/statuses.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from stepwell.knowledge.derivations import DaysOn
from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.population.codes import STATES, Codes
from stepwell.population.statement import words
from stepwell.population.statement.board import Board, Brought
from stepwell.population.statement.lines import fixed_rows, snake
from stepwell.population.statement.sheet import Sheet, of_person
from stepwell.population.statement.terms import (
    Term,
    both,
    coalesce,
    column,
    compared,
    either,
    member,
    named,
    one_if,
    plus,
    skeleton,
    total,
    whole,
)
from stepwell.population.statement.words import Word
from stepwell.reasoning.compute import with_parts

PLACES = ("intervention", "place", "not_before")

DECISIONS = f"""
SELECT e.event, e.until, e.intervention - 1 AS place, {of_person("e.patient_id")}
FROM (
  SELECT patient_id, intervention, ARG_MAX(event, at) AS event, ARG_MAX(COALESCE(until, 2000000000), at) AS until
  FROM seen_events GROUP BY patient_id, intervention
) AS e
"""
SETTLED_ROWS = f"""
SELECT s.newest, s.moment, s.intervention - 1 AS place, {of_person("s.patient_id")}
FROM settled AS s
"""
SPANS = """
SELECT patient_id,
  SUM(GREATEST(0, surely_to - GREATEST(surely_from, COALESCE(surely_reached, 0)))) AS surely,
  SUM(GREATEST(0, at_most_to - GREATEST(at_most_from, COALESCE(at_most_reached, 0)))) AS at_most
FROM (
  SELECT *,
    MAX(surely_to) OVER (PARTITION BY patient_id ORDER BY surely_from, surely_to
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS surely_reached,
    MAX(at_most_to) OVER (PARTITION BY patient_id ORDER BY at_most_from, at_most_to
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS at_most_reached
  FROM spans
) AS reached
GROUP BY patient_id
"""
SPAN = """
SELECT patient_id, start_high AS surely_from, COALESCE(end_low, :day) AS surely_to, start_low AS at_most_from,
  COALESCE(end_high, :day) AS at_most_to
FROM courses
WHERE start_low IS NOT NULL AND state <> :declined
"""


@dataclass(frozen=True)
class Recorded:
    """What courses and decisions say of one intervention."""

    under_way: Word
    done: Word
    declined: Word


def places_query(pathway: Pathway, codes: Codes) -> exp.Query:
    """Each intervention with its place, and after how many days it may be repeated (-1: never)."""
    rows = (
        (
            codes.interventions[one.id],
            codes.interventions[one.id] - 1,
            one.repeat.not_before if one.repeat else -1,
        )
        for one in pathway.interventions.values()
    )
    return fixed_rows(rows, PLACES)


class Records:
    """Reads what is recorded of each intervention, as words."""

    def __init__(self, pathway: Pathway, codes: Codes, sheet: Sheet, *, day: int) -> None:
        self.pathway, self.codes, self.sheet, self.day = pathway, codes, sheet, day
        self._courses = Board("courses", "course_rows", self._of_courses(), sheet)
        self._decisions = Board("decisions", "decided", {"declined": self._declined()}, sheet)
        settled = compared(column("newest"), "<", column("moment"))
        self._settled = Board("settlements", "settled_rows", {"settled": settled}, sheet)
        self._often = {one.id: one for one in limited(pathway)}

    def _of_courses(self) -> dict[str, Term]:
        """A course is under way; it is done, and it is too soon to repeat it."""
        done = compared(column("state"), "=", whole(STATES["done"]))
        too_soon = compared(plus(column("last_high"), column("not_before")), ">", whole(self.day))
        lasting = both(done, either(compared(column("not_before"), "<", whole(0)), too_soon))
        return {"under_way": compared(column("state"), "=", whole(STATES["under-way"])), "done": lasting}

    def _declined(self) -> Term:
        """The last that was recorded is that it was declined, and that still holds."""
        return both(
            compared(column("event"), "=", whole(self.codes.events["declined"])),
            compared(column("until"), ">=", whole(self.day)),
        )

    def of(self, name: str) -> Recorded:
        """What is recorded of one intervention."""
        done = self._read(self._courses, "done", name)
        if one := self._often.get(name):
            most = one.repeat.at_most if one.repeat and one.repeat.at_most is not None else 0
            many = compared(coalesce(column(f"{snake(name)}_lately"), whole(0)), ">=", whole(most))
            done = words.either(done, self.sheet.lift(many))
        under_way, declined = (
            self._read(self._courses, "under_way", name),
            self._read(self._decisions, "declined", name),
        )
        return Recorded(under_way, done, declined)

    def settled(self, name: str) -> Word:
        """Of whom an exit is settled: no sign of it is newer than the settlement."""
        return self._read(self._settled, "settled", name)

    def _read(self, board: Board, field: str, name: str) -> Word:
        return board.word(self.codes.interventions[name] - 1, field, f"{snake(name)}_{field}")

    def queries(self) -> Iterator[tuple[str, exp.Query]]:
        """Each query with its name, once everything was read."""
        yield "decided", skeleton(DECISIONS)
        yield "settled_rows", skeleton(SETTLED_ROWS)
        for board in (self._courses, self._decisions, self._settled):
            yield from board.queries()

    def origins(self) -> Iterator[tuple[str, Brought]]:
        """Where each word comes from."""
        for board in (self._courses, self._decisions, self._settled):
            yield from board.origins()

    def joined(self, query: exp.Select, names: Sequence[str], first: str) -> exp.Select:
        """The words of some names beside the groups of a query."""
        for board in (self._courses, self._decisions, self._settled):
            query = board.joined(query, names, first)
        return query

    def columns(self) -> Iterator[Term]:
        """Columns of the grouped query over courses: how often something was done lately."""
        done = compared(column("state"), "=", whole(STATES["done"]))
        for one in self._often.values():
            mine = compared(column("intervention"), "=", whole(self.codes.interventions[one.id]))
            lately = compared(plus(column("last_high"), whole(_period(one))), ">", whole(self.day))
            yield named(total(one_if(both(mine, done, lately))), f"{snake(one.id)}_lately")


def limited(pathway: Pathway) -> Iterator[Intervention]:
    """Interventions that may be repeated only so many times in so many days."""
    for one in pathway.interventions.values():
        if one.repeat and one.repeat.at_most is not None and one.repeat.per is not None:
            yield one


def _period(one: Intervention) -> int:
    return one.repeat.per if one.repeat and one.repeat.per is not None else 0


def grouped_by_person(columns: list[Term], source: str | exp.Query | exp.Subquery) -> exp.Select:
    """A grouped query with one row for each person."""
    patient = column("patient_id")
    return (
        exp.select(patient, *columns, copy=False)
        .from_(source, copy=False)
        .group_by(patient.copy(), copy=False)
    )


def days_on_query(finding: Finding, derive: DaysOn, pathway: Pathway, codes: Codes, *, day: int) -> exp.Query:
    """The union of the days of some treatments: surely, and at most."""
    numbers = [codes.interventions[one] for one in with_parts(derive.interventions, pathway)]
    span = skeleton(SPAN, day=day, declined=STATES["declined"])
    span = span.where(member(column("intervention"), numbers), copy=False)
    query = skeleton(SPANS)
    for table in list(query.find_all(exp.Table)):
        if table.name == "spans":
            table.replace(span.subquery("spans", copy=False))
    for name in ("surely", "at_most"):
        next(one for one in query.selects if one.alias == name).set(
            "alias", exp.to_identifier(f"{snake(finding.id)}_{name}")
        )
    return query
