"""Running a prepared population: what is written, what is kept, what is refused, and what a killed run leaves."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest

from stepwell import cli
from stepwell.commands.progress import shown, words_of
from stepwell.errors import RecordError
from stepwell.population.pace import Progress
from stepwell.population.results import read_about
from stepwell.population.runner import Wish, run
from stepwell.reasoning.apply import apply
from stepwell.reasoning.types import STATUSES
from tests.unit.population_world import DAY, PATHWAY, person, planned_once, prepared, rows, statuses, told  # noqa: F401
from tests.unit.small_knowledge import pathway

PEOPLE = range(40)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A folder with a population and the results of a run over it, with the long form."""
    place = tmp_path_factory.mktemp("finished")
    prepared(place / "people")
    running(place, long=True)
    return place


@pytest.fixture
def ran(finished, tmp_path):
    """A copy of it in the test's own folder."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path


def running(tmp_path, name="out", folder="people", day=DAY, **wish):
    return run(PATHWAY, tmp_path / folder, tmp_path / name, day, wish=Wish(**wish))


def test_each_person_has_the_row_that_the_reasoning_gives(finished):
    assert [statuses(row) for row in rows(finished / "out")] == [told(one) for one in PEOPLE]
    assert sorted(one.name for one in (finished / "out").iterdir()) == [
        *(f"bucket-000{place}.parquet" for place in range(2)),
        "long",
        "prints",
        "run.json",
    ]


def test_the_legend_says_what_the_integers_are(finished):
    legend = json.loads((finished / "out" / "run.json").read_text())
    assert legend["statuses"] == list(STATUSES)
    assert legend["steps"] == [{"id": "one", "title": "One"}]
    assert legend["as_of"] == "2026-06-01"
    assert legend["complete"] is True
    assert {one["column"] for one in legend["interventions"]} == {
        name for name in rows(finished / "out")[0] if name.startswith("status_")
    }


def test_a_finished_bucket_is_not_computed_again(ran):
    (ran / "out" / "bucket-0001.parquet").unlink()
    before = (ran / "out" / "bucket-0000.parquet").stat().st_mtime_ns
    outcome = running(ran)
    assert (outcome.computed, outcome.kept) == (20, 20)
    assert (ran / "out" / "bucket-0000.parquet").stat().st_mtime_ns == before


def test_results_of_another_day_pathway_or_population_are_refused(ran):
    out, remedy = ran / "out", "\n  Choose another folder with --out, or add --again to remove them."
    assert refused(ran, DAY + timedelta(days=1)) == (
        f"{out}: there are results here: they are as of 2026-06-01, and 2026-06-02 is asked for.{remedy}"
    )
    other = pathway()
    five = replace(other.parameters["five"], value=6)
    other = replace(other, parameters={**other.parameters, "five": five})
    assert refused(ran, DAY, other) == (
        f"{out}: there are results here: they were computed with other knowledge (another value of five).{remedy}"
    )
    prepared(ran / "people", range(1, 41))
    assert refused(ran, DAY) == (
        f"{out}: there are results here: they are of another population, or the population was prepared anew.{remedy}"
    )
    assert running(ran, again=True).computed == 40


def refused(tmp_path, day, found=PATHWAY):
    with pytest.raises(RecordError) as wrong:
        run(found, tmp_path / "people", tmp_path / "out", day)
    return str(wrong.value)


def test_rows_of_unknown_origin_and_prepared_folders_are_not_written_over(ran):
    (ran / "out" / "run.json").unlink()
    assert "nothing says what they are" in refused(ran, DAY)
    with pytest.raises(RecordError, match="a prepared population, not a place for results"):
        running(ran, name="people")


def test_text_ids_stand_before_numbers(tmp_path):
    prepared(tmp_path / "people", ids=True)
    running(tmp_path, long=True)
    assert list(rows(tmp_path / "out")[7])[:3] == ["person", "patient_id", "step"]
    assert rows(tmp_path / "out")[7]["person"] == "NHS 7"
    long = duckdb.execute(f"SELECT * FROM read_parquet('{tmp_path}/out/long/*.parquet')")
    assert [one[0] for one in long.description] == ["person", "patient_id", "intervention", "status"]


def test_the_long_form_has_a_row_for_each_person_and_intervention_that_is_not_ruled_out(finished):
    long = duckdb.execute(f"FROM read_parquet('{finished}/out/long/*.parquet')").fetchall()
    wanted = [
        (one, name, status)
        for one in PEOPLE
        for name, status in told(one).items()
        if status != "not-indicated"
    ]
    assert sorted(long) == sorted(wanted)


def test_asking_for_the_long_form_later_computes_the_buckets_again(ran):
    (ran / "out" / "long" / "bucket-0001.parquet").unlink()
    assert running(ran).kept == 40
    assert running(ran, long=True).computed == 20


def test_only_changed_people_are_computed_since_earlier_results(ran):
    changed = [*range(5), 105, *range(6, 39), 239]
    prepared(ran / "later", changed)
    outcome = running(ran, "since", "later", since=ran / "out")
    assert (outcome.computed, outcome.taken_over, outcome.everybody) == (2, 38, ())
    running(ran, "fresh", "later")
    assert rows(ran / "since") == rows(ran / "fresh")
    assert [statuses(row) for row in rows(ran / "since")] == [told(one) for one in changed]


def test_people_are_known_by_their_text_ids_where_numbers_moved(tmp_path):
    prepared(tmp_path / "people", ids=True)
    running(tmp_path)
    others = [300, *range(39, 0, -1)]
    prepared(tmp_path / "later", others, bucket=15, ids=True)
    outcome = running(tmp_path, "since", "later", since=tmp_path / "out")
    assert (outcome.computed, outcome.taken_over) == (1, 39)
    assert [statuses(row) for row in rows(tmp_path / "since")] == [told(one) for one in others]
    assert rows(tmp_path / "since")[1]["person"] == "NHS 39"


def test_earlier_results_may_have_text_ids_where_the_later_have_none(tmp_path):
    prepared(tmp_path / "people", ids=True)
    running(tmp_path)
    prepared(tmp_path / "later")
    assert running(tmp_path, "since", "later", since=tmp_path / "out").taken_over == 40
    assert [statuses(row) for row in rows(tmp_path / "since")] == [told(one) for one in PEOPLE]
    assert "person" not in rows(tmp_path / "since")[0]


def test_nothing_is_planned_where_nobody_changed(ran):
    outcome = running(ran, "since", since=ran / "out")
    assert (outcome.computed, outcome.planning_seconds) == (0, 0.0)
    assert rows(ran / "since") == rows(ran / "out")


def test_everybody_is_computed_where_the_day_moved(ran):
    outcome = running(ran, "since", day=DAY + timedelta(days=20), since=ran / "out")
    assert outcome.computed == 40
    assert outcome.everybody == ("the day moved from 2026-06-01 to 2026-06-21",)


def test_questions_and_reviews_are_those_of_the_care_plan(ran):
    running(ran, judged=("questions", "reviews"))
    plans = {one: apply(PATHWAY, person(one), DAY) for one in PEOPLE}
    reviews = duckdb.execute(f"FROM read_parquet('{ran}/out/reviews/*.parquet') ORDER BY 1").fetchall()
    assert reviews == [(one, plan.next_review, plan.ask_again_by) for one, plan in plans.items()]
    asked = duckdb.execute(
        f"SELECT patient_id, finding FROM read_parquet('{ran}/out/questions/*.parquet')"
    ).fetchall()
    wanted = [
        (one, each.finding)
        for one, plan in plans.items()
        for page in plan.questions
        for each in page.questions
    ]
    assert sorted(asked) == sorted(wanted)


def test_since_a_date_is_refused_with_the_reason(tmp_path, capsys):
    words = ["population", "run", str(tmp_path), "--out", str(tmp_path / "out"), "--since", "2026-01-01"]
    assert cli.main(words) == 2
    assert capsys.readouterr().err == (
        "--since: 2026-01-01 is no folder of results.\n"
        "  Name the folder of an earlier run. A date will not do: prepared rows do not say when they were written, "
        "and one that was dated earlier but written later would be missed.\n"
    )


SLOWLY = """
import sys, time
from pathlib import Path
from stepwell.errors import StepwellError
from stepwell.population.runner import Wish, run
from tests.unit.population_world import DAY, PATHWAY, planned_once  # noqa: F401
def say(progress):
    print(progress.bucket, flush=True)
try:
    run(PATHWAY, Path(sys.argv[1]), Path(sys.argv[2]), DAY, wish=Wish(memory="1GB"), say=say)
except StepwellError as wrong:
    sys.exit(str(wrong))
"""


def start(tmp_path, **more):
    words = [sys.executable, "-c", SLOWLY, str(tmp_path / "people"), str(tmp_path / "out")]
    path = os.pathsep.join(("src", "."))
    return subprocess.Popen(
        words, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True, **more
    )


@pytest.mark.parametrize("milliseconds", [0, 15])
def test_a_killed_run_leaves_whole_files_and_goes_on(tmp_path, milliseconds):
    prepared(tmp_path / "people", bucket=4)
    with start(tmp_path) as killed:
        assert "2" in (line.strip() for line in killed.stdout)
        time.sleep(milliseconds / 1000)
        killed.send_signal(signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    left = sorted((tmp_path / "out").glob("bucket-*.parquet"))
    assert 2 <= len(left) < 10
    assert len(rows(tmp_path / "out")) == 4 * len(left)
    with pytest.raises(RecordError, match="the run has not ended"):
        read_about(tmp_path / "out")
    outcome = running(tmp_path)
    assert (outcome.kept, outcome.computed) == (4 * len(left), 40 - 4 * len(left))
    assert [statuses(row) for row in rows(tmp_path / "out")] == [told(one) for one in PEOPLE]
    assert not [*(tmp_path / "out").rglob("*.part"), *(tmp_path / "out").glob(".spill")]


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path):
    prepared(tmp_path / "people", range(1000), bucket=1000)

    def small_files():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    with start(tmp_path, preexec_fn=small_files, stderr=subprocess.PIPE) as full:
        said = full.stderr.read()
    assert full.returncode == 1
    assert "it cannot be written: " in said
    assert "Make room, or choose another folder; then run it again: finished buckets are kept." in said
    assert [one.name for one in (tmp_path / "out").rglob("*") if one.is_file()] == ["run.json"]


def test_a_size_that_is_none_is_refused(finished, tmp_path):
    with pytest.raises(RecordError, match="--memory: lots is not usable"):
        run(PATHWAY, finished / "people", tmp_path / "out", DAY, wish=Wish(memory="lots"))


PROGRESS = Progress("computing", 1, 4, 25_000, 100_000, 1_500_000, 6_000_000, 20.0, 60.0)


def test_progress_says_rows_people_and_time_left():
    assert words_of(PROGRESS, 10) == (
        "1,500,000 of 6,000,000 rows, 25,000 of 100,000 people, bucket 1 of 4, 30 s, about 50 s left"
    )


def test_progress_is_a_line_again_and_again_where_there_is_no_terminal(capsys):
    with shown(every=0.02) as say:
        say(PROGRESS)
        time.sleep(0.1)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) >= 2
    assert all(line.startswith("1,500,000 of 6,000,000 rows") for line in lines)
