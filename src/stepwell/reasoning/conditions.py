"""Whether a condition holds for the values of one record.

Lives here: a condition as a function of values, and which of its leaves decide it. Lives elsewhere: the
logic itself (reasoning/logic.py), the tree (knowledge/conditions.py), where values come from (reasoning/facts.py).
"""

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import cast

from stepwell.knowledge.conditions import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    IsYes,
    Known,
    Leaf,
    Not,
    OneOf,
    parts_of,
)
from stepwell.reasoning.logic import Truth, at_least, compare, conjunction, disjunction, negation, one_of
from stepwell.reasoning.types import FactValue
from stepwell.records.bounds import Bounds

Values = Mapping[str, FactValue]
Evaluator = Callable[[Values], Truth]

KNOWN = "known:"
"""Prefix under which the values say whether a finding is known."""


_KEPT: dict[int, tuple[Condition, Evaluator]] = {}
"""Evaluators by the identity of their condition, which is kept with them; hashing a whole tree each time is slow."""


def evaluator(condition: Condition) -> Evaluator:
    """The condition as a function from values to true, false or not known."""
    kept = _KEPT.get(id(condition))
    if kept is None:
        kept = _KEPT[id(condition)] = (condition, _compile(condition))
    return kept[1]


_PARTS: dict[int, tuple[Condition, tuple[tuple[Condition, Evaluator], ...]]] = {}


def parts_with_evaluators(condition: Condition) -> tuple[tuple[Condition, Evaluator], ...]:
    """The conditions directly below, each with its evaluator; nothing for a leaf."""
    kept = _PARTS.get(id(condition))
    if kept is None:
        parts = tuple((part, evaluator(part)) for part in parts_of(condition))
        kept = _PARTS[id(condition)] = (condition, parts)
    return kept[1]


def _compile(condition: Condition) -> Evaluator:
    if isinstance(condition, Leaf):
        return _leaf(condition)
    below = tuple(map(evaluator, parts_of(condition)))
    match condition:
        case All():
            return lambda values: conjunction([part(values) for part in below])
        case AnyOf():
            return lambda values: disjunction([part(values) for part in below])
        case AtLeast(count):
            return lambda values: at_least(count, [part(values) for part in below])
        case Not():
            return lambda values: negation(below[0](values))


def _leaf(leaf: Leaf) -> Evaluator:
    match leaf:
        case Always(value):
            return lambda values: value
        case IsYes(finding):
            return cast(Evaluator, itemgetter(finding))
        case Compare(finding, operator, number):
            return lambda values: compare(cast(Bounds, values[finding]), operator, number)
        case OneOf(finding, options):
            return lambda values: one_of(cast(frozenset[str], values[finding]), options)
        case Known(finding):
            return cast(Evaluator, itemgetter(KNOWN + finding))


def holds(condition: Condition | None, values: Values, *, default: Truth) -> Truth:
    """Whether a condition holds; `default` where there is no condition."""
    return default if condition is None else evaluator(condition)(values)


def deciding_leaves(condition: Condition, values: Values) -> Iterator[Leaf]:
    """The leaves that make a known condition what it is: changing one of them might change it."""
    truth = evaluator(condition)(values)
    if isinstance(condition, Leaf):
        yield condition
    for part in parts_of(condition):
        part_truth = evaluator(part)(values)
        same = negation(part_truth) if isinstance(condition, Not) else part_truth
        if same is truth or isinstance(condition, AtLeast):
            yield from deciding_leaves(part, values)
