"""Who took their consent back and tells of a sign of danger is still seen: the sign alone reaches the clinic."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.episodes.services import entries_of
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.models import Quarantined
from stepwell.clinic.patient.quarantine import set_aside
from tests.clinic.answers import hidden
from tests.clinic.events.world import event, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(nadia, browse):
    """The phone of a person who took their consent back."""
    client = browse(nadia)
    page = client.get(reverse("own_consent"))
    client.post(reverse("own_consent"), {"said": "withdrawn", "key": hidden(page, "key")})
    return client


def send(client, *events):
    return client.post("/api/events", json.dumps({"events": events}), content_type="application/json")


def told(episode, **answers):
    return event(episode, "red-flags", screen(episode, **answers))


def test_the_sign_alone_reaches_the_clinic(phone, hers):
    before = len(entries_of(hers))
    sign = told(hers, saddle_numbness="yes")
    assert send(phone, event(hers), sign).status_code == 403
    (kept,) = set_aside(hers, pathway_of(hers.person.clinic))
    assert (kept.reason, kept.sign) == ("consent", True)
    assert kept.event["payload"] == {"answers": {"saddle-numbness": "yes"}}
    assert Alert.objects.waiting().filter(episode=hers).count() == 1
    assert len(entries_of(hers)) == before


def test_sent_again_it_tells_nobody_a_second_time(phone, hers):
    sign = told(hers, saddle_numbness="yes")
    send(phone, sign)
    send(phone, sign)
    (alert,) = Alert.objects.waiting().filter(episode=hers)
    assert alert.count == 1
    assert Quarantined.objects.filter(episode=hers).count() == 1


def test_a_sign_that_was_stored_before_tells_nobody_again(nadia, hers, browse):
    """The answer was lost on the way, and then consent was taken back."""
    client, sign = browse(nadia), told(hers, saddle_numbness="yes") | {"at": timezone.now().isoformat()}
    assert send(client, sign).json()["answers"][0]["answer"] == "stored"
    counted = Alert.objects.get(episode=hers).count
    page = client.get(reverse("own_consent"))
    client.post(reverse("own_consent"), {"said": "withdrawn", "key": hidden(page, "key")})
    assert send(client, sign).status_code == 403
    assert Alert.objects.get(episode=hers).count == counted
    assert not Quarantined.objects.filter(episode=hers).exists()


def test_without_a_sign_nothing_is_taken(phone, hers):
    assert send(phone, event(hers), told(hers)).status_code == 403
    assert not Quarantined.objects.filter(episode=hers).exists()
    assert not Alert.objects.waiting().filter(episode=hers).exists()


@pytest.mark.parametrize("odd", [None, 7, "yes", {}, {"id": 7, "payload": []}, {"payload": {"answers": [1]}}])
def test_what_cannot_be_read_is_no_sign_and_no_fault(phone, hers, odd):
    assert send(phone, odd, told(hers, saddle_numbness="yes")).status_code in (403, 422)


def test_given_again_the_sign_stays_set_aside_and_the_rest_is_stored(phone, hers):
    waiting = [event(hers, at=timezone.now()), told(hers, saddle_numbness="yes")]
    send(phone, *waiting)
    page = phone.get(reverse("own_consent"))
    phone.post(reverse("own_consent"), {"said": "given", "key": hidden(page, "key")})
    answers = [one["answer"] for one in send(phone, *waiting).json()["answers"]]
    assert answers == ["stored", "quarantined"]
