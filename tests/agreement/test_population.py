"""The statement on DuckDB says the same as the reasoning in Python: every finding, every status, the step, cell by cell."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from stepwell.reasoning.facts import signs_of
from stepwell.reasoning.types import STATUSES
from stepwell.records.reader import read_record
from tests.agreement.everything import everything, operator_of, operators
from tests.agreement.generator import Generator
from tests.agreement.population import Statement, moved

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "records").glob("*.yaml"))
BY_CHANCE, BENT = 500, 2


@pytest.fixture(scope="module")
def statement():
    return Statement(everything())


@lru_cache
def compared():
    """Records by chance, and some bent towards each intervention."""
    made = Generator(everything())
    records = [made.random(seed) for seed in range(BY_CHANCE)]
    entries = [one for one in made.pathway.interventions.values() if one.indicated is not None]
    records += [made.towards(one.id, seed) for one in entries for seed in range(BENT)]
    records += [thinned for one in entries for thinned in _thinned(made, one)]
    return Statement(made.pathway).compare(records)


def _thinned(made, entry):
    """Records bent towards an intervention, without the answers that one of its rows rests on: the row is not known."""
    rows = [row.when for row in (*entry.contraindicated, *entry.precautions)] + [
        need.that for need in entry.requires
    ]
    for seed, row in enumerate(rows):
        record, signs = made.towards(entry.id, 100 + seed), signs_of(row, made.pathway)
        yield replace(
            record, observations=tuple(one for one in record.observations if one.finding not in signs)
        )


def test_made_up_records_get_the_same_from_both_engines():
    assert compared().cells > 500_000
    assert not compared().differ, compared().first


def test_every_operator_of_the_language_was_compared_with_something_known():
    compiled = {operator_of(one.derive) for one in everything().findings.values() if one.derive is not None}
    assert compiled == operators()
    assert compared().operators == operators()


def test_every_status_was_compared():
    assert compared().statuses == set(STATUSES)


def test_published_cases_get_the_same_on_every_day_of_theirs(statement):
    pathway = everything()
    records = [read_record(path, pathway) for path in EXAMPLES]
    days = [
        (one, day)
        for one in records
        for day in sorted({int(line.on.high) for line in (*one.observations, *one.events)})
    ]
    found = statement.compare([moved(one, day) for one, day in days if day > 1])
    assert found.cells > 0
    assert not found.differ, found.first
