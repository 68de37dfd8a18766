"""Courses by the statement are the courses by the reasoning: every part of every course of tangled treatments."""

from collections import Counter

import duckdb
import pytest

from stepwell.knowledge.loader import load_pathway
from stepwell.population.codes import codes_of
from stepwell.population.layout import AMOUNTS, EVENTS, WORDS, event_rows
from stepwell.population.prepare import table_of
from stepwell.population.statement.compiler import Compiler
from stepwell.population.statement.courses import FIELDS
from stepwell.population.statement.dialects import planned_text
from stepwell.population.statement.parts import whole_of
from stepwell.reasoning.courses import courses_of
from tests.agreement.lines import NOW, TODAY
from tests.agreement.tangled import MANY, tangled

PEOPLE = 700


@pytest.fixture(scope="module")
def pathway():
    return load_pathway()


def by_reasoning(number, record, codes):
    """The rows of a record's courses, as the statement has them."""
    events = sorted(record.as_of(NOW).events, key=lambda one: (one.on.high, one.seq))
    for name in {one.intervention for one in events}:
        for course in courses_of([one for one in events if one.intervention == name], record.side):
            start, end = (ends(one) for one in (course.start, course.end))
            words = [code_of(getattr(course, part), codes.words[part]) for part in WORDS]
            amounts = [one for part in AMOUNTS for one in ends(getattr(course, part))]
            at = next(one for one in events if one.seq == course.seq)
            first_at = int(at.on.high) * 2**32 + at.seq
            state = codes.words["state"][course.state]
            found = (course.seq, first_at, state, *start, *end, *ends(course.last), *words, *amounts)
            yield (number, codes.interventions[name], *found)


def ends(bounds):
    return (None, None) if bounds is None else (int(bounds.low), int(bounds.high))


def code_of(word, codes):
    return None if word is None else codes.get(word, 0)


def by_statement(records, pathway):
    queries = Compiler(pathway, TODAY).queries()
    names = [name for name, _ in queries]
    until = names.index("courses")
    text = planned_text(whole_of(queries[:until], queries[until][1]))
    rows = [row for one in enumerate(records) for row in event_rows(*one, pathway)]
    engine = duckdb.connect()
    engine.register("events", table_of(rows, EVENTS))
    engine.register("persons", table_of([], ("patient_id", "side_known")))
    listed = ", ".join(("patient_id", "intervention", *FIELDS))
    return engine.execute(f"SELECT {listed} FROM ({text})").fetchall()


def test_tangled_treatments_have_the_same_courses(pathway):
    records = [tangled(pathway, seed) for seed in range(PEOPLE)]
    wanted = [row for one in enumerate(records) for row in by_reasoning(*one, codes_of(pathway))]
    found = by_statement(records, pathway)
    assert len(wanted) > 2 * PEOPLE
    assert Counter(found) == Counter(wanted)


def test_tangled_records_reach_what_makes_the_fold_hard(pathway):
    records = [tangled(pathway, seed) for seed in range(PEOPLE)]
    events = [one.events for one in records]
    assert max(map(len, events)) == MANY
    assert any(one.of is not None for these in events for one in these)
    running = [
        sum(course.state == "under-way" for course in courses_of(these, "right"))
        for these in events
        if len({one.intervention for one in these}) == 1
    ]
    assert max(running) > 1, "no treatment is under way at two targets"
