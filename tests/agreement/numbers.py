"""The numbers at which something happens: thresholds, windows, words of courses, collected from the knowledge.

Lives here: where a rule turns, so that made-up values lie on both sides of it. Lives elsewhere: the values
(agreement/lines.py).
"""

from collections import defaultdict
from dataclasses import dataclass

from stepwell.knowledge.conditions import OTHER_SIDE, Compare, leaves
from stepwell.knowledge.derivations import Aggregate, Number, Words, conditions_in, courses_of
from stepwell.knowledge.quantities import DAYS_IN, parameter_days
from stepwell.knowledge.reachability import conditions_of


@dataclass(frozen=True)
class Turns:
    """Where rules turn.

    values   scaled numbers that each finding is compared with
    days     how many days ago something may matter
    parts    numbers that each part of a course is compared with
    words    words that each part of a course may need to be
    """

    values: dict
    days: tuple
    parts: dict
    words: dict


def turns_of(pathway):
    """Collect the turning points of a pathway."""
    values, parts, words = defaultdict(set), defaultdict(set), defaultdict(set)
    for leaf in _compared(pathway):
        values[leaf.finding.removesuffix(OTHER_SIDE)].add(leaf.number)
    for derive in _derivations(pathway):
        _add_aggregate(derive, values)
        _add_parts(derive, parts, words)
    return Turns(_sorted(values), tuple(sorted(_days(pathway))), _sorted(parts), _sorted(words))


def every_condition(pathway):
    """Every condition of the knowledge."""
    for derive in _derivations(pathway):
        yield from conditions_in(derive)
    yield from advising_conditions(pathway)


def advising_conditions(pathway):
    """The conditions of interventions and steps."""
    for one in pathway.interventions.values():
        yield from conditions_of(one)
    for step in pathway.steps:
        yield from (part for part in (step.goal, step.enter, step.unless) if part is not None)


def _derivations(pathway):
    return [finding.derive for finding in pathway.findings.values() if finding.derive is not None]


def _compared(pathway):
    for condition in every_condition(pathway):
        yield from (leaf for leaf in leaves(condition) if isinstance(leaf, Compare))


def _add_aggregate(derive, values):
    if isinstance(derive, Aggregate):
        values[derive.finding] |= {number for number in (derive.over, derive.under) if number is not None}


def _add_parts(derive, parts, words):
    courses = courses_of(derive)
    for field, wanted in courses.where if courses else ():
        if isinstance(wanted, Number):
            parts[field].add(wanted.number)
        if isinstance(wanted, Words):
            words[field] |= wanted.options


def _days(pathway):
    durations = [one for one in pathway.parameters.values() if one.unit in DAYS_IN and one.unit != "a"]
    yield from {parameter_days(one) for one in durations}
    yield from {one.fresh_for for one in pathway.findings.values() if one.fresh_for is not None}


def _sorted(found):
    return {name: tuple(sorted(members)) for name, members in found.items()}
