"""How uncertain the probabilities are: the same odds, drawn many times from what is known of each number.

Lives here: draws of the shares (Dirichlet) and of the ratios (log-normal). Lives elsewhere: the odds themselves
(differential/odds.py). Chance comes in as an argument, so the same seed gives the same draws.

A ratio is P(result | source) / P(result | not DGS). Its spread is split evenly between the two, so that two sources
share the half that comes from people without DGS.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log, sqrt
from random import Random

from stepwell.differential.odds import Counted, capped, posterior, prior, share_of
from stepwell.differential.types import Estimate, Hypothesis, Limits, Situation, Sources

SD_IN_INTERVAL = 2 * 1.959964
"""Standard deviations in a 95 % interval of a normal distribution."""


def draw(
    sources: Sources, situation: Situation, results: Sequence[Counted], *, draws: int, rng: Random
) -> list[dict[Hypothesis, float]]:
    """Probabilities of all hypotheses, once per draw.

    draws    how many
    rng      where chance comes from

    Reference: evidence 2.6, rule 3; 1.3 for the concentration.
    """
    return [
        posterior(
            prior(sources, replace(situation, shares=_shares(situation.shares, sources.concentration, rng))),
            [_noisy(result, sources.limits, rng) for result in results],
            sources.limits,
        )
        for _ in range(draws)
    ]


def _shares(means: Mapping[str, float], weight: float, rng: Random) -> dict[str, float]:
    drawn = {name: rng.gammavariate(weight * mean, 1.0) if mean else 0.0 for name, mean in means.items()}
    total = sum(drawn.values())
    return {name: value / total for name, value in drawn.items()}


def _noisy(result: Counted, limits: Limits, rng: Random) -> Counted:
    half = spread(result, limits) / sqrt(2)
    common = rng.gauss(0, half)
    ratios = {
        name: capped(value + common + rng.gauss(0, half), result.assessment, limits) if value else value
        for name, value in result.ratios.items()
    }
    return replace(result, ratios=ratios)


def spread(result: Counted, limits: Limits) -> float:
    """Standard deviation of the log ratio: from its 95 % interval, or the common one where none is known."""
    if result.positive not in result.assessment.intervals:
        return limits.spread
    low, high = result.assessment.intervals[result.positive]
    return (log(high) - log(low)) / SD_IN_INTERVAL


def estimate(value: float, drawn: Sequence[float], limits: Limits) -> Estimate:
    """A value with the median and the central interval of its draws."""
    ordered = sorted(drawn)
    tail = (1 - limits.interval) / 2
    return Estimate(value, quantile(ordered, 0.5), quantile(ordered, tail), quantile(ordered, 1 - tail))


def estimate_share(
    source: str, now: Mapping[Hypothesis, float], drawn: Sequence[Mapping[Hypothesis, float]], limits: Limits
) -> Estimate:
    """P(source | DGS) with its interval."""
    return estimate(share_of(source, now), [share_of(source, chances) for chances in drawn], limits)


def quantile(ordered: Sequence[float], part: float) -> float:
    """The value below which `part` of the ordered values lie, between neighbours in proportion.

    >>> quantile([1.0, 2.0, 4.0], 0.75)
    3.0
    """
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
