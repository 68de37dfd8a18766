"""The exercise programme and every exercise with its picture, for the handbook on paper.

Lives here: their values. Lives elsewhere: the same on screen (documents/handbook_exercises.py), pictures (figures/).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from stepwell.documents.handbook_evidence import evidence_of
from stepwell.documents.handbook_exercises import GROUPS, LEVELS, SIDES, filled, read_condition
from stepwell.documents.pdf.book.rules import begun, line, rule
from stepwell.documents.pdf.book.runs import Run, Runs, between, cited_trees, flags_of, linked, runs
from stepwell.figures import picture
from stepwell.knowledge.types import Pathway

Row = dict[str, Any]
Tree = Mapping[str, Any]


def programme(pathway: Pathway) -> Row:
    """Limits of pain, when to stop, and the phases."""
    light = pathway.programme["traffic_light"]
    return {
        "lights": [list(row) for row in _lights(light, pathway)],
        "stop": list(light["stop_now"]),
        "after": light["after_stop"],
        "leave": light["leave"],
        "evidence": cited_trees(light["evidence"], pathway),
        "phases": [_phase(number, one, pathway) for number, one in enumerate(pathway.programme["phases"], 1)],
    }


def _lights(light: Tree, pathway: Pathway) -> Iterator[tuple[str, Runs, str]]:
    green, amber = (runs(filled(light[name]["up_to"], pathway)) for name in ("green", "amber"))
    yield "disc", ["Green: up to ", *green], light["green"]["say"]
    yield "triangle", ["Amber: up to ", *amber], light["amber"]["say"]
    yield "square", ["Red: above ", *amber], light["red"]["say"]


def _phase(number: int, tree: Tree, pathway: Pathway) -> Row:
    rows = [
        {"label": "Begins", **rule(read_condition(tree["enter"], pathway), pathway)},
        {"label": "Ends", **rule(read_condition(tree["exit"], pathway), pathway)},
        _listed("In words", [[tree["exit_because"]]]),
        _listed("Visits every", [runs(filled(tree["visits"], pathway))]),
        _listed("Session", _plan(tree["plan"], pathway)),
        _listed("Rest day", _plan(tree.get("rest_day", ()), pathway)),
    ]
    shown = [row for row in rows if row["items"]]
    return {
        "title": f"Phase {number}: {tree['title']}",
        "say": f"{tree['aim']}. {tree['say']}",
        "rules": shown,
    }


def _listed(label: str, items: list[Runs]) -> Row:
    return {"label": label, "join": "", "items": items}


def _plan(slots: Any, pathway: Pathway) -> list[Runs]:
    return [_slot(slot, pathway) for slot in slots]


def _slot(slot: Tree, pathway: Pathway) -> Runs:
    choices = between(([_title(name, pathway)] for name in slot["take"]), ", else ")
    return [*choices, f" (at most {slot['at_most']})" if "at_most" in slot else ""]


def exercises(pathway: Pathway) -> list[Row]:
    """Every exercise, in the groups of a session."""
    found = [
        {
            "title": title,
            "cards": [_exercise(one, pathway) for one in pathway.exercises.values() if one["group"] == name],
        }
        for name, title in GROUPS.items()
    ]
    return [one for one in found if one["cards"]]


def _exercise(tree: Tree, pathway: Pathway) -> Row:
    shown = picture(tree) if "figure" in tree else None
    return {
        "place": f"exercise-{tree['id']}",
        "title": tree["title"],
        "eyebrow": " · ".join(_eyebrow(tree)),
        "picture": {"svg": shown.svg, "alt": shown.alt} if shown else None,
        "purpose": tree["purpose"],
        "start": tree["start"],
        "steps": list(tree["steps"]),
        "ladder": [list(row) for row in _ladder(tree)],
        "rules": [row for row in _rules(tree, pathway) if row["items"]],
        "foot": [["Evidence", cited_trees(tree.get("evidence"), pathway)]],
    }


def _eyebrow(tree: Tree) -> Iterator[str]:
    yield tree["code"]
    yield SIDES[tree["sides"]]
    yield f"Phases: {', '.join(tree['phases'])}"
    kit = ", ".join(tree["equipment"])
    yield f"With {kit}" if kit else "No equipment"


def _ladder(tree: Tree) -> Iterator[tuple[str, str]]:
    for level in tree["ladder"]:
        kit = ", ".join(level.get("needs", ()))
        yield str(level["level"]), f"{level['say']} (needs {kit})" if kit else level["say"]


def _rules(tree: Tree, pathway: Pathway) -> Iterator[Row]:
    yield _listed("Stop when", [["; ".join(tree["stop"])]])
    yield _listed(
        "By source", [_source(name, one, pathway) for name, one in (tree.get("sources") or {}).items()]
    )
    yield _listed("With", [_modifier(name, one) for name, one in tree.get("modifiers", {}).items()])
    yield _listed("Never", [_never(row, pathway) for row in tree.get("contraindicated", ())])
    limits = tree.get("at_most_when_irritable", {})
    yield _listed(
        "When irritable",
        [[f"{how.capitalize()} irritability: at most {level}"] for how, level in limits.items()],
    )
    yield _listed("Also", list(_neighbours(tree, pathway)))


def _never(row: Tree, pathway: Pathway) -> Runs:
    flags = flags_of(evidence_of(row.get("evidence")))
    return [
        *begun(line(read_condition(row["when"], pathway), pathway)),
        f": {row['because']} {flags}".rstrip(),
    ]


def _source(name: str, one: Mapping[str, str], pathway: Pathway) -> Runs:
    return [linked("source", name, pathway.targets.get(name, name)), f": {_level(one)}"]


def _modifier(name: str, one: Mapping[str, str]) -> Runs:
    return [f"{name.replace('-', ' ').capitalize()}: {_level(one)}"]


def _level(one: Mapping[str, str]) -> str:
    words, note = LEVELS[one["level"]].lower(), one.get("note", "")
    rest = note[len(words) :] if note.lower().startswith(words) else f". {note}" if note else ""
    return f"{words}{rest}"


def _neighbours(tree: Tree, pathway: Pathway) -> Iterator[Runs]:
    for label in ("easier", "harder"):
        if tree.get(label):
            yield [f"{label.capitalize()}: ", _title(tree[label], pathway)]


def _title(name: str, pathway: Pathway) -> Run:
    return linked("exercise", name, str(pathway.exercises[name]["title"]))
