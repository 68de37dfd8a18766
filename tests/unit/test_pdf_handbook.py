"""The handbook on paper: the whole pathway, accessible, short enough to be printed."""

import re
from dataclasses import replace
from datetime import date

import pytest

from stepwell.cli import main
from stepwell.documents.codes import uncoded
from stepwell.documents.pdf.book.document import HandbookDocument
from stepwell.documents.pdf.book.rules import line, rule, sign
from stepwell.documents.pdf.book.runs import Runs
from stepwell.documents.words import BANNER
from stepwell.knowledge.conditions import All, AnyOf, AtLeast, Compare, IsYes, Not
from tests.unit.pdf_reading import opened, squeezed, tags, texts
from tests.unit.pdf_world import pathway

MOST_PAGES = 75
EVIDENCE_NUMBER = re.compile(r"\b(NS|IJ|GB)\d\d\b")


@pytest.fixture(scope="module")
def document():
    return HandbookDocument(pathway(), date(2026, 1, 10))


@pytest.fixture(scope="module")
def pdf(document):
    return document.pdf()


@pytest.fixture(scope="module")
def pages(pdf):
    return texts(pdf)


@pytest.fixture(scope="module")
def printed(pages):
    """All of it, without what stands at the head and the foot of each page."""
    foot = re.compile(r"Stepwell\d\.[^ ]*?Page\d+of\d+")
    return "".join(foot.sub("", page).replace(squeezed(BANNER), "") for page in pages)


def words(runs: Runs) -> str:
    return "".join(one if isinstance(one, str) else one["text"] for one in runs)


def test_it_is_tagged_named_and_says_its_language(pdf):
    root = opened(pdf).Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en"
    assert str(opened(pdf).docinfo.Title) == "Deep Gluteal Syndrome, step by step: the handbook"
    assert b"pdfuaid:part>1<" in root.Metadata.read_bytes()
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/L", "/Figure", "/Link"} <= {
        str(one.S) for one in tags(pdf)
    }


def test_it_is_short_enough_to_be_printed(pages):
    assert len(pages) <= MOST_PAGES


def test_its_bookmarks_are_the_chapters_and_below_them_the_cards(pdf):
    with opened(pdf).open_outline() as outline:
        titles = (
            [one.title for one in outline.root[0].children]
            if len(outline.root) == 1
            else [one.title for one in outline.root]
        )
        below = {card.title for chapter in _all(outline.root) for card in chapter.children}
    for step in pathway().steps:
        assert any(title.endswith(step.title) for title in titles), titles
    assert {"When to leave the pathway", "Exercises", "References"} <= set(titles)
    assert {one.title for one in pathway().interventions.values()} <= below


def _all(items):
    for one in items:
        yield one
        yield from _all(one.children)


def test_every_intervention_is_there_with_what_forbids_it_and_its_doses(printed):
    for one in pathway().interventions.values():
        told = [one.title, *one.say.values(), one.taper]
        told += [uncoded(row.because) for row in one.contraindicated]
        told += [uncoded(row.do) for row in one.precautions]
        told += [row.say for table in one.dose for row in table.rows]
        missing = [text for text in told if squeezed(text) not in printed]
        assert not missing, one.id


def test_every_exercise_is_there_with_its_picture_in_words(pdf, printed):
    alts = [str(one.Alt) for one in tags(pdf, "/Figure")]
    for tree in pathway().exercises.values():
        for text in (
            tree["title"],
            tree["start"],
            *tree["steps"],
            *tree["stop"],
            *(one["say"] for one in tree["ladder"]),
        ):
            assert squeezed(text) in printed, tree["id"]
        if "figure" in tree:
            assert any(tree["start"] in alt for alt in alts), tree["id"]


def test_every_reference_stands_at_the_end(printed):
    for key, fields in pathway().references.items():
        assert squeezed(fields["title"]) in printed, key


def test_each_page_says_that_nothing_is_reviewed_until_it_is(document, pages):
    assert all(squeezed(BANNER) in page for page in pages)
    reviewed = replace(document, pathway=replace(pathway(), reviewed={"by": ["A", "B"]}))
    assert reviewed.values()["banner"] == ""


def test_no_number_of_the_evidence_stands_in_a_rule(document):
    values = document.values()
    cards = [card for group in values["exits"] for card in group["cards"]]
    cards += [card for step in values["steps"] for group in step["groups"] for card in group["cards"]]
    rules = [words(item) for card in cards for row in card["rules"] for item in row["items"]]
    assert len(rules) > 500
    assert [text for text in rules if EVIDENCE_NUMBER.search(text)] == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Lithium (NS18)", "Lithium"),
        ("ACE inhibitor or ARB (NS09, NS17, GB10)", "ACE inhibitor or ARB"),
        ("Heart failure (NYHA II or worse; NS05, GB10)", "Heart failure (NYHA II or worse)"),
        ("IJ03, IJ10: blood that does not clot safely.", "Blood that does not clot safely."),
        ("NS11, NS12. It can harm the child.", "It can harm the child."),
        ("H23, C16: a variant of the nerve.", "A variant of the nerve."),
        ("Steroid carries more risk than usual (C03)", "Steroid carries more risk than usual (C03)"),
        ("T12: a vertebra, and HLA-B27", "T12: a vertebra, and HLA-B27"),
        ("How often the short screen (RF01-RF03) is asked", "How often the short screen is asked"),
        ("", ""),
    ],
)
def test_numbers_of_the_evidence_are_left_out_and_nothing_else(written, read):
    assert uncoded(written) == read


FEVER, LUMP = IsYes("fever"), IsYes("mass-confirmed")


def test_a_rule_in_one_line_keeps_what_belongs_together():
    nested = All((FEVER, AnyOf((LUMP, Not(FEVER)))))
    fever, lump = (pathway().findings[one.finding].title for one in (FEVER, LUMP))
    assert words(line(nested, pathway())) == f"all of ({fever}; any of ({lump}; not “{fever}”))"
    assert words(rule(nested, pathway())["items"][0]) == f"All of: {fever}; any of ({lump}; not “{fever}”)"


def test_a_rule_of_many_parts_is_a_list():
    parts = (FEVER, LUMP, FEVER, LUMP)
    for condition, joined in (
        (All(parts), "All of these"),
        (AnyOf(parts), "Any of these"),
        (AtLeast(2, parts), "At least 2 of these"),
        (Not(AnyOf(parts)), "None of these"),
        (Not(All(parts)), "Not all of these"),
        (Not(AtLeast(2, parts)), "Fewer than 2 of these"),
    ):
        shown = rule(condition, pathway())
        assert (shown["join"], len(shown["items"])) == (joined, 4)


def test_a_number_in_a_rule_has_its_sign_and_unit():
    assert (
        words(line(Compare("worst-pain", ">=", 7, None), pathway()))
        == "Worst pain in the last 24 hours: at least 7"
    )


def test_a_sign_says_what_it_is_derived_from():
    exit_ = pathway().interventions["cauda-equina-emergency"]
    shown = [words(item) for item in sign(exit_.indicated, pathway())["items"]]
    assert pathway().findings["saddle-numbness"].title in shown


def test_the_command_writes_the_book_for_everybody_to_read(tmp_path, capsys):
    out = tmp_path / "book.pdf"
    assert main(["knowledge", "handbook", "--pdf", str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out.resolve())
    assert out.stat().st_mode & 0o777 == 0o644


def test_the_command_says_where_it_cannot_write(tmp_path, capsys):
    out = tmp_path / "no" / "book.pdf"
    assert main(["knowledge", "handbook", "--pdf", str(out)]) == 2
    assert capsys.readouterr().err.strip() == (
        f"{out}: It cannot be written: No such file or directory.\n  Choose another file, in a folder that is there."
    )
