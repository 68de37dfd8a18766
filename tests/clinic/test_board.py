"""Who is on the caseload, and why: each need is a patient's story, told in days before today."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from stepwell.clinic.demo.people import people
from stepwell.clinic.episodes.basis import basis_of
from stepwell.clinic.episodes.board import board_of
from stepwell.clinic.episodes.sealed import Written
from stepwell.knowledge.loader import load_pathway

TODAY = date(2026, 11, 22)
PATHWAY = load_pathway()


def ago(days):
    return TODAY - timedelta(days)


def entry(number, days, lines, *, role="patient", kind="check-in", **more):
    """An entry that was written so many days ago; its lines are of that day."""
    at = datetime.combine(ago(days), datetime.min.time(), UTC).replace(hour=8)
    dated = [{"on": ago(days).isoformat(), **line} for line in lines]
    return Written(number, kind, at, "", role, 1, dated, more)


def board(entries):
    return board_of(basis_of(entries, PATHWAY, side="right", name="test", today=TODAY))


def diary(pains, until=0):
    """One check-in a day with a worst pain, the last one `until` days ago."""
    last = len(pains) - 1
    return [
        entry(place + 1, until + last - place, [{"finding": "worst-pain", "value": pain}])
        for place, pain in enumerate(pains)
    ]


def needs(row):
    return [one["id"] for one in row["needs"]]


def test_somebody_of_whom_nothing_is_known_needs_nothing_yet():
    row = board([])
    assert row["needs"] == []
    assert row["pain"] == [None] * 28
    assert row["days"] == ["none"] * 14


@pytest.mark.parametrize("answer", [True, "not-sure"])
def test_numbness_between_the_legs_comes_first_and_not_sure_counts(answer):
    row = board([*diary([3] * 20), entry(21, 0, [{"finding": "saddle-numbness", "value": answer}])])
    assert needs(row)[0] == "red-flag"
    assert "cauda equina" in row["needs"][0]["why"]


def test_an_answer_of_no_is_no_red_flag():
    row = board([*diary([3] * 20), entry(21, 0, [{"finding": "saddle-numbness", "value": False}])])
    assert "red-flag" not in needs(row)


def test_pain_that_rises_on_three_of_five_days_is_said_with_its_numbers():
    row = board(diary([3] * 20 + [3, 5, 5, 6, 6]))
    assert needs(row)[0] == "rising"
    assert row["needs"][0]["why"] == "Worst pain 3 to 6 in 5 days."


@pytest.mark.parametrize("pains", [[3] * 25, [3] * 23 + [6, 6], [3] * 20 + [6, 6, 6, 6, 3]])
def test_two_bad_days_or_pain_that_has_settled_are_not_rising(pains):
    assert "rising" not in needs(board(diary(pains)))


def test_a_week_of_silence_is_said_with_the_last_pain():
    row = board(diary([5] * 10, until=8))
    assert needs(row)[0] == "silent"
    assert row["needs"][0]["why"] == "Nothing logged for 8 days. Last worst pain was 5."


def test_six_days_of_silence_are_no_need():
    assert "silent" not in needs(board(diary([5] * 10, until=6)))


def test_who_never_kept_a_diary_is_not_silent():
    visit = entry(1, 20, [{"finding": "worst-pain", "value": 5}], role="physiotherapist", kind="visit")
    assert "silent" not in needs(board([visit]))


def session(number, days, response):
    log = {"finding": "clamshell", "value": "done", "dose": "L1", "response": response}
    return entry(number, days, [log | ({"reason": "no time"} if response == "none" else {})], kind="session")


def test_two_sessions_missed_in_a_row_are_said_with_the_reason():
    row = board([session(1, 6, "good"), session(2, 4, "none"), session(3, 2, "none")])
    assert "missed" in needs(row)
    why = next(one["why"] for one in row["needs"] if one["id"] == "missed")
    assert why == "2 planned sessions missed in a row. Reason given: no time."


def test_a_session_after_them_takes_it_back():
    row = board([session(1, 6, "none"), session(2, 4, "none"), session(3, 2, "good")])
    assert "missed" not in needs(row)


def test_the_dots_say_done_part_rest_and_nothing():
    both = [
        {"finding": "clamshell", "value": "done", "dose": "L1", "response": "good"},
        {"finding": "double-leg-bridge", "value": "done", "dose": "L1", "response": "none"},
    ]
    row = board(
        [session(1, 3, "good"), entry(2, 2, both, kind="session"), entry(3, 1, [], rest=ago(1).isoformat())]
    )
    assert row["days"][-4:] == ["done", "part", "rest", "none"]


def test_a_reviewed_need_stays_away_for_its_days_and_comes_back():
    story = diary([3] * 20 + [3, 5, 5, 6, 6])
    looked = [*story, entry(30, 0, [], role="physiotherapist", kind="reviewed", needs=["rising"])]
    assert "rising" not in needs(board(looked))
    long_ago = [*story, entry(30, 7, [], role="physiotherapist", kind="reviewed", needs=["rising"])]
    assert "rising" in needs(board(long_ago))


def test_who_is_put_aside_comes_back_on_the_day_and_a_red_flag_shows_all_the_same():
    story = diary([3] * 20 + [3, 5, 5, 6, 6])
    aside = entry(30, 1, [], role="physiotherapist", kind="snoozed", until=ago(-3).isoformat())
    assert needs(board([*story, aside])) == []
    flag = entry(31, 0, [{"finding": "saddle-numbness", "value": True}])
    assert needs(board([*story, aside, flag])) == ["red-flag"]
    over = entry(30, 5, [], role="physiotherapist", kind="snoozed", until=TODAY.isoformat())
    assert "rising" in needs(board([*story, over]))


def test_sitting_is_shown_with_how_it_changed_over_a_week():
    row = board(
        [
            entry(1, 9, [{"finding": "sitting-tolerance", "value": 15}]),
            entry(2, 1, [{"finding": "sitting-tolerance", "value": 25}]),
        ]
    )
    assert (row["sits"], row["sits_change"]) == (25, 10)


def test_a_review_that_is_due_is_said_by_its_name():
    sofia = next(one for one in people(TODAY) if one.name == "Sofia Lindgren")
    story = [
        Written(
            number, save.kind, datetime.combine(save.on, time(8), UTC), "", save.by, 1, list(save.lines), {}
        )
        for number, save in enumerate(sofia.saves, start=1)
    ]
    assert [one["why"] for one in board(story)["needs"] if one["id"] == "review"] == [
        "Due: Review at 6 weeks, medicines or not."
    ]


def test_a_value_that_was_corrected_does_not_count():
    wrong = entry(1, 1, [{"finding": "worst-pain", "value": 9}])
    right = entry(2, 1, [{"finding": "worst-pain", "value": 2, "replaces": 1}])
    assert board([wrong, right])["pain"][-2] == 2
