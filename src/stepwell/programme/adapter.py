"""The programme and the situation of one person, from the pathway and what is known.

Lives here: `programme_of` and `situation_from`. Lives elsewhere: reading a record (records/), what is known of it
(reasoning/facts.py), the exercise lines of a record (programme/history.py).
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from stepwell.knowledge.condition_reader import ConditionReader
from stepwell.knowledge.derivations import courses_of
from stepwell.knowledge.readers import suggestion
from stepwell.knowledge.types import Pathway
from stepwell.programme.history import History, history_of
from stepwell.programme.knowledge import Programme
from stepwell.programme.reader import programme_from
from stepwell.programme.situation import Situation
from stepwell.reasoning.conditions import Evaluator, evaluator
from stepwell.reasoning.facts import Facts
from stepwell.records.bounds import Bounds


@lru_cache(maxsize=8)
def programme_of(pathway: Pathway) -> Programme:
    """The programme of a pathway. Kept for as long as the pathway is."""
    numbers = {name: parameter.value for name, parameter in pathway.parameters.items()}
    return programme_from(pathway.programme, pathway.exercises, numbers)


def situation_from(
    pathway: Pathway,
    facts: Facts,
    *,
    equipment: frozenset[str] | None = None,
    avoid: frozenset[str] = frozenset(),
    prefer: frozenset[str] = frozenset(),
) -> Situation:
    """The situation of one person on one day.

    facts      what is known on the day (reasoning/facts.py)
    equipment  what there is; None means what a home is taken to have
    returns    nothing that is not known is filled in
    """
    history: History = history_of(facts, programme_of(pathway).exercises)
    injection, since_injection = _latest(pathway, facts, "days-since-injection")
    operation, since_operation = _latest(pathway, facts, "days-since-operation")
    return Situation(
        holds=_holds(pathway, facts),
        phase=next(iter(_only(facts, "phase")), None),
        irritability=_options(facts, "irritability"),
        sources=_only(facts, "working-source"),
        plausible=_plausible(pathway, facts),
        equipment=equipment,
        avoid=avoid,
        prefer=prefer,
        levels=history.levels,
        logs=history.logs,
        pinned=history.pinned,
        caps=history.caps,
        paused=history.paused,
        days_since_injection=since_injection,
        injection=injection,
        days_since_operation=since_operation,
        operation=operation,
        age=_age(facts, programme_of(pathway).shape.older_age),
        sitting_tolerance=_least(facts, "sitting-tolerance"),
        phase_days=_days_since(facts, "phase"),
    )


@lru_cache(maxsize=8)
def _evaluators(pathway: Pathway) -> Mapping[str, Evaluator]:
    reader = ConditionReader(pathway.findings, pathway.parameters, suggestion)
    return {key: evaluator(reader.read(tree)) for key, tree in programme_of(pathway).conditions.items()}


def _holds(pathway: Pathway, facts: Facts) -> Callable[[str], bool | None]:
    evaluators = _evaluators(pathway)
    return lambda key: evaluators[key](facts.values)


def _options(facts: Facts, finding: str) -> frozenset[str]:
    value = facts.values.get(finding)
    return value if isinstance(value, frozenset) else frozenset()


def _only(facts: Facts, finding: str) -> frozenset[str]:
    """The option of a choice that is known, else none."""
    options = _options(facts, finding)
    return options if len(options) == 1 else frozenset()


def _plausible(pathway: Pathway, facts: Facts) -> frozenset[str]:
    return _options(facts, "working-source") & programme_of(pathway).sources_not_known


def _latest(pathway: Pathway, facts: Facts, finding: str) -> tuple[str, int | None]:
    """The latest course that a `days_since_course` finding looks at, and how many days ago it surely was at most."""
    derive = pathway.findings[finding].derive
    looked_at = courses_of(derive) if derive else None
    names = looked_at.interventions if looked_at else ()
    over = [one for name in names for one in facts.courses.get(name, ()) if one.state in ("done", "stopped")]
    last = max(over, key=lambda course: (course.last.high, course.seq), default=None)
    return (last.intervention, facts.day - int(last.last.high)) if last else ("", None)


def _age(facts: Facts, older: int) -> int | None:
    age = facts.values.get("age")
    known = isinstance(age, Bounds) and (age.low >= older) == (age.high >= older)
    return int(age.low) if known and isinstance(age, Bounds) else None


def _least(facts: Facts, finding: str) -> int | None:
    value = facts.values.get(finding)
    return int(value.low) if finding in facts.origins and isinstance(value, Bounds) else None


def _days_since(facts: Facts, finding: str) -> int | None:
    seen = facts.origins.get(finding)
    return facts.day - int(seen.on.high) if seen else None
