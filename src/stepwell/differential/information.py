"""Which test would tell most next.

Lives here: the expected information gain of every test not yet done. Lives elsewhere: the odds (differential/odds.py).
"""

from collections.abc import Mapping, Sequence
from math import log2

from stepwell.differential.odds import Results, counted, posterior
from stepwell.differential.types import NOT_DGS, Assessment, Hypothesis, NextTest, Sources


def next_tests(
    sources: Sources,
    assessments: Sequence[Assessment],
    results: Results,
    before: Mapping[Hypothesis, float],
) -> tuple[NextTest, ...]:
    """Tests not yet done, the one that tells most first.

    before   probabilities before any test

    The gain is the mean, over both answers, of how far the answer would move the probabilities (Kullback-Leibler
    divergence, in bits). It is never negative, and it uses the same damping and caps as the odds themselves.
    """
    now = posterior(before, counted(sources, assessments, results), sources.limits)
    open_tests = [
        test for test in assessments if test.positive and not test.combines and results.get(test.id) is None
    ]

    def after(test: Assessment, positive: bool) -> dict[Hypothesis, float]:
        return posterior(
            before, counted(sources, assessments, {**results, test.id: positive}), sources.limits
        )

    gains = []
    for test in open_tests:
        chance = chance_of_positive(test, now)
        gain = chance * divergence(after(test, True), now) + (1 - chance) * divergence(
            after(test, False), now
        )
        gains.append(NextTest(test.id, gain))
    return tuple(sorted(gains, key=lambda test: (-test.gain, test.assessment)))


def chance_of_positive(test: Assessment, now: Mapping[Hypothesis, float]) -> float:
    """How likely a positive result is, given what is known now."""
    return sum(value * _rate(test, name) for name, value in now.items())


def _rate(test: Assessment, name: Hypothesis) -> float:
    return max(test.positive[source] for source in name) if name else test.positive[NOT_DGS]


def divergence(after: Mapping[Hypothesis, float], now: Mapping[Hypothesis, float]) -> float:
    """Kullback-Leibler divergence from `now` to `after`, in bits.

    >>> divergence({(): 0.5, ("scar",): 0.5}, {(): 0.5, ("scar",): 0.5})
    0.0
    """
    return sum(value * log2(value / now[name]) for name, value in after.items() if value > 0)
