"""Reading a record file: what a line may say, and every message quoted whole."""

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.errors import RecordError
from stepwell.records.bounds import Bounds, exactly
from stepwell.records.reader import read_record
from stepwell.records.types import CourseEvent, Observation
from tests.unit.tiny_pathway import PATHWAY, day, days
from tests.unit.tiny_record import HEAD, LINES, read


def value_of(line):
    return read(f"on: 2026-01-05, {line}").observations[0].value


def test_the_record_of_the_design():
    """The example of the command line, with a partial history and a patient."""
    record = read(
        "on: 2026-01-05, finding: worst-pain, value: 7",
        "on: 2026-01-05, finding: sitting-tolerance, value: 15, unit: min, by: ann, recorded_at: 2026-01-06T09:30:00Z",
        "on: 2026-01-06, finding: conservative-care, value: started",
        "on: {before: 2026-01-01}, finding: steroid-injection, value: done, target: hip-joint, response: none",
        head="schema: stepwell-record/1\npatient: {age_years: 41, sex: female, country: GB}\nside: right\nobservations:\n",
    )
    assert record.side == "right"
    assert record.country == "GB"
    assert record.observations == (
        Observation(-2, exactly(1), "age", exactly(41)),
        Observation(-1, exactly(1), "sex", "female"),
        Observation(0, exactly(1), "country", "GB"),
        Observation(1, days("2026-01-05"), "worst-pain", exactly(7)),
        Observation(
            *(2, days("2026-01-05"), "sitting-tolerance", exactly(15)),
            by="ann",
            recorded_on=day("2026-01-06"),
        ),
    )
    assert record.events == (
        CourseEvent(3, days("2026-01-06"), "conservative-care", "started", side="right"),
        CourseEvent(
            *(4, Bounds(1, day("2025-12-31")), "steroid-injection", "done"),
            **{"side": "right", "target": "hip-joint", "response": "none"},
        ),
    )


def test_every_part_of_a_course():
    record = read(
        "on: 2026-01-05, finding: steroid-injection, value: done",
        "on: 2026-01-06, finding: steroid-injection, value: responded, side: left, target: piriformis, "
        "guidance: ultrasound, agent: triamcinolone, approach: posterior, dose: 40 mg, adherence: {at_least: 80}, "
        "relief_percent: 50, relief_days: {from: 3, to: 5}, pain: {at_most: 2}, response: partial, outcome: eased, "
        "reason: pain, until: 2026-02, of: 1, by: dr-b",
        "on: 2026-01-06, finding: clamshell, value: pinned, response: not-sure",
    )
    assert record.events[1] == CourseEvent(
        *(2, days("2026-01-06"), "steroid-injection", "responded", "left", "piriformis", "ultrasound"),
        *("triamcinolone", "posterior", "40 mg", Bounds(80, 100), exactly(50), Bounds(3, 5), Bounds(0, 2)),
        *("partial", "eased", "pain", day("2026-02-28"), 1, "dr-b"),
    )
    assert record.events[2] == CourseEvent(3, days("2026-01-06"), "clamshell", "pinned", "right")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("finding: fever, value: yes", True),
        ("finding: fever, value: no", False),
        ("finding: fever, value: true", True),
        ("finding: fever, value: false", False),
        ("finding: fever, value: not-sure", "not-sure"),
        ("finding: worst-pain, value: not-sure", "not-sure"),
        ("finding: worst-pain, value: 7.0", exactly(7)),
        ("finding: worst-pain, value: {at_least: 6}", Bounds(6, 10)),
        ("finding: worst-pain, value: {at_most: 6}", Bounds(0, 6)),
        ("finding: worst-pain, value: {from: 4, to: 6}", Bounds(4, 6)),
        ("finding: average-pain, value: 2.5", exactly(25)),
        ("finding: sitting-tolerance, value: 1.5, unit: h", exactly(90)),
        ("finding: sitting-tolerance, value: 15, unit: min", exactly(15)),
        ("finding: weight, value: 150, unit: lb", exactly(680)),
        ("finding: weight, value: {from: 150, to: 151}, unit: lb", Bounds(680, 685)),
        ("finding: working-source, value: piriformis", "piriformis"),
        ("finding: story, value: 'Hurt: 3 weeks'", "Hurt: 3 weeks"),
    ],
)
def test_values(line, value):
    assert value_of(line) == value


@pytest.mark.parametrize(
    ("on", "low", "high"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("'2024'", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("{from: 2024-02, to: 2025}", "2024-02-01", "2025-12-31"),
        ("{after: 2024-02, before: 2024-05}", "2024-03-01", "2024-04-30"),
        ("{after: 2024}", "2025-01-01", "2026-06-01"),
    ],
)
def test_dates(on, low, high):
    """A line that says only `after` ends with the last dated day of the record."""
    record = read(f"on: {on}, finding: fever, value: no", "on: 2026-06-01, finding: fever, value: no")
    assert record.observations[0].on == days(low, high)


def test_an_undated_line_lies_between_its_neighbours():
    record = read(
        "finding: fever, value: no",
        "on: 2024, finding: fever, value: no",
        "finding: fever, value: no",
        "on: 2025-03-01, finding: fever, value: no",
        "finding: fever, value: no",
        "on: {after: 2025-06-01, before: 2025-08-01}, finding: fever, value: no, seq: 1000",
    )
    assert [line.on for line in record.observations] == [
        Bounds(1, day("2024-12-31")),
        days("2024-01-01", "2024-12-31"),
        days("2024-01-01", "2025-03-01"),
        days("2025-03-01"),
        days("2025-03-01", "2025-07-31"),
        days("2025-06-02", "2025-07-31"),
    ]


def test_an_undated_line_whose_neighbours_disagree_lies_anywhere():
    record = read(
        "on: 2026-03-01, finding: fever, value: no",
        "finding: fever, value: no",
        "on: 2026-01-01, finding: fever, value: no",
    )
    assert record.observations[1].on == Bounds(1, day("2026-03-01"))


def test_an_undated_line_that_was_recorded_before_its_neighbours_lies_anywhere():
    record = read(
        "on: 2026-03-01, finding: fever, value: no", "finding: story, value: Fell., recorded_at: 2026-02-01"
    )
    assert record.observations[1].on == Bounds(1, day("2026-03-01"))


def test_without_any_date_every_line_counts_on_every_day():
    record = read("finding: fever, value: no", "finding: fever, value: yes")
    assert [line.on for line in record.observations] == [exactly(1), exactly(1)]


def test_a_line_inherits_the_side_only_where_there_are_sides():
    record = read(
        "finding: buttock-pain, value: yes",
        "finding: buttock-pain, value: no, side: left",
        "finding: fever, value: no",
    )
    assert [line.side for line in record.observations] == ["right", "left", None]


def test_a_line_can_be_replaced_or_withdrawn():
    """As of a day, neither what was replaced nor what only withdraws is left."""
    record = read(
        "on: 2026-01-05, finding: fever, value: yes",
        "on: 2026-01-05, finding: fever, value: no, replaces: 1",
        "on: 2026-01-05, finding: worst-pain, value: 7",
        "on: 2026-01-05, finding: worst-pain, replaces: 3",
        "on: 2026-01-05, finding: conservative-care, value: started",
        "on: 2026-01-05, finding: conservative-care, value: null, replaces: 5",
    )
    assert (record.observations[3].value, record.events[1].event) == (None, "withdrawn")
    as_of = record.as_of(day("2026-01-05"))
    assert [line.seq for line in (*as_of.observations, *as_of.events)] == [2]


def test_the_country_is_the_one_recorded_last():
    assert read("finding: country, value: GB", "finding: country, value: IE").country == "IE"
    assert read("finding: country, value: not-sure").country is None
    assert read("finding: fever, value: no").country is None


def test_an_age_within_bounds():
    record = read(head="schema: stepwell-record/1\npatient: {age_years: {from: 45, to: 49}, sex: null}\n")
    assert record.observations == (Observation(-2, exactly(1), "age", Bounds(45, 49)),)
    assert read(head="schema: stepwell-record/1\npatient: {age_years: null}\n").observations == ()


@settings(deadline=None)
@given(st.permutations(LINES))
def test_the_order_of_lines_changes_nothing(lines):
    assert read(*lines) == read(*LINES)


def test_a_thousand_lines_are_read_at_once():
    lines = [f"on: 2026-01-05, finding: worst-pain, value: {n % 11}, by: ann" for n in range(1000)]
    read(*lines)
    start = perf_counter()
    read(*lines)
    assert perf_counter() - start < 0.5  # 0.05 s on a laptop; the rest is patience with a busy machine


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "ann.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.encode() + b"- {finding: story, value: \xc3\xa9}\n")
    assert read_record(path, PATHWAY).observations[0].value == "é"


def test_the_files_that_cannot_be_read(tmp_path):
    path = tmp_path / "ann.yaml"

    def message():
        with pytest.raises(RecordError) as raised:
            read_record(path, PATHWAY)
        return str(raised.value).replace(str(path), "ann.yaml")

    assert message() == (
        "ann.yaml: the file cannot be read: No such file or directory.\n  Check its name and its permissions."
    )
    path.write_bytes(b"schema: stepwell-record/1\nside: \xff\n")
    assert message() == "ann.yaml:2: the file is not in UTF-8.\n  Save it again as UTF-8."
    with path.open("wb") as file:
        file.truncate(200_000_000)
    start = perf_counter()
    assert (
        message() == "ann.yaml: the file is larger than 10 MB.\n  A record holds one person. Split the file."
    )
    assert perf_counter() - start < 0.1
    path.unlink()
    path.mkdir()
    assert message() == (
        "ann.yaml: the file cannot be read: Is a directory.\n  Check its name and its permissions."
    )


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file on this system")
def test_an_endless_file_fails_at_once():
    with pytest.raises(RecordError, match="larger than 10 MB"):
        read_record(Path("/dev/zero"), PATHWAY)
