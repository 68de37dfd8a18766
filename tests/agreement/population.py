"""What the two engines say of the same records: the reasoning in Python, and the statement on DuckDB.

Lives here: running both and counting where they differ, cell by cell. Lives elsewhere: the records
(agreement/generator.py), what must agree (agreement/test_population.py).

A record may be moved in time, so that records of different days can be judged by one statement: nothing in the pathway
hangs on the calendar.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

import duckdb

from stepwell.population.engine import NOT_WORTH, plan, query
from stepwell.population.layout import event_rows, observation_rows, person_row
from stepwell.population.prepare import TABLES, table_of, tables_of
from stepwell.population.statement.known import value_of
from stepwell.reasoning.apply import step_of
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.reasoning.statuses import judge
from stepwell.reasoning.types import STATUSES
from stepwell.records.bounds import Bounds
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.types import Record
from tests.agreement.everything import operator_of
from tests.agreement.lines import NOW, TODAY


@dataclass
class Compared:
    """What was compared. `differ` counts cells by name; `first` keeps the first record of each."""

    cells: int = 0
    differ: Counter = field(default_factory=Counter)
    first: dict = field(default_factory=dict)
    statuses: set = field(default_factory=set)
    operators: set = field(default_factory=set)

    def cell(self, name, number, python, sql):
        self.cells += 1
        if python != sql:
            self.differ[name] += 1
            self.first.setdefault(name, (number, python, sql))


class Statement:
    """The statement of one pathway, planned once."""

    def __init__(self, pathway, *, findings=True):
        self.pathway = pathway
        self.findings = [*pathway.findings] if findings else []
        self.parts = plan(pathway, TODAY, findings=findings)
        self.engine = duckdb.connect()
        self.engine.execute(f"SET disabled_optimizers = '{NOT_WORTH}'")
        for name, columns in TABLES.items():
            self.engine.register("given", table_of([], columns))
            self.engine.execute(f"CREATE TABLE {name} AS SELECT * FROM given")

    def rows(self, records):
        """One row for each record, by the names of its columns."""
        numbered = list(enumerate(records))
        filled = {
            "persons": [person_row(*one) for one in numbered],
            "observations": [row for one in numbered for row in observation_rows(*one, self.pathway)],
            "events": [row for one in numbered for row in event_rows(*one, self.pathway)],
        }
        for name, table in tables_of(filled).items():
            self.engine.register("given", table)
            self.engine.execute(f"DELETE FROM {name}")
            self.engine.execute(f"INSERT INTO {name} SELECT * FROM given")
        found = query(self.engine, self.parts)
        names = [one[0] for one in found.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}

    def compare(self, records):
        """Both engines on the same records."""
        found, rows = Compared(), self.rows(records)
        assert len(rows) == len(records)
        for number, record in enumerate(records):
            self._compare(found, number, record, rows[number])
        return found

    def _compare(self, found, number, record, row):
        compiled = compile_pathway(self.pathway)
        facts = read_facts(compiled, record.as_of(NOW), NOW)
        for name in self.findings:
            value = facts.values[name]
            found.cell(name, number, value, value_of(name, row, self.pathway))
            derive = self.pathway.findings[name].derive
            if derive is not None and value != compiled.nothing_known[name]:
                found.operators.add(operator_of(derive))
        for name, judged in judge(compiled, facts).by_id.items():
            status = STATUSES[row[f"status_{name.replace('-', '_')}"]]
            found.cell(f"status of {name}", number, judged.status, status)
            found.statuses.add(judged.status)
        steps = [step.id for step in self.pathway.steps]
        found.cell("step", number, step_of(compiled, facts).id, steps[row["step"]])


def moved(record, day):
    """The record as it was on a day, moved in time so that the day is today."""
    by = NOW - day
    seen = record.as_of(day)
    return Record(
        seen.side,
        seen.country,
        tuple(replace(one, on=_moved(one.on, by), replaces=None) for one in seen.observations),
        tuple(
            replace(one, on=_moved(one.on, by), until=one.until and one.until + by, replaces=None)
            for one in seen.events
        ),
    )


def _moved(on, by):
    low = on.low if on.low == NO_EARLIEST else max(on.low + by, NO_EARLIEST)
    return Bounds(low, low if on.low == on.high == NO_EARLIEST else on.high + by)
