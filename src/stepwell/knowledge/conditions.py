"""What a condition says: the syntax tree that every engine reads.

Lives here: one class per kind of condition, and the questions about a tree that need no record (which
findings and parameters it names). Lives elsewhere: how it is written in YAML (knowledge/condition_reader.py),
whether it holds for a record (reasoning/conditions.py), the same as a formula (verify/encode.py).

Numbers are scaled integers: a finding with one decimal stores 2.5 as 25, and so does a comparison with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Operator = Literal["<", "<=", ">", ">=", "="]


@dataclass(frozen=True, slots=True)
class Always:
    """A condition that does not depend on the record."""

    value: bool


@dataclass(frozen=True, slots=True)
class IsYes:
    """A yes-no finding is yes."""

    finding: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A number compared with a parameter; `number` is scaled as the finding is."""

    finding: str
    operator: Operator
    number: int
    parameter: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice is one of the options."""

    finding: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """A finding is known today. Only `requires` and the goal of a step may ask this."""

    finding: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` parts hold."""

    count: int
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Leaf = Always | IsYes | Compare | OneOf | Known
Condition = Leaf | All | AnyOf | AtLeast | Not

OTHER_SIDE = "@other"
"""Suffix of a finding read on the side that the episode is not about."""


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly below, in order."""
    match condition:
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            return ()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf of the tree, in the order it is written."""
    if isinstance(condition, Leaf):
        yield condition
    for part in parts_of(condition):
        yield from leaves(part)


def findings_in(condition: Condition) -> frozenset[str]:
    """The findings that a condition reads (with `@other` where it reads the other side)."""
    return frozenset(leaf.finding for leaf in leaves(condition) if not isinstance(leaf, Always))


def parameters_in(condition: Condition) -> frozenset[str]:
    """The parameters that a condition compares with."""
    return frozenset(leaf.parameter for leaf in leaves(condition) if isinstance(leaf, Compare))


def on_other_side(condition: Condition) -> Condition:
    """The same condition read on the other side of the body."""
    match condition:
        case IsYes(finding):
            return IsYes(finding + OTHER_SIDE)
        case Compare(finding, operator, number, parameter):
            return Compare(finding + OTHER_SIDE, operator, number, parameter)
        case OneOf(finding, options):
            return OneOf(finding + OTHER_SIDE, options)
        case All(parts):
            return All(tuple(map(on_other_side, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(on_other_side, parts)))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(map(on_other_side, parts)))
        case Not(part):
            return Not(on_other_side(part))
        case _:
            return condition
