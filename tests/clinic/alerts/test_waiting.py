"""An emergency waits for a named person: on every page of the clinicians, and first on the caseload."""

import pytest
from django.template import Context, Template
from django.test import Client

from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode, StoredPlan
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.episodes.services import add_entry, refresh
from stepwell.clinic.workspace.caseload.rows import rows_of
from tests.clinic.alerts.world import answers, audited, seen, waiting, writes
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode, opened

BANNER = "1 emergency answer nobody has seen, since"


def test_an_emergency_waits_for_a_named_person(hers, patient, physio, physician, browse):
    """A red flag from a phone stands on every page of every clinician until one of them says that they have seen it."""
    answers(hers, patient, saddle_numbness="yes")
    for one in (physio, physician):
        client = browse(one)
        for page in ("/caseload/", f"/people/{hers.pk}/", "/knowledge/", f"/people/{hers.pk}/notes/"):
            assert BANNER in words(client.get(page)), page
    alert = waiting()[0]
    seen(browse(physician), alert)
    assert waiting() == []
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.how) == (physician, "said")
    assert BANNER not in words(browse(physio).get("/caseload/"))
    (written,) = audited("acknowledged")
    assert (written.actor, written.subject) == (physician.user, str(hers.pk))


@pytest.mark.parametrize(
    ("sign", "value", "waits"),
    [
        ("saddle_numbness", "yes", True),
        ("saddle_numbness", "not-sure", True),
        ("foot_drop", "yes", True),
        ("foot_drop", "not-sure", False),
        ("saddle_numbness", "no", False),
    ],
)
def test_yes_waits_and_not_sure_waits_where_it_counts_as_yes(hers, patient, sign, value, waits):
    answers(hers, patient, **{sign: value})
    assert bool(waiting()) is waits


def test_what_is_urgent_within_weeks_waits_for_no_minute(hers, physio, patient, clinic):
    add_entry(hers, "visit", [{"finding": "unexplained-weight-loss", "value": True}], by=Author.of(clinic))
    assert waiting() == []


def test_an_answer_waits_even_where_the_plan_cannot_be_computed(hers, patient, monkeypatch):
    monkeypatch.setattr("stepwell.clinic.patient.events.refresh", lambda episode: None)
    answers(hers, patient, saddle_numbness="yes")
    assert len(waiting()) == 1


def test_an_exit_that_opens_without_an_answer_of_the_phone_waits_too(hers, clinic):
    """Such as by an import, which no clinician has read."""
    add_entry(hers, "import", [{"finding": "saddle-numbness", "value": True}], by=Author.of(clinic))
    assert len(waiting()) == 1


def test_what_a_clinician_writes_themselves_they_have_seen(hers, physio):
    writes(hers, physio, saddle_numbness=True)
    assert waiting() == []
    assert [one.how for one in Alert.objects.all()] == ["wrote"]
    assert len(audited("raised")) == len(audited("acknowledged")) == 1


def test_an_answer_of_the_phone_is_not_seen_by_writing_something_else(hers, patient, physio):
    answers(hers, patient, saddle_numbness="yes")
    writes(Episode.objects.kept().get(pk=hers.pk), physio, worst_pain=5)
    assert len(waiting()) == 1


def test_settling_every_exit_is_having_seen_them(hers, patient, physio):
    answers(hers, patient, saddle_numbness="yes")
    episode = Episode.objects.kept().get(pk=hers.pk)
    settled = [
        {"finding": name, "value": "excluded", "reason": "Examined, no sign."}
        for name in ("cauda-equina-emergency",)
    ]
    add_entry(episode, "decision", settled, by=Author.of(physio))
    assert waiting() == []
    assert Alert.objects.get().how == "settled"


def test_the_same_exit_does_not_wait_again_and_a_new_answer_does(hers, patient, physio, browse):
    answers(hers, patient, saddle_numbness="yes")
    seen(browse(physio), waiting()[0])
    refresh(Episode.objects.kept().get(pk=hers.pk))
    assert waiting() == []
    answers(Episode.objects.kept().get(pk=hers.pk), patient, foot_drop="yes")
    assert len(waiting()) == 1


def test_what_comes_while_somebody_looks_is_not_seen(hers, patient, physio, browse):
    answers(hers, patient, saddle_numbness="yes")
    before = waiting()[0]
    answers(Episode.objects.kept().get(pk=hers.pk), patient, foot_drop="yes")
    answer = seen(browse(physio), before)
    assert "Something came while you looked" in words(answer)
    assert len(waiting()) == 1


def test_a_person_waits_once_whatever_comes(hers, patient):
    answers(hers, patient, saddle_numbness="yes", foot_drop="yes", urine_retention="yes")
    assert len(waiting()) == 1
    assert waiting()[0].count > 3


def test_who_waits_stands_first_on_the_caseload_whoever_answers_for_them(
    hers, patient, clinic, physio, physician, browse
):
    older = new_episode(clinic.clinic, physician, name="Aaron Older")
    writes(older, physician, saddle_numbness=True)
    answers(hers, patient, foot_drop="yes")
    assert [row.identity.name for row in rows_of(physician)] == ["Nadia Petrova", "Aaron Older"]
    page = words(browse(physician).get("/caseload/"))
    assert "Nobody has seen this, since" in page
    assert page.index("Nadia Petrova") < page.index("Aaron Older")


def test_a_caseload_that_stays_open_hears_of_it(hers, patient, physio, browse):
    client, before = browse(physio), "2026-01-01T00:00:00%2B00:00"
    assert "nobody has seen" not in words(client.get(f"/caseload/changes/?since={before}"))
    answers(hers, patient, saddle_numbness="yes")
    fragment = client.get(f"/caseload/changes/?since={before}", headers={"HX-Request": "true"})
    assert "1 new emergency nobody has seen" in words(fragment)


def test_the_page_says_what_was_answered_and_what_opened(hers, patient, physio, browse):
    answers(hers, patient, saddle_numbness="not-sure")
    page = words(browse(physio).get(f"/people/{hers.pk}/emergency/"))
    assert "Have you gone numb around your bottom" in page
    assert "Not sure" in page
    assert "cauda equina" in page.casefold()
    assert "I have seen this" in page


def test_another_clinic_sees_nothing_of_it(hers, patient, browse, member):
    answers(hers, patient, saddle_numbness="yes")
    elsewhere = member("physiotherapist", place=opened("Elsewhere"))
    client = browse(elsewhere)
    assert BANNER not in words(client.get("/caseload/"))
    assert client.get(f"/people/{hers.pk}/emergency/").status_code == 404
    assert seen(client, waiting()[0]).status_code == 404
    assert len(waiting()) == 1


def test_who_was_erased_waits_no_longer(hers, patient, clinic, physio, browse):
    answers(hers, patient, saddle_numbness="yes")
    erase(hers.person, by=clinic, reason="asked-by-person")
    assert BANNER not in words(browse(physio).get("/caseload/"))


@pytest.mark.parametrize(
    "odd", [{}, {"alert": "x", "seen": "y"}, {"alert": "\0", "seen": "-1"}, {"seen": "9" * 40}]
)
def test_garbage_acknowledges_nothing(hers, patient, physio, browse, odd):
    answers(hers, patient, saddle_numbness="yes")
    assert browse(physio).post(f"/people/{hers.pk}/emergency/", odd).status_code == 200
    assert len(waiting()) == 1


def test_the_banner_costs_one_query(hers, patient, physio, django_assert_num_queries):
    answers(hers, patient, saddle_numbness="yes")
    tag = Template("{% load alerts %}{% emergencies as one %}{{ one.count }}")
    with django_assert_num_queries(1):
        assert tag.render(Context({"member": physio})) == "1"


def test_it_is_sealed(hers, patient):
    answers(hers, patient, saddle_numbness="yes")
    alert = waiting()[0]
    assert b"saddle" not in bytes(alert.sealed)
    assert StoredPlan.objects.filter(pk=hers.pk).exists()
    assert Client().get(f"/people/{hers.pk}/emergency/").status_code == 302
