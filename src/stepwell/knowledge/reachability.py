"""Rules and branches that no record can ever reach, found without a prover.

Lives here: comparisons that are always or never true on a finding's range, and `all` with parts that exclude one
another. Lives elsewhere: the complete proof (verify/), which also sees through derived findings.
"""

from collections.abc import Iterator

from stepwell.knowledge.conditions import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    IsYes,
    Leaf,
    Not,
    OneOf,
    leaves,
    parts_of,
)
from stepwell.knowledge.derivations import conditions_in
from stepwell.knowledge.readers import EntryReader
from stepwell.knowledge.types import Intervention, Pathway, Place


def check_reachable(pathway: Pathway, reader: EntryReader) -> None:
    """Note every comparison that cannot differ and every rule that cannot hold."""
    for place, name, condition in _rules(pathway):
        for leaf in leaves(condition):
            if isinstance(leaf, Compare) and (word := _constant(leaf, pathway)):
                problem = f"In {name}, {leaf.finding} {leaf.operator} {{{leaf.parameter}}} is {word} true on its range."
                reader.fault(place, problem, "Correct the parameter, the operator or the finding's range.")
        for first, second in _exclusions(condition):
            problem = f"In {name}, {_words(first)} and {_words(second)} cannot both hold."
            reader.fault(place, problem, "Take one of them out: the branch can never be reached.")


def _rules(pathway: Pathway) -> Iterator[tuple[Place, str, Condition]]:
    for finding in pathway.findings.values():
        if finding.derive is not None:
            yield from ((finding.place, finding.id, condition) for condition in conditions_in(finding.derive))
    for intervention in pathway.interventions.values():
        yield from (
            (intervention.place, intervention.id, condition) for condition in conditions_of(intervention)
        )


def conditions_of(intervention: Intervention) -> Iterator[Condition]:
    """Every condition of an intervention, in the order it is written."""
    yield from (
        condition for condition in (intervention.indicated, intervention.unless) if condition is not None
    )
    yield from (row.when for row in intervention.contraindicated)
    yield from (row.when for row in intervention.precautions)
    yield from (row.when for row in intervention.stop)
    yield from (need.that for need in intervention.requires)
    yield from (preference.when for preference in intervention.prefer)


def _constant(leaf: Compare, pathway: Pathway) -> str:
    finding = pathway.findings.get(leaf.finding.partition("@")[0])
    if finding is None or finding.range is None:
        return ""
    holds = {
        _holds(value, leaf)
        for value in {*finding.range, leaf.number, leaf.number - 1, leaf.number + 1}
        if _within(value, finding.range)
    }
    return "" if len(holds) == 2 else "always" if holds == {True} else "never"


def _within(value: int, limits: tuple[int, int]) -> bool:
    return limits[0] <= value <= limits[1]


def _holds(value: int, leaf: Compare) -> bool:
    number = leaf.number
    return {
        "<": value < number,
        "<=": value <= number,
        ">": value > number,
        ">=": value >= number,
        "=": value == number,
    }[leaf.operator]


def _exclusions(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    if isinstance(condition, All):
        flat = [part for part in condition.parts if isinstance(part, Leaf | Not)]
        yield from ((a, b) for i, a in enumerate(flat) for b in flat[i + 1 :] if _excludes(a, b))
    for part in parts_of(condition):
        yield from _exclusions(part)


def _excludes(one: Condition, other: Condition) -> bool:
    if Not(one) == other or one == Not(other):
        return True
    match one, other:
        case OneOf(a, left), OneOf(b, right):
            return a == b and not left & right
        case Compare(a), Compare(b) if a == b:
            values = {one.number + step for step in (-1, 0, 1)} | {other.number + step for step in (-1, 0, 1)}
            return not any(_holds(value, one) and _holds(value, other) for value in values)
        case _:
            return False


def _words(condition: Condition) -> str:
    match condition:
        case IsYes(finding):
            return finding
        case OneOf(finding, options):
            return f"{finding} in {sorted(options)}"
        case Compare(finding, operator, _, parameter):
            return f"{finding} {operator} {{{parameter}}}"
        case Not(part):
            return f"not {_words(part)}"
        case Always(value):
            return "always" if value else "never"
        case AnyOf() | AtLeast() | All() | _:
            return "a part"
