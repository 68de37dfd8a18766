"""The time chart of one person: which values are drawn, what becomes of gaps, what the sentence above says."""

import json
import random
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from stepwell.clinic.episodes.basis import basis_of
from stepwell.clinic.episodes.chart import chart_of
from stepwell.clinic.episodes.sealed import Written
from stepwell.clinic.pathway import pathway_with
from stepwell.clinic.workspace.person.course.canvas import PHONE, WIDE
from stepwell.clinic.workspace.person.course.drawing import draw
from stepwell.clinic.workspace.person.course.headline import headline
from stepwell.clinic.workspace.person.course.numbers import rows_of, treatments_of
from stepwell.clinic.workspace.person.course.period import shown, state_of
from stepwell.clinic.workspace.person.course.treatments import Treated

TODAY = date(2026, 11, 22)


def on(back):
    return (TODAY - timedelta(back)).isoformat()


def written(lines, number=1, first_seq=1, back=0, role="physiotherapist"):
    """One entry with these lines, so many days ago."""
    day = TODAY - timedelta(back)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    signed = [{"on": on(back), **line, "by": role, "recorded_at": on(back)} for line in lines]
    return Written(number, "visit", at, "", role, first_seq, signed, {})


def chart(*entries):
    """The chart of these entries; each is (days ago, lines)."""
    made, seq = [], 1
    for number, (back, lines) in enumerate(entries, 1):
        made.append(written(lines, number, seq, back))
        seq += len(lines)
    return chart_of(basis_of(made, pathway_with("{}"), side="right", name="test", today=TODAY))


def pain(value, **more):
    return {"finding": "worst-pain", "value": value, **more}


def pains(*values, every=7):
    """Worst pain at even distances, the last one today."""
    last = len(values) - 1
    return [((last - place) * every, [pain(value)]) for place, value in enumerate(values)]


def treated():
    return Treated(pathway_with("{}"))


def test_a_day_is_its_number_from_the_first_and_the_worst_of_a_day_counts():
    found = chart((10, [pain(6)]), (3, [pain(2), pain(5)]))
    assert found["from"] == on(10)
    assert found["pain"] == [[0, 6], [7, 5]]


def test_what_was_corrected_is_not_drawn():
    found = chart((10, [pain(9)]), (3, [pain(4, on=on(10), replaces=1)]))
    assert found["pain"] == [[0, 4]]


def test_function_keeps_its_decimal():
    assert chart((0, [{"finding": "psfs", "value": 4.5}]))["function"] == [[0, 4.5]]


def test_a_year_of_daily_data_stays_small():
    chance = random.Random(7)
    day = [
        lambda: pain(chance.randrange(11)),
        lambda: {"finding": "sitting-tolerance", "value": chance.randrange(5, 60)},
        lambda: {"finding": "night-waking", "value": chance.randrange(8)},
        lambda: {"finding": "session-pain", "value": chance.randrange(11)},
        lambda: {"finding": "clamshell", "value": "done", "dose": "L2", "response": "good"},
    ]
    found = chart(*[(back, [made() for made in day]) for back in range(365, -1, -1)])
    assert len(found["pain"]) == len(found["sessions"]) == 366
    assert len(json.dumps(found)) < 30_000


def test_a_gap_stays_a_gap():
    """A worst pain stands for 14 days; where the next came later, no line joins the two."""
    lane = shown(chart((40, [pain(6)]), (30, [pain(5)]), (0, [pain(3)])), None).lanes["pain"]
    assert [[value for _, value in run] for run in lane.runs] == [[6, 5], [3]]


def test_a_period_shows_its_own_days_and_all_shows_everything():
    found = chart(*pains(8, 7, 6, 5, every=28))
    assert [value for run in shown(found, 6).lanes["pain"].runs for _, value in run] == [6, 5]
    assert len([1 for run in shown(found, None).lanes["pain"].runs for _ in run]) == 4
    assert shown(found, 6).first == TODAY - timedelta(42)


def test_many_daily_values_become_means_of_weeks_with_the_single_days_behind():
    drawn = shown(chart(*pains(*([4, 6] * 90), every=1)), None)
    assert drawn.by_weeks
    assert len(drawn.lanes["pain"].singles) == 180
    (run,) = drawn.lanes["pain"].runs
    assert [value for _, value in run][-2:] == [4.9, 5.1]
    assert drawn.lanes["pain"].last == (TODAY, 6)


@pytest.mark.parametrize(
    ("signs", "state"),
    [("d", "done"), ("p", "part"), ("m", "missed"), ("r", "rest"), (".", "none"),
     ("dd.m.dd", "done"), ("d.m.m.m", "part"), ("mm.", "missed"), ("..r", "rest")],
)  # fmt: skip
def test_one_dot_stands_for_a_day_or_a_week(signs, state):
    """A week counts as done from the share that the knowledge takes as enough."""
    assert state_of(signs, 60) == state


def test_a_procedure_is_a_marker_with_its_relief_and_a_treatment_a_band():
    injection = {
        "finding": "corticosteroid-injection",
        "value": "done",
        "target": "piriformis",
        "guidance": "ultrasound",
    }
    answer = {
        "finding": "corticosteroid-injection",
        "value": "responded",
        "response": "good",
        "relief_percent": 70,
        "relief_days": 40,
    }
    found = chart(
        (80, [pain(7), {"finding": "conservative-care", "value": "started"}]),
        (60, [injection]),
        (10, [answer]),
    )
    (marker,) = found["markers"]
    assert (marker["from"], marker["relief"], marker["lasted"], marker["guidance"]) == (
        on(60),
        70,
        40,
        "ultrasound",
    )
    (band,) = found["bands"]
    assert (band["id"], band["from"], "to" in band) == ("conservative-care", on(80), False)


def test_a_treatment_whose_day_is_not_known_is_told_and_not_drawn():
    line = {
        "finding": "corticosteroid-injection",
        "value": "done",
        "on": {"before": "2026-01-01"},
        "response": "none",
    }
    found = chart((0, [pain(5), line]))
    assert found["markers"] == []
    (told,) = treatments_of(found, treated())
    assert told.when == "by 31 Dec 2025"
    assert told.how == "no effect"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([7], "Worst pain is 7"),
        ([8, 6, 4], "Pain fell from 8 to 4 in 2 weeks"),
        ([3, 4, 6], "Pain rose from 3 to 6 in 2 weeks"),
        ([6, 2, 6], "Pain fell to 2 and is back at 6"),
        ([8, 2, 5], "Pain fell to 2 and has risen to 5"),
        ([6, 5, 6], "Pain is about the same after 2 weeks: 6 then, 6 now"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_became_of_the_pain(values, sentence):
    assert headline(chart(*pains(*values)), None) == sentence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([6, 6, 2, 6], "Pain fell to 2 after the injection and is back at 6"),
        ([6, 6, 2, 2], "Pain fell to 2 after the injection"),
        ([6, 6, 2, 3], "Pain fell to 2 after the injection and is 3 now"),
        ([6, 6, 6, 6], "Pain has changed little since the injection: 6 then, 6 now"),
        ([4, 4, 6, 7], "Pain rose from 4 to 7 after the injection"),
    ],
)  # fmt: skip
def test_the_sentence_names_the_last_procedure(values, sentence):
    entries = pains(*values)
    entries[1][1].append({"finding": "corticosteroid-injection", "value": "done", "guidance": "ultrasound"})
    assert headline(chart(*entries), None) == sentence


def test_how_much_of_a_change_counts_is_the_clinics_own_value():
    found = chart(*pains(6, 5, 3))
    found["limits"]["pain-fall-goal"] = 4
    assert headline(found, None) == "Pain is about the same after 2 weeks: 6 then, 3 now"
    injected = pains(6, 6, 3, 3)
    injected[1][1].append({"finding": "corticosteroid-injection", "value": "done", "guidance": "ultrasound"})
    found = chart(*injected)
    found["limits"]["pain-fall-goal"] = 4
    assert headline(found, None) == "Pain has changed little since the injection: 6 then, 3 now"


def test_without_a_value_the_sentence_says_so():
    assert headline(chart((0, [{"finding": "age", "value": 41}])), None) == "No worst pain recorded yet"
    assert headline(chart((80, [pain(5)])), 6) == "No worst pain recorded in the last 6 weeks"


@pytest.mark.parametrize("layout", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_drawing_has_its_colours_from_classes_and_says_itself_in_words(layout):
    entries = pains(6, 4, 3)
    entries[0][1].append({"finding": "phase", "value": "calm"})
    entries[1][1].append({"finding": "corticosteroid-injection", "value": "done", "guidance": "ultrasound"})
    svg = draw(shown(chart(*entries), None), layout, treated(), 'Worst pain "6" to 3')
    assert not re.search(r"\b(fill|stroke|style|onclick)=", svg)
    assert 'aria-label="Worst pain &quot;6&quot; to 3"' in svg
    assert not re.search(r"\bnan\b|None", svg)


def test_nothing_recorded_makes_a_chart_without_lines():
    svg = draw(shown(chart(), None), WIDE, treated(), "")
    assert "polyline" not in svg


def test_the_numbers_say_what_the_chart_shows():
    found = chart(*pains(6, 4, 3))
    assert [(row.on.isoformat(), row.pain) for row in rows_of(found, shown(found, 6))] == [
        (on(14), "6"), (on(7), "4"), (on(0), "3")]  # fmt: skip
    long = chart(*pains(*([4, 6] * 90), every=1))
    rows = rows_of(long, shown(long, None))
    assert rows[-1].on == TODAY - timedelta(6)
    assert [row.pain for row in rows[-2:]] == ["4.9", "5.1"]


def test_the_head_knows_week_irritability_and_how_far_the_safety_check_went():
    standing = chart((20, [pain(5)]), (0, [{"finding": "local-anaesthetic-allergy", "value": "yes"}]))[
        "standing"
    ]
    assert standing["week"] == 2
    assert standing["irritability"] == []
    assert not standing["safety"]["clear"]
    assert standing["safety"]["missing"] > 0
    assert standing["allergies"]["yes"] == ["local-anaesthetic-allergy"]


def test_every_finding_about_an_allergy_is_in_the_head():
    """The head takes them by the end of their id; a new one under another name would be missed."""
    findings = pathway_with("{}").findings
    named = {one for one, found in findings.items() if found.title.startswith("Allergy")}
    assert named == {one for one in findings if one.endswith("-allergy")}


def test_a_decision_keeps_its_reason_and_exercises_are_none():
    declined = {"finding": "gabapentin", "value": "declined", "reason": "No burning pain."}
    skipped = {"finding": "clamshell", "value": "declined", "reason": "Tired."}
    (decided,) = chart((3, [declined, skipped]))["decided"]
    assert (decided["id"], decided["event"], decided["reason"], decided["on"]) == (
        "gabapentin", "declined", "No burning pain.", on(3))  # fmt: skip
