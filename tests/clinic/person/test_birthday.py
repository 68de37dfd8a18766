"""Somebody was opened with the year of birth only; a clinician adds the day, once."""

from datetime import date

import pytest

from stepwell.clinic.administration.consent import GIVEN, WITHDRAWN, record_consent
from stepwell.clinic.audit.models import Event
from stepwell.clinic.demo.people import people
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.episodes.services import entries_of

TODAY = date(2026, 11, 30)


def born(episode):
    return identity_of(Episode.objects.kept().get(pk=episode.pk).person).birthday


def test_the_day_is_added_and_the_age_follows(look, episode):
    """The page of the person offers it while only the year is known; the exact age is a line of the record."""
    assert "Add the day of birth" in look()
    look.client.post(f"/people/{episode.pk}/birthday/", {"born": "14.3.1992"})
    assert born(episode) == "1992-03-14"
    assert [line["finding"] for one in entries_of(episode) for line in one.lines] == ["age"]
    assert "Add the day of birth" not in look()
    assert "14 Mar 1992" in look()
    assert Event.objects.filter(action="person.corrected").exists()


@pytest.mark.parametrize("typed", ["", "1992", "1993-01-01", "31.2.1992", "x" * 40, "\x00"])
def test_another_year_or_no_day_changes_nothing(look, episode, typed):
    """It is told at the field."""
    answer = look.client.post(f"/people/{episode.pk}/birthday/", {"born": typed})
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert born(episode) == ""


def test_it_is_added_once(look, episode):
    """Whoever has a day of birth goes back to their page."""
    place = f"/people/{episode.pk}/birthday/"
    look.client.post(place, {"born": "14.3.1992"})
    assert look.client.post(place, {"born": "15.3.1992"}).status_code == 302
    assert born(episode) == "1992-03-14"


def test_people_of_the_demo_have_one_that_fits_their_age():
    """Whatever the day on which the demo is made."""
    for today in (TODAY, date(2026, 1, 1), date(2028, 2, 29), date(2027, 12, 31)):
        for one in people(today):
            day = date.fromisoformat(one.birthday)
            assert day.year == one.birth_year
            assert (day.month, day.day) <= (today.month, today.day)


def test_the_head_says_that_consent_was_taken_back(look, episode, author):
    """So that nobody wonders why the person sends nothing; it goes once consent is given again."""
    record_consent(episode, WITHDRAWN, version=1, by=author)
    assert "Taken back" in look()
    assert "Taken back" in look("timeline/")
    record_consent(episode, GIVEN, version=1, by=author)
    assert "Taken back" not in look()


def test_a_person_without_pages_can_be_invited_from_theirs(look, episode):
    """The link stands in the head until the person has an account."""
    assert f"/administration/people/{episode.person_id}/invite/" in look()
