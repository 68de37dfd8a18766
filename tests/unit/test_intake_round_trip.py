"""What an analyst's tables become is what the same records become, row for row."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stepwell.population.prepare import open_prepared, write_records
from stepwell.records.reader import read_record
from tests.agreement.generator import Generator
from tests.unit.intake_world import pathway, prepare, prepared, raw_rows, write_raw

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def records():
    """The published cases, and made-up people with everything that a record can hold."""
    made = Generator(pathway())
    paths = sorted((ROOT / "examples" / "records").glob("*.yaml"))
    return [*(read_record(path, pathway()) for path in paths), *(made.random(seed) for seed in range(200))]


@pytest.mark.parametrize("form", ["parquet", "csv", "ndjson"])
def test_raw_tables_become_what_records_become(records, tmp_path, form):
    people = [(f"p{place:04}", record) for place, record in enumerate(records, start=1)]
    folder = write_raw(raw_rows(people, pathway()), tmp_path / "raw", form)
    report = prepare(folder, tmp_path / "made", bucket=40)
    write_records(enumerate(records, start=1), pathway(), tmp_path / "expected", bucket=40)
    assert report.people == len(records)
    for name in ("persons", "events", "observations"):
        assert prepared(tmp_path / "made", name) == prepared(tmp_path / "expected", name)
    assert len(open_prepared(tmp_path / "made", pathway()).buckets) == -(-len(records) // 40)


def test_the_columns_and_their_types_are_those_of_the_layout(records, tmp_path):
    """What reads one prepared population reads the other."""
    people = [("ann", records[0])]
    prepare(write_raw(raw_rows(people, pathway()), tmp_path / "raw"), tmp_path / "made")
    write_records([(1, records[0])], pathway(), tmp_path / "expected")
    for name in ("persons", "events", "observations"):
        files = [tmp_path / one / "bucket-0000" / f"{name}.parquet" for one in ("made", "expected")]
        made, expected = ([(one.name, one.type) for one in pq.read_schema(file)] for file in files)
        assert made == expected
