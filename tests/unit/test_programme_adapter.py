"""From a record to a situation: what is read, and that nothing unknown is filled in."""

from datetime import date
from functools import lru_cache

import pytest

from stepwell.knowledge.loader import KNOWLEDGE, build, read_trees
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.session import session
from stepwell.programme.situation import Log
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.records.reader import parse_record

TODAY = date(2026, 3, 10)


@lru_cache
def pathway():
    _, found = build(read_trees(KNOWLEDGE), "test", {})
    return found


def situation(*lines: str, patient="{age_years: 41, sex: male, country: GB}", **more):
    text = f"schema: stepwell-record/1\npatient: {patient}\nside: left\nobservations:\n"
    text += "".join(f"  - {{{line}}}\n" for line in lines) if lines else "  []\n"
    record = parse_record(text, pathway(), name="record.yaml").as_of(TODAY.toordinal())
    facts = read_facts(compile_pathway(pathway()), record, TODAY.toordinal())
    return situation_from(pathway(), facts, **more)


def test_an_empty_record_fills_nothing_in_and_gives_no_session():
    empty = situation()
    assert empty.phase is None
    assert empty.sources == frozenset()
    assert empty.worst_irritability == "high"
    assert (empty.days_since_injection, empty.days_since_operation, empty.sitting_tolerance) == (
        None,
        None,
        None,
    )
    assert empty.logs == ()
    assert session(programme_of(pathway()), empty).suspended == "Answer the safety questions first."


def test_every_condition_of_the_programme_can_be_read_and_answered():
    empty = situation()
    answers = {key: empty.holds(key) for key in programme_of(pathway()).conditions}
    assert set(answers.values()) <= {True, False, None}
    assert answers["phase/calm/enter"] is True


def test_phase_source_age_and_sitting():
    known = situation(
        "on: 2026-03-01, finding: phase, value: strengthen",
        "on: 2026-03-01, finding: working-source, value: ischiofemoral",
        "on: 2026-03-09, finding: sitting-tolerance, value: 25, unit: min",
    )
    assert (known.phase, known.phase_days) == ("strengthen", 9)
    assert known.sources == frozenset({"ischiofemoral"})
    assert (known.age, known.sitting_tolerance) == (41, 25)


def test_an_age_on_both_sides_of_the_older_age_is_not_known():
    assert situation(patient="{sex: male}").age is None


def test_logs_levels_and_the_next_morning():
    known = situation(
        "on: 2026-03-07, finding: clamshell, value: done, dose: L1, response: good, pain: 2",
        "on: 2026-03-09, finding: clamshell, value: done, dose: L2, pain: 3",
        "on: 2026-03-10, finding: clamshell, value: responded, response: worse",
    )
    assert known.logs == (Log("clamshell", 3, "L1", "good", 2), Log("clamshell", 1, "L2", "worse", 3))
    assert known.levels == {"clamshell": "L2"}


def test_a_log_without_a_response_is_not_a_good_one():
    assert (
        situation("on: 2026-03-09, finding: clamshell, value: done, dose: L2").logs[0].response == "partial"
    )


def test_an_accepted_level_counts_until_something_else_is_done():
    lines = [
        "on: 2026-03-07, finding: clamshell, value: done, dose: L1",
        "on: 2026-03-08, finding: clamshell, value: accepted, dose: L2",
    ]
    assert situation(*lines).levels == {"clamshell": "L2"}
    assert situation(*lines, "on: 2026-03-09, finding: clamshell, value: done, dose: L1").levels == {
        "clamshell": "L1"
    }


def test_pins_caps_pauses_and_swaps():
    lines = [
        "on: 2026-03-01, finding: clamshell, value: pinned",
        "on: 2026-03-01, finding: side-plank, value: capped, dose: L2",
        "on: 2026-03-01, finding: step-up, value: paused",
    ]
    known = situation(*lines)
    assert known.pinned == ("clamshell",)
    assert known.caps == {"side-plank": "L2"}
    assert known.paused == frozenset({"step-up"})
    ended = situation(
        *lines,
        "on: 2026-03-02, finding: clamshell, value: stopped",
        "on: 2026-03-02, finding: side-plank, value: capped",
        "on: 2026-03-02, finding: step-up, value: resumed",
    )
    assert (ended.pinned, ended.caps, ended.paused) == ((), {}, frozenset())


def test_a_pause_ends_on_its_day():
    line = "on: 2026-03-01, finding: step-up, value: paused, until: {}"
    assert situation(line.format("2026-03-10")).paused == frozenset({"step-up"})
    assert situation(line.format("2026-03-09")).paused == frozenset()


def test_the_other_side_has_its_own_exercises():
    assert situation("on: 2026-03-09, finding: clamshell, value: done, dose: L2, side: right").logs == ()


@pytest.mark.parametrize("injection", ["corticosteroid-injection", "botulinum-toxin"])
def test_the_latest_injection_and_operation(injection):
    known = situation(
        "on: 2026-01-01, finding: diagnostic-block, value: done, guidance: ultrasound",
        f"on: 2026-03-05, finding: {injection}, value: done, guidance: ultrasound",
        "on: 2026-02-08, finding: piriformis-release, value: done, approach: endoscopic",
    )
    assert (known.injection, known.days_since_injection) == (injection, 5)
    assert (known.operation, known.days_since_operation) == ("piriformis-release", 30)


def test_a_declined_injection_is_none():
    assert (
        situation("on: 2026-03-05, finding: corticosteroid-injection, value: declined").days_since_injection
        is None
    )


def test_only_a_person_who_can_be_pregnant_is_asked_before_lying_on_the_back():
    key = "exercise/supine-sciatic-slider/0"
    assert situation(patient="{age_years: 41, sex: male}").holds(key) is False
    assert situation(patient="{age_years: 41, sex: female}").holds(key) is None
    known = situation(
        "on: 2026-03-09, finding: pregnancy, value: none", patient="{age_years: 41, sex: female}"
    )
    assert known.holds(key) is False
