"""The programme of a person alone goes on by itself, as good sessions allow; with a clinician it only proposes."""

import json

import pytest
from django.utils import timezone

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import entries_of
from stepwell.clinic.selfcare.following import CHANGES
from stepwell.clinic.workspace.programme.reading import reading_of
from tests.clinic.events.world import event

LIFE = "paolo-ricci"


def set_by(patient):
    """What was accepted in the programme since the life of the demo, as the person."""
    last = entries_of(patient.episode)[-1]
    return (
        [line["finding"] for line in last.lines] if (last.kind, last.role) == ("programme", "patient") else []
    )


def wanted(patient):
    """What the programme proposes to change now."""
    found = reading_of(Episode.objects.kept().get(pk=patient.episode.pk)).proposals
    return [one.exercise or "phase" for one in found if one.kind in CHANGES]


@pytest.fixture
def lived(whose_life):
    """Somebody whose sessions went well."""
    return whose_life(LIFE)


def sent(client, patient):
    """A check-in of now, as a phone sends it."""
    made = event(Episode.objects.kept().get(pk=patient.episode.pk), at=timezone.now())
    return client.post("/api/events", json.dumps({"events": [made]}), content_type="application/json").json()


def test_what_is_proposed_is_accepted_once_a_day(lived, browse):
    """With the next event the level or phase is written down, with why; nothing more on that day."""
    before = wanted(lived)
    assert before
    answer = sent(browse(lived), lived)
    assert answer["answers"][0]["answer"] == "stored"
    assert set_by(lived) == before
    assert entries_of(lived.episode)[-1].more["reason"]
    count = len(entries_of(lived.episode))
    sent(browse(lived), lived)
    assert [one.kind for one in entries_of(lived.episode)[count:]] == ["check-in"]


def test_with_a_clinician_nothing_is_accepted(lived, physio, browse):
    """A clinician who answers for them decides it."""
    Episode.objects.filter(pk=lived.episode.pk).update(responsible=physio)
    assert sent(browse(lived), lived)["answers"][0]["answer"] == "stored"
    assert set_by(lived) == []
    assert wanted(lived)
