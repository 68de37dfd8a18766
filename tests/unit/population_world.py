"""A small population of the small pathway, prepared, for tests of what is done with results."""

from datetime import date, timedelta
from functools import lru_cache

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stepwell.population import engine, runner
from stepwell.population.prepare import write_records
from stepwell.population.reports import compare
from stepwell.reasoning.apply import judge_record
from stepwell.reasoning.types import STATUSES
from tests.unit.small_knowledge import pathway, record

DAY = date(2026, 6, 1)
PATHWAY = pathway()

_plan = lru_cache(engine.plan)


@pytest.fixture(autouse=True, scope="module")
def planned_once():
    """The statement of a pathway is made once for all tests of a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "plan", _plan)
        patch.setattr(compare, "plan", _plan)
        yield


def person(number):
    """People differ by who is sore, who has a flag, and what was done."""
    on = DAY - timedelta(days=number % 40)
    lines = [f"on: {on}, finding: sore, value: {'yes' if number % 3 else 'no'}"]
    if number % 4:
        lines.append(f"on: {on}, finding: flag, value: {'yes' if number % 8 == 1 else 'no'}")
    if number % 5 == 0:
        lines.append(f"on: {on}, finding: walk, value: started")
    if number % 6 == 0:
        lines.append(f"on: {on}, finding: needle, value: done")
    return record(PATHWAY, *lines)


def prepared(folder, people=range(40), *, bucket=20, ids=False):
    """Numbers from 0 stand for the people, in this order; text ids are made of who they are."""
    written = write_records(enumerate(map(person, people)), PATHWAY, folder, bucket=bucket)
    if ids:
        named = {
            "number": pa.array(range(len(people)), pa.int32()),
            "text": [f"NHS {one}" for one in people],
        }
        pq.write_table(pa.table(named), folder / "people.parquet")
    return written


def rows(out, order="patient_id"):
    """The rows of results, by their columns."""
    found = duckdb.execute(f"SELECT * FROM read_parquet('{out}/bucket-*.parquet') ORDER BY {order}")
    names = [one[0] for one in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def told(number, day=DAY, found=PATHWAY):
    """The status of every intervention by the reasoning in Python."""
    return {name: one.status for name, one in judge_record(found, person(number), day).by_id.items()}


def statuses(row, found=PATHWAY):
    """The status of every intervention in a row of the results."""
    return {name: STATUSES[row[f"status_{name.replace('-', '_')}"]] for name in found.interventions}
