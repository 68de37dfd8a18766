"""After an injection a person is asked how it goes, and before a session whether there was one that nobody told of (H05, H20, H03)."""

import json
from datetime import timedelta

import pytest

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import add_entry, basis, refresh, stored_board
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.plan import todays_plan
from tests.clinic.api.world import well_screened
from tests.clinic.events.world import NOON, event, open_exits, screen, send

PROMPTED = (1, 3, 7, 14)


def injection(episode, physio, days_ago, name="local-anaesthetic-injection"):
    on = (NOON - timedelta(days=days_ago)).date().isoformat()
    add_entry(episode, "visit", [{"finding": name, "value": "done", "on": on}], by=Author.of(physio))


def plan(episode, day=0):
    """Today's plan on a day after now."""
    kept = Episode.objects.kept().get(pk=episode.pk)
    return json.loads(todays_plan(kept, "UTC", now=NOON + timedelta(days=day)))


def answer(episode, patient, day, **answers):
    said = {"answers": {name.replace("_", "-"): value for name, value in answers.items()}}
    at = NOON + timedelta(days=day)
    return send(episode, patient, event(episode, "check-in", said, at=at), now=at + timedelta(hours=1))


def needs(episode, day=0):
    at = NOON + timedelta(days=day)
    kept = Episode.objects.kept().get(pk=episode.pk)
    refresh(kept, at=at)
    return {need["id"]: need["why"] for need in stored_board(kept)["needs"]}


def test_after_an_injection_a_person_is_asked_on_days_1_3_7_and_14(hers, patient, physio):
    injection(hers, physio, days_ago=0)
    asked = []
    for day in range(18):
        found = plan(hers, day)["after_injection"]
        if found:
            asked.append(day)
            assert found["day"] == day
            assert answer(hers, patient, day, injection_problem="no") == [("stored", None)]
    assert asked == list(PROMPTED)


def test_it_asks_what_a_complication_would_be_noticed_by(hers, physio):
    injection(hers, physio, days_ago=1)
    found = plan(hers)["after_injection"]
    assert [one["finding"] for one in found["questions"]] == list(
        pathway_of(hers.person.clinic).check_ins["after-injection"]
    )
    fever = next(one for one in found["questions"] if one["finding"] == "fever")
    assert [found["exits"][name]["urgency"] for name in fever["exits"]]


def test_nobody_is_asked_without_an_injection_or_long_after_it(hers, physio):
    assert plan(hers)["after_injection"] is None
    injection(hers, physio, days_ago=17)
    assert plan(hers)["after_injection"] is None


def test_the_last_injection_counts(hers, physio):
    injection(hers, physio, days_ago=20)
    injection(hers, physio, days_ago=3, name="corticosteroid-injection")
    assert plan(hers)["after_injection"]["day"] == 1


def test_one_answer_counts_for_the_days_before_it(hers, patient, physio):
    injection(hers, physio, days_ago=5)
    assert plan(hers)["after_injection"]["day"] == 1
    answer(hers, patient, 0, injection_problem="no")
    assert plan(hers)["after_injection"] is None
    assert plan(hers, 2)["after_injection"]["day"] == 7


def test_a_prompt_that_nobody_answered_is_seen(hers, patient, physio):
    """On the caseload, from the day after it was asked."""
    injection(hers, physio, days_ago=1)
    answer(hers, patient, 0, injection_problem="no")
    assert "unanswered" not in needs(hers, 2)
    on = (NOON - timedelta(days=1)).date()
    assert needs(hers, 3)["unanswered"] == (
        f"Answers after the injection of {on.day} {on:%b} are missing since day 3."
    )
    answer(hers, patient, 3, injection_problem="no")
    assert "unanswered" not in needs(hers, 3)


def test_a_check_by_a_clinician_counts_as_an_answer(hers, physio):
    injection(hers, physio, days_ago=4)
    assert "unanswered" in needs(hers)
    done = [{"finding": "post-injection-check", "value": "done"}]
    add_entry(Episode.objects.kept().get(pk=hers.pk), "visit", done, by=Author.of(physio), at=NOON)
    assert "unanswered" not in needs(hers)


def test_fever_after_an_injection_is_an_emergency_at_once(hers, patient, physio):
    injection(hers, physio, days_ago=3)
    answer(hers, patient, 0, injection_problem="no", fever="yes")
    rows = basis(Episode.objects.kept().get(pk=hers.pk)).plan.recommendations
    assert any(one.urgency and one.status == "recommended" and "infection" in one.id for one in rows)


@pytest.fixture
def ready(hers, patient, physio):
    """Somebody whom nothing keeps from today's session."""
    well_screened(hers, physio)
    episode = Episode.objects.kept().get(pk=hers.pk)
    send(episode, patient, event(episode, "red-flags", screen(episode)))
    assert plan(episode)["session"]
    return episode


@pytest.fixture
def awaited(ready, physio):
    """The same, with an injection that was agreed upon and not given yet."""
    agreed = [{"finding": "local-anaesthetic-injection", "value": "accepted"}]
    add_entry(ready, "decision", agreed, by=Author.of(physio), at=NOON - timedelta(hours=1))
    return Episode.objects.kept().get(pk=ready.pk)


def test_a_new_injection_is_asked_about_before_a_session(awaited, patient, physio):
    """Yes: no session on that day and the next, and the clinic sees why. Afterwards the plan is that of the days after an injection."""
    before = plan(awaited)["before_session"]
    assert [one["finding"] for one in before["questions"]] == ["new-injection"]
    assert not before["answered"]
    answer(awaited, patient, 0, new_injection="yes")
    after = plan(awaited)
    assert after["session"] == []
    assert after["suspended"] == before["suspended"]
    assert needs(awaited)["stop-rule"] == before["suspended"]
    injection(awaited, physio, days_ago=0)
    assert plan(awaited, 1)["session"] == []
    later = plan(awaited, 2)
    assert later["session"]
    assert later["phase"]["id"] == "calm"


def test_what_the_clinic_knows_already_is_not_asked(awaited, physio):
    injection(awaited, physio, days_ago=1)
    assert plan(awaited)["before_session"]["answered"]


def test_no_injection_is_answered_once_a_day(awaited, patient):
    answer(awaited, patient, 0, new_injection="no")
    assert plan(awaited)["before_session"]["answered"]
    assert plan(awaited)["session"]
    assert not plan(awaited, 1)["before_session"]["answered"]


def test_without_an_injection_in_sight_a_plan_of_today_asks_nothing(ready):
    """A phone whose plan is older asks all the same: see the browser's tests."""
    found = plan(ready)["before_session"]
    assert found["answered"]
    assert found["questions"]


def test_what_was_told_counts_for_its_days_and_no_longer(ready, patient):
    answer(ready, patient, 0, new_injection="yes")
    assert plan(ready, 1)["suspended"] == plan(ready)["suspended"]
    assert plan(ready, 3)["suspended"] != plan(ready)["suspended"]


def test_toe_and_heel_walking_are_asked_every_week(hers, patient):
    """The question stands in the weekly check-in; a yes opens an exit whatever the pain does."""
    asked = plan(hers)
    assert "new-weakness" in asked["weekly"]["ask"]
    text = pathway_of(hers.person.clinic).findings["new-weakness"].ask["patient"]
    assert "on your toes" in text
    assert "on your heels" in text
    said = {"answers": {"worst-pain": 1, "new-weakness": "yes"}}
    assert send(hers, patient, event(hers, "weekly", said)) == [("stored", None)]
    rows = basis(Episode.objects.kept().get(pk=hers.pk)).plan.recommendations
    assert any(one.urgency == "urgent" and one.status == "recommended" for one in rows)
    assert open_exits(hers) == []
