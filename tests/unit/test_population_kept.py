"""What is kept for the next run: the planned statement, and the hashes of people's rows. And a run with little memory."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from stepwell.knowledge.loader import load_pathway
from stepwell.population import engine, prints, runner
from stepwell.population.apart import trees_from_apart
from stepwell.population.engine import plan
from stepwell.population.kept import NO_DAY, place_of, read_kept
from stepwell.population.planning import made_for, trees_of
from stepwell.population.runner import Wish, run
from tests.unit.population_world import DAY, PATHWAY, prepared, rows
from tests.unit.small_knowledge import pathway

DAYS = [date(2026, 6, 1), date(2000, 1, 3), date(2024, 2, 29), date(9999, 12, 31)]


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "stepwell"


def files(cache):
    return sorted(cache.glob("population-*.json"))


def test_a_statement_is_made_once_and_read_after_that(cache, monkeypatch):
    first = plan(PATHWAY, DAY)
    (kept,) = files(cache)
    assert kept.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(engine, "trees_of", None)
    assert plan(PATHWAY, DAY) == first


@pytest.mark.parametrize("day", DAYS)
def test_what_is_kept_serves_every_day(day):
    plan(PATHWAY, DAY)
    kept = plan(PATHWAY, day)
    assert kept == made_for(PATHWAY, day.toordinal())
    assert str(NO_DAY)[:6] not in "".join(one.text for one in kept)
    assert kept != plan(PATHWAY, date(1999, 1, 1))


def test_the_whole_knowledge_serves_every_day():
    whole = load_pathway()
    for day in DAYS:
        assert plan(whole, day) == made_for(whole, day.toordinal())


def test_a_changed_parameter_gives_a_new_text(cache):
    whole = load_pathway()
    first = plan(whole, DAY)
    changed = plan(load_pathway(local={"sitting-goal": 45}), DAY)
    assert len(files(cache)) == 2
    assert changed != first
    assert plan(whole, DAY) == first


def test_a_pathway_that_was_changed_after_loading_gives_another_file():
    """The digest of its files is the same: it says nothing of what is in it now."""
    fewer = replace(PATHWAY, interventions=dict(list(PATHWAY.interventions.items())[1:]))
    assert fewer.digest == PATHWAY.digest
    assert place_of(fewer, findings=False) != place_of(PATHWAY, findings=False)
    assert place_of(PATHWAY, findings=True) != place_of(PATHWAY, findings=False)
    assert place_of(pathway(), findings=False) == place_of(PATHWAY, findings=False)


def test_a_pathway_of_unknown_make_is_not_kept(cache):
    strange = replace(PATHWAY, targets={"nerve": object()})
    assert place_of(strange, findings=False) is None
    assert read_kept(None) == []


def test_the_name_of_the_file_is_the_same_in_each_process():
    text = "from tests.unit.population_world import *; from stepwell.population.kept import place_of; print(place_of(PATHWAY, findings=False))"
    told = {
        subprocess.run(
            [sys.executable, "-c", text],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


@pytest.mark.parametrize("broken", [b"", b"\xff", b"[1]", b"{}", b'[{"name": "x"}]', b"[]"])
def test_a_broken_file_is_as_if_it_were_not_there(broken, cache):
    first = plan(PATHWAY, DAY)
    (kept,) = files(cache)
    kept.write_bytes(broken)
    assert plan(PATHWAY, DAY) == first
    assert json.loads(kept.read_bytes()), "it was not mended"


def test_a_cache_that_cannot_be_written_makes_no_difference(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert plan(PATHWAY, DAY) == made_for(PATHWAY, DAY.toordinal())


def test_only_the_newest_statements_are_kept(cache):
    cache.mkdir(parents=True)
    for number in range(30):
        (cache / f"population-{number:02}.json").write_text("[]")
        os.utime(cache / f"population-{number:02}.json", (number, number))
    plan(PATHWAY, DAY)
    assert len(files(cache)) == 20
    assert not (cache / "population-10.json").exists()


def test_a_statement_that_is_made_apart_is_the_same():
    assert trees_from_apart(PATHWAY, findings=False) == json.loads(
        json.dumps(trees_of(PATHWAY, findings=False))
    )


def test_where_no_process_can_be_started_it_is_made_here(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert trees_from_apart(PATHWAY, findings=False) == []
    assert plan(PATHWAY, DAY, apart=True) == made_for(PATHWAY, DAY.toordinal())


def test_hashes_are_kept_when_a_population_is_prepared(tmp_path):
    (bucket, *_) = prepared(tmp_path / "people").buckets
    found = prints.print_of(bucket)
    assert prints.kept_prints(bucket, found)
    assert not prints.kept_prints(bucket, "those of other tables")
    (bucket / prints.FILE).write_bytes(b"PAR1 cut short")
    assert not prints.kept_prints(bucket, found)


def test_hashes_of_another_engine_are_made_anew(tmp_path, monkeypatch):
    (bucket, *_) = prepared(tmp_path / "people").buckets
    monkeypatch.setattr(prints.duckdb, "__version__", "0.0.1")
    assert not prints.kept_prints(bucket, prints.print_of(bucket))


def test_hashes_do_not_outlive_the_rows_that_they_were_made_of(tmp_path):
    """A table that was written over after it was prepared: its hashes stand beside it still, and are of other rows."""
    prepared(tmp_path / "people")
    run(PATHWAY, tmp_path / "people", tmp_path / "out", DAY)
    path = tmp_path / "people" / "bucket-0000" / "observations.parquet"
    table = pq.read_table(path)
    low = pc.if_else(pc.equal(table["patient_id"], 1), 0, table["low"]).cast(pa.int64())
    pq.write_table(table.set_column(table.column_names.index("low"), "low", low), path)
    outcome = run(PATHWAY, tmp_path / "people", tmp_path / "new", DAY, wish=Wish(since=tmp_path / "out"))
    assert outcome.computed == 1


def test_people_who_are_computed_a_few_at_a_time_get_the_same(tmp_path, monkeypatch):
    prepared(tmp_path / "people")
    run(PATHWAY, tmp_path / "people", tmp_path / "out", DAY)
    monkeypatch.setattr(runner, "SPARING", 7)
    seen = []
    monkeypatch.setattr(runner, "look_at", lambda *given: seen.append(given[2]) or engine.look_at(*given))
    outcome = run(PATHWAY, tmp_path / "people", tmp_path / "few", DAY, wish=Wish(memory="1GB"))
    assert outcome.computed == 40
    assert len(seen) > 8
    assert rows(tmp_path / "few") == rows(tmp_path / "out")


@pytest.mark.parametrize(("asked", "left"), [("1GB", 800), ("500MiB", 324), ("200MB", 64), ("1TB", 999_800)])
def test_what_the_process_needs_is_not_the_engines(asked, left):
    with engine.opened(asked, beside=200) as opened:
        size, unit = opened.execute("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
    megabytes = float(size) * {"MiB": 1.048576, "GiB": 1073.741824}[unit]
    assert megabytes == pytest.approx(left, rel=0.01)
