"""Each operator over observations and courses, with its meaning over missing and partly missing data."""

from fractions import Fraction

import pytest

from stepwell.records.bounds import Bounds, exactly
from tests.unit.small_knowledge import value

PAINS = (
    "on: 2026-02-01, finding: pain, value: 8",
    "on: 2026-02-11, finding: pain, value: 5",
    "on: 2026-02-21, finding: pain, value: 4",
)
TAKEN = "on: 2026-01-01, finding: treatment-history, value: yes"
UNKNOWN = Bounds(-1000, 36500)


@pytest.mark.parametrize(
    ("derive", "expected"),
    [
        ("{last: pain}", exactly(4)),
        ("{first: pain}", exactly(8)),
        ("{max: pain}", exactly(8)),
        ("{min: pain, within: 20 d}", exactly(4)),
        ("{mean: pain}", exactly(Fraction(17, 3))),
        ("{mean: pain, within: 20 d, at_least: 3}", UNKNOWN),
        ("{change: pain}", exactly(-4)),
        ("{change_percent: pain}", exactly(-50)),
        ("{slope: pain}", exactly(Fraction(-1, 5))),
        ("{days_since: pain}", exactly(8)),
        ("{count: pain}", Bounds(3, 36500)),
        ('{days_with: pain, over: "{five}", within: 40 d}', Bounds(1, 40)),
        ('{days_with: pain, under: "{five}", within: 40 d}', Bounds(1, 40)),
    ],
)
def test_statistics_of_three_pain_scores(derive, expected):
    assert value(derive, *PAINS) == expected


@pytest.mark.parametrize(
    "derive", ["{last: pain}", "{mean: pain}", "{change: pain}", "{slope: pain}", "{days_since: pain}"]
)
def test_nothing_recorded_is_not_known(derive):
    assert value(derive) == UNKNOWN


def test_one_value_has_no_change_and_no_slope():
    one = PAINS[0]
    assert value("{change: pain}", one) == UNKNOWN
    assert value("{slope: pain}", one) == UNKNOWN


def test_a_value_that_may_lie_outside_the_window_makes_a_mean_not_known():
    unsure = 'on: "2026-02", finding: pain, value: 9'
    assert value("{mean: pain, within: 10 d}", unsure, PAINS[2]) == UNKNOWN


def test_ever_is_yes_once_it_was_yes():
    yes, no = "on: 2026-01-01, finding: numb, value: yes", "on: 2026-02-01, finding: numb, value: no"
    assert value("{ever: numb}", yes, no, type="yes-no") is True
    assert value("{ever: numb}", no, type="yes-no") is False
    assert value("{ever: numb}", type="yes-no") is None


def test_choose_keeps_every_row_that_may_be_first():
    derive = '{choose: [{when: numb, is: a}, {when: "pain >= {five}", is: b}, {otherwise: c}]}'
    more = ", options: {a: A, b: B, c: C}"
    assert value(derive, type="choice", more=more) == {"a", "b", "c"}
    assert value(derive, "on: 2026-02-28, finding: pain, value: 7", type="choice", more=more) == {"a", "b"}
    assert value(derive, "on: 2026-02-28, finding: numb, value: yes", type="choice", more=more) == {"a"}


def test_a_score_with_missing_rows_has_bounds():
    derive = (
        '{score: [[{when: "pain >= {five}", points: 2}], [{when: numb, points: 2}, {when: sore, points: 1}]]}'
    )
    assert value(derive) == Bounds(0, 4)
    assert value(derive, "on: 2026-02-28, finding: pain, value: 7") == Bounds(2, 4)
    assert value(
        derive, "on: 2026-02-28, finding: numb, value: no", "on: 2026-02-28, finding: sore, value: no"
    ) == Bounds(0, 2)


def test_a_ratio_uses_plain_numbers_and_is_scaled_as_its_finding():
    line = "on: 2026-02-28, finding: score, value: 2.5"
    assert value("{ratio: {of: [100, score], over: [10]}}", line) == exactly(25)
    assert value("{ratio: {of: [100, score], over: [10]}}", line, more=", decimals: 1") == exactly(250)
    assert value("{ratio: {of: [{minus: [score, 1]}, 2]}}", line) == exactly(3)


def test_days_on_is_a_union_and_a_lower_bound_until_the_history_is_taken():
    lines = (
        "on: 2026-01-10, finding: walk, value: started",
        "on: 2026-01-20, finding: walk, value: started",
        "on: 2026-01-30, finding: walk, value: stopped",
        "on: 2026-01-25, finding: stroll, value: started",
        "on: 2026-02-09, finding: stroll, value: stopped",
    )
    assert value("{days_on: [walk]}", *lines) == Bounds(30, 36500)
    assert value("{days_on: [walk]}", *lines, TAKEN) == exactly(30)


def test_not_recorded_means_never_once_the_history_is_taken():
    derive = "{any_course: [needle], where: {state: [done]}}"
    assert value(derive, type="yes-no") is None
    assert value(derive, TAKEN, type="yes-no") is False
    assert value("{days_since_course: [needle]}", TAKEN) == exactly(36500)
    assert value("{count_course: [needle]}", TAKEN) == exactly(0)


def test_days_since_a_course_are_an_upper_bound_until_the_history_is_taken():
    line = "on: 2026-02-01, finding: needle, value: done"
    assert value("{days_since_course: [needle]}", line) == Bounds(0, 28)
    assert value("{days_since_course: [needle]}", line, TAKEN) == exactly(28)


def test_a_part_that_was_not_recorded_is_not_known():
    derive = '{any_course: [needle], where: {target: working-source, relief_percent: ">= {half}"}}'
    source = "on: 2026-01-01, finding: working-source, value: piriformis"
    done = "on: 2026-02-01, finding: needle, value: done"
    assert value(derive, TAKEN, source, done, type="yes-no") is None
    assert value(derive, TAKEN, source, done + ", target: scar, relief_percent: 90", type="yes-no") is False
    assert (
        value(derive, TAKEN, source, done + ", target: piriformis, relief_percent: 90", type="yes-no") is True
    )
    assert (
        value(derive, TAKEN, source, done + ", target: piriformis, relief_percent: 30", type="yes-no")
        is False
    )


def test_a_course_of_the_other_side_does_not_count():
    derive = "{any_course: [needle], where: {state: [done]}}"
    line = "on: 2026-02-01, finding: needle, value: done, side: left"
    assert value(derive, TAKEN, line, type="yes-no") is False


def test_a_response_belongs_to_the_latest_earlier_course_of_its_target():
    derive = "{count_course: [needle], where: {response: [good]}}"
    lines = (
        "on: 2026-01-01, finding: needle, value: done, target: scar, response: none",
        "on: 2026-02-01, finding: needle, value: done, target: piriformis",
        "on: 2026-02-10, finding: needle, value: responded, target: piriformis, response: good",
    )
    assert value(derive, TAKEN, *lines) == exactly(1)


def test_an_undated_start_leaves_the_days_not_known():
    line = "finding: walk, value: done"
    assert value("{days_on: [walk]}", TAKEN, line) == Bounds(0, 36500)


def test_bounds_agree_or_are_not_known():
    derive = '"pain >= {five}"'
    assert value(derive, "on: 2026-02-28, finding: pain, value: {from: 6, to: 8}", type="yes-no") is True
    assert value(derive, "on: 2026-02-28, finding: pain, value: {from: 4, to: 8}", type="yes-no") is None
    assert value(derive, "on: 2026-02-28, finding: pain, value: {at_most: 4}", type="yes-no") is False
