"""The hazard log names only what exists, and says what does not exist yet.

Lives here: every hazard of the evidence pack has its controls, every control has a test, a proof, or a word that it is
pending; the printed page is up to date; the other safety documents name no test that is not there. Lives elsewhere: the
log (docs/safety/hazards.yaml), how it is printed (hazard_log.py).
"""

import re
from functools import cache
from pathlib import Path

import pytest

from stepwell.knowledge.loader import load_pathway
from tests.clinic.hazard_log import PAGE, SAFETY, page, pending, rating_today, read_log

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "docs" / "evidence" / "evidence-11-13-ergonomics-codes-hazards.md"
LOG = read_log()
HAZARDS = {one["id"]: one for one in LOG["hazards"]}
CONTROLS = [
    *((one["id"], control) for one in LOG["hazards"] for control in one["controls"]),
    *(("all", control) for control in LOG["common"]),
]
EVERYWHERE = [*(control for _, control in CONTROLS), *LOG["others"]]
NAMED = re.compile(r"tests/[\w/]+\.py::test_\w+")
STRIKE = "Name it under `tests` in hazards.yaml, or strike the word pending; then python -m tests.clinic.hazard_log"


@cache
def functions(file):
    path = ROOT / file
    return set(
        re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if path.exists()
        else ()
    )


def exists(test):
    file, name = test.split("::")
    return name in functions(file)


@cache
def knowledge_ids():
    pathway = load_pathway()
    named = (
        pathway.findings,
        pathway.interventions,
        pathway.parameters,
        pathway.conflicts,
        pathway.localities,
    )
    lists = (pathway.assessments, [pathway.programme])
    return {
        pathway.id,
        *(name for one in named for name in one),
        *pathway.exercises,
        *pathway.sources["sources"],
        *(one["id"] for many in lists for one in many),
    }


def listed_hazards():
    """The rows of section 13: id, hazard, cause, effect, severity, what the software must."""
    rows = re.findall(r"^\| (H\d\d) \|(.*)\|$", EVIDENCE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split(" | ")] for name, cells in rows}


def test_all_25_hazards_are_there_in_the_words_of_the_evidence():
    rows = listed_hazards()
    assert list(HAZARDS) == list(rows) == [f"H{number:02}" for number in range(1, 26)]
    for name, (title, cause, harm, severity, required) in rows.items():
        hazard = HAZARDS[name]
        said = [hazard["title"], hazard["cause"], hazard["harm"], hazard["required"]]
        assert said == [title, cause, harm, required]
        assert hazard["severity"]["before"] == severity.split("-")[-1], "the graver of two severities"


@pytest.mark.parametrize("name", HAZARDS)
def test_each_hazard_has_a_control_that_is_shown_today(name):
    shown = [test for control in HAZARDS[name]["controls"] for test in control.get("tests", ())]
    assert any(exists(test) for test in shown)


def test_each_control_is_shown_or_pending_and_never_both():
    for name, control in CONTROLS:
        shown = bool(control.get("tests") or control.get("proved"))
        assert shown != bool(control.get("pending")), f"{name}: {control['does']}"
        assert set(control) <= {"does", "knowledge", "code", "tests", "proved", "pending"}


def test_each_test_that_is_named_exists():
    named = {test for control in EVERYWHERE for test in control.get("tests", ())}
    assert {test for test in named if not exists(test)} == set()


def test_what_is_pending_does_not_exist_yet():
    waiting = set(pending(EVERYWHERE))
    assert {test for test in waiting if exists(test)} == set(), STRIKE
    assert all(NAMED.fullmatch(test) for test in waiting)


def test_each_knowledge_id_each_file_and_each_proof_that_is_named_exists():
    named = {one for _, control in CONTROLS for one in control.get("knowledge", ())}
    files = {one for _, control in CONTROLS for one in control.get("code", ())}
    proofs = {one for _, control in CONTROLS for one in control.get("proved", ())}
    assert named - knowledge_ids() == set()
    assert {one for one in files if not (ROOT / "src" / "stepwell" / one).exists()} == set()
    assert proofs <= {one.get("id") for one in load_pathway().invariants}


def test_each_invariant_stands_under_the_hazards_that_it_names():
    under = {(hazard, proof) for hazard, control in CONTROLS for proof in control.get("proved", ())}
    claimed = {(hazard, one["id"]) for one in load_pathway().invariants for hazard in one.get("hazards", ())}
    assert under <= claimed


def test_control_never_makes_a_hazard_worse_and_ratings_are_those_of_the_scales():
    for scale in ("severity", "likelihood"):
        order = list(LOG[scale])
        for one in HAZARDS.values():
            assert order.index(one[scale]["after"]) <= order.index(one[scale]["before"])
    assert list(LOG["matrix"]) == list(LOG["severity"])
    assert {word for row in LOG["matrix"].values() for word in row} == set(LOG["ratings"])


def test_what_is_said_in_a_sentence_ends_as_one():
    """A comma in a list of YAML cuts a sentence in two unless it is quoted."""
    said = [duty for one in HAZARDS.values() for duty in (*one.get("duties", ()), one["remains"])]
    said += [control["does"] for _, control in CONTROLS]
    assert [words for words in said if not re.fullmatch(r"[A-Z\"].*[.]", words)] == []


def test_a_pending_control_counts_for_nothing():
    """The rating before control counts until the last pending test exists, its own or one that all share."""
    nothing_shared = {**LOG, "common": []}
    hazard = {
        "severity": {"before": "critical", "after": "critical"},
        "likelihood": {"before": "high", "after": "low"},
        "controls": [{"does": "Words.", "pending": ["tests/clinic/test_one.py::test_two"]}],
    }
    assert rating_today(nothing_shared, hazard) == "unacceptable"
    assert rating_today(nothing_shared, {**hazard, "controls": []}) == "tolerable"
    waiting = {**LOG, "common": hazard["controls"]}
    assert rating_today(waiting, {**hazard, "controls": []}) == "unacceptable"


def test_nobody_is_said_to_have_accepted_a_risk_without_name_and_day():
    signed = [one["accepted"] for one in HAZARDS.values() if one["accepted"]]
    assert all(set(one) == {"by", "on"} for one in signed)


def test_the_printed_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(LOG), "run: python -m tests.clinic.hazard_log"


@pytest.mark.parametrize("path", sorted(SAFETY.glob("*.md")), ids=lambda path: path.stem)
def test_each_page_names_no_test_that_is_not_there_unless_it_says_pending(path):
    """A line that names a test which does not exist says "pending"; once it exists, the word goes."""
    if path == PAGE:
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        found = NAMED.findall(line)
        assert all(exists(test) for test in found) != ("pending" in line) or not found, f"{line}\n{STRIKE}"


@pytest.mark.parametrize("path", sorted(SAFETY.glob("*.md")), ids=lambda path: path.stem)
def test_each_link_leads_to_a_file(path):
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_intended_use_has_a_version_and_says_what_it_is_not():
    head, text = (SAFETY / "intended-use.md").read_text(encoding="utf-8").split("---\n", 2)[1:]
    assert re.search(r"^version: \d+$", head, re.MULTILINE)
    for words in (
        "not cleared as a medical device",
        "not for emergencies",
        "does not diagnose",
        "does not prescribe",
    ):
        assert words in text
