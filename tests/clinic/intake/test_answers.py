"""Answers of the intake: numbers, days, earlier treatments, garbage."""

import re

import pytest

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Draft, Entry
from stepwell.clinic.episodes.services import add_entry, entries_of
from stepwell.clinic.workspace.intake.answers import line_of
from stepwell.clinic.workspace.intake.days import day_within
from stepwell.clinic.workspace.intake.drafts import number_in
from stepwell.knowledge.loader import load_pathway
from stepwell.records.faults import Unreadable
from tests.clinic.conftest import new_episode, opened
from tests.clinic.intake.world import BLADDER, TODAY, _treatment, load_set


def test_a_number_has_a_unit_a_range_and_bounds(at):
    page = "how-easily-stirred-up"
    text = at.sign(page, {"a.sitting-tolerance": "500"}).content.decode()
    assert "The answer lies outside its range. It runs from 0 to 120 min." in text
    at.sign(
        page, {"a.sitting-tolerance": "1.5", "u.sitting-tolerance": "h", "k.sitting-tolerance": "at_least"}
    )
    line = entries_of(at.episode)[0].lines[0]
    assert (line["value"], line["unit"]) == ({"at_least": 1.5}, "h")


def test_pain_is_eleven_buttons_with_words_at_both_ends(at):
    text = at.open("how-it-is-now").content.decode()
    assert [str(n) for n in range(11)] == re.findall(r'name="a.worst-pain" value="(\d+)"', text)
    assert "No pain" in text
    assert "Worst pain you can imagine" in text


@pytest.mark.parametrize(
    ("written", "before", "as_kept"),
    [
        ("2026-03-14", False, "2026-03-14"),
        ("2026-03", False, "2026-03"),
        ("2025", False, "2025"),
        ("2025", True, {"before": "2025"}),
        ("2026", False, {"from": "2026-01-01", "to": "2026-11-30"}),
        ("2026-11-30", False, "2026-11-30"),
    ],
)
def test_a_day_may_be_a_month_a_year_or_the_time_before_and_never_lies_ahead(written, before, as_kept):
    assert day_within(written, before=before, today=TODAY) == as_kept


@pytest.mark.parametrize(
    "written", ["2027", "2026-12-01", "2026-13", "2026-02-30", "yesterday", "0001", "'; drop"]
)
def test_a_day_that_cannot_be_is_refused(written):
    with pytest.raises(Unreadable):
        day_within(written, before=False, today=TODAY)


def test_a_result_keeps_its_own_day_and_an_answer_of_today_has_none():
    findings = load_pathway().findings
    posted = {"a.egfr": "58", "d.egfr": "2026-06", "a.worst-pain": "4", "d.worst-pain": "2020"}
    assert line_of(findings["egfr"], posted, today=TODAY) == {"finding": "egfr", "value": 58, "on": "2026-06"}
    assert line_of(findings["worst-pain"], posted, today=TODAY) == {"finding": "worst-pain", "value": 4}


def test_earlier_treatments_are_recorded_with_when_and_whether_they_helped(at):
    at.sign(
        "earlier-care",
        {
            "t.1.what": "corticosteroid-injection", "t.1.event": "done", "t.1.w": "before", "t.1.day": "2026-01",
            "t.1.target": "piriformis", "t.1.response": "partial", "t.1.side": "right", "t.1.rest": "yes",
            "t.2.what": "oral-naproxen", "t.2.event": "stopped", "t.2.since": "2025-03", "t.2.day": "2025-05",
            "a.treatment-history": "yes",
        },
    )  # fmt: skip
    lines = entries_of(at.episode)[0].lines
    assert [(one["finding"], one["value"], one["on"]) for one in lines[:3]] == [
        ("corticosteroid-injection", "done", {"before": "2026-01"}),
        ("oral-naproxen", "started", "2025-03"),
        ("oral-naproxen", "stopped", "2025-05"),
    ]
    assert (lines[0]["target"], lines[0]["response"]) == ("piriformis", "partial")


def test_an_earlier_treatment_without_its_name_is_refused_at_its_row(at):
    text = at.sign("earlier-care", {"t.1.event": "done", "t.1.day": "2025"}).content.decode()
    assert "The treatment is missing. Choose it from the list." in text
    assert at.lines() == []


def test_a_page_without_an_answer_is_not_signed(at):
    assert "Nothing on this page is answered." in at.sign("where-it-hurts", {}).content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "garbage",
    [
        {"a.worst-pain": "eleven"},
        {"a.worst-pain": "11"},
        {"a.worst-pain": "1e999"},
        {"a.worst-pain": "\x00"},
        {"a.worst-pain": "9" * 5000},
        {"a.global-change": "no-such-option"},
        {"a.worst-pain": "7", "seen": "many", "key": "not-a-key", "version": "-1"},
        {"a.nothing-of-this-name": "yes"},
        {"none": "yes", "shown": ["nothing", "worst-pain", "global-change"]},
    ],
)
def test_garbage_is_answered_in_words_and_writes_nothing(at, garbage):
    for answer in (at.sign("how-it-is-now", garbage), at.keep("how-it-is-now", garbage)):
        assert answer.status_code == 200
    assert not Entry.objects.exists()


def test_a_number_that_a_form_carries_is_read_without_trust():
    assert [number_in({"seen": text}, "seen") for text in ("3", "", "x", "-1", "²", "9" * 99)] == [
        3,
        -1,
        -1,
        -1,
        -1,
        -1,
    ]


def test_a_page_of_no_name_is_not_there(at):
    assert at.open("nothing-of-this-name").status_code == 404
    assert at.open("piriformis-tests").status_code == 404


def test_another_clinic_cannot_keep_a_draft_here(at, member, browse, db):
    theirs = new_episode(opened("Elsewhere").clinic, None)
    at.episode = theirs
    assert at.keep(BLADDER, {"a.saddle-numbness": "yes"}).status_code == 404
    assert not Draft.objects.exists()


def test_the_pages_stay_within_their_queries(at, django_assert_max_num_queries):
    at.open(BLADDER)
    for page in (None, BLADDER, "earlier-care"):
        with django_assert_max_num_queries(25):
            at.open(page)


def test_what_cannot_wait_is_signed_first(at):
    assert (
        '<button class="btn go">Sign now</button>'
        in at.keep(BLADDER, {"a.saddle-numbness": "yes"}).content.decode()
    )
    assert "Sign now" not in at.open("leg-signs").content.decode()


def test_a_new_adult_reaches_the_first_treatment_in_few_taps(at, physio):
    """A tap is an answer or a signature; a person with pain and without signs says no to the rest of each page."""
    add_entry(at.episode, "intake", [{"finding": "age", "value": 34}], by=Author.of(physio))
    answers = {
        "where-it-hurts": {"a.buttock-pain": "yes"},
        "how-it-is-now": {"a.worst-pain": "6", "a.global-change": "same"},
    }
    taps, page = 0, BLADDER
    while not _treatment(at):
        findings = load_set(page)
        answer = at.sign(page, {**answers.get(page, {}), "none": "yes", "shown": findings})
        assert answer.status_code == 302, page
        taps += 1 + len(answers.get(page, {}))
        page = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    assert taps <= 25
