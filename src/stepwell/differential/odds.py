"""Odds: how the results of tests move the probability of each hypothesis.

Lives here: which tests count and with what weight, their ratios, caps, and Bayes' rule over not-DGS, each source and
each pair of sources. Lives elsewhere: chance (differential/uncertainty.py), what is offered (differential/conclude.py).

Naive Bayes takes tests to be independent given the source. They are not: of one block only the first test done is
read in full, each further one, whichever way it points, as ratio^further. A further test that disagrees counts too:
to leave it out could only ever strengthen the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import exp, log

from stepwell.differential.types import NOT_DGS, OTHER, Assessment, Hypothesis, Limits, Situation, Sources

Results = Mapping[str, bool | None]
LogRatios = Mapping[str, float]
"""Log likelihood ratio of one result for each source, against not DGS."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A result that counts, and its weight: 1 in full, less for a further test of the same block."""

    assessment: Assessment
    positive: bool
    weight: float
    ratios: LogRatios = field(default_factory=dict)


def counted(sources: Sources, assessments: Sequence[Assessment], results: Results) -> tuple[Counted, ...]:
    """The results that count, in the order of their blocks, with their log ratios, capped.

    sources      blocks and limits
    assessments  all tests
    results      what was found
    returns      no test without a weight of its own: a member of a combined test that was read is left out

    Reference: evidence 2.6, rules 1 and 2.
    """
    known = with_combined(assessments, results)
    by_id = {test.id: test for test in assessments}
    found: list[Counted] = []
    for names in sources.blocks.values():
        found += _block([by_id[name] for name in names if known.get(name) is not None], known, sources.limits)
    loose = [test for test in assessments if not test.block and known.get(test.id) is not None]
    found += [_counted(test, known, 1.0, sources.limits) for test in loose if test.positive]
    return tuple(found)


def with_combined(assessments: Sequence[Assessment], results: Results) -> dict[str, bool | None]:
    """The results with those of combined tests: positive when any part is, negative when all are."""
    known = dict(results)
    for test in assessments:
        if test.combines:
            parts = [results.get(name) for name in test.combines]
            known[test.id] = True if True in parts else (None if None in parts else False)
    return known


def _block(done: Sequence[Assessment], known: Results, limits: Limits) -> list[Counted]:
    if not done:
        return []
    first, *rest = done
    further = [test for test in rest if test.id not in first.combines]
    return [
        _counted(first, known, 1.0, limits),
        *(_counted(test, known, limits.further, limits) for test in further),
    ]


def _counted(test: Assessment, known: Results, weight: float, limits: Limits) -> Counted:
    positive = bool(known[test.id])
    return Counted(test, positive, weight, log_ratios(test, positive, limits))


def log_ratios(test: Assessment, positive: bool, limits: Limits) -> dict[str, float]:
    """Log of P(result | source) / P(result | not DGS) for each source, inside the caps.

    Reference: evidence 2.6, rule 2.
    """
    base = _chance(test.positive[NOT_DGS], positive)
    return {
        name: capped(_log_ratio(_chance(value, positive), base), test, limits)
        for name, value in test.positive.items()
        if name != NOT_DGS
    }


def _chance(rate: float, positive: bool) -> float:
    return rate if positive else 1 - rate


def _log_ratio(of: float, base: float) -> float:
    if of <= 0:
        return float("-inf") if base > 0 else 0.0
    return log(of / base) if base > 0 else float("inf")


def capped(value: float, test: Assessment, limits: Limits) -> float:
    """A log ratio inside what a single test may say."""
    low, high = limits.test
    return min(max(value, log(low)), log(min(high, test.cap or high)))


def hypotheses(sources: Sources) -> tuple[Hypothesis, ...]:
    """Not DGS, each source, each pair of named sources, in that order."""
    named = [name for name in sources.sources if name != OTHER]
    return ((), *((name,) for name in sources.sources), *combinations(named, 2))


def prior(sources: Sources, situation: Situation) -> dict[Hypothesis, float]:
    """The probability of each hypothesis before testing.

    A share `coexist` of people with DGS has two sources, shared out in proportion to both.
    """
    shares = situation.shares
    total = sum(shares.values())
    pairs = {pair: shares[pair[0]] * shares[pair[1]] for pair in hypotheses(sources) if len(pair) == 2}
    weight = sum(pairs.values())
    alone = {(name,): (1 - sources.coexist) * share / total for name, share in shares.items()}
    both = {pair: sources.coexist * value / weight for pair, value in pairs.items()}
    within = alone | both
    return {(): 1 - situation.prevalence} | {
        name: situation.prevalence * value for name, value in within.items()
    }


def posterior(
    before: Mapping[Hypothesis, float], results: Sequence[Counted], limits: Limits
) -> dict[Hypothesis, float]:
    """The probability of each hypothesis after testing, the product of all ratios capped.

    Of a pair, either source can turn a test positive: it takes the larger ratio of a positive test and the smaller of
    a negative one.

    Reference: Bayes' rule in odds form against not DGS; evidence 2.6, rule 2.
    """
    low, high = (log(limit) for limit in limits.all)
    weights = {
        name: value * exp(min(max(_total(name, results), low), high)) for name, value in before.items()
    }
    total = sum(weights.values())
    return {name: value / total for name, value in weights.items()}


def _total(name: Hypothesis, results: Sequence[Counted]) -> float:
    if not name:
        return 0.0
    if len(name) == 1:
        return sum(result.weight * result.ratios[name[0]] for result in results)
    one, two = name
    return sum(
        result.weight * (max if result.positive else min)(result.ratios[one], result.ratios[two])
        for result in results
    )


def share_of(source: str, chances: Mapping[Hypothesis, float]) -> float:
    """P(source | DGS), alone or with another."""
    return overall_of(source, chances) / (1 - chances[()])


def overall_of(source: str, chances: Mapping[Hypothesis, float]) -> float:
    """P(source), alone or with another."""
    return sum(value for name, value in chances.items() if source in name)
