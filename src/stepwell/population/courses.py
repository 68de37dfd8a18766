"""Courses from events in SQL: the events of one treatment are folded one after another, in the order of days.

Lives here: the fold. Lives elsewhere: the same for one record (reasoning/courses.py), what follows from courses
(population/course_facts.py).

Most treatments of a person have one event, which is one course. Of the others, each step of the recursion takes the next
event of every treatment at once: it changes the latest course that it belongs to, or begins one. Row 0 of each
treatment is no course; it is there to begin one.
"""

from collections.abc import Callable, Iterator

from sqlglot import exp

from stepwell.population.codes import STATES, Codes
from stepwell.population.course_facts import Fits
from stepwell.population.layout import AMOUNTS, WORDS
from stepwell.population.terms import (
    Term,
    both,
    case,
    coalesce,
    column,
    compared,
    either,
    is_null,
    member,
    named,
    no,
    skeleton,
    whole,
)
from stepwell.reasoning.courses import ACTS
from stepwell.records.bounds import NEVER

PARTS = (*WORDS, *(f"{amount}_{end}" for amount in AMOUNTS for end in ("low", "high")))
ENDS = tuple(f"{moment}_{end}" for moment in ("start", "end", "last") for end in ("low", "high"))
FIELDS = ("first_seq", "first_at", "state", *ENDS, *PARTS)
KEYS = ("patient_id", "intervention")

_WIDE = frozenset((*ENDS, "first_seq", "first_at"))

ACTS_OF_ONE = """
SELECT e.*,
  CAST(ROW_NUMBER() OVER (PARTITION BY e.patient_id, e.intervention ORDER BY e.at) AS INT) AS step,
  CAST(COUNT(*) OVER (PARTITION BY e.patient_id, e.intervention) AS INT) AS steps
FROM seen_events AS e
WHERE e.side <> 2
"""

NEXT = """
SELECT f.patient_id, f.intervention, f.course, f.steps, a.step
FROM fold AS f
JOIN acts AS a ON a.patient_id = f.patient_id AND a.intervention = f.intervention AND a.step = f.step + 1
"""

COURSE_ROWS = """
SELECT c.*, i.word, i.bit, i.not_before
FROM courses AS c
JOIN places AS i ON i.intervention = c.intervention
LEFT JOIN answers AS p ON p.patient_id = c.patient_id
"""


class Fold:
    """Makes the queries that fold events into courses."""

    def __init__(self, codes: Codes) -> None:
        self.events = codes.events

    def queries(self) -> Iterator[tuple[str, exp.Query]]:
        """Each query with its name, in order: `acts`, `fold` (which reads itself) and `courses`."""
        acts = skeleton(ACTS_OF_ONE)
        wanted = member(column("event", "e"), [self.events[name] for name in ACTS])
        yield "acts", acts.where(wanted, copy=False)
        yield "fold", exp.union(self._seeds(), self._steps(), distinct=False, copy=False)
        yield "courses", exp.union(self._single(), self._folded(), distinct=False, copy=False)

    def _is(self, *names: str, table: str | None = None) -> Term:
        return member(column("event", table), [self.events[name] for name in names])

    def _begun(self, table: str | None = None) -> dict[str, Term]:
        """The course that an event begins."""
        rest = [(self._is(event, table=table), whole(STATES[state])) for event, state in _BEGINS]
        started = self._is("started", table=table)
        found: dict[str, Term] = {
            "first_seq": column("seq", table),
            "first_at": column("at", table),
            "state": case(rest, whole(STATES["done"])),
        }
        for end in ("low", "high"):
            on = column(f"on_{end}", table)
            found[f"start_{end}"] = case([(started, on)], exp.null())
            found[f"end_{end}"] = case([(started, exp.null())], on)
            found[f"last_{end}"] = on
        return found | {part: column(part, table) for part in PARTS}

    def _single(self) -> exp.Select:
        """Treatments with one event."""
        begun = self._begun()
        made = [named(begun[field], field) for field in FIELDS]
        one = compared(column("steps"), "=", whole(1))
        return (
            exp.select(*map(column, KEYS), *made, copy=False).from_("acts", copy=False).where(one, copy=False)
        )

    def _seeds(self) -> exp.Select:
        """Row 0 of each treatment with more events."""
        nothing = [named(exp.cast(exp.null(), _type(field)), field) for field in FIELDS]
        start = both(compared(column("steps"), ">", whole(1)), compared(column("step"), "=", whole(1)))
        number = [named(exp.cast(whole(0), "INT"), name) for name in ("step", "course")]
        columns = [*map(column, KEYS), *number, column("steps"), *nothing]
        return exp.select(*columns, copy=False).from_("acts", copy=False).where(start, copy=False)

    def _steps(self) -> exp.Select:
        """The next event of every treatment."""
        begins = compared(column("begins", "v"), "=", whole(1))
        begun, changed = self._begun("x"), self._changed()
        fields = [
            named(exp.cast(case([(begins, begun[field])], changed[field]), _type(field)), field)
            for field in FIELDS
        ]
        course = case([(begins, column("step", "x"))], column("course", "x"))
        columns = [*(column(key, "x") for key in KEYS), column("step", "x"), named(course, "course")]
        may_begin = both(compared(column("course", "x"), "=", whole(0)), is_null(column("chosen", "x")))
        return (
            exp.select(*columns, column("steps", "x"), *fields, copy=False)
            .from_(self._matched().subquery("x", copy=False), copy=False)
            .join(_twice(), join_type="cross", copy=False)
            .where(either(no(begins), may_begin), copy=False)
        )

    def _matched(self) -> exp.Select:
        """Each course beside the next event, and the number of the course to which the event belongs, if any."""
        query = skeleton(NEXT)
        mine = [named(column(field, "f"), f"f_{field}") for field in FIELDS]
        theirs = [column(name, "a") for name in ("event", "seq", "at", "on_low", "on_high", *PARTS)]
        belongs = both(compared(column("course", "f"), ">", whole(0)), self._belongs())
        latest = exp.Window(
            this=exp.Max(this=case([(belongs, column("course", "f"))], exp.null())),
            partition_by=[column(key, "f") for key in KEYS],
        )
        return query.select(*mine, *theirs, named(latest, "chosen"), copy=False)

    def _belongs(self) -> Term:
        """The event may change this course; of all that it may, it changes the latest."""
        target, mine = column("target", "a"), column("target", "f")
        same_target = case(
            [(is_null(target), exp.true()), (is_null(mine), exp.true())], compared(target, "=", mine)
        )
        of = column("of_seq", "a")
        same = case([(is_null(of), same_target)], compared(of, "=", column("first_seq", "f")))
        state = column("state", "f")
        responded = compared(state, "<>", whole(STATES["declined"]))
        running = both(compared(state, "=", whole(STATES["under-way"])), no(self._is("declined", table="a")))
        return both(same, case([(self._is("responded", table="a"), responded)], running))

    def _changed(self) -> dict[str, Term]:
        """A course after the event, if it is the one that is chosen. A second start changes nothing."""
        chosen = compared(column("course", "x"), "=", coalesce(column("chosen", "x"), whole(-1)))
        mine = both(chosen, no(self._is("started", table="x")))
        ended = both(mine, self._is("stopped", "done", table="x"))
        found = {field: column(f"f_{field}", "x") for field in FIELDS}
        for part in PARTS:
            said = coalesce(column(part, "x"), found[part])
            found[part] = case([(mine, said)], column(f"f_{part}", "x"))
        states = [
            (both(ended, self._is(event, table="x")), whole(STATES[event])) for event in ("stopped", "done")
        ]
        found["state"] = case(states, column("f_state", "x"))
        for moment in ("end", "last"):
            for end in ("low", "high"):
                name = f"{moment}_{end}"
                found[name] = case([(ended, column(f"on_{end}", "x"))], column(f"f_{name}", "x"))
        return found

    def _folded(self) -> exp.Select:
        """The courses once every event is taken."""
        last = both(compared(column("step"), "=", column("steps")), compared(column("course"), ">", whole(0)))
        names = map(column, (*KEYS, *FIELDS))
        return exp.select(*names, copy=False).from_("fold", copy=False).where(last, copy=False)


_BEGINS = (("started", "under-way"), ("declined", "declined"), ("stopped", "stopped"))


def _twice() -> exp.Values:
    """Two rows: a course as it is, and the course that the event may begin."""
    rows = [exp.Tuple(expressions=[whole(number)]) for number in (0, 1)]
    alias = exp.TableAlias(this=exp.to_identifier("v"), columns=[exp.to_identifier("begins")])
    return exp.Values(expressions=rows, alias=alias)


def _type(field: str) -> str:
    return "BIGINT" if field in _WIDE else "INT"


def course_rows(fits: Fits, day: int, working: Callable[[], Term]) -> exp.Select:
    """Each course with how long ago it was, how long it lasted, and the sources at which it may be aimed."""
    query = skeleton(COURSE_ROWS)
    today, running = whole(day), compared(column("state", "c"), "=", whole(STATES["under-way"]))
    columns: list[Term] = [named(working(), "working"), named(fits.aim(), "aim")]
    for end, other in (("low", "high"), ("high", "low")):
        ago = exp.Sub(this=today.copy(), expression=column(f"last_{other}", "c"))
        start = column(f"start_{other}", "c")
        since = coalesce(exp.Sub(this=today.copy(), expression=start), whole(0 if end == "low" else NEVER))
        lasted = exp.Sub(this=coalesce(column(f"end_{end}", "c"), today), expression=start.copy())
        columns += [
            named(case([(running, whole(0))], ago), f"ended_ago_{end}"),
            named(case([(running, whole(0))], ago), f"days_ago_{end}"),
            named(since, f"started_ago_{end}"),
            named(case([(is_null(start), exp.null())], _not_negative(lasted)), f"days_{end}"),
        ]
    return query.select(*columns, copy=False)


def _not_negative(term: Term) -> Term:
    return case([(compared(term, "<", whole(0)), whole(0))], term)
