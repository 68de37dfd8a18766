"""Letters and the programme on paper: two clicks, the right names, and what cannot be written is said."""

import uuid

import pytest

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry
from stepwell.clinic.episodes.services import add_entry
from stepwell.documents.pdf.letter import kinds
from tests.unit.pdf_reading import opened, text


@pytest.fixture
def person(episode, physio):
    """Somebody who can be written about."""
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    return episode


def wish(kind, **more):
    return {"key": str(uuid.uuid4()), "kind": kind, "language": "en", **more}


def test_every_kind_is_offered_or_says_what_is_missing(person, physio, browse):
    page = browse(physio).get(f"/people/{person.pk}/letters/").content.decode()
    assert page.count("<h2>") == len(kinds()) + 1
    assert "Not now" in page


def test_a_summary_carries_the_names_and_is_written_down(person, physio, browse):
    answer = browse(physio).post(f"/people/{person.pk}/letters/make/", wish("summary", receiver="Dr Some"))
    assert answer.headers["Content-Type"] == "application/pdf"
    said = text(answer.content)
    assert "NadiaPetrova" in said
    assert "DrSome" in said
    assert "Nadia" not in answer.headers["Content-Disposition"]
    assert Entry.objects.filter(kind="letter").count() == 1


def test_a_letter_that_makes_no_sense_is_refused_in_words(person, physio, browse):
    client = browse(physio)
    answer = client.post(f"/people/{person.pk}/letters/make/", wish("surgical-opinion"), follow=True)
    assert b"No surgical-opinion" in answer.content
    assert not Entry.objects.filter(kind="letter").exists()


@pytest.mark.parametrize(
    "wrong", [{"kind": "love"}, {"language": "xx"}, {"key": ""}, {"receiver": "x" * 500}]
)
def test_garbage_writes_nothing(person, physio, browse, wrong):
    browse(physio).post(f"/people/{person.pk}/letters/make/", {**wish("summary"), **wrong})
    assert not Entry.objects.filter(kind="letter").exists()


@pytest.mark.parametrize("query", ["", "?large", "?language=es", "?chart"])
def test_the_programme_is_printed(person, physio, browse, query):
    answer = browse(physio).get(f"/people/{person.pk}/programme/print.pdf{query}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(opened(answer.content).pages) >= 1


def test_a_version_that_is_not_there_cannot_be_printed(person, physio, browse):
    client = browse(physio)
    assert client.get(f"/people/{person.pk}/programme/print.pdf?version=7").status_code == 404
    assert client.get(f"/people/{person.pk}/programme/print.pdf?language=xx").status_code == 404


def test_the_numbers_that_this_clinic_checked_are_printed_and_no_others(person, physio, browse):
    said = text(browse(physio).get(f"/people/{person.pk}/programme/print.pdf").content)
    assert "112" in said
    assert "NHS" not in said
