"""How a line of invariants.yaml is read, what is said of a wrong one, and how the outcome is printed."""

import re
from dataclasses import replace

import pytest

from stepwell.errors import KnowledgeError
from stepwell.knowledge.loader import KNOWLEDGE, build, read_trees
from stepwell.verify import as_text, run

LINE = {"id": "a-line", "title": "A line", "hazards": ["H21"]}
NEVER = {"status": "recommended", "of": {"kind": "needle"}, "while_not": "guidance-arranged"}


@pytest.fixture(scope="module")
def pathway():
    return build(read_trees(KNOWLEDGE), "as it is", {})[1]


def proved(pathway, **form):
    return run(replace(pathway, invariants=({**LINE, **form},)))


def said(pathway, **form):
    with pytest.raises(KnowledgeError) as wrong:
        proved(pathway, **form)
    return str(wrong.value)


def test_a_form_that_is_not_known(pathway):
    assert said(pathway, sometimes=NEVER) == (
        "knowledge/dgs/invariants.yaml: a-line: The line has no form that is known.\n"
        "  Use one of never, always, exit_is_advised, monotone, first_promise, no_contradiction, someone_next, ladder, "
        "tables, stopped, shows, asked, reachable."
    )


def test_a_status_that_is_not_known(pathway):
    assert said(pathway, never={**NEVER, "status": "offered"}).startswith(
        "knowledge/dgs/invariants.yaml: offered is not a status.\n  Use one of stop, paused, continue,"
    )


def test_an_intervention_that_does_not_exist(pathway):
    assert said(pathway, never={**NEVER, "of": {"id": "acupuncture"}}) == (
        "knowledge/dgs/invariants.yaml: a-line selects acupuncture, which does not exist.\n"
        "  Use kind, id, exit, step, choice, part_of, except and the ids of interventions."
    )


def test_a_finding_that_does_not_exist(pathway):
    assert said(pathway, never={**NEVER, "while_not": "guidance-arrangd"}) == (
        "knowledge/dgs/invariants.yaml: There is no finding guidance-arrangd.\n  Did you mean guidance-arranged?"
    )


def test_what_holds_is_one_line(pathway):
    text = as_text(proved(pathway, never=NEVER))
    assert text.startswith("holds  a-line: A line (H21) [")
    assert "It takes for granted:" in text
    assert "It does not say that they are good medicine." in text
    assert "1 invariants, 0 fail" in text


def test_what_fails_is_shown_with_its_record(pathway):
    [outcome] = proved(pathway, never={**NEVER, "while_not": "never"})
    text = as_text([outcome])
    assert not outcome.holds
    assert re.match(r"FAILS  a-line: A line\n  [a-z-]+ is recommended\. Record as of ", text)
    assert "    schema: stepwell-record/1" in text


def test_only_what_is_wanted_is_proved(pathway):
    told = []
    outcomes = run(pathway, only={"tables-have-no-gaps"}, progress=told.append)
    assert [one.id for one in outcomes] == ["tables-have-no-gaps"]
    assert told == outcomes
