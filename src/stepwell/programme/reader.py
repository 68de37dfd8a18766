"""Builds the programme from the parsed knowledge.

Lives here: `programme_from` and how each part of programme.yaml becomes a frozen value. Lives elsewhere: the
shapes (programme/knowledge.py, programme/exercises.py), reading YAML itself (knowledge/).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from stepwell.programme.exercises import Span, Tree, condition_key, exercise_from, span
from stepwell.programme.knowledge import (
    Flare,
    Gate,
    Group,
    InjectionRow,
    IrritabilityRules,
    Light,
    Phase,
    Plan,
    ProcedureRow,
    Programme,
    Progress,
    Reasoned,
    Shape,
    SittingRules,
    Slot,
    SourcePlan,
    SurgeryRow,
)

_PARAMETER = re.compile(r"\{([a-z0-9-]+)\}")


def programme_from(tree: Tree, exercises: Mapping[str, Tree], parameters: Mapping[str, float]) -> Programme:
    """Build the programme.

    tree        programme.yaml, parsed
    exercises   the exercise files, parsed, by id
    parameters  the value of each parameter, in its own unit
    raises      KeyError where a part or a parameter is missing
    """
    full = resolve(tree, parameters)
    session, irritability = full["session"], full["irritability"]
    injection, surgery = full["after_injection"], full["after_surgery"]
    return Programme(
        exercises={id: exercise_from(entry) for id, entry in exercises.items()},
        gates=tuple(_gate(index, row) for index, row in enumerate(full["gates"])),
        shape=_shape(session),
        groups={name: _group(row) for name, row in full["groups"].items()},
        phases=tuple(map(_phase, full["phases"])),
        sources_not_known=frozenset(full["sources"]["not_known"]),
        principles=full["sources"]["principles"],
        modifiers={name: str(row["not_known"]) for name, row in full["modifiers"].items()},
        irritability={level: _rules(irritability[level]) for level in ("high", "moderate", "low")},
        locked_because=irritability["locked_because"],
        settle_otherwise=irritability["settle_otherwise"],
        strength_by_source={name: int(value) for name, value in irritability["strength_by_source"].items()},
        light=_light(full["traffic_light"]),
        progress=_progress(full["progress"]),
        step_back=_reasoned("step-back", full["step_back"]),
        suspend=_reasoned("suspend", full["suspend"]),
        relapse_because=full["relapse"]["because"],
        flare=_flare(full["flare"]),
        injection_rows=tuple(map(_injection_row, injection["rows"])),
        injection_lower=int(injection["lower"]),
        relief_up_to=injection["relief_window"]["up_to"],
        relief_because=injection["relief_window"]["because"],
        surgery_say=surgery["say"],
        surgery_rows=tuple(map(_surgery_row, surgery["rows"])),
        procedure_rows=tuple(map(_procedure_row, surgery["procedures"])),
        sitting=_sitting(full["sitting"]),
        conditions=dict(conditions_of(tree, exercises)),
    )


def conditions_of(tree: Tree, exercises: Mapping[str, Tree]) -> Iterable[tuple[str, Any]]:
    """Every condition of the programme as written, with the key under which a situation answers it."""
    yield from ((f"gate/{index}", row["that"]) for index, row in enumerate(tree["gates"]))
    for phase in tree["phases"]:
        yield f"phase/{phase['id']}/enter", phase["enter"]
        yield f"phase/{phase['id']}/exit", phase["exit"]
    for name, row in tree["modifiers"].items():
        yield f"modifier/{name}", row["when"]
    for key, rows in (("step-back", tree["step_back"]), ("suspend", tree["suspend"])):
        yield from ((f"{key}/{index}", row["when"]) for index, row in enumerate(rows))
    yield "flare", tree["flare"]["when"]
    yield "relapse", tree["relapse"]["when"]
    yield "relief-window", tree["after_injection"]["relief_window"]["when"]
    yield "stretch-gate", tree["session"]["stretch_gate"]["when"]
    yield "support", tree["session"]["single_leg"]["support_when"]
    for id, entry in exercises.items():
        for index, row in enumerate(entry.get("contraindicated", ())):
            yield condition_key(id, index), row["when"]


def resolve(tree: Any, parameters: Mapping[str, float]) -> Any:
    """The tree with each `{parameter}` replaced by its value. raises KeyError for one that does not exist

    >>> resolve({"most": "{session-most}", "say": "as is"}, {"session-most": 4})
    {'most': 4, 'say': 'as is'}
    """
    if isinstance(tree, Mapping):
        return {key: resolve(value, parameters) for key, value in tree.items()}
    if isinstance(tree, list):
        return [resolve(value, parameters) for value in tree]
    name = _PARAMETER.fullmatch(tree) if isinstance(tree, str) else None
    return parameters[name[1]] if name else tree


def _gate(index: int, tree: Tree) -> Gate:
    return Gate(f"gate/{index}", tree["otherwise"], tree.get("not_known", ""))


def _shape(tree: Tree) -> Shape:
    hold, gate, support = tree["stretch_hold"], tree["stretch_gate"], tree["single_leg"]
    return Shape(
        least=int(tree["least"]),
        most=int(tree["most"]),
        order=tuple(tree["order"]),
        everyday=frozenset(tree["everyday"]),
        older_age=int(tree["older_age"]),
        hold_least=int(hold["least"]),
        hold_most=int(hold["most"]),
        hold_most_older=int(hold["most_older"]),
        stretch_gate_phases=frozenset(gate["phases"]),
        stretch_gate_because=gate["because"],
        support_say=support["say"],
        support_at_most=int(support["at_most"]),
    )


def _group(tree: Tree) -> Group:
    times, days = _span(tree["times_per_day"]), _span(tree["days_per_week"])
    return Group(times, days, int(tree["rest_days"]), tree["pain"], tree.get("say", ""))


def _span(value: Any) -> Span:
    found = span(value)
    if found is None:
        raise KeyError("a number is missing")
    return found


def _plan(rows: Iterable[Tree]) -> Plan:
    return tuple(
        Slot(tuple(row["take"]), row.get("at_most", ""), span(row.get("days_per_week"))) for row in rows
    )


def _phase(tree: Tree) -> Phase:
    return Phase(
        **{key: tree[key] for key in ("id", "title", "aim", "say", "exit_because")},
        visit_days=int(tree["visits"]),
        plan=_plan(tree["plan"]),
        plans=tuple(map(_source_plan, tree.get("plans", ()))),
        rest_day=_plan(tree.get("rest_day", ())),
    )


def _source_plan(tree: Tree) -> SourcePlan:
    return SourcePlan(
        frozenset(tree["sources"]), frozenset(tree.get("irritability", ())), _plan(tree["plan"])
    )


def _rules(tree: Tree) -> IrritabilityRules:
    limits = tree["limits"]
    return IrritabilityRules(
        at_most=tree.get("at_most"),
        locked=frozenset(tree.get("locked", ())),
        glide=int(limits["glide"]),
        strength=int(limits["strength"]),
        rise=int(limits["rise"]),
        settle_minutes=None if "settle_minutes" not in limits else int(limits["settle_minutes"]),
        distal=tree["distal"],
    )


def _light(tree: Tree) -> Light:
    return Light(
        green_up_to=int(tree["green"]["up_to"]),
        amber_up_to=int(tree["amber"]["up_to"]),
        **{colour: tree[colour]["say"] for colour in ("green", "amber", "red")},
        leave=tree["leave"],
        stop_now=tuple(tree["stop_now"]),
        after_stop=tree["after_stop"],
    )


def _progress(tree: Tree) -> Progress:
    return Progress(
        **{key: int(tree[key]) for key in ("good_sessions", "stop_pain", "stop_window", "stops_to_suspend")}
    )


def _reasoned(key: str, rows: Iterable[Tree]) -> tuple[Reasoned, ...]:
    return tuple(Reasoned(f"{key}/{index}", row["because"]) for index, row in enumerate(rows))


def _flare(tree: Tree) -> Flare:
    return Flare(tree["phase"], int(tree["days"]), int(tree["dose_share"]), tree["because"])


def _injection_row(tree: Tree) -> InjectionRow:
    through = int(tree["through"]) if "through" in tree else int(tree["before"]) - 1
    named, locked = frozenset(tree.get("injections", ())), frozenset(tree.get("locked", ()))
    return InjectionRow(through, named, tree.get("phase", ""), locked, tree["say"])


def _surgery_row(tree: Tree) -> SurgeryRow:
    return SurgeryRow(int(tree["before"]), _plan(tree.get("plan", ())), tree.get("phase", ""), tree["say"])


def _procedure_row(tree: Tree) -> ProcedureRow:
    named, forbid = frozenset(tree["procedures"]), frozenset(tree["forbid"])
    return ProcedureRow(int(tree["before"]), named, tree.get("column", ""), forbid, tree["say"])


def _sitting(tree: Tree) -> SittingRules:
    budget = tree["budget"]
    return SittingRules(
        **{key: int(budget[key]) for key in ("share", "least", "most", "grow")},
        grow_every_days=int(budget["every"]),
        **{key: int(tree[key]) for key in ("break_minutes", "break_minutes_maintain")},
        intervals={phase: int(minutes) for phase, minutes in tree["intervals"].items()},
        content=tree["content"],
    )
