"""The differential on the knowledge as it stands: it is readable, it fits its papers, and it names a source rarely."""

from pathlib import Path

import pytest

import stepwell.knowledge
from stepwell.differential import Clues, differential, read_assessments, read_sources, situation_of
from stepwell.differential.odds import log_ratios
from stepwell.differential.read import rates
from stepwell.errors import KnowledgeError
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.types import VERIFIED
from stepwell.knowledge.yaml_text import load

FOLDER = Path(stepwell.knowledge.__file__).parent / "dgs"
TREES = tuple(
    load(path.read_text(), name=path.name) for path in sorted((FOLDER / "assessments").glob("*.yaml"))
)
SOURCES_TREE = load((FOLDER / "sources.yaml").read_text(), name="sources.yaml")
SOURCES = read_sources(SOURCES_TREE)
TESTS = read_assessments(TREES, SOURCES)
BY_ID = {test.id: test for test in TESTS}
NAMED = [name for name in SOURCES.sources if name != "other"]

CLEAR = {"lumbar-and-hip-imaging-clear": True}
PIRIFORMIS = ("seated-piriformis-stretch", "active-piriformis", "fair", "pace", "freiberg", "beatty")
GENERAL = ("notch-tenderness", "sitting-pain")
ISCHIOFEMORAL = ("long-stride-walking", "ischiofemoral-test")
SPACES = ("narrow-ischiofemoral-space", "narrow-quadratus-space")
HAMSTRING = (
    "a30",
    "a90",
    "ischial-tenderness",
    "bent-knee-stretch",
    "puranen-orava",
    "long-stride-heel-strike",
)


def results(positive=(), negative=()):
    return dict.fromkeys(positive, True) | dict.fromkeys(negative, False)


def conclude(found, *, holds=None, clues=None):
    return differential(SOURCES, TESTS, found, situation_of(SOURCES, holds or {}), clues=clues)


@pytest.mark.parametrize("source", NAMED)
def test_an_image_and_an_examination_that_agrees_offer_each_source(source):
    found = conclude({}, clues=Clues(imaged=frozenset({source}), examination_agrees=True))
    assert [(offer.source, offer.why) for offer in found.offers] == [(source, "imaging")]


@pytest.mark.parametrize("source", NAMED)
def test_a_guided_block_that_relieved_offers_each_source(source):
    found = conclude({}, clues=Clues(relieved=frozenset({source})))
    assert [(offer.source, offer.why) for offer in found.offers] == [(source, "block")]


TESTS_ALONE = {
    "piriformis": (
        results((*PIRIFORMIS, *GENERAL, "bright-nerve-and-asymmetry"), (*ISCHIOFEMORAL, *HAMSTRING)),
        CLEAR,
    ),
    "ischiofemoral": (
        results((*ISCHIOFEMORAL, *SPACES), HAMSTRING),
        CLEAR | {"woman-with-narrow-space": True},
    ),
    "hamstring-origin": (
        results((*HAMSTRING, "sitting-pain"), (*ISCHIOFEMORAL, "active-piriformis", "fair")),
        CLEAR | {"sprints-or-runs-far": True},
    ),
}


@pytest.mark.parametrize("source", TESTS_ALONE)
def test_tests_alone_can_offer_the_three_sources_that_have_tests(source):
    found, holds = TESTS_ALONE[source]
    conclusion = conclude(found, holds=holds)
    assert [(offer.source, offer.why) for offer in conclusion.offers] == [(source, "tests")]


@pytest.mark.parametrize(
    ("found", "holds"),
    [
        (results((*PIRIFORMIS, *GENERAL), (*ISCHIOFEMORAL, *HAMSTRING)), {}),
        (results((*PIRIFORMIS, *GENERAL)), {}),
        (
            results((*PIRIFORMIS, *GENERAL), (*ISCHIOFEMORAL, *HAMSTRING)),
            {"hip-or-pelvic-surgery-or-injection": True},
        ),
        (results((*ISCHIOFEMORAL, *GENERAL), (*PIRIFORMIS, *HAMSTRING)), {}),
        (results((*HAMSTRING, *GENERAL), (*PIRIFORMIS, *ISCHIOFEMORAL)), {}),
        (results((), (*PIRIFORMIS, *GENERAL, *ISCHIOFEMORAL, *HAMSTRING)), CLEAR),
    ],
)
def test_a_full_set_of_bedside_tests_alone_often_rightly_does_not(found, holds):
    """Small studies, correlated tests, a low starting point: bedside tests alone leave the source not established."""
    assert conclude(found, holds=holds).offers == ()


def test_before_any_test_nothing_is_offered_and_the_first_tests_are_the_informative_ones():
    found = conclude({})
    assert found.offers == ()
    assert found.likelihoods[0].source == "piriformis"
    bedside = [entry.assessment for entry in found.next_tests if entry.assessment in PIRIFORMIS]
    assert bedside[:2] == ["active-piriformis", "seated-piriformis-stretch"]


def test_straight_leg_raise_is_neither_for_nor_against():
    """Conflict C11."""
    assert conclude(results(("slr", "slump", "crossed-slr"))).likelihoods == conclude({}).likelihoods


def test_a_variant_or_asymmetry_alone_changes_nothing():
    """Conflict C16: asymmetry stands in a third of people scanned, and no assessment reads a variant at all."""
    assert conclude(results(("piriformis-asymmetry",))).likelihoods == conclude({}).likelihoods


def test_a_lead_among_tests_of_one_block_is_not_multiplied():
    """Eight positive tests of the piriformis region together stay below the common cap."""
    found = conclude(results((*PIRIFORMIS, *GENERAL)))
    assert found.used[0] == ("piriformis-either", 1.0)
    assert {weight for _, weight in found.used[1:]} == {SOURCES.limits.further}


@pytest.mark.parametrize(
    "tree", [tree for tree in TREES if "positive_likelihood_ratio" in tree.get("accuracy", {})]
)
def test_each_ratio_fits_its_sensitivity_and_specificity(tree):
    """Within rounding: the published proportions have two or three digits."""
    accuracy = tree["accuracy"]
    hit, false_alarm = rates(accuracy)
    assert hit / false_alarm == pytest.approx(accuracy["positive_likelihood_ratio"], rel=0.05)
    assert (1 - hit) / (1 - false_alarm) == pytest.approx(accuracy["negative_likelihood_ratio"], abs=0.02)


@pytest.mark.parametrize("test", [test for test in TESTS if test.positive], ids=lambda test: test.id)
def test_each_ratio_stays_inside_the_caps(test):
    for positive in (True, False):
        for ratio in log_ratios(test, positive, SOURCES.limits).values():
            assert -2.1203 <= ratio <= 2.0795  # ln 0.12 and ln 8


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.id)
def test_each_assessment_says_how_it_is_done_and_who_it_goes_with(test):
    assert test.how
    assert set(test.not_independent_of) | set(test.combines) <= set(BY_ID)


def test_every_finding_that_is_named_exists_and_is_a_yes_no():
    findings = load_pathway().findings
    named = {test.finding for test in TESTS if test.finding} | {
        entry.when for entry in SOURCES.settings if entry.when
    }
    named |= {entry.when for entry in SOURCES.modifiers} | {when for when, _ in SOURCES.prevalence_after}
    assert {name for name in named if name not in findings or findings[name].type != "yes-no"} == set()


def evidence_in(tree):
    """Every entry of evidence anywhere below."""
    if isinstance(tree, dict):
        for key, below in tree.items():
            yield from below if key.endswith("evidence") else evidence_in(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from evidence_in(below)


@pytest.mark.parametrize("tree", [*TREES, SOURCES_TREE], ids=lambda tree: tree.get("id", "sources"))
def test_every_number_has_evidence_that_can_be_found(tree):
    found = list(evidence_in(tree))
    assert found
    assert {entry["reference"] for entry in found} <= set(load_pathway().references)
    assert {entry["verified"] for entry in found} <= set(VERIFIED)


FINE = {"id": "x", "finding": "x", "block": "", "speaks_for": []}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"accuracy": {"specificity": 90}},
            "knowledge/dgs/assessments/x.yaml: specificity is 90, but a proportion lies between 0 and 1.\n"
            "  If you meant 90 percent, write 0.9.",
        ),
        (
            {"positive": {"shares": {"piriformis": 0.5}}},
            "knowledge/dgs/assessments/x.yaml: positive has no not-dgs.\n"
            "  Say how often it is positive in other people.",
        ),
        (
            {"speaks_for": ["hip"]},
            "knowledge/dgs/assessments/x.yaml: hip is not a source.\n  Name one of sources.yaml.",
        ),
        (
            {"finding": ""},
            "knowledge/dgs/assessments/x.yaml: It needs either a finding or tests that it combines.\n"
            "  Write one of the two.",
        ),
        (
            {"block": "hip"},
            "knowledge/dgs/assessments/x.yaml: Its block is 'hip', but sources.yaml puts it in None.\n"
            "  Give both the same block.",
        ),
    ],
)
def test_a_fault_in_an_assessment_says_what_and_how_to_mend_it(change, message):
    with pytest.raises(KnowledgeError) as wrong:
        read_assessments((*TREES, FINE | change), SOURCES)
    assert str(wrong.value) == message


@pytest.mark.parametrize(
    ("name", "edit", "message"),
    [
        (
            "coexist",
            lambda tree: tree.pop("coexist"),
            "knowledge/dgs/sources.yaml:{line}: coexist is missing.\n  Write it; see the guide.",
        ),
        (
            "shares",
            lambda tree: tree["settings"][-1]["shares"].update(piriformis=0.5),
            "knowledge/dgs/sources.yaml:{line}: The shares of no-surgery-no-trauma sum to 1.1.\n  Make them sum to 1.",
        ),
        (
            "when",
            lambda tree: tree["settings"][-1].update(when="x"),
            "knowledge/dgs/sources.yaml:{line}: The last setting has a condition.\n  End with the one for everybody else.",
        ),
        (
            "source",
            lambda tree: tree["modifiers"][0].update(source="hip"),
            "knowledge/dgs/sources.yaml:{line}: hip is not a source.\n  Name one of sources.",
        ),
        (
            "missing share",
            lambda tree: tree["settings"][-1]["shares"].update({"hip": 0.0}),
            "knowledge/dgs/sources.yaml:{line}: no-surgery-no-trauma does not share out all sources.\n"
            "  Give each source one share.",
        ),
    ],
)
def test_a_fault_in_the_sources_says_what_and_how_to_mend_it(name, edit, message):
    tree = load((FOLDER / "sources.yaml").read_text(), name="sources.yaml")
    edit(tree)
    with pytest.raises(KnowledgeError) as wrong:
        read_sources(tree)
    found = str(wrong.value)
    line = found.split(":")[1]
    assert found == message.replace("{line}", line)
