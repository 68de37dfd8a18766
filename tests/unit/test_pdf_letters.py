"""Letters: each says what the plan recommends and why, invents nothing, and is refused where it makes no sense."""

import re
from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stepwell.commands.letter import run
from stepwell.documents.pdf.header import Header
from stepwell.documents.pdf.letter import kinds
from stepwell.documents.pdf.wording import languages, wording
from stepwell.documents.words import BANNER
from stepwell.errors import StepwellError
from stepwell.knowledge.types import DECIDERS, STRENGTHS, URGENCIES
from stepwell.reasoning.types import STATUSES
from stepwell.records.reader import read_record
from tests.unit.pdf_reading import opened, squeezed, tags, text, texts
from tests.unit.pdf_world import DAY, HOSTILE, LONG, for_injection, letter, pathway, record, well

CASES = sorted((Path(__file__).parents[2] / "examples/records").glob("*.yaml"))
MEDICINE_DOSE = re.compile(r"\d\s?(mg|mcg|micrograms?|units|ml)\b", re.IGNORECASE)
WEAK = {"new_weakness": "yes", "motor_deficit": "yes"}


def refusal(kind, seen):
    with pytest.raises(StepwellError) as raised:
        letter(kind, seen).pdf()
    return str(raised.value)


def test_every_id_in_the_list_of_letters_is_one_of_the_knowledge():
    for rules in kinds().values():
        named = [*rules.get("asks", ()), *rules.get("keeps", ()), *filter(None, [rules.get("guidance")])]
        assert not [name for name in named if name not in pathway().interventions]
        assert not [name for name in rules["shows"] if name not in pathway().findings]


def test_both_languages_have_the_same_words_and_the_same_places_to_fill():
    english, spanish = (_flat(wording(language).words) for language in languages())
    assert english.keys() == spanish.keys()
    for key, words in english.items():
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", spanish[key])), key


def _flat(tree, above=""):
    found = {}
    for key, value in tree.items():
        found |= _flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
    return found


def test_whatever_a_plan_can_say_has_words():
    words = wording("en")
    assert [words(f"letter.urgency.{one}") for one in URGENCIES]
    assert [words(f"letter.who.{one}") for one in DECIDERS]
    assert [words(f"letter.strength_{one}") for one in STRENGTHS]
    shown = {"recommended", "prepare", "stop", "paused", "continue", "contraindicated", "held"}
    assert shown <= set(STATUSES)
    assert [words(f"letter.status.{one}") for one in shown]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_of_every_published_case_each_letter_is_sound_or_refused_with_a_remedy(path):
    seen = read_record(path, pathway())
    for kind, content in _written(seen):
        assert str(opened(content).docinfo.Title) == wording("en")(f"letter.titles.{kind}")
        assert {"/H1", "/H2", "/Table", "/TH"} <= {str(one.S) for one in tags(content)}
        assert squeezed(BANNER) in text(content)


def _written(seen):
    for kind in kinds():
        try:
            yield kind, letter(kind, seen, day=date.fromordinal(seen.last_day)).pdf()
        except StepwellError as wrong:
            if not all(one.place == "--kind" and one.remedy for one in wrong.faults):
                raise


def test_an_injection_referral_says_what_is_asked_why_and_with_which_guidance():
    printed = text(letter("injection-referral", for_injection()).pdf())
    asks = [
        pathway().interventions[name] for name in ("local-anaesthetic-injection", "corticosteroid-injection")
    ]
    for words in (*(one.title for one in asks), pathway().interventions["arrange-guidance"].say["clinician"]):
        assert squeezed(words) in printed
    for words in (
        "Side: Right",
        "Either this or:",
        "131 days",
        "since 1 Sep 2025, under way",
        "done as planned: 90 %",
    ):
        assert squeezed(words) in printed
    assert squeezed("Complete and clear. Answers that count are from 10 Jan 2026.") in printed


def test_conflicts_about_what_is_asked_show_both_sides():
    printed = text(letter("injection-referral", for_injection()).pdf())
    entry = pathway().conflicts["C03"]
    for words in (entry.side_a["says"], entry.side_b["says"], entry.safer, entry.strength):
        assert squeezed(words) in printed


def test_a_surgical_opinion_shows_findings_that_nobody_recorded():
    seen = record(screen=None, **WEAK, mass_confirmed="yes")
    printed = text(letter("surgical-opinion", seen).pdf())
    assert squeezed("New foot drop not recorded") in printed
    assert squeezed("Weakness of the leg, new or old Yes 10 Jan 2026") in printed
    assert squeezed("Open now: deal with this first") in printed
    assert squeezed("A blank is not a no.") in printed
    assert squeezed("Signs reported:") in printed


def test_treatments_that_may_be_missing_are_said_to_be():
    printed = text(letter("summary", record()).pdf())
    assert squeezed("It has not been confirmed that all earlier treatments are recorded.") in printed


def test_a_discharge_letter_has_the_reasons_the_plan_and_the_safety_net():
    printed = text(letter("discharge", well()).pdf())
    net = pathway().interventions["discharge-safety-net"].say["patient"]
    for words in ("Why the goals count as met", "Fall of worst pain", "Maintenance programme", net):
        assert squeezed(words) in printed
    assert "Callyourlocalemergencynumber." in printed


def test_no_discharge_while_a_sign_is_open():
    assert refusal("discharge", well(fever="yes")).startswith("--kind: No discharge while an exit is open: ")


def test_no_injection_or_operation_is_asked_for_without_a_side():
    seen = record(side=None, screen=None, **WEAK, mass_confirmed="yes")
    wrong = refusal("surgical-opinion", seen)
    assert (
        wrong
        == "--kind: No surgical-opinion without a side.\n  Write `side: left`, right or both in the record."
    )


def test_a_letter_that_would_ask_for_nothing_says_what_is_missing():
    assert refusal("surgical-opinion", well()) == (
        "--kind: No surgical-opinion: this plan recommends none of what it asks for. "
        "surgical-opinion is not-indicated.\n  `stepwell next RECORD --why ID` shows what would change it."
    )


def test_what_waits_for_answers_names_the_questions():
    wrong = refusal("imaging-request", record(screen=None))
    assert re.search(r"bone-imaging waits for [a-z-]+(, [a-z-]+)* and \d+ more", wrong)


def test_a_patients_page_has_plain_words_and_no_dose():
    seen = for_injection("on: 2025-08-01, finding: other-injection, value: done, agent: 'lidocaine 50 mg'")
    values, printed = (letter("take-to-doctor", seen).values(), text(letter("take-to-doctor", seen).pdf()))
    told = pathway().interventions["local-anaesthetic-injection"].say
    assert squeezed(told["patient"]) in printed
    assert squeezed(told["clinician"]) not in printed
    assert not MEDICINE_DOSE.search(str(values))
    assert squeezed("No clinician has checked this page.") in printed


def test_an_emergency_comes_first_on_the_patients_page_with_whom_to_call():
    printed = text(letter("take-to-doctor", record(saddle_numbness="yes")).pdf())
    assert printed.index("EMERGENCY:now") < printed.index("Callyourlocalemergencynumber.")
    assert printed.index("Callyourlocalemergencynumber.") < printed.index(squeezed("For the doctor"))


def test_an_emergency_and_whom_to_call_are_one_page_that_says_nobody_has_checked_it():
    pages = texts(letter("take-to-doctor", record(saddle_numbness="yes")).pdf())
    assert len(pages) == 1
    assert pages[0].index(squeezed("No clinician has checked this page.")) < pages[0].index("EMERGENCY:now")


def test_a_summary_names_each_advice_once_and_each_conflict_in_a_line():
    values = letter("summary", for_injection()).values()
    titles = [
        entry["title"] for section in values["sections"] for entry in section["entries"] if entry["title"]
    ]
    assert len(titles) == len(set(titles))
    conflicts = values["sections"][-1]
    assert conflicts["title"] == "Where sources disagree"
    assert ["C04", f"Ultrasound or fluoroscopy. {pathway().conflicts['C04'].safer}"] in conflicts["entries"][
        0
    ]["lines"]


def test_who_signs_stands_on_the_page_of_what_is_signed():
    pages = texts(letter("injection-referral", for_injection()).pdf())
    assert "Takenhere:" in pages[-1]
    assert squeezed("Checked and signed") in pages[-1]


def test_text_of_people_is_shown_as_it_is():
    agent = LONG[:100] + " [x] #y"
    seen = record(f"on: {DAY}, finding: other-injection, value: done, target: hip-joint, agent: '{agent}'")
    header = Header(
        patient=HOSTILE, born="1984-02-29", number=LONG, clinician="Dr <O'Neil>", receiver="*Dr B*"
    )
    printed = text(letter("summary", seen, header=header).pdf())
    for words in (HOSTILE, agent, "1984-02-29", LONG, "Dr <O'Neil>", "*Dr B*"):
        assert squeezed(words) in printed


def test_in_spanish_the_words_change_and_the_knowledge_is_marked_as_english():
    content = letter("summary", record(), language="es").pdf()
    assert str(opened(content).Root.Lang) == "es"
    assert squeezed("Resumen para el médico de familia") in text(content)
    assert squeezed("EN: en inglés") in text(content)
    assert "en" in {str(one.Lang) for one in tags(content) if "/Lang" in one}


def test_a_summary_shows_where_on_the_stair_the_person_is():
    content = letter("summary", record()).pdf()
    alts = [str(one.Alt) for one in tags(content, "/Figure")]
    step = letter("summary", record()).subject.plan.step
    here = [one.id for one in pathway().steps].index(step) + 1
    assert alts == [f"A stair of 6 steps down to water. You are on step {here}."]
    assert squeezed(f"Step {here} of 6:") in text(content)


def test_no_letter_shows_numbers_of_the_evidence_but_those_of_conflicts():
    shown = str(letter("injection-referral", for_injection(anticoagulant="yes")).values())
    assert "Blood thinner: warfarin, a DOAC or heparin" in shown
    assert not re.search(r"\b(NS|IJ|GB)\d\d\b", shown)
    assert "C03: " in shown


def test_nobody_is_asked_to_sign_the_page_that_a_patient_prints():
    labels = [label for label, _value in letter("take-to-doctor", for_injection()).values()["person"]]
    assert labels == ["To", "Date", "Patient", "Date of birth", "Patient number", "Person", "Side"]


def test_a_reviewed_pathway_has_no_banner():
    one = letter("summary")
    subject = replace(one.subject, pathway=replace(pathway(), reviewed={"by": ["A", "B"]}))
    assert squeezed(BANNER) not in text(replace(one, subject=subject).pdf())


def command(tmp_path, **rest):
    path = tmp_path / "record.yaml"
    path.write_text("schema: stepwell-record/1\npatient: {age_years: 41}\n")
    usual = {"record": str(path), "as_of": "2026-01-10", "kind": "summary", "lang": "en"}
    return Namespace(**{**usual, "out": str(tmp_path / "letter.pdf"), **rest})


def test_the_command_writes_the_file_and_says_where(tmp_path, capsys):
    assert run(command(tmp_path)) == 0
    assert capsys.readouterr().out.strip() == str((tmp_path / "letter.pdf").resolve())
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_an_unknown_kind_is_said_with_those_there_are(tmp_path):
    with pytest.raises(StepwellError) as raised:
        run(command(tmp_path, kind="poem"))
    assert str(raised.value) == (
        "--kind: There is no letter poem.\n  Name one of: imaging-request, injection-referral, surgical-opinion, "
        "discharge, summary, take-to-doctor."
    )


def test_a_refused_letter_leaves_no_file(tmp_path):
    with pytest.raises(StepwellError):
        run(command(tmp_path, kind="discharge"))
    assert not (tmp_path / "letter.pdf").exists()
