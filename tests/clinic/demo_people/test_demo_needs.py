"""What each made-up person was written for."""

import pytest

from stepwell.clinic.demo.people import pathway
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.proposals import proposals
from tests.clinic.demo_people.world import (
    IDS,
    caseload,
    days_of_rising_pain,
    days_silent,
    facts_of,
    lines,
    open_exits,
    proposed,
    reviews_due,
    those_who_need,
    trained,
)


@pytest.mark.parametrize("id", IDS)
def test_each_person_is_at_the_step_and_has_the_statuses_they_were_written_for(seen, id):
    one, shows = seen[id], seen[id].person.shows
    found = {row.id: row.status for row in one.plan.recommendations}
    wanted = dict(shows.statuses)
    assert one.plan.step == shows.step
    assert {name: found.get(name) for name in wanted} == wanted
    assert open_exits(one) == set(shows.exits)


@pytest.mark.parametrize("id", IDS)
def test_the_caseload_says_what_each_was_written_for(today, id):
    need, found = today[id].person.shows.need, caseload(today[id])
    quiet = need in ("none", "review", "unsaid")
    assert [one for one in found if one != "review"][:1] == ([] if quiet else [need])


def test_a_red_flag_is_open_and_was_answered_in_the_last_days(seen):
    for one in those_who_need(seen, "red-flag"):
        assert open_exits(one)
        flags = [days for days, line in lines(one) if line["value"] in ("yes", "not-sure")
                 and pathway().findings.get(line["finding"]) and pathway().findings[line["finding"]].flag]  # fmt: skip
        assert min(flags) <= 2


def test_not_sure_about_numbness_this_morning_opens_the_emergency_exit(seen):
    one = seen["aisha-rahman"]
    assert [days for days, _ in lines(one, finding="saddle-numbness", value="not-sure")] == [0]
    assert open_exits(one) == {"cauda-equina-emergency"}


def test_tingling_below_the_knee_twice_in_a_week_stops_the_exercise(seen):
    one = seen["peter-lindqvist"]
    stopped = [line for days, line in lines(one, finding="clamshell", response="worse") if days < 7]
    assert [line["reason"] for line in stopped] == ["Tingling below the knee for more than a minute."] * 2
    assert {"suspend", "regress"} <= proposed(one)


def test_a_stop_rule_ends_a_treatment_or_proposes_less(seen):
    found = {one.person.id for one in those_who_need(seen, "stop-rule")}
    assert found == {"peter-lindqvist", "isabel-torres", "stefan-novotny"}
    assert proposed(seen["isabel-torres"]) == {"relapse"}
    assert {row.id for row in seen["stefan-novotny"].plan.recommendations if row.status == "stop"} == {
        "gabapentin"
    }


def test_pain_rises_from_3_to_6_in_five_days(seen):
    assert len(those_who_need(seen, "rising")) == 2
    pain = {days: line["value"] for days, line in lines(seen["grace-mwangi"], finding="worst-pain")}
    assert [pain[5], pain[0]] == [3, 6]
    assert {one.person.id for one in seen.values() if days_of_rising_pain(one) >= 3} == {
        "grace-mwangi", "daniel-okafor",
    }  # fmt: skip


def test_one_person_is_silent_for_a_week_and_nobody_else(seen):
    assert {one.person.id: days_silent(one) for one in seen.values() if days_silent(one) >= 7} == {
        "hannah-cole": 8
    }


def test_two_planned_sessions_are_missed_by_somebody_who_still_checks_in(seen):
    (one,) = those_who_need(seen, "missed")
    left_out = [
        (days, line["reason"]) for days, line in lines(one, value="done", response="none") if days < 7
    ]
    assert {days for days, _ in left_out} == {3, 1} == set(trained(one)[:2])
    assert {reason for _, reason in left_out} == {"No time."}
    assert days_silent(one) == 0


def test_who_is_ready_is_proposed_more_without_another_question(seen):
    found = {}
    for one in those_who_need(seen, "ready"):
        kinds = {
            row.kind for row in proposals(programme_of(pathway()), situation_from(pathway(), facts_of(one)))
        }
        found[one.person.id] = kinds - {"hold"}
    assert found == {
        "jonas-weber": {"phase-on", "progress"},
        "meera-iyer": {"progress"},
        "paolo-ricci": {"phase-on", "progress"},
    }


def test_who_has_a_review_due_is_advised_a_review(seen):
    assert all(reviews_due(one) for one in those_who_need(seen, "review"))


def test_who_needs_nothing_has_no_flag_no_review_and_no_change_proposed(seen):
    for one in those_who_need(seen, "none"):
        assert (one.person.id, open_exits(one), reviews_due(one), proposed(one)) == (
            one.person.id, set(), [], set(),
        )  # fmt: skip
