"""The exam: tests by structure, sources that move as answers come in, the working source that a person takes."""

import re
import time

import pytest
from django.urls import reverse

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Draft, Entry, Episode
from stepwell.clinic.episodes.services import add_entry, entries_of, stored_content
from stepwell.clinic.workspace.exam.groups import headings, on_the_form
from stepwell.clinic.workspace.exam.services import needs_reason
from stepwell.clinic.workspace.exam.sources import sources_of
from stepwell.clinic.workspace.intake.known import known_of
from stepwell.differential.ranked import ranked_by
from stepwell.knowledge.loader import load_pathway
from tests.clinic.conftest import new_episode, opened

HTMX = {"HX-Request": "true"}
POSITIVE = {"a.notch-tenderness": "yes", "a.seated-piriformis-stretch": "yes", "a.active-piriformis": "yes"}


@pytest.fixture
def at(physio, browse, episode):
    """A browser at the exam of the episode."""
    return Visit(browse(physio), episode, physio)


class Visit:
    """What a physiotherapist does on the exam page."""

    def __init__(self, client, episode, physio):
        self.client, self.episode, self.by = client, episode, Author.of(physio)
        self.place = reverse("exam", args=[episode.pk])

    def text(self):
        return self.client.get(self.place).content.decode()

    def hidden(self):
        text = self.text()
        return {
            name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("seen", "key", "version")
        }

    def keep(self, answers, version=0):
        return self.client.post(f"{self.place}draft/", {"version": version, **answers}, headers=HTMX)

    def sign(self, answers):
        return self.client.post(self.place, {**self.hidden(), **answers})

    def record(self, **values):
        lines = [{"finding": name.replace("_", "-"), "value": value} for name, value in values.items()]
        add_entry(self.episode, "visit", lines, by=self.by)

    def beside(self, lines=()):
        """What stands beside the exam with lines that nobody signed."""
        known = known_of(self.episode)
        return sources_of(known.pathway, known.facts_with(lines, by=self.by.words))


def yes(*names):
    """Lines of tests that are positive."""
    return [{"finding": name, "value": "yes"} for name in names]


def test_the_tests_stand_by_structure_with_how_they_are_done(at):
    text = at.text()
    for title in (
        "History",
        "Tests of the piriformis region",
        "Tests of the ischiofemoral space",
        "Nerve and vessels",
    ):
        assert title in text
    assert "Positive: the familiar pain behind." in text
    assert "Straight leg raise" in text
    assert "It does not count for the source." in text


def test_every_assessment_can_be_recorded():
    """A test is on the form, or is read from what is; a combined one needs no row of its own."""
    pathway = load_pathway()
    there = {test.assessment for heading in headings(pathway) for test in heading.tests if test.assessment}
    single = {tree["id"] for tree in pathway.assessments if tree.get("finding")}
    assert single - there == {"bright-nerve-and-asymmetry"}
    named = {test.finding.id for heading in headings(pathway) for test in heading.tests}
    assert {"nerve-bright-at-notch", "piriformis-asymmetry", "imaging-structure"} <= named


def test_nothing_is_chosen_beforehand_even_where_the_record_has_a_result(at):
    at.record(notch_tenderness="yes")
    text = at.text()
    assert " checked" not in text
    assert "Recorded: <b>Positive</b>" in text


def test_the_sources_move_as_answers_come_in_and_nothing_is_written(at):
    before = at.beside()
    fragment = at.keep(POSITIVE).content.decode()
    after = at.beside(yes("notch-tenderness", "seated-piriformis-stretch", "active-piriformis"))
    assert after.leading.median > before.leading.median
    assert f"<b>{after.leading.median}%</b>" in fragment
    assert re.search(r"Saved \d\d:\d\d", fragment)
    assert not Entry.objects.exists()


def test_what_stands_beside_a_signed_exam_equals_the_stored_source(at):
    at.sign(POSITIVE)
    stored = stored_content(Episode.objects.kept().get())["source"]
    shown = at.beside()
    assert [bar.median for bar in shown.bars] == [
        round(one["share"]["median"] * 100) for one in stored["likelihoods"]
    ]
    assert shown.not_dgs.median == round(stored["not_dgs"]["median"] * 100)


def test_the_next_best_test_is_the_most_informative_that_can_be_done_here(at):
    facts = known_of(at.episode).signed
    pathway = load_pathway()
    here = on_the_form(pathway)
    expected = next(one.assessment for one in ranked_by(pathway, facts).next_tests if one.assessment in here)
    shown = at.beside()
    assert shown.moves[0].assessment == expected
    assert at.text().count("Next best") == 1


def test_a_test_moves_the_leading_source_both_ways_from_where_it_stands(at):
    shown = at.beside(yes("notch-tenderness"))
    for move in shown.moves:
        low, high = move.ends[0][1], move.ends[1][1]
        assert low <= shown.leading.median <= high


def test_once_done_a_test_is_no_longer_the_next(at):
    first = at.beside().best
    assert first not in {move.finding for move in at.beside(yes(first)).moves}


def test_a_result_that_would_be_signed_as_shown_moves_the_source_as_far_as_said(at):
    """The chart says how far a test would move the leading source; doing it does so, within the rounding of the draws."""
    shown = at.beside(yes("notch-tenderness"))
    move = next(one for one in shown.moves if one.finding != "michel-score")
    done = at.beside(yes("notch-tenderness", move.finding))
    then = next(bar for bar in done.bars if bar.title == shown.leading.title)
    assert abs(then.median - move.positive) <= 4


def test_straight_leg_raise_moves_no_source(at):
    assert at.beside(yes("slr")).bars == at.beside().bars


def test_bedside_tests_alone_often_rightly_name_no_source(at):
    shown = at.beside(yes("notch-tenderness", "seated-piriformis-stretch", "active-piriformis"))
    assert shown.offers == ()
    assert shown.conclusion.startswith("Source not established: ")


def test_imaging_that_agrees_with_the_exam_is_offered(at):
    lines = [*yes("seated-piriformis-stretch"), {"finding": "imaging-structure", "value": "piriformis"}]
    shown = at.beside(lines)
    assert shown.offered == ("piriformis",)
    assert "imaging names it on this side and the examination agrees" in shown.conclusion


def test_signing_writes_one_entry_with_the_results_of_this_side(at):
    at.sign({**POSITIVE, "a.a30": "no", "a.fair": "not-asked", "a.si-provocation-count": "2"})
    (entry,) = entries_of(at.episode)
    assert entry.kind == "exam"
    assert {line["finding"]: line["value"] for line in entry.lines} == {
        "seated-piriformis-stretch": "yes",
        "active-piriformis": "yes",
        "notch-tenderness": "yes",
        "a30": "no",
        "si-provocation-count": 2,
    }
    assert not Draft.objects.exists()


def test_not_done_is_not_negative(at):
    at.sign({"a.notch-tenderness": "yes", "a.fair": "not-asked"})
    assert known_of(at.episode).signed.values["fair"] is None


def test_a_source_that_the_tests_do_not_offer_needs_a_reason(at):
    text = at.sign({**POSITIVE, "a.working-source": "piriformis"}).content.decode()
    assert "The tests do not offer this source. Write why you take it." in text
    assert 'name="a.working-source" value="piriformis" checked' in text
    at.sign({**POSITIVE, "a.working-source": "piriformis", "reason": "Seen at endoscopy elsewhere"})
    (entry,) = entries_of(at.episode)
    assert entry.lines[-1]["value"] == "piriformis"
    assert entry.more["reason"] == "Seen at endoscopy elsewhere"
    assert "share-low" in entry.more["shortfalls"]


def test_an_offered_source_and_not_established_need_none():
    assert not needs_reason("piriformis", ["piriformis"])
    assert not needs_reason("not-established", [])
    assert not needs_reason("", [])
    assert needs_reason("scar", ["piriformis"])


def test_a_second_tab_is_told_and_neither_loses_its_answers(at):
    at.keep({"a.fair": "yes"})
    other = at.keep({"a.fair": "no"}).content.decode()
    assert "Another tab saved this page" in other
    assert re.search(r'name="a.fair" value="yes" checked', at.text())
    at.keep({"a.fair": "no", "take": "1"})
    assert re.search(r'name="a.fair" value="no" checked', at.text())


def test_without_javascript_a_draft_is_kept_and_shown_again(at):
    answer = at.client.post(f"{at.place}draft/", {"version": "0", "a.fair": "yes"})
    assert answer["Location"] == at.place
    assert re.search(r'name="a.fair" value="yes" checked', at.text())


def test_a_page_that_is_out_of_date_is_not_signed_and_keeps_what_was_typed(at):
    hidden = at.hidden()
    at.record(worst_pain=4)
    text = at.client.post(at.place, {**hidden, **POSITIVE}).content.decode()
    assert "somebody else wrote in this record since the page was opened" in text
    assert text.count(" checked") == 3
    assert Entry.objects.count() == 1


def test_sent_twice_an_exam_is_written_once(at):
    sent = {**at.hidden(), **POSITIVE}
    for _ in range(2):
        assert at.client.post(at.place, sent).status_code == 302
    assert Entry.objects.count() == 1


def test_an_exam_without_a_result_is_not_signed(at):
    assert "No test has a result yet." in at.sign({}).content.decode()
    assert not Entry.objects.exists()


def test_a_second_look_on_the_same_day_corrects_the_first(at):
    at.sign({"a.fair": "yes"})
    at.sign({"a.fair": "no"})
    assert entries_of(at.episode)[-1].lines[0]["replaces"] == 1


def test_the_page_says_whether_red_flags_are_asked_clear_or_open(at):
    assert "Red flags: not all asked." in at.text()
    at.record(saddle_numbness="yes")
    assert "Emergency care for suspected cauda equina syndrome" in at.text()


@pytest.mark.parametrize(
    "garbage",
    [
        {"a.fair": "perhaps"},
        {"a.si-provocation-count": "7"},
        {"a.si-provocation-count": "many"},
        {"a.sitting-tolerance": "-1"},
        {"a.sitting-tolerance": "10", "u.sitting-tolerance": "furlongs"},
        {"a.imaging-structure": "\x00"},
        {"a.ifs-distance": "14.9", "d.ifs-distance": "2999"},
        {"a.working-source": "everything"},
        {"reason": "x" * 100_000},
        {"a.nothing-of-this-name": "yes", "seen": "-", "key": "-", "version": "1e9"},
    ],
)
def test_garbage_is_answered_in_words_and_writes_nothing(at, garbage):
    for answer in (at.sign(garbage), at.keep(garbage)):
        assert answer.status_code == 200
    assert not Entry.objects.exists()


def test_reports_are_folded_away_until_something_stands_in_them(at):
    assert '<details class="folded">' in at.text()
    text = at.sign({"a.ifs-distance": "14.9", "d.ifs-distance": "2999"}).content.decode()
    assert '<details class="folded" open>' in text
    at.sign({"a.ifs-distance": "14.9", "d.ifs-distance": "2026-10"})
    assert entries_of(at.episode)[0].lines[0]["on"] == "2026-10"


def test_another_clinic_cannot_open_or_keep_an_exam_here(at, physio):
    theirs = Visit(at.client, new_episode(opened("Elsewhere").clinic, None), physio)
    assert theirs.client.get(theirs.place).status_code == 404
    assert theirs.keep(POSITIVE).status_code == 404


def test_the_page_and_its_fragment_stay_within_their_queries(at, django_assert_max_num_queries):
    at.text()
    with django_assert_max_num_queries(25):
        at.text()
    with django_assert_max_num_queries(25):
        at.keep(POSITIVE)


def test_the_fragment_takes_little_of_the_processor(at):
    """Under 150 ms on a quiet machine; this bound only catches what would be far off."""
    at.keep({"a.fair": "yes"})
    start = time.process_time()
    at.keep(POSITIVE, version=1)
    assert time.process_time() - start < 0.6
