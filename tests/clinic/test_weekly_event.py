"""The weekly check-in on its way into the record, and what today's plan says of the next one."""

import json
from datetime import timedelta

import pytest

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import entries_of
from stepwell.clinic.patient.plan import todays_plan
from tests.clinic.events.world import NOON, NOW, STORED, event, lines, send

OWN = [{"name": "Sit through a film", "value": 4}, {"name": "Walk the dog", "value": 7}]


def weekly(episode, own=OWN, **more):
    return event(episode, "weekly", {"answers": {"psfs": 5.5, "plan-fit": "right"}, "own": own}, **more)


def planned(episode):
    again = Episode.objects.select_related("person__clinic").get(pk=episode.pk)
    return json.loads(todays_plan(again, "UTC", now=NOW))


def test_own_activities_are_kept_beside_the_record_and_come_back_by_name(hers, patient):
    assert send(hers, patient, weekly(hers)) == [STORED]
    assert [(one["finding"], one["value"]) for one in lines(hers)] == [("psfs", 5.5), ("plan-fit", "right")]
    assert next(iter(entries_of(hers))).more["own"] == OWN
    plan = planned(hers)
    assert plan["weekly"]["own"] == ["Sit through a film", "Walk the dog"]
    assert plan["weekly"]["last"] == NOON.date().isoformat()


def test_a_check_in_without_own_activities_keeps_the_names_of_before(hers, patient):
    send(hers, patient, weekly(hers, at=NOON - timedelta(7)))
    send(hers, patient, event(hers, "weekly", {"answers": {"average-pain": 4}}))
    assert planned(hers)["weekly"]["own"] == ["Sit through a film", "Walk the dog"]


@pytest.mark.parametrize(
    "own",
    [
        "Walk",
        [{"name": "Walk"}],
        [{"name": "", "value": 3}],
        [{"name": "Walk", "value": 11}],
        [{"name": "Walk", "value": None}],
        [{"name": "Walk", "value": 3, "more": 1}],
        [{"name": "x" * 65, "value": 3}],
        [*OWN, *OWN, *OWN],
        [None],
    ],
)
def test_own_activities_that_cannot_be_read_set_the_event_aside(own, hers, patient):
    assert send(hers, patient, weekly(hers, own)) == [("quarantined", "unreadable")]


def test_own_activities_belong_to_the_weekly_check_in_alone(hers, patient):
    odd = event(hers, "check-in", {"answers": {"worst-pain": 4}, "own": OWN})
    assert send(hers, patient, odd) == [("quarantined", "unreadable")]


def test_every_question_that_the_check_in_asks_is_in_the_plan_with_its_units(hers, patient):
    plan = planned(hers)
    asked = {one["finding"]: one for one in plan["questions"]["weekly"]}
    assert set(plan["weekly"]["ask"]) <= asked.keys()
    assert asked["settling-time"]["units"] == {"h": 60, "d": 1440}


def test_a_sign_of_danger_among_the_answers_says_on_the_phone_what_it_leads_to(hers, patient):
    plan = planned(hers)
    weak = plan["weekly"]["signs"]["new-weakness"]
    assert "yes" in weak["answers"]
    assert weak["exits"][0]["say"]
