"""The status of every intervention for one record: the table of design section 5, first line that fits.

Lives here: which exits are open, what they hold, and each status. Lives elsewhere: the truths it rests on
(reasoning/conditions.py), why (reasoning/explain.py), what to ask (reasoning/questions.py).

An exit never waits for another answer, never blocks another exit, and never halts a test, a referral, a review or
education. Nothing is recommended unless all that forbids it is known to be false.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from stepwell.knowledge.conditions import All, AnyOf, Condition
from stepwell.knowledge.types import KINDS, TREATMENTS, Intervention, Pathway, Repeat
from stepwell.reasoning.conditions import Evaluator, evaluator
from stepwell.reasoning.courses import Course
from stepwell.reasoning.facts import CompiledPathway, Facts, compile_pathway, is_known
from stepwell.reasoning.logic import Truth, conjunction, disjunction
from stepwell.reasoning.openings import NOTHING_MISSING, Opener, Opening, together

NEVER_HELD = frozenset({"test", "referral", "review", "education"})
ALWAYS_IN_SCOPE = frozenset({"test", "referral"})
"""Kinds of advice that work outside the scope of the pathway, as exits do."""


@dataclass(frozen=True, slots=True)
class CompiledIntervention:
    """An intervention with its step joined in, as functions of values."""

    entry: Intervention
    indicated: Condition | None
    unless: Condition | None
    is_indicated: Evaluator | None
    is_needless: Evaluator
    contraindications: tuple[Evaluator, ...]
    precautions: tuple[Evaluator, ...]
    requirements: tuple[Evaluator, ...]
    stops: tuple[Evaluator, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One status with the truths that it follows from.

    opening     what could still change it
    repeat_on   the day from which it may be advised again, where its last time is too recent
    """

    entry: Intervention
    status: str
    indicated: Truth
    needless: Truth
    contraindicated: Truth
    required: Truth
    halted: Truth
    in_scope: Truth
    cautions_known: bool
    repeat_on: int | None = None
    opening: Opening = NOTHING_MISSING


@dataclass(frozen=True, slots=True)
class Judgements:
    """Every status of one record, and the exits that are open or not ruled out."""

    by_id: Mapping[str, Judgement]
    opener: Opener
    open_exits: tuple[Intervention, ...]
    unsettled_exits: tuple[Intervention, ...]


@lru_cache(maxsize=8)
def compile_interventions(pathway: Pathway) -> tuple[CompiledIntervention, ...]:
    """Every intervention made ready to be run, in the order in which they are shown."""
    steps = {step.id: step for step in pathway.steps}
    order = {step.id: index for index, step in enumerate(pathway.steps)}
    entries = sorted(pathway.interventions.values(), key=lambda one: (order[one.step], one.rank, one.id))
    found = []
    for one in entries:
        joins = one.kind in TREATMENTS and not one.anytime
        step = steps[one.step]
        indicated = _joined(All, one.indicated, step.enter if joins and one.indicated else None)
        unless = _joined(AnyOf, one.unless, step.unless if joins else None)
        found.append(_compile(one, indicated, unless))
    return tuple(found)


def _joined(how: type[All] | type[AnyOf], own: Condition | None, step: Condition | None) -> Condition | None:
    parts = tuple(part for part in (own, step) if part is not None)
    return how(parts) if len(parts) == 2 else parts[0] if parts else None


def _compile(
    one: Intervention, indicated: Condition | None, unless: Condition | None
) -> CompiledIntervention:
    return CompiledIntervention(
        entry=one,
        indicated=indicated,
        unless=unless,
        is_indicated=None if indicated is None else evaluator(indicated),
        is_needless=(lambda values: False) if unless is None else evaluator(unless),
        contraindications=tuple(evaluator(row.when) for row in one.contraindicated),
        precautions=tuple(evaluator(row.when) for row in one.precautions),
        requirements=tuple(evaluator(need.that) for need in one.requires),
        stops=tuple(evaluator(row.when) for row in one.stop),
    )


def judge(compiled: CompiledPathway, facts: Facts) -> Judgements:
    """The status of every intervention. A test without a condition of its own comes last: open questions indicate it."""
    interventions = compile_interventions(compiled.pathway)
    scope = _scopes(compiled.pathway, facts)
    exits = [(one.entry, _exit_truth(one, facts)) for one in interventions if one.entry.exit]
    halted = {
        kind: disjunction([truth for exit_, truth in exits if kind in exit_.halts]) for kind in TREATMENTS
    }
    settled = facts.settled
    opener = Opener(compiled, facts)
    first = [one for one in interventions if _has_own_sign(one)]
    judged = {one.entry.id: _judge(one, facts, halted, scope, frozenset(), compiled, opener) for one in first}
    needed = _needed(judged.values(), opener)
    for one in interventions:
        if not _has_own_sign(one):
            judged[one.entry.id] = _judge(one, facts, halted, scope, needed, compiled, opener)
    return Judgements(
        {one.entry.id: judged[one.entry.id] for one in interventions},
        opener,
        tuple(exit_ for exit_, truth in exits if truth is True),
        tuple(exit_ for exit_, truth in exits if truth is None and exit_.id not in settled),
    )


def _needed(judged: Iterable[Judgement], opener: Opener) -> frozenset[str]:
    """The findings that open questions need: every sign that is not ruled out, and what is missing for advice that is
    indicated."""
    asked = together(one.opening for one in judged if one.indicated is True)
    missing = asked | opener.of_exits(None)
    return frozenset(opener.names(missing.asks | missing.waits))


def _scopes(pathway: Pathway, facts: Facts) -> Mapping[str, Truth]:
    """For each kind of advice, whether this person is one whom the pathway advises so."""
    adult = evaluator(pathway.scope)(facts.values)
    treated = conjunction([adult, evaluator(pathway.treats)(facts.values)])
    return {
        kind: True if kind in ALWAYS_IN_SCOPE else treated if kind in TREATMENTS else adult for kind in KINDS
    }


def _has_own_sign(one: CompiledIntervention) -> bool:
    return one.is_indicated is not None or one.entry.recorded_only


def _exit_truth(one: CompiledIntervention, facts: Facts) -> Truth:
    if one.entry.id in facts.settled or one.is_indicated is None:
        return False
    return one.is_indicated(facts.values)


def _judge(
    one: CompiledIntervention,
    facts: Facts,
    halted: Mapping[str, Truth],
    scopes: Mapping[str, Truth],
    needed: frozenset[str],
    compiled: CompiledPathway,
    opener: Opener,
) -> Judgement:
    entry, values = one.entry, facts.values
    indicated = _indicated(one, facts, needed)
    needless = one.is_needless(values)
    contraindicated = disjunction([row(values) for row in one.contraindications])
    required = conjunction([need(values) for need in one.requirements])
    cautions_known = all(row(values) is not None for row in one.precautions)
    held = False if entry.kind in NEVER_HELD else halted[entry.kind]
    scope = True if entry.exit else scopes[entry.kind]
    repeat_on = _repeat_on(entry, facts)
    judged = Judgement(
        entry, "", indicated, needless, contraindicated, required, held, scope, cautions_known, repeat_on
    )
    status = _status(judged, one, facts, compiled)
    if status not in ("ask-first", "continue"):
        return replace(judged, status=status)
    opening = opening_of(judged, one, opener)
    if status == "ask-first" and opening.waits:
        status = "undetermined"
    return replace(judged, status=status, opening=opening)


def opening_of(judged: Judgement, one: CompiledIntervention, opener: Opener) -> Opening:
    """What is missing for a status. What forbids or conditions it is asked only once it is indicated."""
    entry = one.entry
    missing = []
    if judged.in_scope is None:
        missing += [opener.of(opener.pathway.scope), opener.of(opener.pathway.treats)]
    if judged.halted is None:
        missing.append(opener.of_exits(frozenset({entry.kind})))
    missing += [opener.of(condition) for condition in (one.indicated, one.unless) if condition is not None]
    if judged.indicated is True:
        missing += [opener.of(row.when) for row in entry.contraindicated]
        missing += [opener.of(row.when) for row in entry.precautions]
        missing += [opener.of(need.that) for need in entry.requires]
    return together(missing)


def _indicated(one: CompiledIntervention, facts: Facts, needed: frozenset[str]) -> Truth:
    if one.entry.exit:
        return _exit_truth(one, facts)
    if one.entry.recorded_only:
        return False
    if one.is_indicated is None:
        return not needed.isdisjoint(one.entry.finds)
    return one.is_indicated(facts.values)


def _status(judged: Judgement, one: CompiledIntervention, facts: Facts, compiled: CompiledPathway) -> str:
    """The first line of the table that fits."""
    entry = judged.entry
    if _under_way(facts.courses.get(entry.id, ())) and not entry.exit:
        return _status_under_way(judged, one, facts)
    if judged.contraindicated is True:
        return "contraindicated"
    if judged.halted is True or judged.in_scope is False:
        return "held"
    if standing := _standing(entry, facts, compiled, judged.repeat_on):
        return standing
    if judged.indicated is False or judged.needless is True:
        return "not-indicated"
    return _status_of_indicated(judged)


def _status_under_way(judged: Judgement, one: CompiledIntervention, facts: Facts) -> str:
    if judged.contraindicated is True or any(rule(facts.values) is True for rule in one.stops):
        return "stop"
    return "paused" if judged.entry.kind == "load" and judged.halted is True else "continue"


def _status_of_indicated(judged: Judgement) -> str:
    clear = judged.needless is False and judged.contraindicated is False and judged.halted is False
    if judged.indicated is True and clear and judged.in_scope is True and judged.cautions_known:
        if judged.required is not None:
            return "recommended" if judged.required else "prepare"
    elif judged.indicated is True and judged.entry.exit:
        return "recommended"
    return "ask-first"


def _under_way(courses: Sequence[Course]) -> bool:
    return any(course.state == "under-way" for course in courses)


def _standing(entry: Intervention, facts: Facts, compiled: CompiledPathway, repeat_on: int | None) -> str:
    """done, declined or known, where that is what the record says; else nothing."""
    if entry.exit:
        return ""
    events = facts.events.get(entry.id, ())
    if events and events[-1].event == "declined" and _still(events[-1].until, facts.day):
        return "declined"
    if entry.finds and all(
        is_known(facts.values[name], compiled.nothing_known[name]) for name in entry.finds
    ):
        return "known"
    if any(course.state == "done" for course in facts.courses.get(entry.id, ())) and not entry.finds:
        return "done" if entry.repeat is None or (repeat_on is not None and repeat_on > facts.day) else ""
    return ""


def _still(until: int | None, day: int) -> bool:
    return until is None or day <= until


def _repeat_on(entry: Intervention, facts: Facts) -> int | None:
    """The day from which what was done may be advised again, or None where it was never done."""
    if entry.repeat is None:
        return None
    ends = [int(course.last.high) for course in facts.courses.get(entry.id, ()) if course.state == "done"]
    return _next_time(entry.repeat, sorted(ends)) if ends else None


def _next_time(repeat: Repeat, ends: list[int]) -> int:
    after_last = ends[-1] + repeat.not_before
    if repeat.at_most is None or repeat.per is None or len(ends) < repeat.at_most:
        return after_last
    return max(after_last, ends[-repeat.at_most] + repeat.per)


def statuses(pathway: Pathway, facts: Facts) -> dict[str, str]:
    """The status of every intervention by id; the fast half of `apply`."""
    return {name: one.status for name, one in judge(compile_pathway(pathway), facts).by_id.items()}
