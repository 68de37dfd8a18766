"""The specs and the knowledge leave nothing of the evidence out.

Lives here: every intervention has a spec with a blank cell; every statement, red flag, conflict and safety rule of the
evidence pack is carried by some entry. Lives elsewhere: what the specs say (tests/spec/).
"""

import re
from functools import cache
from pathlib import Path

import pytest

from stepwell.knowledge.loader import KNOWLEDGE, load_pathway
from tests.spec.document import chapters

EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence"
PATHWAY = load_pathway()
ADVISED = [one for one in PATHWAY.interventions.values() if not one.recorded_only]


@cache
def specs():
    return [spec for chapter in chapters() for section in chapter.sections for spec in section.specs]


@cache
def statuses_with_a_blank_cell():
    """For each intervention, the statuses expected of patients with a blank cell."""
    found = {}
    for spec in specs():
        for patient, said in spec.expected.items():
            if "" in spec.table.rows[patient]:
                for name, status in said.items():
                    found.setdefault(name, set()).add(status)
    return found


def numbered(prefix, last):
    return {f"{prefix}{number:02}" for number in range(1, last + 1)}


@pytest.mark.parametrize("name", [one.id for one in ADVISED])
def test_every_intervention_has_a_spec_in_which_not_known_is_not_no(name):
    statuses = statuses_with_a_blank_cell().get(name, set())
    assert statuses - {"not-indicated"}, (
        "no patient with a blank cell whose status stays open or is recommended"
    )


def test_what_is_only_recorded_has_a_spec_too():
    shown = {name for spec in specs() for name in spec.interventions}
    assert shown == set(PATHWAY.interventions)


def test_every_statement_of_the_source_article_has_a_spec():
    shown = {name for spec in specs() for name in spec.interventions}
    carried = {statement for one in ADVISED if one.id in shown for statement in one.statements}
    assert carried == numbered("S", 21)


def test_every_red_flag_is_carried_by_an_exit_or_by_a_test_that_finds_it():
    exits = {flag for one in ADVISED if one.exit for flag in one.flags}
    assert exits == numbered("RF", 27)
    assert set(PATHWAY.interventions["safety-screen"].flags) == numbered("RF", 27)


def test_every_hazard_that_is_a_rule_is_carried_by_some_entry():
    carried = {hazard for one in PATHWAY.interventions.values() for hazard in one.hazards}
    assert carried <= numbered("H", 25)


def test_every_conflict_is_stated_with_both_sides():
    assert set(PATHWAY.conflicts) == numbered("C", 21)
    shown = {conflict for one in PATHWAY.interventions.values() for conflict in one.conflicts}
    assert shown <= set(PATHWAY.conflicts)
    assert all(one.side_a and one.side_b and one.safer for one in PATHWAY.conflicts.values())


def test_every_conflict_is_carried_by_some_entry():
    files = [path for path in KNOWLEDGE.rglob("*.yaml") if path.name != "conflicts.yaml"]
    carried = {
        found for path in files for found in re.findall(r"\bC\d\d\b", path.read_text(encoding="utf-8"))
    }
    assert carried >= numbered("C", 21)


def test_every_safety_rule_on_medicines_and_injections_is_carried_by_a_file():
    """The rules NS, GB and IJ, by the number under which the evidence pack lists them."""
    listed = {rule for path in EVIDENCE.glob("evidence-*.md") for rule in _listed(path)}
    assert {rule[:2] for rule in listed} == {"NS", "GB", "IJ"}
    folder = KNOWLEDGE / "interventions" / "medicines-and-injections"
    carried = {rule for path in folder.glob("*.yaml") for rule in _rules(path)}
    assert listed - carried == set()


def _listed(path):
    return re.findall(r"^\| ((?:NS|GB|IJ)\d\d) \|", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def _rules(path):
    return re.findall(r"\b(?:NS|GB|IJ)\d\d\b", path.read_text(encoding="utf-8"))
