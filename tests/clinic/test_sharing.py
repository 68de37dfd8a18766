"""A link to exercises: it ends, can be taken back, and says of nobody who they are or what they have."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.administration.consent import record_consent
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.episodes.services import add_entry, basis
from stepwell.clinic.owning.models import SharedLink
from stepwell.clinic.pathway import pathway_of
from tests.clinic.answers import new_key, words
from tests.clinic.conftest import new_episode

pytestmark = pytest.mark.django_db
LINK = re.compile(r'value="http://localhost:8000(/shared/([^/"]+)/)"')


@pytest.fixture(autouse=True)
def _nobody_has_opened_anything():
    cache.clear()


@pytest.fixture
def nadia(clinic, member, physio):
    """A patient with a programme. The short questions of the day are not answered yet: who has the link need not wait for that."""
    patient = member(Role.PATIENT, email="nadia@example.org")
    patient.episode = new_episode(clinic.clinic, physio, user=patient.user)
    pathway = pathway_of(clinic.clinic)
    screens = (pathway.interventions[name].finds for name in ("safety-screen", "daily-screen"))
    signs = dict.fromkeys(name for finds in screens for name in finds)
    lines = [{"finding": name, "value": "no"} for name in signs if not pathway.findings[name].derive]
    told = {"worst-pain": 4, "sitting-tolerance": 15, "age": 34, "conservative-care": "accepted"}
    lines += [{"finding": name, "value": value} for name, value in told.items()]
    add_entry(patient.episode, "visit", lines, by=Author.of(physio), at=timezone.now() - timedelta(days=1))
    return patient


def made(browser, days="7"):
    """The path of a new link, and its secret."""
    page = browser.post(reverse("own_links"), {"days": days, "key": new_key()})
    return LINK.search(page.content.decode()).groups()


def test_a_link_expires_and_shows_no_name_and_no_diagnosis(nadia, clinic, browse):
    place, secret = made(browse(nadia))
    page = Client().get(place)
    shown = page.content.decode()
    assert page.status_code == 200
    assert shown.count("<article") >= 3
    assert "<svg" in shown
    pathway = pathway_of(clinic.clinic)
    for word in (
        "Nadia",
        "Petrova",
        "1992",
        clinic.clinic.name,
        pathway.title,
        "Gluteal Syndrome",
        "sciatic nerve",
    ):
        assert word not in shown, word
    assert str(nadia.episode.pk) not in shown
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "noindex" in shown
    assert "no-store" in page.headers["Cache-Control"]
    SharedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    over = Client().get(place)
    assert over.status_code == 404
    assert "This link has ended" in words(over)
    assert "<article" not in over.content.decode()
    assert secret not in str(SharedLink.objects.values().get())


@pytest.mark.parametrize("days", [7, 30])
def test_it_is_open_for_the_days_that_were_chosen(nadia, browse, days):
    made(browse(nadia), str(days))
    link = SharedLink.objects.get()
    assert link.expires_at - link.made_at == timedelta(days)


@pytest.mark.parametrize("days", ["", "8", "9999", "\x00"])
def test_other_days_make_no_link(nadia, browse, days):
    page = browse(nadia).post(reverse("own_links"), {"days": days, "key": new_key()})
    assert page.status_code == 200
    assert not SharedLink.objects.exists()


def test_the_secret_has_128_random_bits_and_only_a_hash_is_kept(nadia, browse):
    _, secret = made(browse(nadia))
    _, other = made(browse(nadia))
    assert len(secret) == 22
    assert secret != other
    assert secret not in "".join(SharedLink.objects.values_list("secret_hash", flat=True))


def test_it_is_shown_once(nadia, browse):
    client, key = browse(nadia), new_key()
    first = client.post(reverse("own_links"), {"days": "7", "key": key})
    assert LINK.search(first.content.decode())
    again = client.post(reverse("own_links"), {"days": "7", "key": key}, follow=True)
    assert not LINK.search(again.content.decode())
    assert "shown once" in words(again)
    assert SharedLink.objects.count() == 1


def test_it_is_taken_back(nadia, browse):
    client = browse(nadia)
    place, _ = made(client)
    client.post(reverse("own_link_end", args=[SharedLink.objects.get().pk]))
    assert Client().get(place).status_code == 404
    assert Event.objects.filter(action="link.ended").count() == 1


def test_nobody_ends_the_link_of_another(nadia, clinic, member, physio, browse):
    place, _ = made(browse(nadia))
    other = member(Role.PATIENT, email="other@example.org")
    new_episode(clinic.clinic, physio, user=other.user, name="Other Person")
    answer = browse(other).post(reverse("own_link_end", args=[SharedLink.objects.get().pk]))
    assert answer.status_code == 404
    assert Client().get(place).status_code == 200


def test_where_a_sign_stops_the_plan_it_shows_no_exercise_and_not_why(nadia, browse):
    place, _ = made(browse(nadia))
    add_entry(
        nadia.episode, "check-in", [{"finding": "saddle-numbness", "value": "yes"}], by=Author.of(nadia)
    )
    assert basis(nadia.episode).plan.step
    page = words(Client().get(place))
    assert "There are no exercises to show today" in page
    assert "numb" not in page


def test_where_consent_was_taken_back_it_shows_nothing(nadia, browse):
    place, _ = made(browse(nadia))
    record_consent(nadia.episode, "withdrawn", version=1, by=Author.of(nadia))
    assert Client().get(place).status_code == 404


def test_of_somebody_erased_it_shows_nothing(nadia, clinic, browse):
    place, _ = made(browse(nadia))
    erase(nadia.episode.person, by=clinic, reason="asked-by-person")
    assert Client().get(place).status_code == 404


@pytest.mark.parametrize("secret", ["x", "A" * 22, "..", "%01", "é" * 40])
def test_a_guess_shows_nothing(db, secret):
    assert Client().get(f"/shared/{secret}/").status_code == 404


def test_an_address_that_asks_too_often_waits(nadia, browse):
    place, _ = made(browse(nadia))
    answers = [Client().get(place).status_code for _ in range(45)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_the_person_sees_when_it_was_last_opened(nadia, browse):
    client = browse(nadia)
    place, _ = made(client)
    assert "Nobody has opened it yet" in words(client.get(reverse("own_links")))
    Client().get(place)
    assert "Last opened on" in words(client.get(reverse("own_links")))
