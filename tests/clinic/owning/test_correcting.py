"""A person corrects an own answer: the old one stays and is marked, and a sign is not taken back."""

import pytest
from django.urls import reverse

from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.services import basis, entries_of
from tests.clinic.answers import hidden, words

pytestmark = pytest.mark.django_db


def place(seq):
    return reverse("own_correction", args=[seq])


def correct(client, seq, **answer):
    form = client.get(place(seq))
    return client.post(place(seq), {"key": hidden(form, "key"), "seen": hidden(form, "seen"), **answer})


def test_a_correction_keeps_what_it_replaces(nadia, told, browse):
    told({"finding": "worst-pain", "value": 8}, {"finding": "sitting-tolerance", "value": 15})
    client = browse(nadia)
    correct(client, 1, answer="3")
    _first, second = entries_of(nadia.episode)
    assert second.kind == "correction"
    assert (second.lines[0]["value"], second.lines[0]["replaces"], second.lines[0]["by"]) == (3, 1, "patient")
    seen = {one.finding: int(one.value.low) for one in basis(nadia.episode).seen.observations}
    assert seen == {"worst-pain": 3, "sitting-tolerance": 15}
    page = words(client.get(reverse("own_record")))
    assert "8 Corrected later" in page
    assert "3 Corrects an earlier answer" in page


def test_what_was_corrected_is_not_corrected_again(nadia, told, browse):
    told({"finding": "worst-pain", "value": 8})
    client = browse(nadia)
    correct(client, 1, answer="3")
    assert "corrected already" in words(client.get(place(1), follow=True))
    correct(client, 2, answer="5")
    assert [one.value.low for one in basis(nadia.episode).seen.observations] == [5]


def test_an_answer_is_taken_back(nadia, told, browse):
    told({"finding": "worst-pain", "value": 8})
    correct(browse(nadia), 1, beside="take-back")
    assert basis(nadia.episode).seen.observations == ()


def test_a_correction_is_of_the_day_of_the_old_answer(nadia, told, browse):
    told({"finding": "worst-pain", "value": 8, "on": "2026-03-02"})
    correct(browse(nadia), 1, answer="3")
    assert entries_of(nadia.episode)[-1].lines[0]["on"] == "2026-03-02"


@pytest.mark.parametrize("value", ["yes", "not-sure"])
def test_a_sign_is_not_taken_back_by_the_person(nadia, told, browse, value):
    told({"finding": "saddle-numbness", "value": value})
    client = browse(nadia)
    assert "Your clinic settles it with you" in words(client.get(place(1), follow=True))
    client.post(place(1), {"answer": "no", "seen": "1", "key": "a" * 32})
    assert len(entries_of(nadia.episode)) == 1
    assert place(1) not in client.get(reverse("own_record")).content.decode()


def test_a_no_that_was_a_yes_leads_to_help(nadia, told, browse):
    told({"finding": "saddle-numbness", "value": "no"})
    answer = correct(browse(nadia), 1, answer="yes")
    assert answer.url == reverse("get_help")
    assert basis(nadia.episode).facts.values["saddle-numbness"] is True


def test_what_staff_wrote_is_not_corrected_by_the_person(nadia, told, physio, browse):
    told({"finding": "worst-pain", "value": 8}, kind="visit", by=physio)
    assert "Ask your clinic about the others" in words(browse(nadia).get(place(1), follow=True))


def test_a_line_that_is_not_there_is_not_found(nadia, browse):
    assert browse(nadia).get(place(7)).status_code == 404


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"answer": "eight"}, "This is not a number"),
        ({"answer": "900"}, "This number cannot be"),
        ({}, "This is not a number"),
        ({"answer": "8", "beside": "not-sure"}, "Keep one"),
        ({"answer": "\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(nadia, told, browse, answer, said):
    told({"finding": "sitting-tolerance", "value": 15})
    assert said in words(correct(browse(nadia), 1, **answer))
    assert len(entries_of(nadia.episode)) == 1


def test_two_tabs_do_not_write_over_each_other(nadia, told, browse):
    told({"finding": "worst-pain", "value": 8})
    client = browse(nadia)
    form = client.get(place(1))
    told({"finding": "sitting-tolerance", "value": 20})
    page = client.post(place(1), {"key": hidden(form, "key"), "seen": hidden(form, "seen"), "answer": "3"})
    assert "wrote in this record since" in words(page)
    assert hidden(page, "seen") == "2"
    assert len(entries_of(nadia.episode)) == 2


def test_sent_twice_it_is_written_once(nadia, told, browse):
    told({"finding": "worst-pain", "value": 8})
    client = browse(nadia)
    form = client.get(place(1))
    for _ in range(2):
        client.post(place(1), {"key": hidden(form, "key"), "seen": hidden(form, "seen"), "answer": "3"})
    assert len(entries_of(nadia.episode)) == 2
    assert Event.objects.filter(action="entry.written").count() == 2
