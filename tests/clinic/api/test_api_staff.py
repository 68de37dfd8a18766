"""The JSON of who treats."""

import json
from datetime import timedelta

import jsonschema
import pytest
from django.utils import timezone

from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes import services
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.pathway import pathway_of
from stepwell.documents.care_plan_json import care_plan_json
from stepwell.records.reader import parse_record
from tests.clinic.api.world import (
    PLAN,
    lines_for,
    post,
)
from tests.clinic.conftest import new_episode


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
