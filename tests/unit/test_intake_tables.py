"""Tables as an analyst has them: units, days, order, ages, sides and courses."""

import duckdb

from stepwell.population.intake.mapping import read_map
from tests.unit.intake_world import happened, pathway, prepare, prepared, seen, write_csv


def _map(tmp_path, text):
    path = tmp_path / "map.yaml"
    path.write_text("schema: stepwell-population-map/1\n" + text, encoding="utf-8")
    return read_map(path, pathway())


def test_their_columns_codes_words_and_units_are_mapped(tmp_path):
    write_csv(
        tmp_path / "in" / "labs.csv",
        """
        PATID;TAKEN;CODE;RESULT;UNITS
        b-2;03/02/2026;WT;165;[lb_av]
        b-2;03/02/2026;WT;74.8;kg
        a-1;04/02/2026;SADDLE;J;
        a-1;04/02/2026;HR;77;/min
        a-1;05/02/2026;SIT;0.5;h
        a-1;06/02/2026;SIT;90;s
        """,
    )
    mapped = _map(
        tmp_path,
        """
tables:
  - {files: labs.csv, holds: observations, dates: "%d/%m/%Y",
     columns: {patient_id: PATID, on: TAKEN, finding: CODE, value: RESULT, unit: UNITS}}
findings: {WT: weight, SIT: sitting-tolerance, SADDLE: {finding: saddle-numbness, values: {J: yes}}}
ignore: [HR]
""",
    )
    report = prepare(tmp_path / "in", tmp_path / "out", mapped)
    day = ["2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06"]
    assert seen(tmp_path / "out") == [
        ("a-1", "saddle-numbness", day[1], day[1], 1, 1, 0),
        ("a-1", "sitting-tolerance", day[2], day[2], 30, 30, 0),
        ("a-1", "sitting-tolerance", day[3], day[3], 2, 2, 0),
        ("b-2", "weight", day[0], day[0], 748, 748, 0),
        ("b-2", "weight", day[0], day[0], 748, 748, 0),
    ]
    assert (report.people, dict(report.rows), dict(report.ignored)) == (2, {"observations": 6}, {"HR": 1})
    assert dict(report.findings) == {"saddle-numbness": 1, "sitting-tolerance": 2, "weight": 2}


def test_numbers_keep_their_decimals_whatever_type_holds_them(tmp_path):
    """0.1 + 0.2 of a double is not 0.3; a value is read by its shortest text."""
    (tmp_path / "in").mkdir()
    text = f"COPY (SELECT 'a' AS patient_id, DATE '2026-01-02' AS \"on\", 'weight' AS finding, x AS value FROM (VALUES ($)) t(x)) TO '{tmp_path}/in/$.parquet'"
    for kind, value in (
        ("double", "70.3::DOUBLE"),
        ("decimal", "70.30::DECIMAL(9,2)"),
        ("integer", "71::BIGINT"),
    ):
        duckdb.sql(text.replace("($)", f"({value})").replace("$", kind))
    prepare(tmp_path / "in", tmp_path / "out")
    assert [row[4] for row in seen(tmp_path / "out")] == [703, 703, 710]


def test_partial_and_missing_days_are_bounds(tmp_path):
    write_csv(
        tmp_path / "in" / "observations.csv",
        """
        patient_id,on,on_from,on_to,finding,value
        a,2026-01,,,diabetes,yes
        a,,2026-02-01,,diabetes,no
        a,,,2025-12-31,diabetes,no
        a,,,,pregnancy,none
        a,2026-03-05T23:59:00-05:00,,,worst-pain,4
        """,
    )
    prepare(tmp_path / "in", tmp_path / "out")
    assert [row[1:4] for row in seen(tmp_path / "out")] == [
        ("diabetes", None, "2025-12-31"),
        ("diabetes", "2026-01-01", "2026-01-31"),
        ("diabetes", "2026-02-01", "2026-03-05"),
        ("pregnancy", None, "2026-03-05"),
        ("worst-pain", "2026-03-05", "2026-03-05"),
    ]


def test_ages_are_counted_from_the_day_of_birth_at_each_birthday(tmp_path):
    """The first age holds from the beginning; from each birthday on the next. A year alone leaves two ages possible."""
    write_csv(
        tmp_path / "in" / "persons.csv", "patient_id,birth_date,side\na,1960-05-20,left\nb,1960,\nc,,\n"
    )
    write_csv(
        tmp_path / "in" / "observations.csv",
        """
        patient_id,on,finding,value
        a,2025-05-19,worst-pain,1
        b,2025-05-19,worst-pain,1
        """,
    )
    prepare(tmp_path / "in", tmp_path / "out")
    rows = [row[:6] for row in seen(tmp_path / "out") if row[1] == "age"]
    assert [row for row in rows if row[0] == "a"] == [
        ("a", "age", None, None, 64, 64),
        ("a", "age", "2025-05-20", "2025-05-20", 65, 65),
        ("a", "age", "2026-05-20", "2026-05-20", 66, 66),
        ("a", "age", "2027-05-20", "2027-05-20", 67, 67),
    ]
    assert [row[2:6] for row in rows if row[0] == "b"] == [
        (None, None, 64, 65),
        ("2025-12-31", "2025-12-31", 65, 65),
        ("2026-01-01", "2026-01-01", 65, 66),
        ("2026-12-31", "2026-12-31", 66, 66),
        ("2027-01-01", "2027-01-01", 66, 67),
    ]
    assert prepared(tmp_path / "out", "persons") == [(1, True), (2, False), (3, False)]


def test_without_seq_the_later_recorded_answer_of_a_day_counts(tmp_path):
    write_csv(
        tmp_path / "in" / "observations.csv",
        """
        patient_id,on,finding,value,recorded_at
        a,2026-01-02,diabetes,yes,2026-01-02T15:00:00Z
        a,2026-01-02,diabetes,no,2026-01-02T09:00:00Z
        """,
    )
    prepare(tmp_path / "in", tmp_path / "out")
    assert [row[4] for row in seen(tmp_path / "out")] == [0, 1]


def test_two_answers_of_one_day_without_an_order_are_not_known(tmp_path):
    """Neither counts, and a yes to a flag stays a yes: a "not sure" follows them. Numbers may well differ on one day."""
    write_csv(
        tmp_path / "in" / "observations.csv",
        """
        patient_id,on,finding,value
        a,2026-01-02,diabetes,yes
        a,2026-01-02,diabetes,no
        a,2026-01-03,diabetes,no
        a,2026-01-02,worst-pain,3
        a,2026-01-02,worst-pain,4
        """,
    )
    prepare(tmp_path / "in", tmp_path / "out")
    rows = [(row[2], *row[4:6]) for row in seen(tmp_path / "out") if row[1] == "diabetes"]
    assert rows == [("2026-01-02", 1, 1), ("2026-01-02", 0, 0), ("2026-01-02", 1, 0), ("2026-01-03", 0, 0)]
    assert len(prepared(tmp_path / "out", "observations")) == 6


def test_without_an_order_a_sign_of_the_same_day_is_not_taken_as_settled(tmp_path):
    write_csv(
        tmp_path / "in" / "observations.csv",
        "patient_id,on,finding,value\na,2026-01-02,saddle-numbness,yes\n",
    )
    write_csv(
        tmp_path / "in" / "events.csv",
        "patient_id,on,intervention,event\na,2026-01-02,cauda-equina-emergency,excluded\n",
    )
    prepare(tmp_path / "in", tmp_path / "out")
    settled, sign = (
        prepared(tmp_path / "out", "events")[0][5],
        prepared(tmp_path / "out", "observations")[0][4],
    )
    assert settled < sign


def test_courses_become_what_happened(tmp_path):
    """A medicine starts and stops, an injection is done. Ended without a day is some day after the start."""
    write_csv(
        tmp_path / "in" / "courses.csv",
        """
        patient_id,intervention,start,end,status
        a,gabapentin,2026-01-01,2026-02-01,
        a,gabapentin,2026-02-01,,active
        a,duloxetine,2026-01-05,,stopped
        a,corticosteroid-injection,2026-03-01,,
        """,
    )
    prepare(tmp_path / "in", tmp_path / "out")
    assert happened(tmp_path / "out") == [
        ("a", "gabapentin", "started", "2026-01-01", "2026-01-01"),
        ("a", "duloxetine", "started", "2026-01-05", "2026-01-05"),
        ("a", "gabapentin", "stopped", "2026-02-01", "2026-02-01"),
        ("a", "gabapentin", "started", "2026-02-01", "2026-02-01"),
        ("a", "corticosteroid-injection", "done", "2026-03-01", "2026-03-01"),
        ("a", "duloxetine", "stopped", "2026-01-05", "2026-03-01"),
    ]


def test_a_partitioned_folder_and_gzip_are_read(tmp_path):
    text = "COPY (SELECT 'a' AS patient_id, '2026-01-02' AS \"on\", f AS finding, 'no' AS value FROM (VALUES ('diabetes'), ('fever')) t(f)) TO '{}' ({})"
    (tmp_path / "in").mkdir()
    duckdb.sql(text.format(tmp_path / "in" / "parts", "FORMAT parquet, PARTITION_BY (finding)"))
    duckdb.sql(text.format(tmp_path / "in" / "more.csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip"))
    assert dict(prepare(tmp_path / "in", tmp_path / "out").findings) == {"diabetes": 2, "fever": 2}


def test_little_memory_is_enough(tmp_path):
    (tmp_path / "in").mkdir()
    text = "SELECT 'p' || (i // 20) AS patient_id, DATE '2026-01-01' + (i % 90)::INTEGER AS \"on\", 'worst-pain' AS finding, i % 11 AS value FROM RANGE(100000) t(i)"
    duckdb.sql(f"COPY ({text}) TO '{tmp_path}/in/observations.parquet'")
    assert prepare(tmp_path / "in", tmp_path / "out", memory="60MB", bucket=1000).people == 5000


def test_a_birthday_on_the_29th_of_february_lies_between_two_days(tmp_path):
    write_csv(tmp_path / "in" / "persons.csv", "patient_id,birth_date\na,2000-02-29\n")
    prepare(tmp_path / "in", tmp_path / "out")
    rows = [(row[2], *row[4:6]) for row in seen(tmp_path / "out")]
    assert rows == [(None, 26, 26), ("2027-02-28", 26, 27), ("2027-03-01", 27, 27)]
