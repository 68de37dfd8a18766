"""What many phones at once hang on: few questions to the database, one transaction for a batch, and nothing read twice."""

import re
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stepwell.clinic.audit.verify import verify
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import key_of
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.patient import events
from stepwell.clinic.patient.models import KeptToday
from stepwell.clinic.patient.versions import version_of
from tests.clinic.api.world import post, today, well_screened

BATCH = 30
MOST = 22
"""Questions for a batch whose plan is left to a task, the middleware's own among them."""


@pytest.fixture
def others_wait(monkeypatch):
    """Another phone waits for its answer, too."""
    monkeypatch.setitem(events._batches, "waiting", 1)


def sets(version, count=BATCH):
    said = {"part": "set", "session": "s", "exercise": "clamshell", "level": "L1"}
    return [
        {
            "id": str(uuid.uuid4()),
            "kind": "session",
            "at": timezone.now().isoformat(),
            "tz": "UTC",
            "plan_version": version,
            "payload": {**said, "set": number},
        }
        for number in range(1, count + 1)
    ]


def lights(client):
    return re.findall('(?s)<ul class="lights">.*?</ul>', client.get("/learn/").content.decode())


def asked_while(work):
    with CaptureQueriesContext(connection) as seen:
        answer = work()
    return answer, [one["sql"] for one in seen.captured_queries]


def test_a_batch_asks_the_database_no_more_than_a_single_event(hers, patient, browse, others_wait):
    client = browse(patient)
    version = today(client)["version"]
    counts = []
    for count in (1, BATCH):
        body = {"events": sets(version, count)}
        answer, asked = asked_while(lambda body=body: post(client, "/api/events", body))
        assert answer.json()["plan"] == "later"
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= MOST


def test_that_the_session_was_touched_is_stored_with_the_batch(hers, patient, browse, others_wait):
    client = browse(patient)
    version = today(client)["version"]
    session = client.session
    session["last-seen"] -= 600
    session.save()
    _, asked = asked_while(lambda: post(client, "/api/events", {"events": sets(version)}))
    touched = next(place for place, sql in enumerate(asked) if 'UPDATE "django_session"' in sql)
    written = next(place for place, sql in enumerate(asked) if 'INSERT INTO "episodes_entry"' in sql)
    assert touched > written
    assert sum('UPDATE "django_session"' in sql for sql in asked) == 1
    assert Session.objects.get(pk=session.session_key).get_decoded()["last-seen"] > session["last-seen"]


def test_what_is_written_together_makes_chains_that_hold(hers, patient, browse, others_wait):
    client = browse(patient)
    batch = sets(today(client)["version"], 100)
    for events_ in (batch, batch[:5] + sets(batch[0]["plan_version"], 5)):
        assert post(client, "/api/events", {"events": events_}).status_code == 200
    assert Entry.objects.filter(kind="session").count() == 105
    assert verify() == []


def test_learning_takes_how_activities_stand_from_the_plan_that_is_kept(hers, patient, physio, browse):
    well_screened(hers, physio)
    client = browse(patient)
    fresh = lights(client)
    today(client, tz="Pacific/Kiritimati")
    today(client, tz=hers.person.clinic.time_zone)
    assert KeptToday.objects.filter(episode=hers).exists()
    assert fresh
    assert lights(client) == fresh


def test_a_batch_for_which_somebody_wrote_meanwhile_is_sorted_out_again(hers, patient, physio, others_wait):
    seen = Episode.objects.select_related("person__clinic", "person__key").get(pk=hers.pk)
    add_entry(hers, "visit", [{"finding": "worst-pain", "value": 4}], by=Author.of(physio))
    version = version_of(seen, seen.count, timezone.now().date(), key_of(seen.person))
    received = events.receive(seen, sets(version), by=patient)
    assert {one["answer"] for one in received.answers} == {"stored"}
    assert seen.count == hers.count + BATCH
    assert verify() == []
