"""Running a prepared population: what is written, what is kept, and what is refused."""

from dataclasses import replace

import duckdb
import pytest

from stepwell.errors import RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.population.prepare import open_prepared, write_records
from stepwell.population.runner import Wish, run
from stepwell.reasoning.apply import judge_record
from stepwell.reasoning.types import STATUSES
from tests.agreement.generator import Generator
from tests.agreement.lines import TODAY


@pytest.fixture(scope="module")
def pathway():
    return load_pathway()


def test_a_run_writes_each_bucket_once_and_says_what_one_person_is_told(pathway, tmp_path):
    made = Generator(pathway)
    records = [made.random(seed) for seed in range(5)]
    write_records(enumerate(records), pathway, tmp_path / "people", bucket=3)
    seen = []
    within = Wish(memory="1GB")  # one bucket after another
    assert (
        run(pathway, tmp_path / "people", tmp_path / "out", TODAY, wish=within, say=seen.append).computed == 5
    )
    assert [one.people for one in seen if one.stage != "planning"] == [0, 3, 5]
    found = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path}/out/*.parquet') ORDER BY patient_id")
    status = found.columns.index("status_safety_screen")
    told = [judge_record(pathway, one, TODAY).by_id["safety-screen"].status for one in records]
    assert [STATUSES[row[status]] for row in found.fetchall()] == told
    (tmp_path / "out" / "bucket-0001.parquet").unlink()
    assert run(pathway, tmp_path / "people", tmp_path / "out", TODAY).computed == 2


def test_a_population_of_other_knowledge_is_refused(pathway, tmp_path):
    write_records([], pathway, _new(tmp_path))
    fewer = replace(pathway, interventions=dict(list(pathway.interventions.items())[1:]))
    with pytest.raises(RecordError, match="prepared with other knowledge"):
        open_prepared(tmp_path / "people", fewer)


def test_a_broken_table_is_named_and_nothing_is_written(pathway, tmp_path):
    write_records([(1, Generator(pathway).random(1))], pathway, tmp_path / "people")
    (tmp_path / "people" / "bucket-0000" / "events.parquet").write_bytes(b"PAR1 cut short")
    with pytest.raises(RecordError, match=r"events.parquet: a table cannot be read"):
        run(pathway, tmp_path / "people", tmp_path / "out", TODAY)
    assert not (tmp_path / "out").exists()


def _new(place):
    folder = place / "people"
    folder.mkdir()
    return folder


def test_tables_of_an_earlier_form_are_refused(pathway, tmp_path):
    folder = write_records([(1, Generator(pathway).random(1))], pathway, tmp_path / "people").folder
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace("stepwell-population/2", "stepwell-population/1"))
    with pytest.raises(
        RecordError, match=r"not of the form stepwell-population/2.\n  Prepare the population again"
    ):
        open_prepared(folder, pathway)
