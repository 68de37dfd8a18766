"""What the results say of the source: probabilities, the source that may be offered, the next test.

Lives here: the one function that other packages call, and the three ways in which a source is offered. Lives elsewhere:
odds, uncertainty and information (beside this file), and the record (its caller reads it and passes plain values).

It advises. Rules read `working-source`, an observation that a person records.
"""

from collections.abc import Mapping, Sequence
from random import Random

from stepwell.differential.information import next_tests
from stepwell.differential.odds import Results, counted, overall_of, posterior, prior
from stepwell.differential.types import (
    OTHER,
    Assessment,
    Clues,
    Differential,
    Estimate,
    Hypothesis,
    Likelihood,
    Offer,
    OfferRule,
    Situation,
    Sources,
)
from stepwell.differential.uncertainty import draw, estimate, estimate_share


def differential(
    sources: Sources,
    assessments: Sequence[Assessment],
    results: Results,
    situation: Situation,
    *,
    clues: Clues | None = None,
    draws: int = 500,
    seed: int = 1,
) -> Differential:
    """Which structure is it?

    results    assessment id -> True, False or None (not done, which changes nothing)
    situation  P(DGS) and P(source | DGS) before testing
    clues      what imaging and guided blocks name
    draws      how often the uncertain numbers are drawn
    seed       the same seed gives the same intervals
    returns    offers a source when (a) imaging names it and the examination agrees, (b) a guided block into it gave
               relief, or (c) tests alone are clear enough; a source whose block gave no relief is not offered

    Reference: evidence 2.6; design 6.
    """
    clues = clues or Clues()
    found = counted(sources, assessments, results)
    before = prior(sources, situation)
    now = posterior(before, found, sources.limits)
    drawn = draw(sources, situation, found, draws=draws, rng=Random(seed))  # noqa: S311 - not for secrets
    likelihoods = _likelihoods(sources, now, drawn)
    not_dgs = estimate(now[()], [chances[()] for chances in drawn], sources.limits)
    shortfalls = shortfalls_of(likelihoods, not_dgs, clues, sources.offer)
    return Differential(
        setting=situation.setting,
        likelihoods=likelihoods,
        not_dgs=not_dgs,
        pairs=_pairs(now),
        offers=_offers(likelihoods, shortfalls, clues),
        shortfalls=shortfalls,
        next_tests=next_tests(sources, assessments, results, before),
        used=tuple((result.assessment.id, result.weight) for result in found),
    )


def situation_of(sources: Sources, holds: Mapping[str, bool | None]) -> Situation:
    """One person before testing.

    holds    finding -> whether it holds; not known counts as not, so that the cautious default stands
    returns  the first setting and prevalence whose finding holds, with the shares as the modifiers change them

    Reference: evidence 1.1 and 1.3.
    """
    setting = next(entry for entry in sources.settings if not entry.when or holds.get(entry.when))
    prevalence = next(
        (value for when, value in sources.prevalence_after if holds.get(when)), sources.prevalence
    )
    shares = dict(setting.shares)
    for modifier in sources.modifiers:
        if holds.get(modifier.when):
            shares[modifier.source] *= modifier.times
    total = sum(shares.values())
    return Situation(setting.id, prevalence, {name: share / total for name, share in shares.items()})


def results_of(assessments: Sequence[Assessment], holds: Mapping[str, bool | None]) -> dict[str, bool | None]:
    """The results of the tests, from the findings that hold them."""
    return {test.id: holds.get(test.finding) for test in assessments if test.finding}


def shortfalls_of(
    likelihoods: Sequence[Likelihood], not_dgs: Estimate, clues: Clues, rule: OfferRule
) -> tuple[str, ...]:
    """Why tests alone do not name a source; empty when they do.

    Reference: evidence 2.6, rule 3; design 6 (c).
    """
    first, second = likelihoods[0], likelihoods[1]
    reasons = {
        "source-unknown": first.source == OTHER,
        "share-low": first.share.median < rule.share_at_least,
        "next-too-close": first.share.median < rule.times_the_next * second.share.median,
        "not-dgs-likely": not_dgs.median >= rule.not_dgs_below,
        "too-uncertain": first.share.high - first.share.low > rule.interval_at_most,
        "block-negative": first.source in clues.unrelieved,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _likelihoods(
    sources: Sources, now: Mapping[Hypothesis, float], drawn: Sequence[Mapping[Hypothesis, float]]
) -> tuple[Likelihood, ...]:
    found = [
        Likelihood(name, estimate_share(name, now, drawn, sources.limits), overall_of(name, now))
        for name in sources.sources
    ]
    return tuple(sorted(found, key=lambda entry: (-entry.share.median, entry.source)))


def _offers(likelihoods: Sequence[Likelihood], shortfalls: Sequence[str], clues: Clues) -> tuple[Offer, ...]:
    seen = clues.imaged if clues.examination_agrees else frozenset()
    offers = dict.fromkeys(sorted(seen - clues.unrelieved), "imaging")
    offers |= dict.fromkeys(sorted(clues.relieved - clues.unrelieved), "block")
    if not shortfalls:
        offers.setdefault(likelihoods[0].source, "tests")
    return tuple(Offer(source, why) for source, why in offers.items())


def _pairs(now: Mapping[Hypothesis, float]) -> tuple[tuple[tuple[str, str], float], ...]:
    pairs = [((name[0], name[1]), value / (1 - now[()])) for name, value in now.items() if len(name) == 2]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
