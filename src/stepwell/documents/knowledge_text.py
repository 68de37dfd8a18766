"""One entry of the knowledge in words, and the lists of ids.

Lives here: the layout of `stepwell knowledge show`. Lives elsewhere: the handbook (documents/handbook.py).
"""

from collections.abc import Iterator

from stepwell.documents.citing import cited
from stepwell.documents.handbook_rules import condition_html, derivation_html
from stepwell.documents.paint import Paint
from stepwell.documents.plain import plain_lines
from stepwell.documents.words import STRENGTH, URGENCY
from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import Finding, Intervention, Parameter, Pathway
from stepwell.reasoning.explain import words_of


def list_text(pathway: Pathway, paint: Paint) -> str:
    """Every intervention by step, then every finding."""
    lines: list[str] = []
    for step in pathway.steps:
        lines += [paint(step.title, "bold", "blue")]
        here = sorted(
            (one for one in pathway.interventions.values() if one.step == step.id),
            key=lambda one: (one.rank, one.id),
        )
        lines += [f"  {one.id:<34} {one.title}" for one in here]
    lines += ["", paint("Findings", "bold", "blue")]
    lines += [f"  {one.id:<34} {one.title}" for one in pathway.findings.values()]
    return "\n".join(lines) + "\n"


def entry_text(name: str, pathway: Pathway, paint: Paint) -> str:
    """One entry in words."""
    if name in pathway.interventions:
        lines = intervention_lines(pathway.interventions[name], pathway, paint)
    elif name in pathway.findings:
        lines = _finding(pathway.findings[name], pathway, paint)
    elif name in pathway.parameters:
        lines = _parameter(pathway.parameters[name], pathway, paint)
    elif name in pathway.conflicts:
        lines = _conflict(name, pathway, paint)
    else:
        lines = _exercise(name, pathway, paint)
    return "\n".join(lines) + "\n"


def intervention_lines(one: Intervention, pathway: Pathway, paint: Paint) -> Iterator[str]:
    """An intervention with every rule in words."""
    yield paint(one.title, "bold")
    head = URGENCY[one.exit] if one.exit else STRENGTH[one.strength]
    yield f"{one.id} · {one.kind} · {head} · {one.decided_by} decides"
    for who, words in one.say.items():
        yield from paint.lines(words, mark=f"To the {who}: ")
    yield from _rule("Indicated when", one.indicated, pathway, paint)
    yield from _rule("Not needed when", one.unless, pathway, paint)
    for row in one.contraindicated:
        until = f" Until {row.until}." if row.until else ""
        yield from paint.lines(
            f"{words_of(row.when, pathway)}. {row.because}{until}", mark="Never while: ", hang=2
        )
    for caution in one.precautions:
        yield from paint.lines(
            f"{words_of(caution.when, pathway)}: {caution.do}", mark="With care when: ", hang=2
        )
    for need in one.requires:
        yield from paint.lines(words_of(need.that, pathway), mark="Needs first: ", hang=2)
    for rule in one.stop:
        yield from paint.lines(
            f"{words_of(rule.when, pathway)} ({rule.how}). {rule.because}", mark="Stop when: ", hang=2
        )
    for table in one.dose:
        for dose in table.rows:
            yield from paint.lines(dose.say, mark=f"Dose {table.jurisdiction}: ", hang=2)
    yield from paint.lines(cited(one.evidence, pathway), "dim", mark="Evidence: ")


def _rule(label: str, condition: Condition | None, pathway: Pathway, paint: Paint) -> Iterator[str]:
    if condition is not None:
        yield f"{label}:"
        yield from plain_lines(condition_html(condition, pathway), paint, indent=2)


def _finding(one: Finding, pathway: Pathway, paint: Paint) -> Iterator[str]:
    yield paint(one.title, "bold")
    yield f"{one.id} · {one.type}{f' · {one.unit}' if one.unit else ''}{f' · flag, {one.flag}' if one.flag else ''}"
    for who, words in one.ask.items():
        yield from paint.lines(words, mark=f"Asked of the {who}: ")
    for option, words in one.options.items():
        yield f"  {option}: {words}"
    if one.derive is not None:
        yield "Worked out:"
        yield from plain_lines(derivation_html(one.derive, one, pathway), paint, indent=2)
    users = [use.id for use in pathway.interventions.values() if one.id in use.finds]
    if users:
        yield f"Found by: {', '.join(users)}"
    yield from paint.lines(cited(one.evidence, pathway), "dim", mark="Evidence: ")


def _parameter(one: Parameter, pathway: Pathway, paint: Paint) -> Iterator[str]:
    limits = f"; a clinic may set {one.range[0]:g} to {one.range[1]:g}" if one.range else "; fixed"
    yield paint(one.title, "bold")
    yield f"{one.id} · {one.value:g} {one.unit}{limits}"
    yield from paint.lines(cited(one.evidence, pathway), "dim", mark="Evidence: ")


def _conflict(name: str, pathway: Pathway, paint: Paint) -> Iterator[str]:
    entry = pathway.conflicts[name]
    yield paint(f"{name}: {entry.title}", "bold")
    for side in (entry.side_a, entry.side_b):
        yield from paint.lines(str(side.get("says", "")), mark="- ")
    yield from paint.lines(entry.safer, mark="Stepwell: ")
    yield from paint.lines(entry.strength, "dim", mark="Strength: ")


def _exercise(name: str, pathway: Pathway, paint: Paint) -> Iterator[str]:
    tree = pathway.exercises[name]
    yield paint(f"{tree['title']} ({tree['code']})", "bold")
    yield from paint.lines(tree["purpose"])
    yield from paint.lines(tree["start"], mark="Start: ")
    for step in tree["steps"]:
        yield from paint.lines(step, mark="- ")
    for level in tree["ladder"]:
        yield f"  {level['level']}: {level['say']}"
    for source, concern in (tree.get("sources") or {}).items():
        yield from paint.lines(f"{source}: {concern['level']}. {concern.get('note', '')}", indent=2)
