"""The summary of results: the counts, what is hidden and cannot be subtracted, the page and its tables."""

import csv
import json
import random
import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import numpy
import pytest

from stepwell.documents.population_csv import table_csv
from stepwell.documents.population_flow import flow_svg
from stepwell.documents.population_page import summary_html
from stepwell.errors import RecordError
from stepwell.population.reports.small import Counts
from stepwell.population.reports.summary import summarise
from stepwell.population.reports.tables import Row, Table
from stepwell.population.runner import run
from tests.unit.population_world import DAY, PATHWAY, planned_once, prepared, told  # noqa: F401

PEOPLE = range(40)
BEFORE = DAY - timedelta(days=30)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    prepared(folder / "people")
    for name, day in (("now", DAY), ("before", BEFORE)):
        run(PATHWAY, folder / "people", folder / name, day)
    return folder


@pytest.fixture(scope="module")
def everything(place):
    """Nothing is hidden."""
    return summarise([place / "now", place / "before"], PATHWAY, small=1)


@pytest.fixture(scope="module")
def hidden(place):
    return summarise([place / "now", place / "before"], PATHWAY)


def table(summary, name):
    return next(one for one in summary.tables if one.id == name)


def cells(summary, name):
    return {row.id: dict(zip(table(summary, name).heads, row.cells)) for row in table(summary, name).rows}


def test_every_status_is_counted_as_the_reasoning_gives_it(everything):
    found = cells(everything, "statuses")
    for name in PATHWAY.interventions:
        counted = Counter(told(one)[name] for one in PEOPLE)
        assert {word: count for word, count in found[name].items() if count} == counted


def test_the_days_stand_in_order_whatever_the_order_of_the_folders(everything):
    assert everything.days == [str(BEFORE), str(DAY)]
    assert table(everything, "steps").heads == ("on 1 June 2026", "on 2 May 2026")
    assert cells(everything, "flow-2026-06-01") == {"one": {"One": 40}}


def test_groups_at_a_glance_are_people_and_not_statuses(everything):
    found = cells(everything, "glance")
    exits = {name for name, one in PATHWAY.interventions.items() if one.exit}
    ask = sum(
        any(told(one)[name] == "ask-first" for name in PATHWAY.interventions.keys() - exits) for one in PEOPLE
    )
    assert found["ask"] == {"people": ask}
    assert found["exit"] == {"people": sum(told(one)["away"] == "recommended" for one in PEOPLE)}


def test_treatments_under_way_that_should_pause(everything):
    under_way = Counter(told(one)["walk"] for one in PEOPLE)
    wanted = {word: under_way[word] for word in ("stop", "paused")}
    assert cells(everything, "under-way")["walk"] == wanted | {"go on": under_way["continue"]}


def test_time_in_the_record_is_counted_from_the_first_row(everything):
    short = sum(one % 40 < 28 for one in PEOPLE)
    found = cells(everything, "in-record")["one"]
    assert (found["under 4 weeks"], found["4 to 12 weeks"], found["not known"]) == (short, 40 - short, 0)


def test_time_since_a_treatment_was_begun(everything):
    begun = [one for one in PEOPLE if one % 5 == 0 or one % 6 == 0]
    found = cells(everything, "since-begun")["one"]
    assert found["under 4 weeks"] == sum(one % 40 < 28 for one in begun)
    assert found["not known"] == 40 - len(begun)


def test_missing_answers_are_those_that_open_statuses_wait_for(everything):
    found = cells(everything, "missing")
    waiting = [
        one for one in PEOPLE if "ask-first" in told(one).values() or "undetermined" in told(one).values()
    ]
    assert "of the" in table(everything, "missing").lead
    assert f"a sample of {len(waiting)} of the {len(waiting)} people" in table(everything, "missing").lead
    no_flag = sum(one % 4 == 0 for one in waiting)
    assert found["flag"]["people"] == found["flag"]["can be asked today"] >= no_flag


def test_what_cannot_be_known_is_said(everything):
    assert any("Since when a person has been on the present step" in words for words in everything.unknown)


def test_what_needs_the_rows_is_left_out_without_them(place, tmp_path):
    found = summarise([place / "now"], PATHWAY, prepared=tmp_path / "gone")
    assert {one.id for one in found.tables} == {"glance", "steps", "under-way", "statuses"}
    assert found.unknown[0] == (
        "Time, missing answers and decisions are left out: "
        "the prepared population is not where it was; name it with --prepared."
    )


def test_two_results_of_one_day_are_refused(place):
    with pytest.raises(RecordError, match="is of 2026-06-01, too"):
        summarise([place / "now", place / "now"], PATHWAY)


def test_other_knowledge_of_another_day_is_said(place, tmp_path):
    shutil.copytree(place / "before", tmp_path / "before")
    about = json.loads((tmp_path / "before" / "run.json").read_text())
    about["knowledge"]["fingerprint"] = "other"
    (tmp_path / "before" / "run.json").write_text(json.dumps(about))
    found = summarise([tmp_path / "before", place / "now"], PATHWAY, small=1)
    assert found.unknown[-1].startswith("The results of 2026-05-02 were computed with other knowledge.")


def test_results_that_are_not_whole_are_refused(place, tmp_path):
    with pytest.raises(RecordError, match=r"there is no run.json that can be read"):
        summarise([tmp_path], PATHWAY)


def test_no_small_number_is_shown_or_can_be_subtracted(hidden, everything):
    for one in hidden.tables:
        for row, whole in zip(one.rows, _like(one, table(everything, one.id)), strict=True):
            known = [cell for cell in row.cells if cell is not None]
            if one.id != "missing":
                assert not [cell for cell in known if 0 < cell < 5], (one.id, row)
            gone = [value for cell, value in zip(row.cells, whole.cells) if cell is None]
            if row.total is not None and one.shape in ("parts", "plain") and gone:
                assert len(gone) > 1, (one.id, row)
                assert sum(gone) >= 5, (one.id, row)


def _like(one, other):
    """The rows of another table with the same ids."""
    by_id = {row.id: row for row in other.rows}
    return [by_id[row.id] for row in one.rows]


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([50, 20, 30], [50, 20, 30]),
        ([50, 3, 30], [50, None, None]),
        ([50, 1, 2, 30], [50, None, None, None]),
        ([50, 3, 4, 30], [50, None, None, 30]),
        ([97, 3, 0], [None, None, 0]),
        ([0, 0, 4], [None, None, None]),
    ],
)
def test_what_is_hidden_of_a_line(parts, shown):
    counts = Counts(5)
    counts.known("all", sum(parts))
    counts.line("all", dict(enumerate(parts)))
    counts.settle()
    assert [counts.shown(place) for place in range(len(parts))] == shown


def test_a_hidden_total_is_hidden_in_the_other_line_too():
    counts = Counts(5)
    counts.known("all", 100)
    counts.line("all", {"a": 60, "b": 40})
    counts.line("a", {"a1": 57, "a2": 3})
    counts.settle()
    assert {"a2", "a1"} <= counts.hidden
    assert counts.shown("a") == 60


def test_hiding_in_both_directions_of_a_table():
    """In no row and no column of a table with totals is exactly one number hidden."""
    numbers = {
        (0, 0): 30,
        (0, 1): 2,
        (0, 2): 9,
        (1, 0): 8,
        (1, 1): 40,
        (1, 2): 12,
        (2, 0): 7,
        (2, 1): 21,
        (2, 2): 50,
    }
    counts = Counts(5)
    for place in range(3):
        for line, keys in (
            ("row", [(place, to) for to in range(3)]),
            ("column", [(to, place) for to in range(3)]),
        ):
            counts.known((line, place), sum(numbers[key] for key in keys))
            counts.line((line, place), {key: numbers[key] for key in keys})
    counts.settle()
    for place in range(3):
        for keys in ([(place, to) for to in range(3)], [(to, place) for to in range(3)]):
            assert len([key for key in keys if key in counts.hidden]) != 1
    assert (0, 1) in counts.hidden


def test_no_small_number_can_be_solved_for():
    """Rows, columns, their totals and the sum of all: no small number is the only one that fits."""
    for seed in range(60):
        chance = random.Random(seed)
        rows, columns = range(chance.randint(2, 5)), range(chance.randint(2, 5))
        numbers = {
            place: chance.choice([0, 0, 1, 2, 3, 4, 5, 8, 20, 100]) for place in product(rows, columns)
        }
        counts = Counts(5)
        counts.known("all", sum(numbers.values()))
        counts.line("all", {("row", one): sum(numbers[one, to] for to in columns) for one in rows})
        counts.line("all", {("column", to): sum(numbers[one, to] for one in rows) for to in columns})
        for one in rows:
            counts.line(("row", one), {(one, to): numbers[one, to] for to in columns})
        for to in columns:
            counts.line(("column", to), {(one, to): numbers[one, to] for one in rows})
        counts.settle()
        assert not [key for key in solved(counts) if 0 < counts.values[key] < 5], seed


def solved(counts):
    """The hidden counts that the lines leave no choice: another equation for one of them adds nothing."""
    keys = sorted(counts.hidden, key=str)
    signs = [
        [(key in parts) - (key == total) for key in keys]
        for total, parts in counts.lines
        if counts.hidden.intersection((total, *parts))
    ]
    alone = numpy.eye(len(keys))
    rank = numpy.linalg.matrix_rank(signs) if signs else 0
    return [key for key, row in zip(keys, alone) if signs and numpy.linalg.matrix_rank([*signs, row]) == rank]


def test_the_page_needs_nothing_else(hidden):
    page = summary_html(hidden)
    assert not re.search(r"<script|https?://(?!www\.w3\.org/2000/svg)|@import|url\(", page)
    assert "default-src 'none'" in page
    assert page.count("<table>") == page.count("<caption")
    assert "Not reviewed by a clinician." in page
    assert "Numbers below 5 are hidden" in page
    for one in hidden.tables:
        assert f'id="{one.id}"' in page


def test_a_picture_has_a_stream_for_each_number_that_is_shown():
    rows = (Row("a", "A", (10, None), 12), Row("b", "B", (0, 7), 7))
    head = Table("flow", "From here", "Step", ("A", "B"), "flow", rows=rows, totals=(10, None))
    drawn = flow_svg(head).text
    assert (drawn.count('class="stay"'), drawn.count('class="move"')) == (2, 0)
    assert re.findall(r">([AB] [^<]*)<", drawn) == ["A 12", "B 7", "A 10", "B hidden"]
    assert flow_svg(replace(head, rows=(Row("a", "A", (None, 0)),))) is None


def test_csv_has_the_same_numbers(hidden):
    for one in hidden.tables:
        rows = list(csv.reader(table_csv(one).splitlines()))
        assert rows[0] == ["id", one.of, *one.heads, "of"]
        for row, written in zip(one.rows, rows[1:], strict=True):
            assert written[2:-1] == ["" if cell is None else str(cell) for cell in row.cells]


def test_days_and_numbers_are_as_people_write_them(everything):
    page = summary_html(everything)
    assert "<h1>Population summary, 1 June 2026</h1>" in page
    assert "40 people on that day, and on 2 May 2026." in page
    assert date.fromisoformat(everything.days[-1]) == DAY


def test_every_shape_of_a_table_is_on_the_page(hidden):
    assert {one.shape for one in hidden.tables} == {"bars", "parts", "flow", "plain"}
