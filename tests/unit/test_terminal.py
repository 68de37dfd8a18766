"""How a care plan is written in a terminal: rows, reasons, and what each reader is shown."""

from datetime import date

import pytest

from stepwell.documents.care_plan_text import CarePlanText
from stepwell.documents.handbook_markup import bullets, el, join
from stepwell.documents.paint import Paint
from stepwell.documents.plain import plain_lines
from stepwell.documents.reasons import reason_lines, said
from stepwell.documents.row_text import RowText
from stepwell.documents.rows import Row, heads_of, rows_of
from stepwell.documents.words import BANNER, STOP_SLOWLY
from stepwell.knowledge.loader import load_pathway
from stepwell.reasoning.types import CarePlan, Change, Explanation, Question, QuestionPage, Recommendation

PLAIN = Paint()


def row(name, status="recommended", **rest):
    """A recommendation with what a test is about."""
    given = {"title": name, "step": "conservative", "kind": "load", "strength": "do", "decided_by": "patient"}
    return Recommendation(id=name, status=status, **{**given, **rest})


def heads(recommendations):
    return [[one.id for one in heads_of(row)] for row in rows_of(recommendations)]


def leaf(words, truth=True, **rest):
    return Explanation(words, truth, finding="f", **rest)


# ---- rows


def test_a_part_stands_under_its_whole_while_both_are_in_the_same_group():
    [only] = rows_of([row("whole"), row("part", part_of="whole"), row("part-of-part", part_of="part")])
    assert [part.id for part in only.parts] == ["part", "part-of-part"]


def test_a_part_in_another_group_is_a_row_of_its_own():
    assert heads([row("whole", "known"), row("part", part_of="whole")]) == [["whole"], ["part"]]


def test_new_parts_of_what_goes_on_are_one_row():
    plan = [row("a", part_of="whole"), row("b", "prepare", part_of="whole"), row("whole", "continue")]
    first, second = rows_of(plan)
    assert first.whole.id == "whole"
    assert [one.head.id for one in first.within] == ["a", "b"]
    assert second.head.id == "whole"


def test_parts_that_must_not_be_done_stay_rows_of_their_own():
    plan = [row("whole", "continue"), *(row(name, "contraindicated", part_of="whole") for name in "ab")]
    assert heads(plan) == [["whole"], ["a"], ["b"]]


def test_alternatives_are_one_row_while_they_have_the_same_status():
    plan = [row("a", choice="c"), row("b", choice="c"), row("c", "contraindicated", choice="c")]
    assert heads(plan) == [["a", "b"], ["c"]]


@pytest.mark.parametrize("status", ["recommended", "continue", "contraindicated", "ask-first", "held"])
def test_nothing_is_lost_and_nothing_is_said_twice(status):
    plan = [
        row("whole", "continue"),
        *(row(name, status, part_of="whole", choice="c" if name == "x" else "") for name in "xyz"),
        row("below", status, part_of="y"),
    ]
    rows = rows_of(plan)
    shown = [one.id for main in rows for one in heads_of(main) if not main.within] + [
        one.head.id for main in rows for one in main.within
    ]
    parts = [part.id for main in rows for one in (main.within or (main,)) for part in one.parts]
    assert sorted(shown + parts) == sorted(one.id for one in plan)


# ---- reasons


def test_a_reason_has_its_value_and_day():
    assert (
        said(leaf("Pain: at least 7", value="8", on=date(2026, 1, 5))) == "Pain: at least 7 (8, 5 Jan 2026)"
    )


def test_a_value_that_the_words_tell_is_not_told_again():
    assert said(leaf("Tool: DN4", value="dn4")) == "Tool: DN4"
    assert said(leaf("Fever", value="yes")) == "Fever"


def test_of_a_true_any_only_what_is_true_is_a_reason():
    tree = Explanation("", True, parts=(leaf("a"), leaf("b", False), leaf("c", None)), joined="any of")
    assert reason_lines((tree,), PLAIN, indent=0) == ["✓ a"]


def test_always_is_no_reason():
    assert reason_lines((Explanation("always", True),), PLAIN, indent=0) == []


def test_more_reasons_are_counted():
    tree = Explanation("", None, parts=tuple(leaf(name, None) for name in "abcd"), joined="all of")
    assert reason_lines((tree,), PLAIN, indent=0) == ["? a", "? b", "? c", "  and 1 more"]


# ---- rows in words


@pytest.fixture(scope="module")
def pathway():
    return load_pathway()


def written(pathway, one, audience="clinician", **rest):
    return "\n".join(RowText(pathway, PLAIN, audience, **rest).full(one))


def test_a_patient_sees_no_dose_no_instruction_no_id_and_no_citation(pathway):
    one = row(
        "oral-ibuprofen",
        kind="medicine",
        decided_by="physician",
        dose=("400 mg",),
        cautions=("At most 1200 mg.",),
        say={"patient": "Plain words.", "clinician": "Exact words."},
        evidence=pathway.interventions["oral-ibuprofen"].evidence,
    )
    assert written(pathway, Row(one), "patient").splitlines()[1:] == [
        "   Do this · your doctor decides",
        "   Plain words.",
    ]
    told = written(pathway, Row(one))
    assert all(words in told for words in ("Dose: 400 mg", "With care: At most 1200 mg.", "Evidence: "))


def test_a_patient_is_not_told_to_stop_a_tapered_medicine_at_once(pathway):
    one = row("gabapentin", "stop", how="Taper. 300 mg less each week.")
    told = written(pathway, Row(one), "patient")
    assert STOP_SLOWLY in told
    assert "mg" not in told
    assert "Stop Taper. 300 mg less each week." in written(pathway, Row(one))


def test_each_alternative_has_its_own_dose_and_care(pathway):
    one = Row(
        row("a", dose=("1 g",), cautions=("Both.", "Only a.")),
        alternatives=(row("b", dose=("2 g",), cautions=("Both.",)),),
    )
    told = written(pathway, one)
    assert " • a or b" in told
    for words in ("Dose: a: 1 g", "Dose: b: 2 g", "With care: Both.\n", "With care: Only a. (a)"):
        assert words in told


def test_both_sides_of_a_conflict_stand_once_where_the_advice_is_weak(pathway):
    write = RowText(pathway, PLAIN, "clinician")
    weak = Row(row("a", kind="medicine", strength="consider", conflicts=("C01",)))
    first, second = "\n".join(write.full(weak)), "\n".join(write.full(weak))
    assert first.count("     - ") == 2
    assert "Sources disagree: Gabapentinoids for sciatic pain (C01)." in second
    assert "     - " not in second


def test_what_stepwell_does_about_a_conflict_is_said_where_the_advice_is_strong(pathway):
    told = written(pathway, Row(row("a", kind="medicine", conflicts=("C02",))))
    assert "Sources disagree: NSAIDs as the first medicine (C02)." in told
    assert "     - " not in told


def test_long_shows_the_whole_tree(pathway):
    tree = Explanation("", True, parts=(leaf("a"), leaf("b", False)), joined="any of")
    one = Row(row("a", because=(tree,)))
    assert "✗ b" in written(pathway, one, long=True)
    assert "✗ b" not in written(pathway, one)


# ---- the page


def page(pathway, *plan, questions=(), **rest):
    care_plan = CarePlan(
        as_of=date(2026, 3, 1),
        side="left",
        step="conservative",
        recommendations=plan,
        questions=questions,
        next_review=date(2026, 3, 9),
        ask_again_by=None,
        knowledge={"id": "dgs", "version": "1", "digest": "0" * 64, "reviewed": ""},
    )
    return CarePlanText(pathway, care_plan, PLAIN, "41 y, female", **rest).text()


def exit_(name, urgency):
    return row(name, kind="referral", urgency=urgency, say={"patient": "Go."})


PAGE = QuestionPage("p", "A page", "patient", "emergency", 1, (Question("fever", "Fever?", "", "yes-no"),))


def test_the_order_of_the_page(pathway):
    told = page(
        pathway,
        exit_("cauda-equina-emergency", "routine"),
        row("gabapentin", "stop", how="Taper."),
        row("nerve-glides"),
        row("stretching", "ask-first", because=(leaf("sore"),), ask=("fever",)),
        row("refer-spine", "undetermined", because=(leaf("sore", None),)),
        row("conservative-care", "continue"),
        row("strengthening", "contraindicated", because=(leaf("hot"),), until="it is cool"),
        row("botulinum-toxin", "held", until="settled: the exit"),
        row("movement-breaks", "done"),
        questions=(PAGE,),
    )
    wanted = [
        "41 y, female · left side · as of 1 March 2026",
        "Step 3 of 6: ",
        "Not reviewed by a clinician.",
        "Another route",
        "Stop or pause",
        "Do\n",
        "Ask next",
        "Then, once the questions are answered",
        "Not known yet whether it is needed",
        "Go on",
        "Not while this holds",
        "Held until settled: the exit",
        "Not now",
        "Not known: 1 answer",
        "Next review: 9 March 2026",
    ]
    places = [
        told.index(f"\n{words}" if words != wanted[0] and words[0] != "A" else words) for words in wanted
    ]
    assert places == sorted(places)


def test_an_emergency_ends_the_questions_and_says_whom_to_call(pathway):
    plan = (exit_("cauda-equina-emergency", "emergency"), row("stretching", "ask-first", ask=("fever",)))
    told = page(pathway, *plan, questions=(PAGE,), numbers="To call: 112.")
    assert "EMERGENCY: now" in told
    assert "To call: 112." in told
    assert "Fever?" not in told
    assert "stretching" not in told


def test_a_number_to_call_only_where_it_is_pressing(pathway):
    assert "112" not in page(pathway, exit_("refer-child", "routine"), numbers="To call: 112.")


def test_what_changes_stands_before_what_does_not(pathway):
    change = Change("Six weeks", "time", date(2026, 3, 9))
    told = page(
        pathway, row("nerve-glides", "done"), row("stretching", "not-indicated", changes_if=(change,))
    )
    assert told.index("stretching") < told.index("nerve-glides")
    assert "would change with: Six weeks (from 9 March 2026)" in told


def test_what_is_for_clinicians_only_is_not_shown_to_a_patient(pathway):
    assert "gabapentin" in page(pathway, row("gabapentin"))
    assert "gabapentin" not in page(pathway, row("gabapentin"), audience="patient")


def test_the_banner_is_the_same_everywhere(pathway):
    assert BANNER in " ".join(page(pathway).split())


# ---- paint


def test_lines_fit_the_terminal():
    lines = Paint(width=40).lines("word " * 30, indent=3, mark="• ")
    assert max(map(len, lines)) <= 40
    assert {line[:5] for line in lines[1:]} == {"     "}


def test_words_without_a_style_are_not_painted():
    assert Paint(colour=True)("words") == "words"
    assert Paint(colour=True)("words", "bold") == "\x1b[1mwords\x1b[0m"


def test_lists_of_the_handbook_as_plain_lines():
    below = bullets(["c", el("b", "d")])
    html = join([el("p", "Any of"), bullets(["a & b", join(["all of", below])])])
    assert plain_lines(html, PLAIN) == ["Any of", "- a & b", "- all of", "  - c", "  - d"]
