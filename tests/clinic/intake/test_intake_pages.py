"""The intake page by page: signs first, drafts, second tabs."""

import re

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Draft, Entry, Episode
from stepwell.clinic.episodes.services import add_entry, entries_of, stored_content
from stepwell.clinic.workspace.exam.groups import findings_of
from stepwell.clinic.workspace.intake.answers import is_dated
from stepwell.clinic.workspace.intake.pages import pages_of
from stepwell.knowledge.loader import load_pathway
from tests.clinic.intake.world import BLADDER, load_set


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
