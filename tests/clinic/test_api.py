"""The JSON face: who gets what, in which shape, and what a phone needs for a day without a network."""

import json
import re
import uuid
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest
from django.test import Client
from django.utils import timezone
from ninja import Router

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.api.guarded import GuardedAPI
from stepwell.clinic.api.urls import described
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes import services
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.services import Author, add_entry, key_of, open_episode
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.models import KeptToday
from stepwell.clinic.patient.versions import is_version
from stepwell.documents.care_plan_json import care_plan_json
from stepwell.records.reader import parse_record
from tests.clinic.conftest import new_episode, opened

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
PLAN = json.loads((SCHEMAS / "care-plan.schema.json").read_text(encoding="utf-8"))
STAFF_PAGES = ("/api/caseload", "/api/people/{}/plan", "/api/people/{}/record")
PATIENT_PAGES = ("/api/today",)
LARGEST = 60_000


@pytest.fixture
def patient(member):
    return member(Role.PATIENT, email="nadia@example.org")


@pytest.fixture
def hers(clinic, physio, patient):
    return new_episode(clinic.clinic, physio, user=patient.user)


def well_screened(episode, physio):
    """Somebody of 34 whom nothing keeps from a session but today's short screen."""
    pathway = pathway_of(episode.person.clinic)
    finds = pathway.interventions["safety-screen"].finds
    lines = [{"finding": name, "value": "no"} for name in finds if not pathway.findings[name].derive]
    told = {"age": 34, "worst-pain": 4, "sitting-tolerance": 25, "phase": "mobilise"}
    lines += [{"finding": name, "value": value} for name, value in told.items()]
    yesterday = timezone.now() - timedelta(days=1)
    add_entry(episode, "visit", lines, by=Author.of(physio), at=yesterday)


def post(client, address, body):
    return client.post(address, json.dumps(body), content_type="application/json")


# Who gets what


@pytest.mark.parametrize("page", [*STAFF_PAGES, *PATIENT_PAGES, "/api/openapi.json"])
def test_signed_out_it_says_so_in_json(page, db):
    answer = Client().get(page.format(uuid.uuid4()))
    assert (answer.status_code, answer["Content-Type"], answer.json()) == (
        401,
        "application/json",
        {"error": "Sign in."},
    )


@pytest.mark.parametrize("page", STAFF_PAGES)
@pytest.mark.parametrize("role", [Role.PATIENT, Role.ADMINISTRATOR, Role.AUDITOR, Role.SAFETY_OFFICER])
def test_who_does_not_treat_gets_nothing_of_staff(page, role, member, episode, browse):
    answer = browse(member(role)).get(page.format(episode.pk))
    assert (answer.status_code, answer.json()) == (403, {"error": "Not allowed."})


def test_another_clinic_is_not_there_and_is_told_so_before_the_body_is_read(physio, browse):
    theirs = new_episode(opened("Elsewhere").clinic, None)
    client = browse(physio)
    for answer in (
        client.get(f"/api/people/{theirs.pk}/plan"),
        post(client, f"/api/people/{theirs.pk}/entries", {}),
    ):
        assert (answer.status_code, answer.json()) == (404, {"error": "Not found."})


def test_a_patient_without_an_open_episode_has_no_plan(patient, browse):
    assert browse(patient).get("/api/today").status_code == 404


def test_a_clinic_that_is_not_open_answers_in_json(clinic, physio, browse):
    clinic.clinic.numbers_checked_on = None
    clinic.clinic.save()
    answer = browse(physio).get("/api/caseload")
    assert (answer.status_code, answer.json()) == (403, {"error": "Not allowed."})


def test_a_forged_request_is_refused(patient, hers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = post(client, "/api/events", {"events": []})
    assert (answer.status_code, answer.json()) == (403, {"error": "Not allowed."})
    assert post(client, "/api/events", {"events": []}).status_code == 403


@pytest.mark.parametrize(
    ("method", "page"), [("post", "/api/today"), ("get", "/api/events"), ("head", "/api/today")]
)
def test_another_method_is_refused_as_a_problem(method, page, patient, hers, browse):
    answer = getattr(browse(patient), method)(page)
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


def test_an_address_that_is_not_there_is_no_page(patient, browse):
    answer = browse(patient).get("/api/nothing")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not found."})


def test_an_operation_that_says_nothing_of_who_may_use_it_stops_the_program():
    silent = Router()

    @silent.get("/silent")
    def silent_operation(request):
        return {}

    api = GuardedAPI(urls_namespace="silent", openapi_url=None, docs_url=None)
    api.add_router("", silent)
    with pytest.raises(Exception, match=r"silent_operation does not say who may use it\. Write @allowed"):
        list(api.patterns())


# Staff


def test_the_caseload_says_what_the_page_says(episode, physio, browse):
    add_entry(episode, "visit", [{"finding": "saddle-numbness", "value": "yes"}], by=Author.of(physio))
    answer = browse(physio).get("/api/caseload").json()
    (row,) = answer["people"]
    assert row["name"] == "Nadia Petrova"
    assert row["needs"][0]["id"] == "red-flag"
    assert answer["counts"]["needs"] == 1
    assert row["needs"][0]["why"].startswith("Emergency care for suspected cauda equina syndrome")
    assert Event.objects.filter(action="caseload.read").count() == 1


def test_the_caseload_is_filtered_and_searched_as_the_page(episode, physio, clinic, browse):
    new_episode(clinic.clinic, None, name="Olga Ivanova")
    client = browse(physio)
    shown = {
        query: [one["name"] for one in client.get(f"/api/caseload?{query}").json()["people"]]
        for query in ("show=mine", "find=olga", "show=all")
    }
    assert shown == {
        "show=mine": ["Nadia Petrova"],
        "find=olga": ["Olga Ivanova"],
        "show=all": ["Nadia Petrova", "Olga Ivanova"],
    }
    assert client.get("/api/caseload?show=nonsense").status_code == 422


def test_a_plan_is_whole_and_says_that_it_was_made_now(episode, physio, browse):
    add_entry(episode, "visit", [{"finding": "age", "value": 34}], by=Author.of(physio))
    answer = browse(physio).get(f"/api/people/{episode.pk}/plan").json()
    assert (answer["made"], answer["entries"]) == ("fresh", 1)
    assert timezone.now() - timezone.datetime.fromisoformat(answer["computed_at"]) < timedelta(minutes=1)
    jsonschema.validate(answer["plan"], PLAN)
    assert answer["plan"] == json.loads(json.dumps(care_plan_json(services.basis(episode).plan)))
    assert Event.objects.filter(action="patient.read", subject=str(episode.pk)).exists()


def test_a_stored_plan_says_when_it_was_made(episode, physio, browse):
    kept = add_entry(episode, "visit", [{"finding": "age", "value": 34}], by=Author.of(physio)).episode.stored
    answer = browse(physio).get(f"/api/people/{episode.pk}/plan?stored=true").json()
    assert answer["made"] == "stored"
    assert timezone.datetime.fromisoformat(answer["computed_at"]).replace(
        microsecond=0
    ) == kept.computed_at.replace(microsecond=0)
    jsonschema.validate(answer["plan"], PLAN)


def test_the_record_is_a_record_file(episode, physio, browse):
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    answer = browse(physio).get(f"/api/people/{episode.pk}/record")
    read = parse_record(answer.content.decode(), pathway_of(episode.person.clinic), name="record.json")
    assert read == services.basis(episode).record
    assert Event.objects.filter(action="record.read").count() == 1


def lines_for(episode, *lines, **more):
    return {"kind": "visit", "key": str(uuid.uuid4()), "seen": episode.count, "lines": list(lines), **more}


def test_lines_are_written_once_however_often_they_are_sent(episode, physio, browse):
    client, body = browse(physio), lines_for(episode, {"finding": "worst-pain", "value": 6})
    answers = [post(client, f"/api/people/{episode.pk}/entries", body) for _ in range(3)]
    assert [one.status_code for one in answers] == [200] * 3
    assert len({one.content for one in answers}) == 1
    assert answers[0].json()["number"] == 1
    assert Entry.objects.count() == 1


def test_a_page_that_is_out_of_date_writes_nothing(episode, physio, browse):
    add_entry(episode, "note", by=Author.of(physio), text="first")
    answer = post(
        browse(physio),
        f"/api/people/{episode.pk}/entries",
        lines_for(episode, {"finding": "age", "value": 34}, seen=0),
    )
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["faults"][0]["remedy"] == "Look at what is new, then save again."
    assert Entry.objects.count() == 1


def test_each_fault_names_its_line_and_how_to_mend_it(episode, physio, browse):
    add_entry(episode, "visit", [{"finding": "age", "value": 34}], by=Author.of(physio))
    body = lines_for(episode, {"finding": "worst-pain", "value": 6}, {"finding": "worst-pane", "value": 6})
    answer = post(browse(physio), f"/api/people/{episode.pk}/entries", body)
    assert answer.status_code == 422
    assert answer.json() == {
        "type": "about:blank",
        "title": "Some lines cannot be read.",
        "status": 422,
        "faults": [
            {
                "line": 2,
                "problem": "there is no finding worst-pane.",
                "remedy": "Did you mean worst-pain or sport-pain or usual-worst-pain?",
            }
        ],
    }


def test_a_line_cannot_say_who_wrote_it(episode, physio, browse):
    body = lines_for(episode, {"finding": "age", "value": 34, "by": "physician", "seq": 9})
    answer = post(browse(physio), f"/api/people/{episode.pk}/entries", body)
    assert answer.status_code == 422
    assert answer.json()["faults"] == [
        {"line": 1, "problem": "it has seq, by.", "remedy": "Leave out seq, by."}
    ]


@pytest.mark.parametrize("body", ["{", "[NaN]", '{"a": 1e999}', '"\\ud800"', "[" * 5000, "\x00", b"\xff"])
def test_a_body_that_is_not_json_is_a_problem(body, episode, physio, browse):
    answer = browse(physio).post(f"/api/people/{episode.pk}/entries", body, content_type="application/json")
    assert (answer.status_code, answer.json()["title"]) == (400, "The body is not JSON.")


# Patient


def today(client, **query):
    answer = client.get("/api/today", query)
    assert answer.status_code == 200
    return answer.json()


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


# The description


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
