"""What the statement does not say: the questions that matter for each person, and when to look again.

Lives here: judging the people of a bucket one by one with the reasoning in Python, and the rows that come of it. Lives
elsewhere: the reasoning (reasoning/apply.py), a record from rows (population/reports/rebuilt.py), files (population/written.py).

This takes some 30 milliseconds a person and is meant for a caseload, not for a million people.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population.reports.rebuilt import record_of, rows_of
from stepwell.reasoning.apply import apply
from stepwell.reasoning.types import CarePlan

TOGETHER = 500
"""People whose rows are read together."""

QUESTIONS, REVIEWS = "questions", "reviews"
SCHEMAS = {
    QUESTIONS: pa.schema(
        [
            ("patient_id", pa.int32()),
            ("rank", pa.int16()),
            ("page", pa.string()),
            ("urgency", pa.string()),
            ("settles", pa.int16()),
            ("finding", pa.string()),
        ]
    ),
    REVIEWS: pa.schema(
        [("patient_id", pa.int32()), ("next_review", pa.date32()), ("ask_again_by", pa.date32())]
    ),
}
"""The columns of what is written; questions in their order, the most pressing page first."""

Tables = dict[str, pa.Table]


def one_by_one(
    bucket: Path, pathway: Pathway, as_of: date, wanted: Sequence[str], tell: Callable[[int], None]
) -> Tables:
    """Questions and reviews of everybody in a bucket.

    wanted   questions, reviews or both
    tell     is told how many people were judged, now and then
    raises   RecordError where rows stand for nothing of the pathway
    """
    found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in wanted}
    people = pq.read_table(bucket / "persons.parquet", columns=["patient_id"])["patient_id"].to_pylist()
    people.sort()
    for first in range(0, len(people), TOGETHER):
        chosen = people[first : first + TOGETHER]
        for number, plan in _plans(bucket, chosen, pathway, as_of):
            for name in wanted:
                found[name].extend(_ROWS[name](number, plan))
        tell(len(chosen))
    return {name: _table(rows, SCHEMAS[name]) for name, rows in found.items()}


def _plans(
    bucket: Path, people: Sequence[int], pathway: Pathway, as_of: date
) -> Iterator[tuple[int, CarePlan]]:
    for number, rows in rows_of(bucket, people).items():
        try:
            record = record_of(rows, pathway)
        except (ValueError, KeyError) as wrong:
            problem = f"the rows of person {number} stand for nothing of the pathway: {wrong}."
            raise RecordError([Fault(str(bucket), 0, problem, "Prepare the population again.")]) from None
        yield number, apply(pathway, record, as_of)


def _questions(number: int, plan: CarePlan) -> Iterator[tuple[Any, ...]]:
    for rank, page in enumerate(plan.questions, start=1):
        for one in page.questions:
            yield number, rank, page.id, page.urgency, page.settles, one.finding


def _reviews(number: int, plan: CarePlan) -> Iterator[tuple[Any, ...]]:
    yield number, plan.next_review, plan.ask_again_by


_ROWS = {QUESTIONS: _questions, REVIEWS: _reviews}


def _table(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    made = [pa.array(values, type=one.type) for values, one in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(made, schema=schema)
