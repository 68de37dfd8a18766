"""Courses from events in SQL: the events of one treatment are folded one after another, in the order of days.

Lives here: the queries from events to courses. Lives elsewhere: which event belongs to which course (fold.py), the same
for one record (reasoning/courses.py), what follows from courses (course_facts.py).

Most treatments of a person have one event, which is one course. The events of each other treatment become a list, which
is folded; then each course is the group of the events that belong to it.
"""

from collections.abc import Iterator

from sqlglot import exp

from stepwell.population.codes import STATES, Codes
from stepwell.population.layout import AMOUNTS, WORDS
from stepwell.population.statement.fold import EVENT_BITS, course_of, folded, packed
from stepwell.population.statement.sheet import of_person
from stepwell.population.statement.terms import (
    Term,
    at_latest,
    both,
    case,
    coalesce,
    column,
    compared,
    either,
    is_null,
    maximum,
    member,
    named,
    no,
    only,
    plus,
    skeleton,
    whole,
)
from stepwell.reasoning.courses import ACTS
from stepwell.records.bounds import NEVER

PARTS = (*WORDS, *(f"{amount}_{end}" for amount in AMOUNTS for end in ("low", "high")))
ENDS = tuple(f"{moment}_{end}" for moment in ("start", "end", "last") for end in ("low", "high"))
FIELDS = ("first_seq", "first_at", "state", *ENDS, *PARTS)
KEYS = ("patient_id", "intervention")

ACTS_OF_ONE = """
SELECT e.* FROM seen_events AS e WHERE e.side <> 2
"""
SEVERAL = """
SELECT patient_id, intervention FROM acts GROUP BY patient_id, intervention HAVING COUNT(*) > 1
"""
PLACED = """
SELECT a.*, CAST(ROW_NUMBER() OVER (PARTITION BY a.patient_id, a.intervention ORDER BY a.at) AS INT) AS place
FROM acts AS a
JOIN several AS s ON s.patient_id = a.patient_id AND s.intervention = a.intervention
"""
LISTED = """
SELECT p.patient_id, p.intervention
FROM placed AS p
LEFT JOIN placed AS o ON o.patient_id = p.patient_id AND o.intervention = p.intervention AND o.seq = p.of_seq
GROUP BY p.patient_id, p.intervention
"""
ASSIGNED = """
SELECT p.*
FROM placed AS p
JOIN folded AS f ON f.patient_id = p.patient_id AND f.intervention = p.intervention
"""
SINGLE = """
SELECT a.patient_id, a.intervention
FROM acts AS a
WHERE NOT EXISTS (SELECT 1 FROM several AS s WHERE s.patient_id = a.patient_id AND s.intervention = a.intervention)
"""
COURSE_ROWS = f"""
SELECT c.*, i.place, i.not_before, {of_person("c.patient_id")}
FROM courses AS c
JOIN places AS i ON i.intervention = c.intervention
"""


class Fold:
    """Makes the queries that fold events into courses."""

    def __init__(self, codes: Codes) -> None:
        self.events = codes.events

    def queries(self) -> Iterator[tuple[str, exp.Query]]:
        """Each query with its name, in order; the last is `courses`."""
        wanted = member(column("event", "e"), [self.events[name] for name in ACTS])
        yield "acts", skeleton(ACTS_OF_ONE).where(wanted, copy=False)
        yield "several", skeleton(SEVERAL)
        yield "placed", skeleton(PLACED)
        yield "listed", self._listed()
        together = named(folded(column("events")), "events")
        yield "folded", exp.select(*map(column, KEYS), together, copy=False).from_("listed", copy=False)
        yield "assigned", _assigned()
        yield "courses", exp.union(self._single(), self._together(), distinct=False, copy=False)

    def _is(self, *names: str, table: str | None = None) -> Term:
        return member(column("event", table), [self.events[name] for name in names])

    def _listed(self) -> exp.Select:
        """The events of each treatment as a list of numbers, in the order of their places."""
        rows = [(self._is(event, table="p"), whole(bits)) for event, bits in EVENT_BITS.items()]
        target = coalesce(plus(column("target", "p"), whole(1)), whole(0))
        place, of = column("place", "p"), column("of_seq", "p")
        # A course that is not there is none that the event could change: it names itself, which is no course yet.
        link = coalesce(column("place", "o"), case([(is_null(of), whole(0))], place))
        listed = exp.ArrayAgg(this=packed(case(rows, whole(0)), target, link, place))
        return skeleton(LISTED).select(named(exp.ArraySort(this=listed), "events"), copy=False)

    def _begun(self, table: str) -> dict[str, Term]:
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
        return found

    def _single(self) -> exp.Select:
        """Treatments with one event."""
        begun = self._begun("a") | {part: column(part, "a") for part in PARTS}
        made = [named(begun[field], field) for field in FIELDS]
        return skeleton(SINGLE).select(*made, copy=False)

    def _together(self) -> exp.Select:
        """Treatments with several events: each course from the events that belong to it. A second start changes nothing."""
        table = "g"
        first = compared(column("place", table), "=", column("course", table))
        ends = both(no(first), self._is("stopped", "done", table=table))
        begun = {field: only(maximum(term), first) for field, term in self._begun(table).items()}
        found = begun | {part: _last_said(column(part, table), table) for part in PARTS}
        state = case([(self._is("stopped", table=table), whole(STATES["stopped"]))], whole(STATES["done"]))
        changed = {"state": state}
        for end in ("low", "high"):
            changed |= {f"{moment}_{end}": column(f"on_{end}", table) for moment in ("end", "last")}
        found |= {name: coalesce(only(maximum(term), ends), begun[name]) for name, term in changed.items()}
        keys = [column(key, table) for key in KEYS]
        counts = either(first, no(self._is("started", table=table)))
        return (
            exp.select(*keys, *(named(found[field], field) for field in FIELDS), copy=False)
            .from_("assigned AS g", copy=False)
            .where(counts, copy=False)
            .group_by(*keys, column("course", table), copy=False)
        )


_BEGINS = (("started", "under-way"), ("declined", "declined"), ("stopped", "stopped"))


def _assigned() -> exp.Select:
    """Each event with the place of the event that began its course."""
    mine = exp.Bracket(this=column("events", "f"), expressions=[column("place", "p")], offset=1, safe=True)
    return skeleton(ASSIGNED).select(named(course_of(mine), "course"), copy=False)


def _last_said(part: Term, table: str) -> Term:
    return only(at_latest(part, column("at", table)), no(is_null(part)))


def course_rows(aim: Term, day: int, working: Term, *, answered: bool) -> exp.Select:
    """Each course with how long ago it was, how long it lasted, and the sources at which it may be aimed.

    aim       the source at which a course was aimed, as a bit
    working   the sources that are possible, as bits
    answered  whether that is read from what people answered
    """
    query = skeleton(COURSE_ROWS)
    if answered:
        same = compared(column("patient_id", "p"), "=", column("patient_id", "c"))
        query = query.join(exp.to_table("numbers", alias="p"), on=same, join_type="left", copy=False)
    today, running = whole(day), compared(column("state", "c"), "=", whole(STATES["under-way"]))
    columns: list[Term] = [named(working, "working"), named(aim, "aim")]
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
