"""An emergency that nobody has seen is told to one person after the other, by a message that names nobody."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.accounts.services import end_role
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.operations.clock import tick
from stepwell.clinic.operations.tasks import tell_of_emergencies
from stepwell.clinic.pathway import pathway_of
from tests.clinic.alerts.world import answers, audited, minutes_later, seen, waiting
from tests.clinic.answers import words

PHYSIO, PHYSICIAN, OFFICER, ADMIN = (
    f"{name}@harbour.example.org" for name in ("physiotherapist", "physician", "safety-officer", "admin")
)


@pytest.fixture
def alert(hers, patient, physician, officer):
    """An emergency of the physiotherapist's patient."""
    answers(hers, patient, saddle_numbness="yes")
    return waiting()[0]


def told():
    return [address for one in mail.outbox for address in one.to]


def test_an_unseen_emergency_is_raised_again_after_15_minutes(alert):
    """Who answers for the person at once, then the other clinicians, then the safety officer, then the administrator."""
    minutes_later(alert, 0)
    assert told() == [PHYSIO]
    minutes_later(alert, 14)
    assert told() == [PHYSIO]
    for minutes, who in ((15, PHYSICIAN), (30, OFFICER), (45, ADMIN)):
        minutes_later(alert, minutes)
        assert told()[-1] == who
    assert len(told()) == 4


def test_each_telling_is_in_the_audit_with_who_was_told(alert, physio, physician):
    minutes_later(alert, 0)
    minutes_later(alert, 15)
    events = audited("told")
    assert [one.detail["member"] for one in events] == [str(physio.pk), str(physician.pk)]
    assert all(one.detail["sent"] and one.actor is None for one in events)


def test_the_message_names_nobody_and_no_answer(alert):
    minutes_later(alert, 0)
    (message,) = mail.outbox
    assert message.subject == "An emergency answer waits in Stepwell"
    whole = f"{message.subject} {message.body}".casefold()
    for word in ("nadia", "petrova", "numb", "cauda", "harbour", "back", str(alert.episode_id)):
        assert word not in whole
    assert "http://localhost:8000/emergencies/" in message.body


def test_once_somebody_has_seen_it_nobody_else_is_told(alert, physician, browse):
    minutes_later(alert, 0)
    seen(browse(physician), alert)
    minutes_later(alert, 60)
    assert told() == [PHYSIO]


def test_without_a_clinician_who_answers_for_them_it_begins_with_the_others(alert, physio, clinic, hers):
    end_role(physio, by=clinic)
    minutes_later(alert, 0)
    assert told() == [PHYSICIAN]


def test_somebody_of_two_roles_is_told_once(alert, clinic, member):
    member(Role.PHYSICIAN, email=ADMIN)
    for minutes in (0, 15, 30, 45, 60):
        minutes_later(alert, minutes)
    assert sorted(told()) == sorted({PHYSIO, PHYSICIAN, OFFICER, ADMIN})


def test_when_everybody_was_told_all_are_told_again_after_hours(alert, hers):
    hours = pathway_of(hers.person.clinic).parameters["alert-round-hours"].value
    for minutes in (0, 15, 30, 45, 60):
        minutes_later(alert, minutes)
    assert len(told()) == 4
    minutes_later(alert, 44 + hours * 60)
    assert len(told()) == 4
    minutes_later(alert, 45 + hours * 60)
    assert told()[4:] == [PHYSIO]


def test_a_message_that_cannot_be_sent_goes_to_the_next_at_once_and_is_in_the_audit(alert, monkeypatch):
    def refuses(subject, text, sender, to):
        if to == [PHYSIO]:
            raise SMTPException("no such box")
        mail.outbox.append(mail.EmailMessage(subject, text, sender, to))

    monkeypatch.setattr("stepwell.clinic.alerts.telling.send_mail", refuses)
    minutes_later(alert, 0)
    assert told() == [PHYSICIAN]
    assert [one.detail["sent"] for one in audited("told")] == [False, True]


def test_where_no_message_can_be_sent_it_is_tried_again_after_15_minutes(alert, monkeypatch, physio, browse):
    def refuses(*_):
        raise OSError("no mail")

    monkeypatch.setattr("stepwell.clinic.alerts.telling.send_mail", refuses)
    minutes_later(alert, 0)
    assert "could not be sent" in words(browse(physio).get(f"/people/{alert.episode_id}/emergency/"))
    monkeypatch.undo()
    minutes_later(alert, 15)
    minutes_later(alert, 16)
    assert told() == [PHYSIO]


def test_a_clinic_sets_its_own_minutes(alert, hers, clinic, physician):
    made = {"version": 1, "by": physician.user, "reason": "A small clinic."}
    LocalValues.objects.create(clinic=clinic.clinic, values={"alert-minutes": 5}, **made)
    minutes_later(alert, 0)
    minutes_later(alert, 5)
    assert told() == [PHYSIO, PHYSICIAN]


def test_who_does_not_treat_sees_that_somebody_waits_and_never_who(alert, officer, browse):
    client = browse(officer)
    assert "nobody has seen" not in words(client.get("/knowledge/"))
    for minutes in (0, 15, 30):
        minutes_later(alert, minutes)
    assert "1 emergency answer nobody has seen" in words(client.get("/knowledge/"))
    page = words(client.get("/emergencies/"))
    assert "Somebody in treatment" in page
    assert "Some physiotherapist" in page
    assert "Petrova" not in page
    assert client.get(f"/people/{alert.episode_id}/emergency/").status_code == 403


def test_the_list_of_all_who_wait_needs_few_queries(
    alert, physio, patient, clinic, browse, django_assert_max_num_queries
):
    minutes_later(alert, 0)
    client = browse(physio)
    with django_assert_max_num_queries(25):
        assert "Nadia Petrova" in words(client.get("/emergencies/"))


def test_the_clock_does_it(alert):
    assert "emergencies" in tick(timezone.now() + timedelta(seconds=1))
    assert DBTaskResult.objects.filter(task_path=tell_of_emergencies.module_path).count() == 1
    assert tell_of_emergencies.call() == 1
    assert told() == [PHYSIO]
    assert "emergencies" not in tick(timezone.now() + timedelta(minutes=1))


def test_a_person_who_was_seen_and_falls_ill_again_begins_anew(alert, hers, patient, physio, browse):
    minutes_later(alert, 0)
    seen(browse(physio), alert)
    answers(Episode.objects.kept().get(pk=hers.pk), patient, foot_drop="yes")
    minutes_later(waiting()[0], 0)
    assert told() == [PHYSIO, PHYSIO]
