"""What courses and decisions say of each intervention, as words of bits; and the days that treatments took together.

Lives here: under way, done, declined, settled, and the union of days. Lives elsewhere: what follows for a status
(population/statuses.py), courses (population/courses.py), the same for one record (reasoning/statuses.py).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from stepwell.knowledge.derivations import DaysOn
from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.population.codes import STATES, Codes
from stepwell.population.lines import fixed_rows, snake, words
from stepwell.population.terms import (
    Term,
    bits_in,
    both,
    case,
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
from stepwell.reasoning.compute import with_parts

PLACES = ("intervention", "word", "bit", "not_before")

DECISIONS = """
SELECT e.patient_id, p.word, p.bit, e.event, e.until
FROM (
  SELECT patient_id, intervention, ARG_MAX(event, at) AS event, ARG_MAX(COALESCE(until, 2000000000), at) AS until
  FROM seen_events GROUP BY patient_id, intervention
) AS e
JOIN places AS p ON p.intervention = e.intervention
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

    under_way: Term
    done: Term
    declined: Term


def places_query(pathway: Pathway, codes: Codes) -> exp.Query:
    """Each intervention with the bit that stands for it, and after how many days it may be repeated (-1: never)."""
    rows = (
        (codes.interventions[one.id], *codes.course_bit(one.id), one.repeat.not_before if one.repeat else -1)
        for one in pathway.interventions.values()
    )
    return fixed_rows(rows, PLACES)


def bits_of_interventions(prefix: str, codes: Codes, holds: Term) -> list[Term]:
    """Words of bits: for which interventions some row holds."""
    columns = []
    for word in words(len(codes.interventions)):
        mine = both(compared(column("word"), "=", whole(word)), holds)
        columns.append(named(bits_in(case([(mine, column("bit"))], whole(0))), f"{prefix}_{word}"))
    return columns


def recorded_columns(pathway: Pathway, codes: Codes, day: int) -> Iterator[Term]:
    """Columns of the grouped query over courses: under way, done (and not yet to be repeated), often enough."""
    done = compared(column("state"), "=", whole(STATES["done"]))
    too_soon = compared(plus(column("last_high"), column("not_before")), ">", whole(day))
    lasting = both(done, either(compared(column("not_before"), "<", whole(0)), too_soon))
    running = compared(column("state"), "=", whole(STATES["under-way"]))
    yield from bits_of_interventions("under_way", codes, running)
    yield from bits_of_interventions("done", codes, lasting)
    for one in limited(pathway):
        mine = compared(column("intervention"), "=", whole(codes.interventions[one.id]))
        lately = compared(plus(column("last_high"), whole(_period(one))), ">", whole(day))
        yield named(total(one_if(both(mine, done, lately))), f"{snake(one.id)}_lately")


def limited(pathway: Pathway) -> Iterator[Intervention]:
    """Interventions that may be repeated only so many times in so many days."""
    for one in pathway.interventions.values():
        if one.repeat and one.repeat.at_most is not None and one.repeat.per is not None:
            yield one


def _period(one: Intervention) -> int:
    return one.repeat.per if one.repeat and one.repeat.per is not None else 0


def decisions_query(codes: Codes, day: int) -> exp.Select:
    """Which interventions were declined, and still are."""
    declined = both(
        compared(column("event"), "=", whole(codes.events["declined"])),
        compared(column("until"), ">=", whole(day)),
    )
    columns = bits_of_interventions("declined", codes, declined)
    latest = skeleton(DECISIONS).subquery("latest_events", copy=False)
    return grouped_by_person(columns, latest)


def settled_query(codes: Codes) -> exp.Select:
    """Which exits are settled: no sign of theirs is newer than the settlement."""
    query = skeleton(
        "SELECT s.*, p.word, p.bit FROM settled AS s JOIN places AS p ON p.intervention = s.intervention"
    )
    columns = bits_of_interventions("settled", codes, compared(column("newest"), "<", column("moment")))
    return grouped_by_person(columns, query.subquery("settled_places", copy=False))


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


def recorded_of(pathway: Pathway, flag: Callable[[str, str], Term]) -> Mapping[str, Recorded]:
    """What is recorded of each intervention; `flag` reads a bit of a person's words."""
    often = {one.id: one for one in limited(pathway)}
    found = {}
    for name in pathway.interventions:
        done = flag("done", name)
        if one := often.get(name):
            most = one.repeat.at_most if one.repeat and one.repeat.at_most is not None else 0
            many = compared(coalesce(column(f"{snake(name)}_lately"), whole(0)), ">=", whole(most))
            done = either(done, many)
        found[name] = Recorded(flag("under_way", name), done, flag("declined", name))
    return found
