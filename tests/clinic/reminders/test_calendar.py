"""The calendar of reminders, read as a calendar reads it."""

import re
from datetime import UTC, datetime, time, timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.administration.consent import record_consent
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.reminders import services
from stepwell.clinic.reminders.calendar import calendar_of
from stepwell.clinic.reminders.models import Feed
from tests.clinic.reminders.conftest import NOW
from tests.clinic.reminders.test_sending import WORDS

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'value="http://localhost:8000(/calendar/([^"]+)\.ics)"')


def made(client):
    """The path of a new calendar address, and its secret."""
    return ADDRESS.search(client.post(reverse("reminder_calendar")).content.decode()).groups()


def events(content):
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_every_day_has_one_event_with_an_alarm_at_the_picked_time(reminded):
    content = calendar_of(services.settings_of(reminded.episode.person), NOW)
    found = events(content)
    assert len(found) == 28
    first = found[0].decoded("dtstart")
    assert (first.date(), first.time()) == (NOW.date(), time(18))
    assert first.utcoffset() == timedelta(hours=1)
    assert len({str(one["uid"]) for one in found}) == 28
    for one in found:
        (alarm,) = one.walk("VALARM")
        assert (str(alarm["action"]), alarm.decoded("trigger")) == ("DISPLAY", timedelta(0))


def test_the_zone_comes_with_the_file_and_the_clock_change_is_in_it(reminded):
    before = datetime(2026, 10, 20, 8, tzinfo=UTC)
    calendar = icalendar.Calendar.from_ical(
        calendar_of(services.settings_of(reminded.episode.person), before)
    )
    assert [str(one["tzid"]) for one in calendar.walk("VTIMEZONE")] == ["Europe/Madrid"]
    offsets = [one.decoded("dtstart").utcoffset() for one in calendar.walk("VEVENT")]
    assert (offsets[0], offsets[-1]) == (timedelta(hours=2), timedelta(hours=1))


def test_it_has_no_word_about_health(reminded, clinic):
    said = calendar_of(services.settings_of(reminded.episode.person), NOW).decode().casefold()
    for word in (*WORDS, "nadia", clinic.clinic.name.casefold(), str(reminded.episode.person_id)):
        assert word not in said, word


def test_today_is_left_out_once_something_is_logged(reminded, told):
    told({"finding": "worst-pain", "value": 3}, at=NOW - timedelta(hours=5))
    found = events(calendar_of(services.settings_of(reminded.episode.person), NOW))
    assert found[0].decoded("dtstart").date() == NOW.date() + timedelta(1)


def test_fewer_reminders_are_fewer_events(reminded):
    services.save(reminded.episode.person, by=reminded, now=NOW, every=2)
    assert len(events(calendar_of(services.settings_of(reminded.episode.person), NOW))) == 14


def test_the_address_is_a_secret_of_which_a_hash_is_kept(reminded, browse):
    place, secret = made(browse(reminded))
    answer = Client().get(place)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert len(events(answer.content)) in (27, 28)
    assert len(secret) == 22
    assert secret not in str(Feed.objects.values().get())
    assert Client().get("/calendar/guess.ics").status_code == 404


def test_a_new_address_ends_the_old_one_and_it_can_be_ended(reminded, browse):
    client = browse(reminded)
    first, _ = made(client)
    second, _ = made(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    client.post(reverse("reminder_calendar"), {"do": "end"})
    assert Client().get(second).status_code == 404


def test_the_person_sees_when_the_calendar_last_looked(reminded, browse):
    client = browse(reminded)
    place, _ = made(client)
    assert "has not looked yet" in client.get(reverse("reminders")).content.decode()
    Client().get(place)
    assert f"last looked on {timezone.now().day} " in client.get(reverse("reminders")).content.decode()


def test_where_consent_was_taken_back_or_the_person_erased_it_is_gone(reminded, clinic, browse):
    place, _ = made(browse(reminded))
    record_consent(reminded.episode, "withdrawn", version=1, by=Author.of(reminded))
    assert Client().get(place).status_code == 404
    record_consent(reminded.episode, "given", version=1, by=Author.of(reminded))
    assert Client().get(place).status_code == 200
    erase(reminded.episode.person, by=clinic, reason="asked-by-person")
    assert Client().get(place).status_code == 404
