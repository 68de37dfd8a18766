"""A pathway of a few lines, for tests of single operators and rules."""

from datetime import date

from stepwell.knowledge.loader import build
from stepwell.knowledge.yaml_text import load
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.records.reader import parse_record

FINDINGS = """
treatment-history: {title: History taken, type: yes-no, ask: {patient: All told?}}
working-source: {title: Source, type: choice, options: {piriformis: P, scar: S}, ask: {clinician: Which?}}
pain: {title: Pain, type: number, range: [0, 10], ask: {patient: Pain?}, fresh_for: 14 d}
score: {title: Score, type: number, range: [0, 10], decimals: 1, ask: {patient: Score?}}
flag: {title: Flag, type: yes-no, flag: urgent, fresh_for: 28 d, ask: {patient: Flag?}}
other-flag: {title: Other flag, type: yes-no, flag: urgent, fresh_for: 28 d, ask: {patient: Flag?}}
sore: {title: Sore, type: yes-no, per: side, ask: {patient: Sore?}}
mood: {title: Mood, type: choice, options: {good: Good, fair: Fair, bad: Bad}, ask: {patient: Mood?}}
numb: {title: Numb, type: yes-no, unsure: "yes", ask: {patient: Numb?}}
tested: {title: Tested, type: yes-no, changes_by: test}
"""
PARAMETERS = """
five: {title: Five, value: 5}
forty: {title: Forty, value: 40, unit: d}
half: {title: Half, value: 50, unit: "%"}
"""
INTERVENTIONS = {
    "walk": "{id: walk, title: Walk, step: one, kind: load, indicated: sore}",
    "stroll": "{id: stroll, title: Stroll, step: one, kind: load, part_of: walk, indicated: sore}",
    "needle": "{id: needle, title: Needle, step: one, kind: needle, decided_by: physician, indicated: sore,"
    " repeat: {not_before: 84 d, at_most: 3, per: 365 d}}",
    "look": "{id: look, title: Look, step: one, kind: test, finds: [tested]}",
    "away": "{id: away, title: Away, step: one, kind: referral, exit: urgent, indicated: {all: [flag, sore]}}",
}


def pathway(findings: str = "", **interventions: str):
    """The small pathway with more findings (YAML text) and interventions (id -> YAML text)."""
    entries = {**INTERVENTIONS, **{name.replace("_", "-"): text for name, text in interventions.items()}}
    trees = {
        "pathway.yaml": load(
            "{id: small, steps: [{id: one, title: One, goal: never}], targets: {piriformis: P, scar: S}}",
            name="p",
        ),
        "parameters/a.yaml": load(PARAMETERS, name="a"),
        "findings/a.yaml": load(FINDINGS + findings, name="f"),
        **{f"interventions/one/{name}.yaml": load(text, name=name) for name, text in entries.items()},
    }
    reader, found = build(trees, "small", {})
    assert not reader.faults, "\n".join(map(str, reader.faults))
    return found


def record(found, *lines: str, side: str | None = "right"):
    """A record of lines as they are written in a file."""
    head = "schema: stepwell-record/1\n" + (f"side: {side}\n" if side else "")
    text = head + "observations:\n" + "".join(f"  - {{{line}}}\n" for line in lines)
    return parse_record(text if lines else head + "observations: []\n", found, name="small")


def facts(found, *lines: str, on: str = "2026-03-01", side: str | None = "right"):
    """What is known on a day."""
    day = date.fromisoformat(on).toordinal()
    return read_facts(compile_pathway(found), record(found, *lines, side=side).as_of(day), day)


def value(derive: str, *lines: str, type: str = "number", on: str = "2026-03-01", more: str = ""):
    """The value of one derived finding."""
    shape = f"type: {type}" + (", range: [-1000, 36500]" if type == "number" else "") + more
    return facts(pathway(f"x: {{title: X, {shape}, derive: {derive}}}\n"), *lines, on=on).values["x"]
