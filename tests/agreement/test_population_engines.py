"""Spark and PostgreSQL give the rows that DuckDB gives, cell by cell, and the three are refused with a remedy where they are not
there. One Spark session and one PostgreSQL for all of it."""

import re

import pytest

from stepwell.errors import RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.population.prepare import write_records
from stepwell.population.results import read_about
from stepwell.population.spark import WORK, opened
from stepwell.population.spark import run as run_on_spark
from stepwell.population.statement.compiler import Compiler
from stepwell.population.statement.dialects import planned_text, script_of
from tests import postgres
from tests.agreement.engines import by_duckdb, by_one_text, by_postgres, by_spark, difference
from tests.agreement.everything import everything
from tests.agreement.generator import Generator
from tests.agreement.lines import TODAY
from tests.agreement.tangled import tangled

BY_CHANCE, TANGLED = 160, 60
BUCKET = 130


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """People by chance, some bent towards each kind of intervention, and some with tangled treatments."""
    pathway, made = everything(), Generator(everything())
    records = [made.random(seed) for seed in range(BY_CHANCE)]
    entries = [one.id for one in pathway.interventions.values() if one.indicated is not None]
    records += [made.towards(name, seed) for seed, name in enumerate(entries[::2])]
    records += [tangled(pathway, seed) for seed in range(TANGLED)]
    place = tmp_path_factory.mktemp("engines") / "people"
    write_records(enumerate(records), pathway, place, bucket=BUCKET)
    return place


@pytest.fixture(scope="module")
def duck(folder):
    return by_duckdb(everything(), TODAY, folder)


def test_postgresql_says_of_every_status_what_duckdb_says(folder, duck):
    with postgres.running() as connection:
        found = difference(duck, by_postgres(everything(), TODAY, folder, connection))
    assert found.cells > 40_000
    assert not found.count, found.first


def test_spark_says_of_every_status_what_duckdb_says(folder, duck, tmp_path):
    found = difference(duck, by_spark(everything(), TODAY, folder, tmp_path / "out", "local[2]"))
    assert found.cells > 40_000
    assert not found.count, found.first
    about = read_about(tmp_path / "out")
    assert about.engine.startswith("spark ")
    assert not (tmp_path / "out" / WORK).exists()
    assert sorted(about.buckets) == sorted(one.stem for one in (tmp_path / "out").glob("bucket-*.parquet"))


def test_the_one_text_that_is_printed_for_duckdb_says_the_same(folder, duck):
    """It is run in parts; the text of all of it is what an analyst reads."""
    found = difference(duck, by_one_text(everything(), TODAY, folder))
    assert found.cells > 40_000
    assert not found.count, found.first


def test_no_java_is_said_before_anything_is_written(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(RecordError, match="there is no Java in") as caught:
        run_on_spark(everything(), folder, tmp_path / "out", TODAY, master="local[2]")
    assert "apt-get install openjdk-17-jre-headless" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_master_that_does_not_answer_is_said_at_once():
    with (
        pytest.raises(RecordError, match="Spark did not start on spark"),
        opened("spark://127.0.0.1:1"),
    ):
        pass


def test_what_is_printed_for_spark_is_what_is_run():
    parts = Compiler(load_pathway(), TODAY).parts()
    text = script_of(parts, "spark")
    printed = [
        one.partition(" AS\n")[2] or one for one in text.split("\n\n") if not one.startswith("DROP TABLE")
    ]
    assert [_bare(one) for one in printed] == [_bare(planned_text(one.query, "spark")) for one in parts]
    assert text.count("/* ") > 500, "the comments that name the rules are lost"


def _bare(text):
    """A statement without comments and spaces."""
    return re.sub(r"/\*.*?\*/|\s+|;", "", text)
