"""What Stepwell says of published patients, at each of the 31 decision points."""

from pathlib import Path

import pytest

from stepwell.knowledge.yaml_text import load
from stepwell.records.reader import read_record
from tests.cases.concordance import PAGE, page
from tests.cases.harness import (
    ADVISED,
    RECORDS,
    RULED_OUT,
    cases,
    differences,
    pathway,
    points,
    table,
    unconditional,
)

NAMES = [case["id"] for case in cases()]
ABSENT = table("reviewed.yaml")["absent"]


def by_id(point):
    return point.id


@pytest.mark.parametrize("point", points(), ids=by_id)
def test_nothing_is_advised_that_must_not_be(point):
    """No unconditional `must_not_recommend` is recommended or to be prepared."""
    for unwanted in unconditional(point.stated["must_not_recommend"]):
        advised = [one.id for one in point.does(unwanted["action"]) if one.status in ADVISED]
        assert advised == [], unwanted["text"]


@pytest.mark.parametrize("point", points(), ids=by_id)
def test_what_the_record_forbids_is_ruled_out(point):
    """Where the facts that forbid it are in the record, it is ruled out and not merely asked about."""
    for unwanted in unconditional(point.stated["must_not_recommend"]):
        if f"{point.id} {unwanted['action']}" not in ABSENT:
            open_ = {
                one.id: one.status for one in point.does(unwanted["action"]) if one.status not in RULED_OUT
            }
            assert open_ == {}, unwanted["text"]


def test_an_absence_is_listed_only_where_something_is_still_open():
    """A line of reviewed.yaml that is no longer needed has to go."""
    open_ = {
        f"{point.id} {unwanted['action']}"
        for point in points()
        for unwanted in unconditional(point.stated["must_not_recommend"])
        if any(one.status not in RULED_OUT for one in point.does(unwanted["action"]))
    }
    assert sorted(set(ABSENT) - open_) == []


def test_the_main_expectation_is_met_among_the_first_three_rows():
    """In at least 28 of 31, and for at most 8 of them by asking first."""
    met = [point.first for point in points() if point.first is not None]
    assert len(met) >= 28
    assert sum(one.status == "ask-first" for one in met) <= 8


def test_two_thirds_of_all_expectations_are_met():
    expected = [(point, item) for point in points() for item in point.stated["must_recommend"]]
    met = [item for point, item in expected if point.met(item) is not None]
    assert 3 * len(met) >= 2 * len(expected)


def test_every_difference_has_a_reason_and_every_reason_a_difference():
    assert sorted(table("reasons.yaml")) == sorted(differences())


def test_every_intervention_has_its_action_words():
    """One table for all; what is only recorded is never advised and needs none."""
    advised = {one.id for one in pathway().interventions.values() if not one.recorded_only}
    assert set(table("actions.yaml")) == advised


def test_every_missing_item_is_in_the_table_and_the_knowledge():
    items = {item["item"] for point in points() for item in point.stated["missing_information"]}
    known = {*pathway().findings, *pathway().interventions}
    assert set(table("missing.yaml")) == items
    assert sorted({name for names in table("missing.yaml").values() for name in names} - known) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_record_reads(name):
    assert read_record(RECORDS / f"{name}.yaml", pathway()).observations


@pytest.mark.parametrize("case", cases(), ids=NAMES)
def test_every_line_comes_from_a_fact(case):
    """`seq` leads back to the fact (or to the patient), and an undated fact gives no day but that of the visit."""
    days = {fact["seq"]: fact["day"] for fact in case["timeline"]}
    for line in _lines(RECORDS / f"{case['id']}.yaml"):
        fact = line["seq"] // 10
        assert fact == 0 or fact in days
        if fact and days[fact] is None:
            assert not isinstance(line.get("on"), str) or line["on"] == "2020-01-01"


def _lines(file: Path):
    return load(file.read_text(encoding="utf-8"), name=file.name)["observations"]


def test_the_printed_page_is_up_to_date():
    """`make concordance` prints it from the run."""
    assert PAGE.read_text(encoding="utf-8") == page()
