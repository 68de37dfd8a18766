"""`stepwell simulate`: what it writes is what the readers of the package read, and what cannot be done is said."""

import json
from datetime import date

import duckdb
import numpy as np
import pytest

from stepwell.cli import main
from stepwell.population.codes import codes_of
from stepwell.population.intake.build import Wishes, prepare_tables
from stepwell.population.intake.mapping import InputMap
from stepwell.records.reader import read_record
from stepwell.simulate.tables import by_people
from stepwell.simulate.writing import fhir
from tests.unit.simulated_world import lived, pathway

START, LAST = "2025-06-01", date(2025, 7, 30)
SIMULATE = ["simulate", "--people", "6", "--days", "60", "--start", START, "--no-decisions"]
ALIKE = "patient_id, finding, on_low, on_high, low, high, side"


def simulated(tmp_path, form):
    out = tmp_path / form
    assert main([*SIMULATE, "--as", form, "--out", str(out)]) == 0
    return out


def rows(folder, columns, table="observations"):
    files = f"{folder}/bucket-*/{table}.parquet"
    return sorted(duckdb.sql(f"SELECT {columns} FROM read_parquet('{files}')").fetchall(), key=str)


def read_in(tmp_path, form):
    out = tmp_path / f"{form}-prepared"
    return prepare_tables(pathway(), simulated(tmp_path, form), out, InputMap(), Wishes(LAST)), out


def test_the_summary_fits_on_a_screen(tmp_path, capsys):
    out = simulated(tmp_path, "records")
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("6 synthetic people, ")
    assert printed[-1] == f"Written to {out}."
    assert len(printed) < 25
    assert max(map(len, printed)) < 120


def test_record_files_are_read(tmp_path, capsys):
    files = sorted(simulated(tmp_path, "records").glob("*.yaml"))
    assert len(files) == 6
    assert all(read_record(one, pathway()).observations for one in files)


def test_raw_tables_are_read_as_what_was_simulated(tmp_path, capsys):
    report, out = read_in(tmp_path, "parquet")
    assert report.bad == 0
    prepared = simulated(tmp_path, "prepared")
    assert rows(out, ALIKE) == rows(prepared, ALIKE)
    events = (
        "patient_id, intervention, event, on_low, on_high, side, target, guidance, response, adherence_low"
    )
    assert rows(out, events, "events") == rows(prepared, events, "events")


def test_fhir_is_read_but_for_what_it_has_no_place_for(tmp_path, capsys):
    """The side of the complaint comes with its Condition: what is of the other side is told apart as it was simulated."""
    report, out = read_in(tmp_path, "fhir")
    assert (report.bad, report.left_out, report.ignored) == (0, {}, {})
    prepared = simulated(tmp_path, "prepared")
    age = list(pathway().findings).index("age") + 1
    but_ages = [[one for one in rows(folder, ALIKE) if one[1] != age] for folder in (out, prepared)]
    assert but_ages[0] == but_ages[1]
    assert {one[-1] for one in but_ages[0]} >= {0, 1}
    who = "patient_id, side_known"
    assert rows(out, who, "persons") == rows(prepared, who, "persons")
    done = codes_of(pathway()).events["done"]
    acts = f"intervention, on_low, on_high, side, event = {done} AS done, patient_id"
    assert [[one for one in rows(folder, acts, "events") if one[4]] for folder in (out, prepared)] != [[], []]
    assert [one for one in rows(out, acts, "events") if one[4]] == [
        one for one in rows(prepared, acts, "events") if one[4]
    ]


def test_a_side_that_is_not_stated_is_not_made_up(tmp_path):
    """Each complaint has a Condition, and one in thirty has no side."""
    lived_people = lived([31, 32, 33], 5, advised=False)
    parts = by_people(lived_people.journal, np.array([31, 32, 33], np.int32), 10)
    fhir.write_bucket(((tables, lived_people.side[at]) for at, tables in parts), pathway(), tmp_path, 0)
    lines = map(json.loads, (tmp_path / "Condition-0000.ndjson").read_text().splitlines())
    sides = [one.get("bodySite", [{"text": ""}])[0]["text"] for one in lines]
    assert sides == lived_people.side.tolist()
    assert "" in sides
    assert len(set(sides)) > 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--people", "0"], "--people: 0 is not usable.\n  Write a whole number from 1 to 100000000."),
        (["--days", "20000"], "--days: 20000 is not usable.\n  Write a whole number from 1 to 10000."),
        (["--start", "June"], "--start: June is not a date.\n  Write it as 2026-03-01."),
        (["--start", "0001-01-01"], "--start: 0001-01-01 is not usable.\n  Write a day from 1950-01-01 to 2150-01-01."),
    ],
)  # fmt: skip
def test_what_cannot_be_simulated_is_said(tmp_path, capsys, words, said):
    assert main([*SIMULATE, *words, "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == f"{said}\n"
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_said(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main([*SIMULATE, "--out", str(tmp_path / "file" / "out")]) == 2
    assert f"{tmp_path}/file/out: it cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["records", "parquet", "fhir", "prepared"])
def test_what_is_prepared_of_them_says_that_they_are_synthetic(tmp_path, capsys, form):
    """The page of a summary takes it from there: nobody shall take it for a clinic."""
    folder = simulated(tmp_path, form)
    if form != "prepared":
        out = tmp_path / "people"
        assert main(["population", "prepare", str(folder), "--out", str(out)]) == 0
        folder = out
    assert json.loads((folder / "manifest.json").read_text())["synthetic"] is True
