"""Every invariant holds of the knowledge, and one changed line breaks it with a record that was really run."""

import re
from pathlib import Path
from time import process_time

import pytest
import yaml

from stepwell.knowledge.loader import KNOWLEDGE, build, read_trees
from stepwell.knowledge.yaml_text import load
from stepwell.reasoning.apply import apply
from stepwell.records.reader import parse_record
from stepwell.verify.prove import run
from stepwell.verify.trial import AS_OF

MUTANTS = sorted((Path(__file__).parent / "mutants").glob("*.yaml"))
WITHOUT_RECORD = {
    "cauda-equina-is-asked-daily",
    "gabapentinoids-are-tapered",
    "the-gabapentinoid-conflict-is-shown",
    "tables-have-no-gaps",
    "every-advice-can-be-reached",
    "every-branch-can-be-reached",
}
"""What is broken in the tables themselves, or by what no record can do, has no record to show."""


@pytest.fixture(scope="session")
def trees():
    return read_trees(KNOWLEDGE)


@pytest.fixture(scope="session")
def pathway(trees):
    return build(trees, "as it is", {})[1]


@pytest.fixture(scope="session")
def proved(pathway):
    """The outcomes, and the seconds of one core that they took, whatever else this machine is doing."""
    started = process_time()
    outcomes = {one.id: one for one in run(pathway)}
    return outcomes, process_time() - started


@pytest.fixture(scope="session")
def outcomes(proved):
    return proved[0]


def mutated(trees, mutant, name):
    """The pathway with one line changed. `narrow` says how little of a long invariant is enough to see it."""
    text = (KNOWLEDGE / mutant["file"]).read_text(encoding="utf-8")
    assert mutant["find"] in text, f"{mutant['file']} no longer says: {mutant['find']}"
    changed = load(text.replace(mutant["find"], mutant["replace"], 1), name=mutant["file"])
    lines = [
        {**one, **mutant.get("narrow", {})} if one.get("id") == name else one
        for one in trees["invariants.yaml"]
    ]
    reader, pathway = build({**trees, mutant["file"]: changed, "invariants.yaml": lines}, "mutant", {})
    assert not reader.faults
    return pathway


def test_every_invariant_holds(outcomes):
    assert {name: one.why for name, one in outcomes.items() if not one.holds} == {}


def test_every_invariant_has_a_mutant(outcomes):
    assert {path.stem for path in MUTANTS} == set(outcomes)


def test_all_is_proved_within_a_minute(proved):
    assert proved[1] < 60


@pytest.mark.parametrize("path", MUTANTS, ids=lambda path: path.stem)
def test_a_changed_line_breaks_it(path, trees):
    """Without the line the invariant fails, and shows a record file that reads back."""
    pathway = mutated(trees, yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
    [outcome] = run(pathway, only={path.stem})
    assert not outcome.holds
    assert "not reproduced" not in outcome.why
    if path.stem in WITHOUT_RECORD:
        assert outcome.counter_record is None
    else:
        assert is_shown_by(outcome, pathway)


def is_shown_by(outcome, pathway):
    """Whether anybody who applies the pathway to the record file sees what is said of it."""
    record = parse_record(outcome.counter_record, pathway, name="counter-example")
    found = {one.id: one.status for one in apply(pathway, record, AS_OF).recommendations}
    said = re.match(
        r"([a-z0-9-]+) (is|is not) ((?:[a-z-]+ or )*[a-z-]+)(?= only|[.]| beside|,|$)", outcome.why
    )
    if said is None or " once more " in outcome.why:
        return True
    return (found.get(said[1]) in said[3].split(" or ")) is (said[2] == "is")


def test_every_hazard_has_an_invariant_or_a_reason(pathway):
    named = {hazard for one in pathway.invariants for hazard in one.get("hazards", ())}
    named |= {one["not_a_rule"] for one in pathway.invariants if "not_a_rule" in one}
    assert named == {f"H{number:02}" for number in range(1, 26)}
