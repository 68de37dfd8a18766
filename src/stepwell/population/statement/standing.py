"""What stands for each intervention already: done, declined, known, from what courses and answers say.

Lives here: repeats, results that are awaited or too old, whether a sign of an open exit is newer. Lives elsewhere: the
bits that it reads (recorded.py), every other status (statuses.py), the same for one record (reasoning/standing.py).
"""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from stepwell.knowledge.types import Intervention, Pathway
from stepwell.population.codes import STATES, Codes
from stepwell.population.statement import words
from stepwell.population.statement.conditions import Conditions, Truths
from stepwell.population.statement.lines import fixed_rows, snake
from stepwell.population.statement.recorded import Recorded, grouped_by_person
from stepwell.population.statement.sheet import Sheet
from stepwell.population.statement.terms import (
    Term,
    at_latest,
    both,
    case,
    coalesce,
    column,
    compared,
    greatest,
    is_null,
    maximum,
    minimum,
    named,
    no,
    only,
    plus,
    skeleton,
    whole,
)
from stepwell.population.statement.words import Word

NEWEST_SIGNS = """
SELECT * FROM (
  SELECT l.patient_id, s.intervention,
    CASE WHEN s.any_answer = 1 THEN l.on_high
      WHEN s.yes_no = 1 THEN GREATEST(l.yes_on, l.unsure_on) ELSE l.unsure_on END AS newest_on
  FROM latest AS l JOIN signs AS s ON s.finding = l.finding
) AS n
WHERE newest_on > 0
"""
FOUND = """
SELECT c.patient_id, f.intervention, c.origin_on
FROM current AS c JOIN finds AS f ON f.finding = c.finding WHERE c.has_origin
"""


def tests_of(pathway: Pathway) -> list[Intervention]:
    """Tests, forms and examinations: what makes findings known."""
    return [one for one in pathway.interventions.values() if one.finds and not one.exit]


def standing_queries(pathway: Pathway, codes: Codes) -> Iterator[tuple[str, exp.Query]]:
    """The days on which signs of exits were last said to be there, and the days of what each test has found."""
    rows = [
        (codes.interventions[one.id], codes.findings[name]) for one in tests_of(pathway) for name in one.finds
    ]
    yield "finds", fixed_rows(rows, ("intervention", "finding"))
    yield (
        "newest_signs",
        grouped_by_person(
            list(_newest(pathway, codes)), skeleton(NEWEST_SIGNS).subquery("signs_seen", copy=False)
        ),
    )
    yield (
        "found",
        grouped_by_person(
            list(_dates(pathway, codes)), skeleton(FOUND).subquery("answers_found", copy=False)
        ),
    )


def _of(one: Intervention, codes: Codes) -> Term:
    return compared(column("intervention"), "=", whole(codes.interventions[one.id]))


def _day(term: Term) -> Term:
    """A day in 32 bits: there are a hundred of them for each person."""
    return exp.cast(term, "INT")


def _newest(pathway: Pathway, codes: Codes) -> Iterator[Term]:
    for one in pathway.interventions.values():
        if one.exit:
            newest = case([(_of(one, codes), column("newest_on"))], exp.null())
            yield named(_day(maximum(newest)), f"{snake(one.id)}_sign_on")


def _dates(pathway: Pathway, codes: Codes) -> Iterator[Term]:
    for one in tests_of(pathway):
        day = case([(_of(one, codes), column("origin_on"))], exp.null())
        yield named(_day(minimum(day)), f"{snake(one.id)}_oldest")
        yield named(_day(maximum(day)), f"{snake(one.id)}_newest")


def done_on_columns(pathway: Pathway, codes: Codes) -> Iterator[Term]:
    """Columns of the grouped query over courses: when each test was last done."""
    done = compared(column("state"), "=", whole(STATES["done"]))
    for one in tests_of(pathway):
        latest = at_latest(column("last_low"), column("first_at"))
        yield named(_day(only(latest, both(_of(one, codes), done))), f"{snake(one.id)}_done_on")


class Standing:
    """Answers for each intervention whether it is declined, known or done."""

    def __init__(
        self, conditions: Conditions, sheet: Sheet, exits: Mapping[str, Truths], *, day: int
    ) -> None:
        self.conditions, self.sheet, self.day = conditions, sheet, day
        signs = [
            case([(sheet.lower(one.must), coalesce(column(f"{snake(name)}_sign_on"), whole(0)))], whole(0))
            for name, one in exits.items()
        ]
        newest = greatest(whole(0), *signs) if signs else whole(0)
        self.newest_sign = sheet.number("newest_sign", newest, "the latest day of a sign of an open exit")

    def of(self, entry: Intervention, recorded: Recorded) -> Iterator[tuple[Word, str]]:
        """The rows of the table that a record fills by itself."""
        yield recorded.declined, "declined"
        if entry.finds:
            yield self._known(entry), "known"
        yield self._awaits_result(entry) if entry.finds else recorded.done, "done"

    def _awaits_result(self, entry: Intervention) -> Word:
        if entry.repeat is None:
            return words.nobody()
        done_on = column(f"{snake(entry.id)}_done_on")
        lately = compared(plus(done_on, whole(entry.repeat.not_before)), ">", whole(self.day))
        newer = coalesce(both(lately, compared(self.newest_sign, "<=", done_on)), exp.false())
        return self.sheet.lift(both(no(is_null(done_on)), newer))

    def _known(self, entry: Intervention) -> Word:
        """All that a test finds is known, and the test is not due again."""
        oldest, newest = (
            coalesce(column(f"{snake(entry.id)}_{end}"), whole(self.day)) for end in ("oldest", "newest")
        )
        repeat = entry.repeat if entry.indicated is not None else None
        in_time = [compared(plus(oldest, whole(repeat.not_before)), ">", whole(self.day))] if repeat else []
        lately = self.sheet.lift(both(*in_time, compared(self.newest_sign, "<=", newest)))
        return words.both(*map(self.conditions.known, entry.finds), lately)
