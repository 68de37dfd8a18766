"""Inputs of ratios that lie beyond linear arithmetic: found by trying values, so that a rebuilt record agrees.

Lives here: trying values spread over the range of each input, in steps that grow with it, until the ratio lies on
the side of every number that the model says. Lives elsewhere: ratios as formulas (verify/ratios.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import z3

from stepwell.knowledge.derivations import Ratio, reads
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.reasoning.logic import compare
from stepwell.reasoning.situation import Situation
from stepwell.reasoning.types import FactValue
from stepwell.records.bounds import Bounds, exactly
from stepwell.records.types import Observation, Record
from stepwell.verify.formulas import Formula, every, no, same, single, some
from stepwell.verify.formulas import compare as compared
from stepwell.verify.trial import TODAY, next_seq
from stepwell.verify.world import World

STEPS = 6


def ratio_axioms(world: World) -> Iterator[Formula]:
    """A ratio is exact where all its inputs are, and undecided where one is not: enough for a counter-example."""
    for key in _beyond(world):
        exact = every(_exact(world, name) for name in sorted(_inputs(world, key)))
        value = world.range(key)
        yield some((no(exact), same(value.low, value.high)))
        for number in world.numbers(key):
            yield some((exact, every((value.low < number, value.high > number))))


def _beyond(world: World) -> list[str]:
    """The ratios that stayed unknowns of their own."""
    ratios = [key for key in world.variables.ranges if isinstance(world.finding(key).derive, Ratio)]
    return [key for key in ratios if key not in world.ratios.divided]


def _exact(world: World, name: str) -> Formula:
    if world.finding(name).type == "choice":
        return single(world.choice(name))
    return same(world.range(name).low, world.range(name).high)


def fit_ratios(world: World, model: Any, record: Record) -> Record:
    """The record with values for the inputs of each such ratio, or as it is where nothing needs to fit."""
    for key in _beyond(world):
        wanted = {
            (operator, number): _truth(world, model, key, operator, number)
            for operator, number in sorted(world.compared.get(key, ()))
        }
        record = _fitted(world, record, key, wanted)
    return record


def _truth(world: World, model: Any, key: str, operator: str, number: int) -> bool | None:
    pair = compared(world.range(key), operator, number)
    yes, no = (z3.is_true(model.eval(formula, model_completion=True)) for formula in (pair.yes, pair.no))
    return True if yes else False if no else None


def _fitted(world: World, record: Record, key: str, wanted: Mapping[tuple[str, int], bool | None]) -> Record:
    """The first values that agree; the record as it is where none of those tried do."""
    compiled = compile_pathway(world.pathway)
    facts = read_facts(compiled, record.as_of(TODAY), TODAY)
    values = dict(facts.values)
    inputs = sorted(name for name in _inputs(world, key) if world.finding(name).type == "number")
    now = Situation(facts.day, values, facts.observed, facts.courses, facts.settled)
    chain = [one for one in compiled.derived if isinstance(world.finding(one[0]).derive, Ratio)]
    for tried in product(*(_candidates(world, name, values) for name in inputs)):
        values.update(zip(inputs, tried))
        for name, compute in chain:
            values[name] = compute(now)
        value = values[key]
        assert isinstance(value, Bounds)  # noqa: S101
        if all(compare(value, *asked) is truth for asked, truth in wanted.items()):
            return _with(world, record, dict(zip(inputs, tried)))
    return record


def _inputs(world: World, key: str) -> set[str]:
    """The observed findings that a ratio rests on."""
    derive = world.finding(key).derive
    if derive is None:
        return {key}
    return (
        {name for below in reads(derive) for name in _inputs(world, below)}
        if isinstance(derive, Ratio)
        else set()
    )


def _candidates(world: World, name: str, values: Mapping[str, FactValue]) -> list[Bounds]:
    """What the record has, nothing, then values over the range, as long as no other rule reads them differently."""
    now = values[name]
    assert isinstance(now, Bounds)  # noqa: S101
    low, high = world.finding(name).range or (0, 0)
    spread = [round(max(low, 1) * (max(high, 1) / max(low, 1)) ** (step / STEPS)) for step in range(1, STEPS)]
    numbers = world.compared.get(name, set())
    beside = [
        number + step for _, number in sorted(numbers) for step in (-1, 0, 1) if low <= number + step <= high
    ]
    tried = [Bounds(low, high), *map(exactly, dict.fromkeys([*spread, *beside]))]
    return [now, *(value for value in tried if _same_side(now, value, numbers))]


def _same_side(one: Bounds, other: Bounds, numbers: Iterable[tuple[str, int]]) -> bool:
    return all(
        compare(one, operator, number) is compare(other, operator, number) for operator, number in numbers
    )


def _with(world: World, record: Record, values: Mapping[str, Bounds]) -> Record:
    """The record with these values in place of what it says of the same findings today."""
    kept = [line for line in record.observations if line.finding not in values or not _current(line, record)]
    unknown = {name: Bounds(*(world.finding(name).range or (0, 0))) for name in values}
    known = [(name, value) for name, value in values.items() if value != unknown[name]]
    now = {line.finding: line for line in record.observations if _current(line, record)}
    found = [
        replace(now[name], value=value) if name in now else Observation(seq, exactly(TODAY), name, value)
        for seq, (name, value) in enumerate(known, next_seq(record))
    ]
    return replace(record, observations=tuple(sorted((*kept, *found), key=lambda line: line.seq)))


def _current(line: Observation, record: Record) -> bool:
    return line.seq == max(other.seq for other in record.observations if other.finding == line.finding)
