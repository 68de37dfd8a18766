"""A record that is written reads back to the same record."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from stepwell.errors import RecordError
from stepwell.records.bounds import Bounds, exactly
from stepwell.records.reader import parse_record
from stepwell.records.types import CourseEvent, Observation, Record
from stepwell.records.writer import write_record
from tests.unit.tiny_pathway import PATHWAY, day, days
from tests.unit.tiny_record import LINES, read

AT_LEISURE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault."""

PATIENT = "schema: stepwell-record/1\npatient: {age_years: {from: 45, to: 49}, sex: female, country: GB}\nside: left\n"


def again(record):
    return parse_record(write_record(record, PATHWAY), PATHWAY, name="again.yaml")


def test_the_text_of_a_record():
    record = read(
        "on: 2026-01-05, finding: average-pain, value: 2.5, by: ann, recorded_at: 2026-01-06",
        "finding: buttock-pain, value: yes, side: right",
        "on: {before: 2026-01-01}, finding: steroid-injection, value: done, target: hip-joint, relief_percent: 50",
        "on: 2026-01-07, finding: story, value: 'no: \"none\" '",
        "seq: 9, on: 2026-01-07, finding: average-pain, replaces: 1",
        head=PATIENT + "observations:\n",
    )
    assert write_record(record, PATHWAY) == (
        PATIENT
        + """\
observations:
  - {on: 2026-01-05, finding: average-pain, value: 2.5, by: ann, recorded_at: 2026-01-06}
  - {on: {before: 2026-01-08}, finding: buttock-pain, value: yes, side: right}
  - {on: {before: 2026-01-01}, finding: steroid-injection, value: done, target: hip-joint, relief_percent: 50}
  - {on: 2026-01-07, finding: story, value: "no: \\"none\\" "}
  - {seq: 9, on: 2026-01-07, finding: average-pain, replaces: 1}
"""
    )
    assert again(record) == record


def test_records_at_the_edge():
    for record in (
        read(head="schema: stepwell-record/1\n"),
        read(head=PATIENT),
        read("finding: fever, value: no", head=PATIENT + "observations:\n"),
        read("finding: fever, value: no", "finding: age, value: 47"),
        read("on: 2026-01-05, finding: age, value: 47", "seq: -7, on: 2026, finding: fever, value: not-sure"),
        read(*LINES),
    ):
        assert again(record) == record


@AT_LEISURE
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back(text):
    record = Record(None, None, (Observation(1, days("2026-01-05"), "story", text, by=text),), ())
    assert again(record) == record


DAYS = st.integers(day("1900-01-02"), day("2200-12-30"))
WHEN = DAYS.flatmap(lambda low: st.integers(low, day("2200-12-30")).map(lambda high: Bounds(low, high)))
WHEN = st.one_of(WHEN, DAYS.map(exactly), DAYS.map(lambda high: Bounds(1, high)))
SCORES = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda ends: Bounds(min(ends), max(ends)))
FINDINGS = st.one_of(
    st.tuples(st.just("average-pain"), SCORES, st.none()),
    st.tuples(st.just("fever"), st.sampled_from([True, False, "not-sure"]), st.none()),
    st.tuples(st.just("buttock-pain"), st.booleans(), st.sampled_from(["left", "right", "both"])),
    st.tuples(st.just("working-source"), st.sampled_from(["piriformis", "scar"]), st.none()),
)
COURSES = st.fixed_dictionaries(
    {
        "intervention": st.sampled_from(["conservative-care", "clamshell", "cauda-equina-emergency"]),
        "event": st.sampled_from(["started", "done", "responded", "accepted", "paused"]),
        "side": st.sampled_from(["left", "right", "both"]),
    },
    optional={
        "target": st.sampled_from(["piriformis", "hip-joint"]),
        "guidance": st.sampled_from(["ct", "blind"]),
        "dose": st.text(st.characters(codec="utf-8"), max_size=5),
        "adherence": SCORES,
        "relief_days": SCORES,
        "response": st.sampled_from(["none", "worse"]),
        "until": st.just(day("2200-12-31")),
    },
)
ROWS = st.lists(
    st.tuples(st.integers(-50, 50), WHEN, st.one_of(FINDINGS, COURSES)), unique_by=lambda row: row[0]
)


@AT_LEISURE
@given(ROWS, st.sampled_from(["left", "right", None]))
def test_any_record_reads_back(rows, side):
    """Records that no person could have written are left out: the reader refuses them."""
    observations, events = [], []
    for seq, on, what in sorted(rows, key=lambda row: row[0]):
        if isinstance(what, tuple):
            observations.append(Observation(seq, on, *what))
        else:
            events.append(CourseEvent(seq, on, **what))
    record = Record(side, None, tuple(observations), tuple(events))
    text = write_record(record, PATHWAY)
    try:
        same = parse_record(text, PATHWAY, name="again.yaml") == record
    except RecordError:
        assume(False)
    assert same


def test_a_country_without_a_line_becomes_one():
    """The record of another program may know the country only as such."""
    record = Record("left", "GB", (), ())
    assert again(record).country == "GB"


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            Record(
                None, None, (Observation(1, days("2026-01-05"), "worst-pain", exactly(Fraction(1, 2))),), ()
            ),
            "1/2 is a fraction",
        ),
        (
            Record("left", None, (), (CourseEvent(1, days("2026-01-05"), "clamshell", "done"),)),
            "seq 1 has no side, but inherits one",
        ),
        (
            Record(
                *(None, None),
                (
                    Observation(1, exactly(1), "fever", True),
                    Observation(2, days("2026-01-05"), "fever", True),
                ),
                (),
            ),
            "seq 1 has no day, and other lines have",
        ),
    ],
)
def test_what_a_file_cannot_say(record, message):
    with pytest.raises(ValueError, match=message):
        write_record(record, PATHWAY)
