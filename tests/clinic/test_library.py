"""The knowledge browser: every entry has a page that says what the handbook says, with links both ways."""

import pytest
from django.test import Client
from django.urls import reverse

from stepwell.clinic.accounts.models import STAFF, Role
from stepwell.clinic.library.book import KINDS, book_of, numbers_read
from stepwell.clinic.library.finding import MOST, find
from stepwell.knowledge.loader import load_pathway


@pytest.fixture(scope="module")
def pathway():
    return load_pathway()


@pytest.fixture(scope="module")
def book(pathway):
    return book_of(pathway)


@pytest.fixture
def reader(member, browse):
    """A browser in which a physiotherapist has signed in."""
    return browse(member(Role.PHYSIOTHERAPIST))


def item(kind, name):
    return reverse("knowledge_item", args=[kind, name])


def text_of(answer):
    return answer.content.decode()


def test_every_entry_of_the_knowledge_has_a_page(book, pathway):
    assert set(pathway.interventions) == {one.id for one in book.of_kind("intervention")}
    assert set(pathway.findings) == {one.id for one in book.of_kind("finding")}
    assert set(pathway.parameters) == {one.id for one in book.of_kind("parameter")}
    assert set(pathway.exercises) == {one.id for one in book.of_kind("exercise")}
    assert set(pathway.conflicts) == {one.id for one in book.of_kind("conflict")}
    assert set(pathway.references) == {one.id for one in book.of_kind("reference")}
    assert {one["id"] for one in pathway.assessments} == {one.id for one in book.of_kind("assessment")}
    assert set(pathway.sources["sources"]) == {one.id for one in book.of_kind("source")}
    assert all(book.of_kind(kind) for kind in KINDS)


def test_every_link_leads_to_an_entry(book):
    for one in book.pages.values():
        assert one.links <= set(book.pages), one.name
        assert 'href="#' not in one.body, one.name


def test_links_go_both_ways(book):
    for name, users in book.users.items():
        assert all(name in user.links for user in users)
    for one in book.pages.values():
        if one.kind != "chapter":
            assert all(one in book.users[name] for name in one.links)


def test_nothing_in_an_entry_needs_an_inline_style_or_script(book):
    """The page's policy would refuse it, so that it would be missing without a word."""
    for one in book.pages.values():
        assert " style=" not in one.body, one.name
        assert "<script" not in one.body
        assert "<style" not in one.body


def test_the_page_of_an_intervention_says_all_that_its_rules_say(reader, pathway):
    answer = text_of(reader.get(item("intervention", "corticosteroid-injection")))
    one = pathway.interventions["corticosteroid-injection"]
    assert one.say["clinician"] in answer.replace("&#x27;", "'")
    assert "Indicated when" in answer
    assert "Never while" in answer
    for row in one.contraindicated:
        assert row.because.split("<")[0][:20] in answer.replace("&#x27;", "'")
    assert 'class="chip recalled"' in answer
    assert "certainty" in answer
    assert "Not reviewed by a clinician" in answer


def test_the_page_of_a_medicine_shows_its_doses_with_their_references(reader):
    answer = text_of(reader.get(item("intervention", "gabapentin")))
    assert "Dose" in answer
    assert "mg" in answer
    assert "/knowledge/reference/" in answer


def test_the_page_of_a_finding_names_what_uses_it(reader):
    answer = reader.get(item("finding", "saddle-numbness"))
    users = [one.id for _, entries in answer.context["users"] for one in entries]
    assert "safety-screen" in users
    assert item("intervention", "safety-screen") in text_of(answer)


def test_the_page_of_a_parameter_names_what_reads_it_as_how_long_an_answer_stands(book):
    """The handbook prints such a number without a link; its page must not say that nothing reads it."""
    users = {one.id for one in book.users["parameter", "screen-interval"]}
    assert "saddle-numbness" in users


def test_a_number_of_the_caseload_is_read_by_no_rule(pathway):
    read = {name for names in numbers_read().values() for _, name in names}
    assert read <= set(pathway.parameters)
    assert "rising-days" not in read


def test_the_page_of_a_reference_names_what_it_supports(reader, book):
    name = next(name for kind, name in book.users if kind == "reference")
    assert reader.get(item("reference", name)).context["users"]


def test_the_page_of_an_exercise_shows_its_figure(reader):
    answer = text_of(reader.get(item("exercise", "clamshell")))
    assert "<svg" in answer
    assert "<desc>" in answer


def test_a_title_comes_before_an_entry_that_only_speaks_of_it(book):
    found, count = find(book, "clamshell")
    assert (found[0].page.kind, found[0].page.id) == ("exercise", "clamshell")
    assert count == len(found) or len(found) == MOST


def test_every_word_must_be_there(book):
    both, _ = find(book, "gabapentin kidney")
    assert both
    assert all("gabapentin" in f"{one.page.title} {one.page.words}".casefold() for one in both)
    assert find(book, "gabapentin unicorn") == ([], 0)
    assert find(book, "  ") == ([], 0)


def test_the_list_of_a_kind_stands_under_its_headings(reader, pathway):
    answer = reader.get(reverse("knowledge"), {"kind": "intervention"})
    groups = [group for group, _ in answer.context["groups"]]
    assert groups[0].startswith(pathway.steps[0].title)
    assert sum(len(found) for _, found in answer.context["groups"]) == len(pathway.interventions)


def test_the_exits_can_be_seen_at_a_glance(reader, pathway):
    answer = text_of(reader.get(item("chapter", "exits")))
    for one in pathway.interventions.values():
        if one.exit:
            assert item("intervention", one.id) in answer


@pytest.mark.parametrize("role", STAFF)
def test_everybody_on_the_staff_may_read_it(role, member, browse):
    client = browse(member(role))
    assert client.get(reverse("knowledge")).status_code == 200
    assert client.get(item("finding", "worst-pain")).status_code == 200


def test_it_is_read_only(reader):
    for place in (reverse("knowledge"), item("finding", "worst-pain")):
        assert reader.post(place).status_code == 405


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "a" * 5000, "\x00", "%", "' OR 1=1", "Ünïcode ☃"]
)
def test_whatever_is_searched_for_is_taken_as_words(reader, words):
    answer = reader.get(reverse("knowledge"), {"find": words})
    assert answer.status_code == 200
    assert "<script>alert" not in text_of(answer)


@pytest.mark.parametrize(
    "place", [("finding", "nothing-of-this-name"), ("nothing", "worst-pain"), ("step", "x")]
)
def test_what_is_not_there_is_not_found(reader, place):
    assert reader.get(item(*place)).status_code == 404


def test_a_kind_that_is_not_there_shows_the_kinds(reader):
    assert reader.get(reverse("knowledge"), {"kind": "../etc"}).context["kind"] == ""


def test_a_search_answers_htmx_with_the_part_that_changes(reader):
    part = reader.get(reverse("knowledge"), {"find": "clamshell"}, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"clamshell" in part.content


def test_nobody_reads_it_without_signing_in(db):
    assert Client().get(reverse("knowledge")).status_code == 302
