"""What is sent: only where nothing is logged, each once, in neutral words; after five in a row without an answer, never more."""

import re
from datetime import UTC, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import get_language

from stepwell.clinic.administration.consent import record_consent
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.operations import clock
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.reminders import sending, services
from stepwell.clinic.reminders.models import Delivery, Reminding
from stepwell.clinic.reminders.sending import is_waiting, send_due
from tests.clinic.reminders.conftest import NOW

pytestmark = pytest.mark.django_db
ANSWER = re.compile(r"/reminders/answer/([^/]+)/")
WORDS = (
    "pain",
    "exercise",
    "hip",
    "buttock",
    "leg",
    "nerve",
    "gluteal",
    "clinic",
    "physio",
    "sciatic",
    "treatment",
)


def days(count):
    return NOW + timedelta(days=count)


def test_a_reminder_is_sent_once(reminded):
    assert is_waiting(NOW)
    assert [send_due(NOW), send_due(NOW), send_due(NOW + timedelta(minutes=1))] == [1, 0, 0]
    assert len(mail.outbox) == 1


def test_no_message_carries_health_data(reminded, clinic):
    send_due(NOW)
    (message,) = mail.outbox
    assert message.subject == "Time for your plan"
    said = f"{message.subject} {message.body}".casefold()
    for word in (*WORDS, "nadia", "petrova", clinic.clinic.name.casefold()):
        assert word not in said, word
    assert pathway_of(clinic.clinic).title.casefold() not in said


def test_who_has_logged_anything_today_is_not_reminded(reminded, told):
    told({"finding": "worst-pain", "value": 3}, at=NOW - timedelta(hours=5))
    assert not is_waiting(NOW)
    assert send_due(NOW) == 0
    assert send_due(days(1)) == 1


def test_what_staff_wrote_today_is_no_log(reminded, told, physio):
    told({"finding": "worst-pain", "value": 3}, at=NOW - timedelta(hours=5), by=physio, kind="visit")
    assert send_due(NOW) == 1


def test_withdrawal_stops_reminders_and_own_use(reminded, browse):
    record_consent(reminded.episode, "withdrawn", version=1, by=Author.of(reminded), key=None)
    assert send_due(days(2)) == 0
    assert mail.outbox == []
    assert browse(reminded).get("/today/").url == "/record/consent/"
    record_consent(reminded.episode, "given", version=1, by=Author.of(reminded), key=None)
    assert send_due(days(3)) == 1


def test_an_erased_person_is_not_reminded_and_nothing_of_it_stays(reminded, clinic):
    send_due(NOW)
    erase(reminded.episode.person, by=clinic, reason="asked-by-person")
    assert send_due(days(1)) == 0
    assert not Reminding.objects.exists()
    assert not Delivery.objects.exists()


def test_after_the_episode_there_is_no_reminder(reminded):
    Episode.objects.update(closed_at=NOW)
    assert send_due(NOW) == 0


def test_after_five_without_an_answer_one_question_and_then_nothing(reminded):
    went = [send_due(days(count)) for count in range(9)]
    assert went == [1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert [one.subject for one in mail.outbox] == ["Time for your plan"] * 5 + ["Keep your reminders?"]
    assert "the last one" in mail.outbox[-1].body


def test_an_entry_in_between_counts_as_an_answer(reminded, told):
    for count in range(4):
        send_due(days(count))
    told({"finding": "worst-pain", "value": 3}, at=days(3) + timedelta(hours=1))
    assert [send_due(days(count)) for count in range(4, 10)] == [1] * 6
    assert mail.outbox[-1].subject == "Keep your reminders?"


def test_who_keeps_them_is_reminded_again(reminded):
    for count in range(6):
        send_due(days(count))
    services.answer(Delivery.objects.get(kind="ask"), "keep", days(6))
    assert send_due(days(7)) == 1
    assert mail.outbox[-1].subject == "Time for your plan"


def secret_of(message):
    return ANSWER.search(message.body)[1]


@pytest.mark.parametrize("what", ["later", "not-today", "fewer", "stop"])
def test_a_message_is_answered_without_a_sign_in(reminded, what):
    send_due(NOW)
    place = f"/reminders/answer/{secret_of(mail.outbox[0])}/"
    page = Client().get(place)
    assert b"Nadia" not in page.content
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert Client().post(place, {"do": what}).status_code == 200
    found = Reminding.objects.get()
    assert found.answered_at is not None
    changed = {
        "later": found.later_at is not None,
        "not-today": found.not_on is not None,
        "fewer": found.every == 2,
        "stop": found.route == "",
    }
    assert changed == {name: name == what for name in changed}


def test_a_look_at_the_page_changes_nothing(reminded):
    send_due(NOW)
    Client().get(f"/reminders/answer/{secret_of(mail.outbox[0])}/?do=stop")
    assert Reminding.objects.get().route == "mail"


def test_an_answer_needs_the_secret_and_the_token_of_its_form(reminded):
    send_due(NOW)
    secret = secret_of(mail.outbox[0])
    assert secret not in str(Delivery.objects.values().get())
    assert Client().post("/reminders/answer/guess/", {"do": "stop"}).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/reminders/answer/{secret}/", {"do": "stop"}).status_code == 403
    token = strict.get(f"/reminders/answer/{secret}/", headers={"Accept": "application/json"}).json()["token"]
    answer = strict.post(f"/reminders/answer/{secret}/", {"do": "stop"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 200
    assert Reminding.objects.get().route == ""


def test_a_mail_server_that_does_not_answer_is_noted_and_not_asked_all_day(reminded, monkeypatch):
    def refuse(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(sending.EmailMessage, "send", refuse)
    assert send_due(NOW) == 0
    assert Delivery.objects.get().failed == "ConnectionRefusedErr"
    assert send_due(NOW + timedelta(minutes=1)) == 0


def test_the_clock_enqueues_it_only_where_somebody_is_due(reminded):
    assert "reminders" in clock.tick(NOW)
    assert "reminders" not in clock.tick(days(1).replace(hour=3, tzinfo=UTC))


def test_a_person_is_spoken_to_in_the_language_in_which_they_set_it(reminded, monkeypatch):
    """The words of another language are those of locale/; here it is only that they are asked for."""
    asked = []
    monkeypatch.setattr(sending, "_mailed", lambda found, kind, secret: asked.append(get_language()) or "")
    Reminding.objects.update(language="es")
    send_due(NOW)
    assert asked == ["es"]
