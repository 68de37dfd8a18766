"""People as an administrator sees them: inviting, erasing, retention, export, consent."""

import re
from datetime import UTC, datetime

import pytest
import yaml
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import Invitation, Role
from stepwell.clinic.accounts.services import invite, user_of
from stepwell.clinic.administration.consent import consents_of
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.services import add_entry, entries_of
from stepwell.records.reader import parse_record
from tests.clinic.administration.world import GARBAGE
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode


def test_a_person_is_invited_to_their_own_pages(clinic, physio, episode, proven):
    place = reverse("invite_person", args=[episode.person_id])
    proven(physio).post(place, {"email": "nadia@example.org"})
    (message,) = mail.outbox
    assert "Nadia" not in message.body
    secret = re.search(r"/invitation/([^/]+)/", message.body)[1]
    client = Client()
    assert "Your name" not in words(client.get(reverse("invitation", args=[secret])))
    client.post(reverse("invitation", args=[secret]), {"password": ""})
    person = Person.objects.get()
    assert person.user.email == "nadia@example.org"
    assert person.user.name == ""
    assert Episode.objects.of_patient(person.user).count() == 1
    assert client.get(reverse("home")).url == reverse("today")


def test_an_account_is_of_one_person_of_a_clinic(clinic, physio, episode):
    other = new_episode(clinic.clinic, physio, name="Peter Sample", user=user_of("p@example.org"))
    assert other.person.user is not None
    _, secret = invite(
        clinic.clinic, email="p@example.org", role=Role.PATIENT, by=clinic, person=episode.person
    )
    page = Client().post(reverse("invitation", args=[secret]), {"password": ""})
    assert "This account or this person is linked already" in words(page)
    assert Person.objects.get(pk=episode.person_id).user is None
    assert Invitation.objects.get().used_at is None


def test_the_list_of_people_says_who_they_are_and_that_it_was_opened(clinic, episode, browse):
    client = browse(clinic)
    assert "Nadia Petrova born 1992" in words(client.get(reverse("persons")))
    assert "Nobody has this name" in words(client.get(reverse("persons"), {"find": "zz", "page": "-3"}))
    assert Event.objects.filter(action="persons.listed").count() == 2


def test_a_person_is_erased_only_when_their_name_is_typed(clinic, physio, episode, proven):
    client = proven(clinic)
    place = reverse("erase", args=[episode.person_id])
    page = client.post(place, {"typed": "Nadia", "reason": "asked-by-person"})
    assert "This is not the name above" in words(page)
    assert Person.objects.get().erased_at is None
    client.post(place, {"typed": " nadia  petrova", "reason": "asked-by-person"})
    assert Person.objects.get().erased_at is not None
    assert client.get(place).status_code == 404
    assert Event.objects.get(action="person.erased").detail["reason"] == "asked-by-person"


def test_who_was_kept_long_enough_is_listed(clinic, physio, episode, browse):
    client = browse(clinic)
    assert "Nobody is kept too long" in words(client.get(reverse("retention")))
    Episode.objects.update(closed_at=datetime(2018, 1, 5, tzinfo=UTC))
    said = words(client.get(reverse("retention")))
    assert "1 kept long enough" in said
    assert "Nadia Petrova" in said
    Episode.objects.update(closed_at=timezone.now())
    assert "Nobody is kept too long" in words(client.get(reverse("retention")))


def test_a_record_is_exported_as_a_file_that_is_read_back_and_audited(clinic, physio, episode, proven):
    from stepwell.clinic.pathway import pathway_of

    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    add_entry(episode, "note", by=Author.of(physio), text="ring on Monday")
    client = proven(physio)
    place = reverse("export", args=[episode.pk])
    written = client.post(place, {"file": "yaml"})
    assert written["Content-Disposition"].startswith('attachment; filename="record-')
    record = parse_record(written.content.decode(), pathway_of(clinic.clinic), name="export")
    assert [one.finding for one in record.observations] == ["worst-pain"]
    assert "Nadia" not in written.content.decode()
    everything = client.post(place, {"file": "json"}).json()
    assert everything["person"]["name"] == "Nadia Petrova"
    assert [one["kind"] for one in everything["entries"]] == ["visit", "note"]
    assert Event.objects.filter(action="record.exported").count() == 2
    assert yaml.safe_load(written.content)["schema"] == "stepwell-record/1"


def test_consent_is_written_in_its_version_and_taken_back(physio, episode, browse):
    client = browse(physio)
    place = reverse("consent", args=[episode.pk])
    assert "Nothing is written down yet" in words(client.get(place))
    client.post(place, {"said": "given", "seen": "0"})
    client.post(place, {"said": "given", "seen": "0"})
    client.post(place, {"said": "withdrawn", "seen": "1"})
    client.post(place, {"said": "anything", "seen": "x", "key": "x"})
    said = consents_of(entries_of(episode))
    assert [(one.said, one.version, one.holds) for one in said] == [
        ("given", 1, True),
        ("withdrawn", 1, False),
    ]
    assert "Took it back" in words(client.get(place))


@pytest.mark.parametrize("sent", GARBAGE)
def test_no_form_fails_on_garbage(clinic, physio, episode, proven, sent):
    admin, treats = proven(clinic), proven(physio)
    for place in (
        reverse("setup"),
        reverse("country"),
        reverse("numbers", args=["GB"]),
        reverse("intended_use"),
        reverse("invite"),
        reverse("roles", args=[physio.user_id]),
        reverse("erase", args=[episode.person_id]),
        reverse("invite_person", args=[episode.person_id]),
        reverse("choose_clinic"),
        reverse("import"),
    ):
        assert admin.post(place, sent).status_code < 500
    for place in (reverse("export", args=[episode.pk]), reverse("consent", args=[episode.pk])):
        assert treats.post(place, sent).status_code < 500
