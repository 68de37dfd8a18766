"""The grammar of the tables, and that a wrong expectation is found."""

import pytest

from stepwell.records.bounds import Bounds
from tests.spec.conftest import check_table
from tests.spec.tables import TODAY, read_table, record_of

TABLE = """
patient | fever | worst pain     | si provocation count (other side) | course: diagnostic block
--------+-------+----------------+-----------------------------------+---------------------------------------------------
ann     | yes   | 8, 60 d ago; 5 | at least 2                        | done 30 d ago, target hip joint, relief percent 70
bob     |       |                |                                   |
"""


def record(patient, pathway, **background):
    return record_of(read_table(TABLE).cells(patient), pathway, background=background)


def test_a_row_is_a_record(pathway):
    ann = record("ann", pathway)
    assert [
        (one.finding, one.value, one.side, TODAY.toordinal() - one.on.low) for one in ann.observations
    ] == [
        ("worst-pain", Bounds(8, 8), None, 60),
        ("fever", True, None, 0),
        ("worst-pain", Bounds(5, 5), None, 0),
        ("si-provocation-count", Bounds(2, 6), "left", 0),
    ]
    (block,) = ann.events
    assert (block.target, block.relief_percent, block.seq) == ("hip-joint", Bounds(70, 70), 2)


def test_a_blank_cell_is_not_recorded_whatever_the_background_says(pathway):
    bob = record("bob", pathway, fever="no", age="45")
    assert [(one.finding, one.value) for one in bob.observations] == [("age", Bounds(45, 45))]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("patient | feverr\nann | yes", "feverr is not known. Near it: fever."),
        ("patient | adult\nann | yes", "adult is worked out from other findings; record those."),
        ("patient | fever\nann | yes | no", "The row of ann does not fit the table."),
        ("patient | fever\nann | yes\nann | no", "The row of ann does not fit the table."),
        ("person | fever\nann | yes", "The first column is person, not patient."),
        (
            "patient | course: gabapentin\nann | started today, colour red",
            "colour red is no part of a course.",
        ),
    ],
)
def test_a_wrong_table_says_so(pathway, table, problem):
    with pytest.raises(ValueError, match=f"^{problem}"):
        check_table(pathway, table, {"ann": {}})


def test_a_wrong_expectation_is_found_in_every_engine(pathway):
    with pytest.raises(AssertionError) as raised:
        check_table(pathway, "patient | fever\nann | yes", {"ann": {"infection-same-day": "held"}})
    assert str(raised.value).splitlines()[:2] == [
        "ann: infection-same-day is recommended, expected held (Python)",
        "ann: infection-same-day is recommended, expected held (Python, through a record file)",
    ]


def test_a_patient_without_expectation_and_an_unknown_status_are_found(pathway):
    with pytest.raises(AssertionError, match="different patients"):
        check_table(pathway, "patient | fever\nann | yes", {})
    with pytest.raises(AssertionError, match="no such intervention or status"):
        check_table(pathway, "patient | fever\nann | yes", {"ann": {"infection-same-day": "fine"}})
