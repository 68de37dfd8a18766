"""Opening a record for a new person."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.episodes.services import entries_of
from tests.clinic.conftest import opened


def test_a_new_person_has_a_record_and_the_intake_comes_next(opening, physio):
    answer = opening(name="Ada  Vos", email="ada@example.org")
    episode = Episode.objects.get()
    assert answer["Location"] == reverse("intake", args=[episode.pk])
    assert identity_of(episode.person).name == "Ada Vos"
    assert (episode.side, episode.responsible) == ("left", physio)


def test_the_year_of_birth_gives_the_age_within_a_year_and_the_clinic_the_country(opening):
    opening(born="1984")
    lines = {line["finding"]: line["value"] for line in entries_of(Episode.objects.get())[0].lines}
    years = date.today().year - 1984
    assert lines == {"age": {"from": years - 1, "to": years}, "country": "other"}


def test_somebody_under_age_is_refused_in_words(opening):
    answer = opening(born=str(date.today().year - 17))
    assert "The pathway is for adults: 18 or older." in answer.content.decode()
    assert not Person.objects.exists()


def test_who_comes_of_age_this_year_is_opened_once_the_birthday_is_confirmed(opening):
    this_year = str(date.today().year - 18)
    assert (
        "They may still be 17. Confirm that they have turned 18." in opening(born=this_year).content.decode()
    )
    assert opening(born=this_year, turned="on").status_code == 302
    assert entries_of(Episode.objects.get())[0].lines[0]["value"] == 18


def test_sending_the_form_twice_opens_one_person(opening):
    opening()
    again = opening().content.decode()
    assert "Somebody of this name and year of birth is here already." in again
    assert Person.objects.count() == 1
    assert opening(again="on").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 200},
        {"born": "long ago"},
        {"born": "99999999999999999999"},
        {"born": "-5"},
        {"side": ""},
        {"side": "middle"},
        {"email": "nowhere"},
        {"responsible": "nobody"},
        {"responsible": str(uuid.uuid4())},
        {"name": "a\x00b"},
    ],
)
def test_a_new_person_with_garbage_is_refused_at_the_field(opening, wrong):
    answer = opening(**wrong)
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert not Person.objects.exists()


def test_a_clinician_of_another_clinic_cannot_be_responsible(opening, member, db):
    other = member(Role.PHYSICIAN, opened("Elsewhere"))
    assert opening(responsible=str(other.pk)).status_code == 200
    assert not Person.objects.exists()
