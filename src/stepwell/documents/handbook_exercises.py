"""The programme's phases and every exercise.

Lives here: their layout. Lives elsewhere: how a session follows from them (programme/).
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from stepwell.documents.handbook_evidence import chips, evidence_list, evidence_of
from stepwell.documents.handbook_markup import (
    Child,
    Html,
    bullets,
    code,
    el,
    facts,
    fold,
    group,
    join,
    link,
    part,
    table,
)
from stepwell.documents.handbook_rules import condition_html, phrase, unit_words
from stepwell.documents.words import plural
from stepwell.figures import picture
from stepwell.knowledge.condition_reader import ConditionReader
from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.quantities import parameter_name
from stepwell.knowledge.readers import suggestion
from stepwell.knowledge.types import Pathway

GROUPS = {
    "nerve-glide": "Nerve glides",
    "activation": "Activation",
    "strength": "Strength",
    "stretch": "Stretches",
    "aerobic": "Walking, cycling, running",
}
LEVELS = {"forbid": "Leave out", "caution": "With care", "ok": "Suitable"}
SIDES = {"sore": "Sore side", "each": "Each side", "together": "Both sides together"}


def read_condition(tree: Any, pathway: Pathway) -> Condition:
    """A condition that is kept as it was written."""
    return ConditionReader(pathway.findings, pathway.parameters, suggestion).read(tree)


def filled(text: Any, pathway: Pathway) -> Child:
    """A value, or the value of the parameter that it names, linked."""
    name = parameter_name(text)
    if name is None:
        return str(text)
    one = pathway.parameters[name]
    return link("parameter", name, f"{one.value:g}{unit_words(one)}")


def programme(pathway: Pathway) -> Html:
    """What a person does in each phase, and how much pain is allowed."""
    tree = pathway.programme
    phases = [_phase(number, one, pathway) for number, one in enumerate(tree["phases"], start=1)]
    lead = "Five phases. The session of a day follows from the phase, the irritability, the source and yesterday's response."
    return part(
        "programme", "The exercise programme", _lights(tree["traffic_light"], pathway), *phases, lead=lead
    )


def _lights(tree: Mapping[str, Any], pathway: Pathway) -> Html:
    rows = [
        ("●\u00a0Green", join(["up to ", filled(tree["green"]["up_to"], pathway)]), tree["green"]["say"]),
        ("▲\u00a0Amber", join(["up to ", filled(tree["amber"]["up_to"], pathway)]), tree["amber"]["say"]),
        ("■\u00a0Red", join(["above ", filled(tree["amber"]["up_to"], pathway)]), tree["red"]["say"]),
    ]
    stop = bullets(tree["stop_now"])
    return group(
        "How much pain is allowed",
        table(("Colour", "Pain", "What to do"), rows, "How much pain is allowed"),
        facts([("Stop the session", stop), ("Then", tree["after_stop"]), ("Leave", tree["leave"])]),
        evidence_list(evidence_of(tree["evidence"]), pathway),
    )


def _phase(number: int, tree: Mapping[str, Any], pathway: Pathway) -> Html:
    show = partial(condition_html, pathway=pathway)
    rows = [
        ("Begins when", show(read_condition(tree["enter"], pathway))),
        ("Ends when", show(read_condition(tree["exit"], pathway))),
        ("In words", tree["exit_because"]),
        ("Visits every", filled(tree["visits"], pathway)),
        ("Session", _plan(tree["plan"], pathway)),
        ("Day of rest", _plan(tree.get("rest_day", ()), pathway)),
    ]
    said = el("p", f"{tree['aim']}. {tree['say']}")
    title = f"Phase {number}: {tree['title']}"
    return group(title, el("article", said, facts(rows), class_="entry plain", id=f"phase-{tree['id']}"))


def _plan(slots: list[Mapping[str, Any]], pathway: Pathway) -> Html | None:
    return bullets(_slot(slot, pathway) for slot in slots)


def _slot(slot: Mapping[str, Any], pathway: Pathway) -> Html:
    choices = join((exercise_link(name, pathway) for name in slot["take"]), ", else ")
    most = f" (at most {slot['at_most']})" if "at_most" in slot else None
    return join([choices, most])


def exercise_link(name: str, pathway: Pathway) -> Html:
    """An exercise's title, linked."""
    return link("exercise", name, str(pathway.exercises[name]["title"]))


def exercises(pathway: Pathway) -> Html:
    """Every exercise, in the order of a session."""
    groups = [
        group(
            title, *(_exercise(tree, pathway) for tree in pathway.exercises.values() if tree["group"] == name)
        )
        for name, title in GROUPS.items()
    ]
    lead = "What each is for, how to start, how it grows, when to stop, and for whom it is left out."
    return part("exercises", "Exercises", *groups, lead=lead)


def _exercise(tree: Mapping[str, Any], pathway: Pathway) -> Html:
    head = el("header", el("p", *_eyebrow(tree), class_="eyebrow"), el("h4", tree["title"]))
    shown = evidence_list(evidence_of(tree.get("evidence")), pathway)
    foot = el(
        "footer", facts(_foot(tree, pathway)), el("p", "Evidence", class_="label"), shown, code(tree["id"])
    )
    return el(
        "article",
        head,
        el("div", Html(picture(tree).svg), class_="figure-frame") if "figure" in tree else None,
        el("p", tree["purpose"]),
        el("p", el("span", "Start", class_="who"), " ", tree["start"], class_="say patient"),
        el("ol", *(el("li", step) for step in tree["steps"]), class_="do"),
        _ladder(tree),
        facts(_rules(tree, pathway)),
        foot,
        id=f"exercise-{tree['id']}",
        class_="entry card",
    )


def _eyebrow(tree: Mapping[str, Any]) -> Iterator[Child]:
    yield el("b", str(tree["code"]))
    yield f" · {tree['position'].replace('-', ' ').capitalize()} · {SIDES[tree['sides']]}"
    yield f" · Phases: {', '.join(tree['phases'])}"


def _ladder(tree: Mapping[str, Any]) -> Html:
    levels = tree["ladder"]
    needs = [", ".join(level.get("needs", ())) for level in levels]
    head, rows = ["Level", "Dose"], [[level["level"], level["say"]] for level in levels]
    if any(needs):
        head, rows = [*head, "Needs"], [[*row, kit] for row, kit in zip(rows, needs, strict=True)]
    return table(head, rows, f"Ladder of {tree['title']}")


def _rules(tree: Mapping[str, Any], pathway: Pathway) -> Iterator[tuple[str, Child]]:
    never = [_never(row, pathway) for row in tree.get("contraindicated", ())]
    yield "Stop when", bullets(tree["stop"])
    yield (
        "By source",
        bullets(_source(name, rule, pathway) for name, rule in (tree.get("sources") or {}).items()),
    )
    yield "With", bullets(_modifier(name, rule) for name, rule in tree.get("modifiers", {}).items())
    yield "Never while", _folded(never, tree)
    yield "When irritable", _when_irritable(tree)


def _folded(never: list[Html], tree: Mapping[str, Any]) -> Html | None:
    rested = [one for row in tree.get("contraindicated", ()) for one in evidence_of(row.get("evidence"))]
    shown = join([plural(len(never), "rule"), " ", chips(rested)])
    return fold(shown, bullets(never, "rules")) if never else None


def _never(row: Mapping[str, Any], pathway: Pathway) -> Html:
    when = phrase(read_condition(row["when"], pathway), pathway)
    return join([when, el("p", row["because"]), evidence_list(evidence_of(row.get("evidence")), pathway)])


def _source(name: str, rule: Mapping[str, str], pathway: Pathway) -> Html:
    title = link("source", name, pathway.targets.get(name, name))
    return join([title, ": ", *_level(rule)])


def _modifier(name: str, rule: Mapping[str, str]) -> Html:
    return join([name.replace("-", " ").capitalize(), ": ", *_level(rule)])


def _level(rule: Mapping[str, str]) -> Iterator[Child]:
    words, note = LEVELS[rule["level"]].lower(), rule.get("note", "")
    yield el("span", words, class_=f"level {rule['level']}")
    yield note[len(words) :] if note.lower().startswith(words) else f". {note}"


def _when_irritable(tree: Mapping[str, Any]) -> str:
    limits = tree.get("at_most_when_irritable", {})
    return "; ".join(f"{how} irritability: at most {level}" for how, level in limits.items())


def _foot(tree: Mapping[str, Any], pathway: Pathway) -> Iterator[tuple[str, Child]]:
    yield "For", ", ".join(tree["targets"]).replace("-", " ")
    yield "Equipment", ", ".join(tree["equipment"]) or "None"
    yield "Also useful", ", ".join(tree.get("optional", ()))
    yield "Easier", exercise_link(tree["easier"], pathway) if tree.get("easier") else None
    yield "Harder", exercise_link(tree["harder"], pathway) if tree.get("harder") else None
    marks = tree.get("statements", ())
    yield "Carries", join((link("mark", mark, mark) for mark in marks), " ") if marks else None
