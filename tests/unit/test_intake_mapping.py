"""The mapping file and the guess that it starts from."""

import json
from pathlib import Path

import pytest

from stepwell.cli import main
from stepwell.errors import RecordError
from stepwell.population.intake.mapping import Code, InputMap, Table, read_map
from tests.unit.intake_world import pathway, write_csv, write_ndjson
from tests.unit.test_intake_fhir import PAIN, observation

HEAD = "schema: stepwell-population-map/1\n"


def _read(tmp_path, text):
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return read_map(path, pathway())


def _refused(tmp_path, text):
    with pytest.raises(RecordError) as caught:
        _read(tmp_path, text)
    return str(caught.value).replace(f"{tmp_path}/", "").splitlines()


def test_all_that_a_mapping_says(tmp_path):
    text = """
tables:
  - {files: "labs/*.csv", holds: observations, columns: {patient_id: ID, finding: CODE}, constants: {side: left}, dates: "%d.%m.%Y"}
findings: {PAIN: worst-pain, "7": {finding: pregnancy, values: {N: none}}}
interventions: {X: gabapentin}
words: {"1": yes, "0": no, T: true}
units: {pounds: lb}
sides: {L: left}
ignore: [HR, 12]
episode: [G57.0]
unknown_codes: ignore
missing_unit: own
"""
    assert _read(tmp_path, HEAD + text) == InputMap(
        tables=(
            Table(
                "labs/*.csv",
                "observations",
                {"patient_id": "ID", "finding": "CODE"},
                {"side": "left"},
                "%d.%m.%Y",
            ),
        ),
        findings={"PAIN": Code("worst-pain"), "7": Code("pregnancy", {"N": "none"})},
        interventions={"X": "gabapentin"},
        words={"1": "yes", "0": "no", "T": "yes"},
        units={"pounds": "lb"},
        sides={"L": "left"},
        ignore=frozenset({"HR", "12"}),
        episode=frozenset({"G57.0"}),
        unknown_codes="ignore",
        missing_unit="own",
    )


def test_every_fault_of_a_mapping_is_told_at_once(tmp_path):
    text = """
tables:
  - {files: a.csv, holds: observations, columns: {patient_id: ID, findig: CODE}}
  - {files: b.csv, holds: labs}
findings: {PAIN: wrost-pain}
interventions: {X: gabapentine}
unknown_codes: maybe
unit: {a: b}
"""
    assert [line for line in _refused(tmp_path, HEAD + text) if not line.startswith("  ")] == [
        "map.yaml:4: findig is not a column of observations.",
        "map.yaml:4: finding is missing.",
        "map.yaml:5: no table holds labs.",
        "map.yaml:6: there is no finding wrost-pain.",
        "map.yaml:7: there is no intervention gabapentine.",
        "map.yaml:8: unknown_codes is none of its words.",
        "map.yaml:9: unit is not a key of a mapping.",
    ]


def test_a_file_that_is_no_mapping(tmp_path):
    assert _refused(tmp_path, "findings: {}\n")[0] == "map.yaml: the file is no mapping."
    no_files = "tables: [{holds: observations}]\n"
    assert _refused(tmp_path, HEAD + no_files)[0] == "map.yaml:2: the table does not say what it is."


@pytest.fixture
def folder(tmp_path):
    """What an analyst might have: own names, own codes, Y and N, a second table, and one that does not belong."""
    write_csv(
        tmp_path / "in" / "labs.csv",
        """
        PatID,TestDate,Code,Result,Units
        P1,2026-01-02,72514-3,4,
        P1,2026-01-02,Worst pain in the last 24 hours,4,
        P2,2026-01-03,SADDLE_NUMBNESS,Y,
        P2,2026-01-03,SADDLE_NUMBNESS,N,
        P2,2026-01-03,LEG_PAIN_NOW,N,
        P2,2026-01-03,weight,70,kg
        P3,2026-01-03,weight,70,stein
        """,
    )
    write_csv(
        tmp_path / "in" / "meds.csv",
        "patid;drug;start_date\nP1;gabapentin;2026-01-01\nP1;aspirin;2026-01-01\n",
    )
    write_csv(tmp_path / "in" / "rooms.csv", "room,beds\n1,2\n")
    return tmp_path / "in"


def test_a_guess_says_what_it_placed_and_what_not(folder, capsys):
    assert main(["population", "guess", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "columns: {patient_id: PatID, on: TestDate, finding: Code, value: Result, unit: Units}" in said
    assert "columns: {patient_id: patid, intervention: drug, start: start_date}" in said
    assert "# Not placed: rooms.csv with the columns room, beds" in said
    assert '  "72514-3": worst-pain  # 1 rows, 1 people' in said
    assert "  SADDLE_NUMBNESS: saddle-numbness  # 2 rows, 1 people" in said
    assert "  - LEG_PAIN_NOW  # 1 rows, 1 people; near: " in said
    assert "words: {Y: yes, N: no}" in said or "words: {N: no, Y: yes}" in said
    assert "# 1 rows cannot be read: weight does not take the unit stein." in said


def test_a_guess_is_a_mapping_that_prepares(folder, tmp_path, capsys):
    main(["population", "guess", str(folder)])
    path = tmp_path / "map.yaml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    words = ["population", "prepare", str(folder), "--map", str(path), "--out", str(tmp_path / "out")]
    assert main(words) == 2
    assert "labs.csv:8: unit: weight does not take the unit stein." in capsys.readouterr().err
    assert main([*words, "--quarantine", str(tmp_path / "bad"), "--bucket", "2"]) == 0
    said = capsys.readouterr().out
    assert "3 people; 7 observations, 2 courses;" in said
    assert "1 bad rows were set aside." in said
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert (report["findings"], report["ignored"]) == (
        {"worst-pain": 2, "saddle-numbness": 2, "weight": 2},
        {"LEG_PAIN_NOW": 1, "aspirin": 1},
    )
    assert (tmp_path / "out" / "bucket-0001" / "observations.parquet").exists()


def test_a_guess_of_fhir_names_the_codes_that_nothing_maps(tmp_path, capsys):
    other = {"coding": [{"system": "urn:x", "code": "HR"}], "text": "Heart rate"}
    write_ndjson(
        tmp_path / "in" / "1.ndjson", [observation(PAIN, valueInteger=3), observation(other, valueInteger=70)]
    )
    assert main(["population", "guess", str(tmp_path / "in")]) == 0
    said = capsys.readouterr().out
    assert (
        "# findings: 1 codes (1 rows) known by their ids or codes, 0 codes (0 rows) guessed, 1 codes (1 rows) not placed"
        in said
    )
    assert '  - "urn:x|HR"  # 1 rows, 1 people' in said


def test_record_files_are_prepared_with_their_names_as_ids(tmp_path, capsys):
    records = str(Path(__file__).parents[2] / "examples" / "records")
    assert main(["population", "prepare", records, "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.startswith("12 people prepared in ")
    assert (tmp_path / "out" / "people.parquet").exists()
    assert main(["population", "prepare", records, "--out", str(tmp_path / "o"), "--bucket", "0"]) == 2
    assert "--bucket: 0 people is no bucket." in capsys.readouterr().err
