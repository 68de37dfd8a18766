"""Bad input: a clear error with file, row and column, and nothing half-written; or bad rows set aside and counted."""

import gzip

import duckdb
import pytest

from stepwell.cli import main
from stepwell.errors import RecordError
from tests.unit.intake_world import happened, prepare, prepared, seen, write_csv, write_ndjson
from tests.unit.test_intake_fhir import NUMB, observation

HEAD = "patient_id,on,finding,value,unit\n"
GOOD = HEAD + "a,2026-01-02,worst-pain,3,\n"


def refused(tmp_path, name=None, **wishes):
    """What the error says of an input, with the folder left out; nothing is left behind."""
    with pytest.raises(RecordError) as caught:
        prepare(tmp_path / "in" / name if name else tmp_path / "in", tmp_path / "out", **wishes)
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("out")]
    return str(caught.value).replace(f"{tmp_path}/in/", "").replace(f"{tmp_path}/", "")


def aside(tmp_path):
    """The rows that were set aside: file, row, column, reason."""
    text = f'SELECT file, "row", "column", reason FROM \'{tmp_path}/bad/bad-rows.parquet\''
    return [(row[0].replace(f"{tmp_path}/in/", ""), *row[1:]) for row in duckdb.sql(text).fetchall()]


ROWS = {
    "a,2026-01-02,wrost-pain,3,": ("finding", "there is no finding wrost-pain.", "Did you mean worst-pain or "),
    "a,2026-01-02,worst-pain,11,": ("value", "worst-pain lies outside its range.", "It runs from 0 to 10."),
    "a,2026-01-02,worst-pain,2.5,": ("value", "worst-pain has too many decimals.", "Write a whole number, or its bounds in `value_from` and `value_to`."),
    "a,2026-01-02,worst-pain,bad,": ("value", "worst-pain is not a number.", "Write a number, or its bounds in `value_from` and `value_to`."),
    "a,2026-01-02,weight,70,stein": ("unit", "weight does not take the unit stein.", "It takes kg, lb, g, and what converts"),
    "a,2026-01-02,hba1c,48,mmol/mol": ("unit", "hba1c does not take the unit mmol/mol.", "It takes %, "),
    "a,2026-01-02,diabetes,maybe,": ("value", "diabetes is a yes-no finding.", "Write yes, no or not-sure."),
    "a,2026-01-02,pregnancy,perhaps,": ("value", "pregnancy has no such option.", "Write one of none, "),
    "a,2026-13-02,worst-pain,3,": ("on", "on is a day that does not exist.", "Check the month and the day."),
    "a,02.01.2026,worst-pain,3,": ("on", "on is not a day.", "Write 2026-03-01, 2026-03 or 2026; "),
    "a,1826-01-02,worst-pain,3,": ("on", "on lies outside the years 1900 to 2200.", "Check the year."),
    ",2026-01-02,worst-pain,3,": ("patient_id", "the row names no person.", "Give it the person's id."),
    "a,2026-01-02,worst-pain,,": ("value", "the row has no value.", "Give it one; "),
    "a,2026-01-02,adult,yes,": ("finding", "adult is derived, and so cannot be recorded.", "Record what it is derived from"),
}  # fmt: skip


def test_each_bad_row_is_named_by_file_row_and_column(tmp_path):
    write_csv(tmp_path / "in" / "observations.csv", GOOD + "\n".join(ROWS))
    said = refused(tmp_path).splitlines()
    for place, (column, problem, remedy) in enumerate(ROWS.values(), start=3):
        where = "" if problem.startswith(column) else f"{column}: "
        at = said.index(f"observations.csv:{place}: {where}{problem}")
        assert said[at + 1].startswith(f"  {remedy}")


def test_every_kind_of_bad_row_is_named_once_with_its_count(tmp_path):
    write_csv(
        tmp_path / "in" / "observations.csv",
        GOOD + "a,2026-01-02,worst-pain,11,\n" * 3 + "a,2026,worst-pain,x,\n",
    )
    said = refused(tmp_path).splitlines()
    assert (
        said[0] == "observations.csv:3: value: worst-pain lies outside its range. So it is in 2 other rows."
    )
    assert said[1].endswith("Or set such rows aside with `--quarantine FOLDER`.")
    assert said[2] == "observations.csv:6: value: worst-pain is not a number."


def test_bad_rows_are_set_aside_and_the_others_go_on(tmp_path):
    write_csv(tmp_path / "in" / "observations.csv", HEAD + "\n".join(ROWS) + "\na,2026-01-02,worst-pain,3,\n")
    report = prepare(tmp_path / "in", tmp_path / "out", quarantine=tmp_path / "bad")
    assert (report.bad, [row[4:6] for row in seen(tmp_path / "out")].count((3, 3))) == (len(ROWS), 1)
    expected = [("observations.csv", place, *why[:2]) for place, why in enumerate(ROWS.values(), start=2)]
    assert sorted(aside(tmp_path), key=lambda row: row[1]) == expected


def test_a_line_with_too_few_columns(tmp_path):
    write_csv(tmp_path / "in" / "observations.csv", GOOD + 'a,2026-01-02\n"b\n",2026-01-02,worst-pain,x,\n')
    assert refused(tmp_path).splitlines()[0] == (
        "observations.csv:3: the line does not have the columns of the header: Expected Number of Columns: 5 Found: 2."
    )
    report = prepare(tmp_path / "in", tmp_path / "out", quarantine=tmp_path / "bad")
    assert report.bad == 2
    assert sorted(row[:3] for row in aside(tmp_path)) == [
        ("observations.csv", 3, "finding"),
        ("observations.csv", 4, "value"),
    ]


def test_a_missing_column(tmp_path, capsys):
    write_csv(tmp_path / "in" / "observations.csv", "patient_id,on,value\na,2026-01-02,3\n")
    path = tmp_path / "map.yaml"
    table = "{files: '*.csv', holds: observations, columns: {patient_id: patient_id, finding: on_}}"
    path.write_text(f"schema: stepwell-population-map/1\ntables: [{table}]\n", encoding="utf-8")
    place, out = str(tmp_path / "in"), str(tmp_path / "out")
    assert main(["population", "prepare", place, "--out", out, "--map", str(path)]) == 2
    said = capsys.readouterr().err
    assert (
        "observations.csv: there is no column on_, which the mapping names for finding.\n  Did you mean on?"
        in said
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["observations.csv", "observations-2025.csv", "observations/part-1.csv"])
def test_a_column_that_a_raw_table_needs(tmp_path, name):
    """A file of observations with a side and without findings must not be taken for one of persons."""
    write_csv(tmp_path / "in" / "persons.csv", "patient_id,side\na,left\n")
    write_csv(tmp_path / "in" / name, "patient_id,on,fnding,value,side\na,2026-01-02,worst-pain,3,right\n")
    assert refused(tmp_path) == (
        f"{name}: there is no column finding, without which observations say nothing.\n"
        "  It has patient_id, on, fnding, value, side. Correct its first line, or map its columns: run "
        "`stepwell population guess` on it, save and edit what it prints, and name it with --map."
    )


def test_a_column_of_a_wrong_type(tmp_path):
    (tmp_path / "in").mkdir()
    text = "SELECT 'a' AS patient_id, 'worst-pain' AS finding, [3] AS value"
    duckdb.sql(f"COPY ({text}) TO '{tmp_path}/in/observations.parquet'")
    assert refused(tmp_path).splitlines()[0] == (
        "observations.parquet: the column value (value) holds INTEGER[], which is not one value."
    )


def test_a_truncated_parquet(tmp_path):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "observations.parquet"
    duckdb.sql(f"COPY (SELECT 'a' AS patient_id, i AS finding FROM RANGE(9999) t(i)) TO '{path}'")
    path.write_bytes(path.read_bytes()[:-20])
    assert refused(tmp_path).startswith(
        "observations.parquet: the file cannot be read: No magic bytes found at end of file"
    )


def test_a_broken_line_of_ndjson(tmp_path):
    """Blank lines count as lines. A row is named by its line in the file, wherever the reader was."""
    rows = [observation(NUMB, valueBoolean=False)] * 4000
    rows[10], rows[2500:2501] = "", ['{"resourceType": "Observation", "status": "fin']
    rows[3000] = observation(NUMB, valueBoolean=False) | {"resourceType": "Encounter"}
    write_ndjson(tmp_path / "in" / "Observation.ndjson", rows)
    said = refused(tmp_path).splitlines()
    assert said[0] == "Observation.ndjson:2501: the line is not sound JSON."
    assert said[2] == "Observation.ndjson:3001: resourceType: the resource is not of the file's type."
    report = prepare(tmp_path / "in", tmp_path / "out", quarantine=tmp_path / "bad")
    assert (report.bad, len(seen(tmp_path / "out"))) == (2, 3997)
    assert [row[:2] for row in sorted(aside(tmp_path))] == [
        ("Observation.ndjson", 2501),
        ("Observation.ndjson", 3001),
    ]


def test_a_resource_of_another_shape(tmp_path):
    write_ndjson(tmp_path / "in" / "Observation.ndjson", [observation(), observation() | {"code": "72514-3"}])
    assert "Observation.ndjson" in refused(tmp_path)


@pytest.mark.parametrize("name", ["Observation.ndjson.gz", "observations.csv.gz"])
def test_a_truncated_gzip(tmp_path, name):
    (tmp_path / "in").mkdir()
    text = GOOD if "csv" in name else '{"resourceType": "Observation"}\n'
    packed = gzip.compress((text + "".join(f"{i},2026-01-02,worst-pain,3,\n" for i in range(2000))).encode())
    (tmp_path / "in" / name).write_bytes(packed[: len(packed) // 2])
    said = refused(tmp_path, quarantine=tmp_path / "bad")
    assert said.startswith(f"{name}: the file cannot be read: ")


def test_rows_that_name_each_other_by_number(tmp_path):
    write_csv(
        tmp_path / "in" / "observations.csv",
        """
        patient_id,on,finding,value,seq,replaces
        a,2026-01-01,worst-pain,3,1,
        a,2026-01-01,worst-pain,4,2,1
        a,2026-01-01,worst-pain,4,2,
        a,2026-01-01,worst-pain,4,4,77
        a,2026-01-01,diabetes,yes,5,1
        a,2026-01-01,worst-pain,5,6,7
        a,2026-01-01,worst-pain,5,7,7
        a,2026-01-01,worst-pain,5,,
        a,2026-01-01,worst-pain,5,8.5,
        """,
    )
    prepare(tmp_path / "in", tmp_path / "out", quarantine=tmp_path / "bad")
    assert sorted(row[1:] for row in aside(tmp_path)) == [
        (3, "seq", "another row of the person has the same seq."),
        (4, "seq", "another row of the person has the same seq."),
        (5, "replaces", "replaces names a row that does not exist."),
        (6, "replaces", "replaces names a row that is about something else."),
        (7, "replaces", "replaces names a row that comes later."),
        (8, "replaces", "replaces names the row itself."),
        (9, "seq", "the row has no seq, but others have."),
        (10, "seq", "seq is not the number of a line."),
    ]


def test_a_bad_row_is_still_replaced_by_its_correction(tmp_path):
    write_csv(
        tmp_path / "in" / "observations.csv",
        """
        patient_id,on,finding,value,seq,replaces
        a,2026-01-01,worst-pain,30,1,
        a,2026-01-01,worst-pain,3,2,1
        """,
    )
    report = prepare(tmp_path / "in", tmp_path / "out", quarantine=tmp_path / "bad")
    rows = [(row[4], *row[5:7], row[8]) for row in prepared(tmp_path / "out", "observations")]
    assert (report.bad, rows) == (1, [(1, 1, 0, None), (2, 3, 3, 1)])


def test_bad_events_courses_and_persons(tmp_path):
    write_csv(
        tmp_path / "in" / "events.csv",
        """
        patient_id,on,intervention,event,target,relief_percent,until
        a,2026-01-01,gabapentine,started,,,
        a,2026-01-01,gabapentin,treated,,,
        a,2026-01-01,gabapentin,,,,
        a,2026-01-01,diagnostic-block,done,elbow,,
        a,2026-01-01,diagnostic-block,done,,140,
        a,2026-01-01,diagnostic-block,overridden,,,2025-12-01
        """,
    )
    write_csv(
        tmp_path / "in" / "courses.csv",
        "patient_id,intervention,start,status\na,gabapentin,2026-01-01,paused\n",
    )
    write_csv(
        tmp_path / "in" / "persons.csv", "patient_id,sex,side\nb,x,\nc,female,middle\nd,female,\nd,male,\n"
    )
    report = prepare(tmp_path / "in", tmp_path / "out", quarantine=tmp_path / "bad")
    assert sorted(aside(tmp_path)) == [
        ("courses.csv", 2, "status", "status is none of its words."),
        ("events.csv", 2, "intervention", "there is no intervention gabapentine."),
        ("events.csv", 3, "event", "gabapentin is not an exit, and so cannot be settled."),
        ("events.csv", 4, "event", "the row has no event."),
        ("events.csv", 5, "target", "target is none of its words."),
        ("events.csv", 6, "relief_percent", "relief_percent lies outside its range."),
        ("events.csv", 7, "until", "until lies before the day of the row."),
        ("persons.csv", 2, "value", "sex has no such option."),
        ("persons.csv", 3, "side", "side is none of the sides."),
        ("persons.csv", 4, "patient_id", "the person has more than one row in persons."),
        ("persons.csv", 5, "patient_id", "the person has more than one row in persons."),
    ]
    assert (report.people, [row[:2] + row[4:6] for row in seen(tmp_path / "out")]) == (
        4,
        [("b", "sex", 1, 0)],
    )
    assert [row[1:3] for row in happened(tmp_path / "out")] == [
        ("diagnostic-block", "done"),
        ("diagnostic-block", "done"),
        ("gabapentin", "started"),
    ]


def test_what_a_bad_row_might_have_said_is_not_known(tmp_path):
    """An older answer does not count in its place. Where its day cannot be read it may be any day."""
    write_csv(
        tmp_path / "in" / "observations.csv",
        """
        patient_id,on,finding,value,side
        a,2026-01-01,saddle-numbness,no,
        a,2026-02-01,saddle-numbness,maybe,
        a,2026-01-01,buttock-pain,no,left
        a,2026-02-01,buttock-pain,yes,middle
        a,2026-01-01,worst-pain,3,
        a,02/2026,worst-pain,7,
        """,
    )
    write_csv(
        tmp_path / "in" / "events.csv",
        """
        patient_id,on,intervention,event,target
        a,sometime,cauda-equina-emergency,excluded,
        a,2026-01-05,diagnostic-block,done,elbow
        """,
    )
    prepare(tmp_path / "in", tmp_path / "out", quarantine=tmp_path / "bad")
    assert [row[1:] for row in seen(tmp_path / "out")] == [
        ("saddle-numbness", "2026-01-01", "2026-01-01", 0, 0, 0),
        ("buttock-pain", "2026-01-01", "2026-01-01", 0, 0, 0),
        ("worst-pain", "2026-01-01", "2026-01-01", 3, 3, 0),
        ("saddle-numbness", "2026-02-01", "2026-02-01", 1, 0, 0),
        ("buttock-pain", "2026-02-01", "2026-02-01", 1, 0, 0),
        ("worst-pain", None, "2026-02-01", 1, 0, 0),
    ]
    assert [row[1:3] for row in happened(tmp_path / "out")] == [("diagnostic-block", "done")]
    assert prepared(tmp_path / "out", "events")[0][8] is None
