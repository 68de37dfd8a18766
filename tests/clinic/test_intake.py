"""The intake: opening a person, one page of questions after another, what a sign opens, what is kept while somebody types."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.models import Draft, Entry, Episode, Person
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.episodes.services import Author, add_entry, entries_of, stored_content
from stepwell.clinic.workspace.exam.groups import findings_of
from stepwell.clinic.workspace.intake.answers import day_within, is_dated, line_of
from stepwell.clinic.workspace.intake.drafts import number_in
from stepwell.clinic.workspace.intake.pages import pages_of
from stepwell.knowledge.loader import load_pathway
from stepwell.records.faults import Unreadable
from tests.clinic.conftest import new_episode, opened

TODAY = date(2026, 11, 30)
BLADDER = "bladder-and-bowel-signs"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def at(physio, browse, episode):
    """A browser at the intake of the episode: `at.open(page)`, `at.sign(page, answers)`, `at.keep(page, answers)`."""
    return Visit(browse(physio), episode)


class Visit:
    """What a physiotherapist does on the pages of one intake."""

    def __init__(self, client, episode):
        self.client, self.episode = client, episode

    def place(self, name="intake", *parts):
        return reverse(name, args=[self.episode.pk, *parts])

    def open(self, page=None):
        return self.client.get(self.place("intake_page", page) if page else self.place())

    def hidden(self, page):
        text = self.open(page).content.decode()
        return {
            name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("seen", "key", "version")
        }

    def sign(self, page, answers, **more):
        return self.client.post(self.place("intake_page", page), {**self.hidden(page), **answers, **more})

    def keep(self, page, answers, version=0, **more):
        sent = {"version": version, **answers}
        return self.client.post(self.place("intake_draft", page), sent, headers=HTMX, **more)

    def lines(self):
        """What was signed: finding and value of each line."""
        return [(line["finding"], line["value"]) for one in entries_of(self.episode) for line in one.lines]


def person(**changes):
    """The fields of a new person."""
    given = {"name": "Ada Vos", "born": "1984", "side": "left", "called": "", "email": "", "phone": ""}
    return {**given, **changes}


@pytest.fixture
def opening(physio, browse):
    """Send the form of a new person: `opening(name="...")`."""
    client = browse(physio)

    def send(**changes):
        return client.post(reverse("new_person"), {"responsible": str(physio.pk), **person(**changes)})

    return send


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


def test_signs_of_an_emergency_are_the_first_page(at):
    text = at.open().content.decode()
    first = re.search(r'class="btn go" href="[^"]*/intake/([a-z-]+)/"', text)[1]
    sets = {one.id: one for one in load_pathway().question_sets}
    assert sets[first].urgency == "emergency"


def test_nothing_is_chosen_beforehand_and_not_known_is_not_no(at):
    text = at.open(BLADDER).content.decode()
    assert " checked" not in text
    for words in ("Yes", "No", "Not known", "Not asked"):
        assert text.count(f"<span>{words}</span>") == 5


def test_signing_a_page_writes_one_entry_with_all_its_answers(at):
    at.sign(
        "where-it-hurts", {"a.buttock-pain": "yes", "a.leg-pain": "not-sure", "a.groin-pain": "not-asked"}
    )
    (entry,) = entries_of(at.episode)
    assert (entry.kind, entry.more["page"]) == ("intake", "where-it-hurts")
    assert at.lines() == [("buttock-pain", "yes"), ("leg-pain", "not-sure")]


def test_no_to_the_rest_writes_a_no_for_what_was_shown_and_nothing_else(at):
    at.sign(
        BLADDER,
        {
            "a.urine-retention": "not-asked",
            "none": "yes",
            "shown": ["saddle-numbness", "urine-retention", "fever"],
        },
    )
    assert at.lines() == [("saddle-numbness", "no")]


def test_after_a_page_comes_the_next_that_matters(at):
    answer = at.sign(BLADDER, {"none": "yes", "shown": load_set(BLADDER)})
    following = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    wanted = pages_of(stored_content(Episode.objects.kept().get())["plan"], load_pathway(), ())
    assert following == wanted[0].set.id != BLADDER


def load_set(name):
    """The findings of a page."""
    return list(next(one for one in load_pathway().question_sets if one.id == name).findings)


def test_a_page_can_be_skipped_and_comes_last(at):
    at.client.post(at.place("intake_skip", "leg-signs"))
    text = at.open().content.decode()
    assert "1 skipped." in text
    assert text.index("general-signs") < text.index("leg-signs")


def test_a_yes_says_at_once_what_it_opens_and_that_the_rest_can_wait(at):
    text = at.keep(BLADDER, {"a.saddle-numbness": "yes"}).content.decode()
    assert "Emergency care for suspected cauda equina syndrome" in text
    assert "EMERGENCY: now" in text
    assert "Emergency number: <b>112</b>. The other questions can wait." in text
    assert not Entry.objects.exists()


def test_not_known_opens_it_too_where_it_counts_as_yes(at):
    assert "cauda equina" in at.keep(BLADDER, {"a.saddle-numbness": "not-sure"}).content.decode()


def test_a_no_opens_nothing(at):
    assert "EMERGENCY" not in at.keep(BLADDER, {"a.saddle-numbness": "no"}).content.decode()


def test_a_signed_emergency_ends_the_questions(at):
    answer = at.sign(BLADDER, {"a.saddle-numbness": "yes"})
    assert answer["Location"] == at.place()
    text = at.open().content.decode()
    assert "Nothing else is asked before that is dealt with." in text
    assert "cauda equina" in text


def test_what_was_typed_is_there_again_and_says_when_it_was_saved(at):
    saved = at.keep("how-it-is-now", {"a.worst-pain": "7"}).content.decode()
    assert re.search(r"Saved \d\d:\d\d", saved)
    text = at.open("how-it-is-now").content.decode()
    assert 'name="a.worst-pain" value="7" checked' in text
    assert 'name="version" value="1"' in text


def test_a_draft_is_gone_once_the_page_is_signed(at):
    at.keep("how-it-is-now", {"a.worst-pain": "7"})
    at.sign("how-it-is-now", {"a.worst-pain": "7"})
    assert not Draft.objects.exists()


def test_a_second_tab_does_not_overwrite_the_first(at):
    at.keep("how-it-is-now", {"a.worst-pain": "7"}, version=0)
    second = at.keep("how-it-is-now", {"a.worst-pain": "3"}, version=0).content.decode()
    assert "Another tab saved this page" in second
    assert 'value="7" checked' in at.open("how-it-is-now").content.decode()
    at.keep("how-it-is-now", {"a.worst-pain": "3", "take": "1"}, version=0)
    assert 'value="3" checked' in at.open("how-it-is-now").content.decode()


def test_a_page_that_is_out_of_date_is_not_signed_and_keeps_what_was_typed(at, physio):
    hidden = at.hidden("how-it-is-now")
    add_entry(at.episode, "note", by=Author.of(physio), text="meanwhile")
    answer = at.client.post(at.place("intake_page", "how-it-is-now"), {**hidden, "a.worst-pain": "7"})
    text = answer.content.decode()
    assert "Somebody else wrote" in text or "somebody else wrote" in text
    assert 'value="7" checked' in text
    assert at.lines() == []


def test_sent_twice_a_page_is_written_once(at):
    sent = {**at.hidden("how-it-is-now"), "a.worst-pain": "7"}
    for _ in range(2):
        assert at.client.post(at.place("intake_page", "how-it-is-now"), sent).status_code == 302
    assert at.lines() == [("worst-pain", 7)]


def test_a_session_that_ended_keeps_the_draft_and_gives_no_page_inside_the_page(at):
    at.keep("how-it-is-now", {"a.worst-pain": "7"})
    at.client.logout()
    assert at.keep("how-it-is-now", {"a.worst-pain": "8"}, version=1).status_code == 401
    assert Draft.objects.get().version == 1


def test_the_day_of_a_result_is_asked_where_it_goes_stale_and_never_for_a_sign():
    findings = load_pathway().findings
    dated = {one.id for one in findings.values() if is_dated(one)}
    assert {"egfr", "creatinine", "hba1c", "imaging-structure"} <= dated
    assert not {name for name in dated if findings[name].flag}
    assert "worst-pain" not in dated


def test_everything_that_can_be_known_can_be_recorded_on_the_intake_or_the_exam():
    pathway = load_pathway()
    asked = {name for one in pathway.question_sets for name in one.findings}
    examined = {one.id for one in findings_of(pathway)}
    assert {one.id for one in pathway.findings.values() if one.derive is None} == asked | examined


def test_an_answer_corrected_on_the_same_day_replaces_the_first(at):
    at.sign("where-it-hurts", {"a.buttock-pain": "yes"})
    at.sign("where-it-hurts", {"a.buttock-pain": "no"})
    last = entries_of(at.episode)[-1].lines[0]
    assert (last["value"], last["replaces"]) == ("no", 1)


def test_a_sign_that_stands_is_not_taken_back_by_a_no(at):
    at.sign("same-day-signs", {"a.fever": "yes"})
    text = at.sign("same-day-signs", {"a.fever": "no"}).content.decode()
    assert "The earlier yes stands until a clinician settles what it opened." in text
    at.sign("same-day-signs", {"a.fever": "no", "x.fever": "yes"})
    assert at.lines() == [("fever", "yes"), ("fever", "no")]
    assert "Open now" not in at.open().content.decode()


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
            "t.1.target": "piriformis", "t.1.response": "partial",
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


def _treatment(at):
    plan = stored_content(Episode.objects.kept().get(pk=at.episode.pk))["plan"]
    return [
        one["id"]
        for one in plan["recommendations"]
        if one["status"] == "recommended" and one["kind"] == "load"
    ]
