"""`spec`: a table of patients, run through every engine, and what the pathway must say of each.

Lives here: the engines, and the comparison. Lives elsewhere: the grammar of the tables (tables.py), backgrounds
(backgrounds.py), the documentation printed from the specs (document.py).

    spec(table, intervention="nerve-glides", expect={"ann": "recommended"}, background="screen clear")

Where a table shows more than one intervention, `expect` gives each patient a status for each:

    spec(table, expect={"ann": {"nerve-glides": "held", "safety-screen": "recommended"}})

A status is compared exactly. Every patient of the table has an expectation.
"""

from collections.abc import Callable, Mapping

import pytest

from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.apply import judge_record
from stepwell.reasoning.types import STATUSES
from stepwell.records.reader import parse_record
from stepwell.records.types import Record
from stepwell.records.writer import write_record
from tests.spec.backgrounds import background as columns_of
from tests.spec.tables import TODAY, read_table, record_of

Engine = Callable[[Pathway, Record], Mapping[str, str]]


def in_python(pathway, record):
    """The reasoning, on the record as it was built."""
    judged = judge_record(pathway, record, TODAY).by_id
    return {name: one.status for name, one in judged.items()}


def through_a_record_file(pathway, record):
    """The reasoning, on the record written as a file and read again."""
    return in_python(pathway, parse_record(write_record(record, pathway), pathway, name="spec.yaml"))


ENGINES: tuple[tuple[str, Engine], ...] = (
    ("Python", in_python),
    ("Python, through a record file", through_a_record_file),
)
"""SQL and CQL are added here, and then run every table."""


@pytest.fixture(scope="session")
def pathway():
    """The knowledge that the specs describe."""
    return load_pathway()


@pytest.fixture
def spec(pathway):
    """Checks a table against every engine."""

    def check(table, *, expect, intervention="", background=""):
        check_table(pathway, table, expectations(expect, intervention), background=background)

    return check


def expectations(expect, intervention):
    """What is expected of each patient: a status for each intervention."""
    return {
        patient: {intervention: said} if isinstance(said, str) else dict(said)
        for patient, said in expect.items()
    }


def check_table(pathway, text, expected, *, background=""):
    """Run every patient of a table through every engine; the message names each status that differs."""
    table = read_table(text)
    assert set(table.rows) == set(expected), "the table and `expect` name different patients"
    named = {(name, status) for said in expected.values() for name, status in said.items()}
    unknown = [pair for pair in named if pair[0] not in pathway.interventions or pair[1] not in STATUSES]
    assert not unknown, f"no such intervention or status: {unknown}"
    columns = columns_of(background, pathway)
    differences = []
    for patient, said in expected.items():
        record = record_of(table.cells(patient), pathway, background=columns)
        for engine, run in ENGINES:
            found = run(pathway, record)
            differences += [
                f"{patient}: {name} is {found[name]}, expected {status} ({engine})"
                for name, status in said.items()
                if found[name] != status
            ]
    if differences:
        raise AssertionError("\n".join(differences))
