"""Setting a clinic up: intended use, country, numbers, settings."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import stepwell
from stepwell.clinic.accounts.models import Acceptance, Clinic, Membership
from stepwell.clinic.administration import first
from stepwell.clinic.administration.texts import FOLDER, intended_use
from stepwell.clinic.audit.models import Event
from tests.clinic.administration.world import numbers, user_has_a_passkey
from tests.clinic.answers import words


def test_a_clinic_is_founded_by_one_call_and_its_link_signs_in_once(db):
    link = first.found("Harbour", "ada@harbour.example.org")
    secret = link.rstrip("/").rpartition("/")[2]
    assert len(secret) >= 32
    client = Client()
    page = client.get(reverse("invitation", args=[secret]))
    assert "Harbour invites you" in words(page)
    answer = client.post(reverse("invitation", args=[secret]), {"name": "Ada Sample", "password": ""})
    assert answer.url == reverse("second_factor")
    assert words(client.get(reverse("administration"))).count("not open yet") == 1
    assert Membership.objects.get().user.name == "Ada Sample"
    again = Client().get(reverse("invitation", args=[secret]))
    assert again.status_code == 404
    assert "This link cannot be used" in words(again)


def test_the_intended_use_of_the_package_is_that_of_the_documentation():
    documented = Path(stepwell.__file__).parents[2] / "docs" / "safety" / "intended-use.md"
    assert (FOLDER / "intended_use.md").read_text(encoding="utf-8") == documented.read_text(encoding="utf-8")


def test_the_intended_use_is_shown_whole(clinic, browse):
    said = words(browse(clinic).get(reverse("intended_use")))
    for sentence in ("It does not prescribe", "Adult patient, invited by the clinic", "What you accept"):
        assert sentence in said
    assert "**" not in said
    assert "|" not in said


def test_a_clinic_for_real_people_opens_only_when_an_administrator_accepted_the_intended_use(
    clinic, physio, episode, browse, real
):
    page = reverse("consent", args=[episode.pk])
    user_has_a_passkey(clinic.user)
    user_has_a_passkey(physio.user)
    version = {"version": intended_use().version, "read": "yes"}
    browse(physio).post(reverse("intended_use"), version)
    assert not Clinic.objects.get().open
    assert browse(physio).get(page).url == reverse("not_open")
    browse(clinic).post(reverse("intended_use"), version)
    assert Clinic.objects.get().open
    assert Acceptance.objects.count() == 2
    assert browse(physio).get(page).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"version": "7", "read": "yes"}, {"version": "x"}, {"read": "yes"}])
def test_it_is_not_accepted_by_half(clinic, browse, sent):
    browse(clinic).post(reverse("intended_use"), sent)
    assert not Acceptance.objects.exists()


def test_the_numbers_of_a_country_are_shown_as_recalled_and_are_typed(unset, browse):
    client = browse(unset)
    page = client.get(reverse("numbers", args=["GB"]))
    assert "Recalled, unchecked: 999 or 112" in words(page)
    assert 'value="999' not in page.content.decode()
    answer = client.post(reverse("numbers", args=["gb"]), numbers(checked_by=str(unset.user_id)))
    assert answer.url == reverse("setup")
    clinic = Clinic.objects.get()
    assert (clinic.country, clinic.emergency, clinic.urgent_advice, clinic.crisis) == ("GB", "999", "111", "")
    assert (clinic.numbers_checked_by_id, clinic.numbers_checked_on) == (unset.user_id, date(2026, 11, 2))
    assert clinic.open
    event = Event.objects.get(action="clinic.numbers-checked")
    assert event.detail["numbers"]["emergency"] == "999"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"emergency": ""}, "This field is required"),
        ({"emergency": "nine nine nine"}, "There is no number in it"),
        ({"checked_on": "2999-01-01"}, "This day is still to come"),
        ({"checked_on": "yesterday"}, "Enter a valid date"),
        ({"confirmed": ""}, "This field is required"),
        ({"checked_by": "somebody"}, "Select a valid choice"),
    ],
)
def test_nothing_opens_by_numbers_that_nobody_vouches_for(unset, browse, changed, said):
    told = numbers(**({"checked_by": str(unset.user_id)} | changed))
    page = browse(unset).post(reverse("numbers", args=["GB"]), told)
    assert said in words(page)
    assert not Clinic.objects.get().open


def test_a_country_that_the_knowledge_does_not_list_has_no_recalled_numbers(unset, browse):
    client = browse(unset)
    assert client.get(reverse("country"), {"country": "nl"}).url == reverse("numbers", args=["NL"])
    assert "No numbers of this country are known here" in words(client.get(reverse("numbers", args=["NL"])))
    assert client.get(reverse("numbers", args=["1!"])).url == reverse("country")


def test_name_zone_and_years_are_changed_and_audited(clinic, browse):
    client = browse(clinic)
    client.post(
        reverse("setup"),
        {"part": "clinic", "name": "Harbour Hip", "phone": "1", "time_zone": "Europe/Madrid"},
    )
    client.post(reverse("setup"), {"part": "keeping", "retention_years": "20"})
    changed = Clinic.objects.get()
    assert (changed.name, changed.time_zone, changed.retention_years) == ("Harbour Hip", "Europe/Madrid", 20)
    assert Event.objects.filter(action="clinic.changed").count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"part": "clinic", "name": "", "time_zone": "UTC"},
        {"part": "clinic", "name": "x" * 500, "time_zone": "UTC"},
        {"part": "clinic", "name": "x", "time_zone": "../etc/passwd"},
        {"part": "keeping", "retention_years": "-1"},
        {"part": "keeping", "retention_years": "10000000000000000000000"},
        {"part": "nothing"},
        {},
    ],
)
def test_settings_that_make_no_sense_change_nothing(clinic, browse, sent):
    assert browse(clinic).post(reverse("setup"), sent).status_code == 200
    assert Clinic.objects.get().name == "Harbour"
    assert Clinic.objects.get().retention_years == 8
