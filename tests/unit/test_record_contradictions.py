"""Lines of a record that cannot both hold, every message quoted whole. The first line stands on line 4."""

import pytest

from tests.unit.tiny_record import faults, read


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            "seq: 3, finding: fever, value: no",
            "seq: 3, finding: fever, value: no",
            "seq 3 is that of line 4 too. Give every line a seq of its own, or none of them.",
        ),
        (
            "seq: 2, finding: fever, value: no",
            "seq: 1, finding: fever, value: no, replaces: 2",
            "replaces names seq 2, which comes later. Only an earlier line can be replaced.",
        ),
        (
            "finding: worst-pain, value: 7",
            "finding: fever, value: no, replaces: 1",
            "replaces names seq 1, which is about worst-pain and not about fever. Write the seq of a line about fever.",
        ),
        (
            "on: 2026-01-05, finding: fever, value: no, by: ann",
            "on: 2026-01-05, finding: fever, value: yes, by: ann",
            "fever has another value on line 4: the same day, side and person. "
            "Keep one of them, or write `replaces: 1` in the later one.",
        ),
        (
            "on: 2026-01-05, finding: steroid-injection, value: done, target: hip-joint",
            "on: 2026-01-05, finding: steroid-injection, value: declined, target: hip-joint",
            "steroid-injection is both done and declined on one day, here and on line 4. Keep one of them.",
        ),
        (
            "on: 2026-02, finding: conservative-care, value: started",
            "on: 2026-01-31, finding: conservative-care, value: stopped",
            "conservative-care stopped before it started on line 4. "
            "Correct one of the two days, or add the earlier start.",
        ),
        (
            "finding: sex, value: male",
            "finding: pregnancy, value: under-20-weeks",
            "pregnancy is not none, but sex is male on line 4. Correct one of the two; sex is the one given at birth.",
        ),
    ],
)
def test_two_lines_that_cannot_both_hold(first, second, message):
    assert faults(first, second) == [f"5: {message}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "on: 2026-01-05, finding: fever, value: no, by: ann",
            "on: 2026-01-05, finding: fever, value: yes, by: bob",
        ),
        ("on: 2026-01-05, finding: fever, value: no", "on: 2026-01-06, finding: fever, value: yes"),
        ("on: 2026-01-05, finding: fever, value: not-sure", "on: 2026-01-05, finding: fever, value: yes"),
        ("on: 2026-01, finding: fever, value: no", "on: 2026-01, finding: fever, value: yes"),
        ("on: 2026-01-05, finding: worst-pain, value: 3", "on: 2026-01-05, finding: worst-pain, value: 5"),
        (
            "on: 2026-01-05, finding: buttock-pain, value: no",
            "on: 2026-01-05, finding: buttock-pain, value: yes, side: left",
        ),
        (
            "on: 2026-02, finding: conservative-care, value: started",
            "on: 2026-02-01, finding: conservative-care, value: stopped",
        ),
        ("finding: sex, value: male", "finding: pregnancy, value: none"),
    ],
)
def test_two_lines_that_can_both_hold(first, second):
    assert len(read(first, second).observations + read(first, second).events) == 2


def test_patient_and_a_line_that_cannot_both_hold():
    head = "schema: stepwell-record/1\npatient: {age_years: {from: 45, to: 49}, sex: male}\nobservations:\n"
    assert faults(
        "finding: age, value: 47",
        "finding: age, value: 50",
        "finding: sex, value: female",
        "finding: pregnancy, value: under-20-weeks",
        head=head,
    ) == [
        "5: age does not agree with patient.age_years on line 2. Correct one of the two.",
        "6: sex does not agree with patient.sex on line 2. Correct one of the two.",
        "7: pregnancy is not none, but sex is male on line 2. Correct one of the two; sex is the one given at birth.",
    ]
