"""What is not known, filled in: a completion gives each open finding some value of what it may be.

Lives here: completing the facts of one day, and computing again what follows from them. No line is added to a record.
Lives elsewhere: the facts (reasoning/facts.py), the promise that is tried with them (property/test_first_promise.py).
"""

from dataclasses import replace

from stepwell.knowledge.conditions import OTHER_SIDE
from stepwell.knowledge.derivations import Choose, Exits, Ratio, Rule, Score
from stepwell.reasoning.conditions import KNOWN
from stepwell.reasoning.observed import is_known
from stepwell.reasoning.situation import Situation
from stepwell.records.bounds import Bounds, exactly

FOLLOWS = (Rule, Choose, Score, Ratio, Exits)
"""Derived findings that only follow from others; all other operators read lines and so are open themselves."""


def completed(compiled, facts, rng, turns):
    """The facts of a day on which everything is known, each value one that was possible."""
    values = {name: one_of(value, rng, turns.get(name, ())) for name, value in facts.values.items()}
    now = Situation(facts.day, values, facts.observed, facts.courses, facts.settled)
    for name, compute in compiled.derived:
        if isinstance(compiled.pathway.findings[name].derive, FOLLOWS):
            values[name] = compute(now)
    for name in compiled.known_asked:
        values[KNOWN + name] = is_known(values[name], compiled.nothing_known[name])
    return replace(facts, values=values)


def recomputed(compiled, facts, rng, turns):
    """Every derived finding computed again after only what can be observed was filled in."""
    values = {
        name: one_of(value, rng, turns.get(name, ())) if _observed(compiled, name) else value
        for name, value in facts.values.items()
    }
    now = Situation(facts.day, values, facts.observed, facts.courses, facts.settled)
    for name, compute in compiled.derived:
        values[name] = compute(now)
    return values


def _observed(compiled, name):
    finding = compiled.pathway.findings.get(name.removesuffix(OTHER_SIDE))
    return finding is not None and (finding.derive is None or name.endswith(OTHER_SIDE))


def one_of(value, rng, turns):
    """One of the values that a fact may have, often next to where a rule turns."""
    if isinstance(value, Bounds):
        return exactly(_number(value, rng, turns))
    if isinstance(value, frozenset):
        return frozenset({rng.choice(sorted(value))})
    return rng.random() < 0.5 if value is None else value


def _number(value, rng, turns):
    near = [turn + step for turn in turns for step in (-1, 0, 1) if value.low <= turn + step <= value.high]
    whole = range(-int(-value.low // 1), int(value.high) + 1)
    inside = rng.choice(whole) if whole else value.low
    return rng.choice([value.low, value.high, inside, *near])


def within(new, old):
    """Whether a value is one of those that were possible before."""
    if isinstance(old, Bounds):
        return old.low <= new.low and new.high <= old.high
    if isinstance(old, frozenset):
        return new <= old
    return old is None or new is old
