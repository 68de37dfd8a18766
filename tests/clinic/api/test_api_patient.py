"""The JSON of the person in pain."""

import json
import re
import uuid
from datetime import date

import pytest
from django.utils import timezone

from stepwell.clinic.api.urls import described
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import add_entry, key_of, open_episode
from stepwell.clinic.patient.models import KeptToday
from stepwell.clinic.patient.versions import is_version
from tests.clinic.api.world import (
    LARGEST,
    post,
    today,
    well_screened,
)
from tests.clinic.conftest import new_episode


def test_today_has_what_a_day_without_a_network_needs(hers, patient, physio, browse):
    well_screened(hers, physio)
    plan = today(browse(patient))
    assert plan["suspended"] is None
    assert plan["session"]
    for item in plan["session"]:
        told = plan["exercises"][item["exercise"]]
        assert told["steps"]
        assert told["figure"] == item["exercise"]
        assert item["dose"].startswith(f"Level {item['level']}")
    assert plan["screen"]["answered"] is False
    assert len(plan["screen"]["questions"]) == 10
    assert plan["questions"]["check-in"][0]["finding"] == "worst-pain"
    assert plan["sitting"]["minutes"] > 0
    assert plan["limits"]["green"] <= plan["limits"]["amber"]


def test_every_sign_of_the_short_screen_leads_to_something_that_is_said(hers, patient, browse):
    screen = today(browse(patient))["screen"]
    for question in screen["questions"]:
        assert question["exits"], question["finding"]
        assert all(screen["exits"][name]["say"] for name in question["exits"])


def test_it_is_small(hers, patient, physio, browse):
    well_screened(hers, physio)
    assert len(browse(patient).get("/api/today").content) < LARGEST


def test_nothing_is_shown_before_the_safety_questions_were_ever_answered(hers, patient, browse):
    plan = today(browse(patient))
    assert plan["session"] == []
    assert plan["suspended"] == "Answer the safety questions first."


def test_an_open_exit_is_told_and_suspends(hers, patient, physio, browse):
    well_screened(hers, physio)
    add_entry(hers, "visit", [{"finding": "saddle-numbness", "value": "yes"}], by=Author.of(physio))
    plan = today(browse(patient))
    assert plan["exits"][0]["urgency"] == "emergency"
    assert plan["session"] == []


def test_only_numbers_that_somebody_checked_are_given(hers, patient, clinic, browse):
    client = browse(patient)
    assert today(client)["call"] == {"emergency": "112"}
    clinic.clinic.emergency, clinic.clinic.phone = "999", "01234"
    clinic.clinic.save()
    changed = today(client)
    assert (changed["call"], changed["clinic"]["phone"]) == ({"emergency": "999"}, "01234")


def test_the_day_is_that_of_the_zone_which_the_phone_names(hers, patient, browse):
    client = browse(patient)
    days = {
        zone: date.fromisoformat(today(client, tz=zone)["day"])
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    }
    assert days["Pacific/Kiritimati"] > days["Pacific/Pago_Pago"]
    assert client.get("/api/today?tz=Nowhere/Land").status_code == 422


def test_it_is_kept_until_something_changes(hers, patient, physio, browse):
    client = browse(patient)
    first = today(client)
    assert today(client) == first
    assert KeptToday.objects.count() == 1
    add_entry(hers, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    assert today(client)["version"] != first["version"]


def test_a_version_is_recognised_for_its_own_person_only(hers, patient, clinic, physio, browse):
    given = today(browse(patient))["version"]
    other = new_episode(clinic.clinic, physio, name="Somebody Else")
    assert is_version(given, hers, key_of(hers.person))
    assert not is_version(given, other, key_of(other.person))
    assert not is_version(f"9{given}", hers, key_of(hers.person))


def test_events_are_answered_one_by_one_in_their_order(hers, patient, browse):
    client = browse(patient)
    sound = {
        "id": str(uuid.uuid4()),
        "kind": "check-in",
        "at": timezone.now().isoformat(),
        "tz": "Europe/Madrid",
        "plan_version": today(client)["version"],
        "payload": {"answers": {"worst-pain": 4}},
    }
    odd = {**sound, "id": str(uuid.uuid4()), "payload": {"answers": {"worst-pain": 40}}}
    answer = post(client, "/api/events", {"events": [odd, sound, sound, 7]})
    assert answer.json() == {
        "answers": [
            {"id": odd["id"], "answer": "quarantined", "reason": "unreadable"},
            {"id": sound["id"], "answer": "stored", "reason": None},
            {"id": sound["id"], "answer": "duplicate", "reason": None},
            {"id": None, "answer": "quarantined", "reason": "unreadable"},
        ],
        "plan": "computed",
    }


@pytest.mark.parametrize("body", [{}, [], {"events": {}}, {"events": [1] * 201}, {"events": None}])
def test_a_batch_that_is_none_is_a_problem(body, hers, patient, browse):
    answer = post(browse(patient), "/api/events", body)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["place"].startswith("body")


def test_a_patient_of_two_episodes_writes_in_the_open_one(hers, patient, physio, browse):
    Episode.objects.filter(pk=hers.pk).update(closed_at=timezone.now())
    later = open_episode(hers.person, side="left", responsible=physio)
    assert today(browse(patient))["side"] == "left"
    assert is_version(today(browse(patient))["version"], later, key_of(hers.person))


def test_the_description_is_openapi_3_1_and_only_for_who_has_signed_in(patient, browse):
    answer = browse(patient).get("/api/openapi.json").json()
    assert answer["openapi"] == "3.1.0"
    assert set(answer["paths"]) == {
        "/api/caseload", "/api/people/{episode}/plan", "/api/people/{episode}/record",
        "/api/people/{episode}/entries", "/api/today", "/api/events",
    }  # fmt: skip


def test_every_operation_documents_its_refusals():
    for address, methods in described()["paths"].items():
        for operation in methods.values():
            assert {"200", "401", "403", "404"} <= set(map(str, operation["responses"])), address


def test_no_page_of_the_description_needs_another_origin(patient, browse):
    assert browse(patient).get("/api/docs").status_code == 404
    assert not re.search(r"https?://(?!stepwell)", json.dumps(described()))
