"""A person asks to be erased: the clinic answers by a day; in self-care it is done at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import User
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.sealed import Erased, key_of
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.owning.models import ErasureRequest, SharedLink
from tests.clinic.answers import new_key, words
from tests.clinic.conftest import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(nadia):
    """The person uses the clinic in self-care, and nobody answers for them."""
    clinic = nadia.episode.person.clinic
    clinic.self_care = True
    clinic.save()
    Episode.objects.update(responsible=None)
    return nadia


def ask(client):
    return client.post(reverse("own_erase"), {"typed": " nadia  petrova"})


def test_the_clinic_has_thirty_days_and_the_person_reads_until_when(nadia, proven):
    client = proven(nadia)
    ask(client)
    wish = ErasureRequest.objects.get()
    assert wish.due_on == today_of(nadia.episode.person.clinic) + timedelta(30)
    assert f"must answer by {wish.due_on.day} " in words(client.get(reverse("own_erase")))
    assert f"answers by {wish.due_on.day} " in words(client.get(reverse("own_record")))
    assert Person.objects.get().erased_at is None
    assert Event.objects.get(action="erasure.asked").subject == str(nadia.episode.person_id)


def test_another_name_asks_for_nothing(nadia, proven):
    page = proven(nadia).post(reverse("own_erase"), {"typed": "Nadia"})
    assert "This is not the name above" in words(page)
    assert not ErasureRequest.objects.exists()


def test_who_did_not_just_prove_who_they_are_is_asked_to(nadia, proven):
    client = proven(nadia, ago=3600)
    assert "reauthenticate" in ask(client).url
    assert not ErasureRequest.objects.exists()


def test_asked_twice_one_wish_waits(nadia, proven):
    client = proven(nadia)
    ask(client)
    ask(client)
    assert ErasureRequest.objects.count() == 1


def test_a_wish_is_taken_back(nadia, clinic, proven):
    client = proven(nadia)
    ask(client)
    client.post(reverse("own_request_end"))
    assert "Ask to erase" in words(client.get(reverse("own_erase")))
    assert "Nobody waits" in words(proven(clinic).get(reverse("erasures")))


def test_an_administrator_erases(nadia, clinic, proven):
    ask(proven(nadia))
    admin, wish = proven(clinic), ErasureRequest.objects.get()
    assert "Nadia Petrova" in words(admin.get(reverse("erasures")))
    place = reverse("erasure", args=[wish.pk])
    assert "This is not the name above" in words(admin.post(place, {"do": "erase", "typed": "x"}))
    admin.post(place, {"do": "erase", "typed": "Nadia Petrova"})
    person = Person.objects.get()
    assert person.erased_at is not None
    with pytest.raises(Erased):
        key_of(person)
    assert ErasureRequest.objects.get().outcome == "erased"
    assert Event.objects.get(action="person.erased").detail["reason"] == "asked-by-person"
    assert admin.get(place).status_code == 404


def test_an_administrator_keeps_it_and_the_person_reads_why(nadia, clinic, proven):
    client, admin = proven(nadia), proven(clinic)
    ask(client)
    place = reverse("erasure", args=[ErasureRequest.objects.get().pk])
    assert "This field is required" in words(admin.post(place, {"do": "keep", "reason": " "}))
    admin.post(place, {"do": "keep", "reason": "The law says ten years, until 2036."})
    page = words(client.get(reverse("own_erase")))
    assert "The law says ten years, until 2036." in page
    assert "You can ask again" in page
    kept = ErasureRequest.objects.get()
    assert b"ten years" not in bytes(kept.reason)
    assert Person.objects.get().erased_at is None


def test_a_late_answer_is_marked(nadia, clinic, proven):
    ask(proven(nadia))
    ErasureRequest.objects.update(due_on=timezone.now().date() - timedelta(2))
    assert "late" in words(proven(clinic).get(reverse("erasures")))


def test_another_clinic_sees_and_settles_nothing(nadia, proven):
    ask(proven(nadia))
    other = proven(opened("Elsewhere"))
    assert "Nadia" not in words(other.get(reverse("erasures")))
    place = reverse("erasure", args=[ErasureRequest.objects.get().pk])
    assert other.post(place, {"do": "erase", "typed": "Nadia Petrova"}).status_code == 404


def test_in_self_care_it_is_done_at_once_and_the_phone_forgets(alone, proven, told):
    told({"finding": "worst-pain", "value": 6})
    client = proven(alone)
    client.post(reverse("own_links"), {"days": "7", "key": new_key()})
    assert "done at once" in words(client.get(reverse("own_erase")))
    answer = ask(client)
    assert answer.url == reverse("own_erased")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert Person.objects.get().erased_at is not None
    assert SharedLink.objects.get().ended_at is not None
    assert not User.objects.filter(email="nadia@example.org").exists()
    assert "/accounts/login/" in client.get(reverse("own_record")).url
    assert "Your record is erased" in words(client.get(reverse("own_erased")))


def test_where_a_clinician_answers_for_somebody_it_is_a_wish(nadia, proven):
    clinic = nadia.episode.person.clinic
    clinic.self_care = True
    clinic.save()
    ask(proven(nadia))
    assert Person.objects.get().erased_at is None
    assert ErasureRequest.objects.get().outcome == ""
