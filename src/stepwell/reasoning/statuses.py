"""The status of every intervention for one record: the table of design section 5, first line that fits.

Lives here: which exits are open, what they hold, and each status. Lives elsewhere: the truths it rests on
(reasoning/conditions.py), what is done, declined or known already (reasoning/standing.py), why (reasoning/explain.py), what to ask (reasoning/questions.py).

An exit never waits for another answer, never blocks another exit, and never halts a test, a referral, a review or
education. Nothing is recommended unless all that forbids it is known to be false.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from stepwell.knowledge.conditions import All, AnyOf, Condition
from stepwell.knowledge.types import KINDS, TREATMENTS, Intervention, Pathway
from stepwell.reasoning.conditions import Evaluator, evaluator
from stepwell.reasoning.courses import Course
from stepwell.reasoning.facts import CompiledPathway, Facts, compile_pathway
from stepwell.reasoning.logic import Truth, conjunction, disjunction
from stepwell.reasoning.openings import NOTHING_MISSING, Opener, Opening, together
from stepwell.reasoning.standing import Standing, repeat_on

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


class Judgement(NamedTuple):
    """One status with the truths that it follows from.

    in_scope    whether this person is one whom the pathway advises so
    repeat_on   the day from which it may be advised again, where it was done
    opening     what could still change it
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
    """Every status of one record, and the exits that are open."""

    by_id: Mapping[str, Judgement]
    opener: Opener
    open_exits: tuple[Intervention, ...]


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


def judge(compiled: CompiledPathway, facts: Facts, *, openings: bool = True) -> Judgements:
    """The status of every intervention. A test without a condition of its own comes last: open questions indicate it.

    openings   whether to find out what is missing; without it, undetermined is not told from ask-first
    """
    interventions = compile_interventions(compiled.pathway)
    exits = [(one.entry, _exit_truth(one, facts)) for one in interventions if one.entry.exit]
    judging = _Judging(compiled, facts, exits, openings)
    judged = {one.entry.id: judging.judge(one) for one in interventions if _has_own_sign(one)}
    needed = _needed(judged.values(), judging.opener) if openings else frozenset()
    for one in interventions:
        if not _has_own_sign(one):
            judged[one.entry.id] = judging.judge(one, needed)
    return Judgements(
        {one.entry.id: judged[one.entry.id] for one in interventions},
        judging.opener,
        tuple(exit_ for exit_, truth in exits if truth is True),
    )


def _has_own_sign(one: CompiledIntervention) -> bool:
    return one.is_indicated is not None or one.entry.recorded_only


def _exit_truth(one: CompiledIntervention, facts: Facts) -> Truth:
    if one.entry.id in facts.settled or one.is_indicated is None:
        return False
    return one.is_indicated(facts.values)


def _needed(judged: Iterable[Judgement], opener: Opener) -> frozenset[str]:
    """The findings that open questions need: every sign that is not ruled out, and what is missing for advice that is
    indicated and that no sign holds back any more."""
    asked = together([one.opening for one in judged if one.indicated is True and one.halted is False])
    missing = together([asked, opener.of_exits(None)])
    return frozenset(opener.names(missing.asks | missing.waits))


class _Judging:
    """Judges interventions for one person on one day; what exits halt and who is in scope is found out once."""

    def __init__(
        self,
        compiled: CompiledPathway,
        facts: Facts,
        exits: Sequence[tuple[Intervention, Truth]],
        openings: bool,
    ) -> None:
        self.compiled, self.facts, self.openings = compiled, facts, openings
        self.opener = Opener(compiled, facts)
        self.standing = Standing(compiled, facts, [exit_.id for exit_, truth in exits if truth is True])
        self.halted: dict[str, Truth] = dict.fromkeys(NEVER_HELD, False)
        for kind in TREATMENTS:
            self.halted[kind] = disjunction([truth for exit_, truth in exits if kind in exit_.halts])
        adult = evaluator(compiled.pathway.scope)(facts.values)
        treated = conjunction([adult, evaluator(compiled.pathway.treats)(facts.values)])
        self.scopes: dict[str, Truth] = dict.fromkeys(KINDS, adult)
        self.scopes |= dict.fromkeys(TREATMENTS, treated)
        self.scopes |= dict.fromkeys(ALWAYS_IN_SCOPE, True)

    def judge(self, one: CompiledIntervention, needed: frozenset[str] = frozenset()) -> Judgement:
        """The status of one intervention."""
        entry, values = one.entry, self.facts.values
        judged = Judgement(
            entry,
            "",
            self._indicated(one, needed),
            one.is_needless(values),
            disjunction([row(values) for row in one.contraindications]),
            conjunction([need(values) for need in one.requirements]),
            self.halted[entry.kind],
            True if entry.exit else self.scopes[entry.kind],
            all(row(values) is not None for row in one.precautions),
            repeat_on(entry, self.facts),
        )
        status = _status(judged, one, self.facts, self.standing.of(entry, judged.repeat_on))
        if not self.openings or status not in ("ask-first", "continue"):
            return judged._replace(status=status)
        opening = self._opening(judged, one)
        return judged._replace(
            status="undetermined" if opening.waits and status == "ask-first" else status, opening=opening
        )

    def _indicated(self, one: CompiledIntervention, needed: frozenset[str]) -> Truth:
        if one.entry.exit:
            return _exit_truth(one, self.facts)
        if one.entry.recorded_only:
            return False
        if one.is_indicated is None:
            return not needed.isdisjoint(one.entry.finds)
        return one.is_indicated(self.facts.values)

    def _opening(self, judged: Judgement, one: CompiledIntervention) -> Opening:
        """What is missing for a status. What forbids or conditions it is asked only once it is indicated."""
        opener, entry = self.opener, one.entry
        missing = [opener.of(condition) for condition in (one.indicated, one.unless) if condition is not None]
        if judged.in_scope is None:
            missing += [opener.of(opener.pathway.scope), opener.of(opener.pathway.treats)]
        if judged.halted is None:
            missing.append(opener.of_exits(frozenset({entry.kind})))
        if judged.indicated is True:
            missing += [opener.of(row.when) for row in entry.contraindicated]
            missing += [opener.of(row.when) for row in entry.precautions]
            missing += [opener.of(need.that) for need in entry.requires]
        return together(missing)


def _status(judged: Judgement, one: CompiledIntervention, facts: Facts, standing: str) -> str:
    """The first line of the table that fits. `standing`: done, declined or known, or nothing."""
    entry = judged.entry
    if _under_way(facts.courses.get(entry.id, ())) and not entry.exit:
        return _status_under_way(judged, one, facts)
    if judged.contraindicated is True:
        return "contraindicated"
    if judged.halted is True or judged.in_scope is False:
        return "held"
    if standing:
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


def statuses(pathway: Pathway, facts: Facts) -> dict[str, str]:
    """The status of every intervention by id; the fast half of `apply`."""
    return {name: one.status for name, one in judge(compile_pathway(pathway), facts).by_id.items()}
