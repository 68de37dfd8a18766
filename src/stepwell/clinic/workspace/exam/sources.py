"""Beside the exam: how likely each source is, and which test would tell most next.

Lives here: the differential of some facts in words, and as bars between 0 and 100. Lives elsewhere: the differential (differential/),
its numbers (knowledge/dgs/sources.yaml, assessments/), how a bar looks (templates/exam/_sources.html).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import Any

from stepwell.clinic.workspace.exam.groups import on_the_form
from stepwell.differential.conclude import results_of, situation_of
from stepwell.differential.odds import Results, counted, posterior, prior, share_of
from stepwell.differential.ranked import knowledge_of, ranked_by
from stepwell.differential.types import Assessment, Differential, Estimate, Hypothesis, Sources
from stepwell.documents.source_text import SHORTFALLS, WHY
from stepwell.knowledge.bibliography import short_citation
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.facts import Facts

MOST_MOVES = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A probability in percent, with its interval."""

    title: str
    low: int
    median: int
    high: int

    @property
    def width(self) -> int:
        """The length of the interval; never nothing, so that it is seen."""
        return max(self.high - self.low, 1)


@dataclass(frozen=True, slots=True)
class Move:
    """How far each result of a test would move the leading source, in percent."""

    assessment: str
    finding: str
    title: str
    positive: int
    negative: int

    @property
    def ends(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """Both results, the lower one first."""
        both = ("if negative", self.negative), ("if positive", self.positive)
        return both if self.negative <= self.positive else (both[1], both[0])

    @property
    def width(self) -> int:
        """The distance between both results."""
        return max(abs(self.positive - self.negative), 1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A test that counted: how much, in whom it was studied, and what it rests on."""

    title: str
    weight: str
    population: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the exam.

    offers  sources that may be taken as the working source, with why; `offered` their ids
    beyond  a test that tells more than any that can be done here; empty where there is none
    """

    headline: str
    conclusion: str
    setting: str
    interval: int
    bars: tuple[Bar, ...]
    not_dgs: Bar
    leading: Bar
    moves: tuple[Move, ...]
    beyond: str
    counted: tuple[Counted, ...]
    rule: str
    offers: tuple[tuple[str, str], ...]
    offered: tuple[str, ...]
    shortfalls: tuple[str, ...]

    @property
    def best(self) -> str:
        """The finding of the next most informative test."""
        return self.moves[0].finding if self.moves else ""


@lru_cache(maxsize=8)
def _kept(pathway: Pathway) -> tuple[Sources, tuple[Assessment, ...]]:
    return knowledge_of(pathway)


def sources_of(pathway: Pathway, facts: Facts) -> Beside:
    """What the results so far say of the source."""
    sources, assessments = _kept(pathway)
    found = ranked_by(pathway, facts)
    titles = {name: one.title for name, one in sources.sources.items()}
    bars = tuple(_bar(titles[one.source], one.share) for one in found.likelihoods)
    setting = next(one for one in sources.settings if one.id == found.setting)
    moves = _moves(pathway, facts, found)
    tests = {test.id: test.title for test in assessments}
    return Beside(
        headline=_headline(found, bars[0].title),
        conclusion=_conclusion(found, titles),
        setting=setting.title,
        interval=round(sources.limits.interval * 100),
        bars=bars,
        not_dgs=_bar("Not deep gluteal syndrome at all", found.not_dgs),
        leading=bars[0],
        moves=moves,
        beyond=_beyond(found, on_the_form(pathway), tests),
        counted=tuple(_counted(found, pathway, sources)),
        rule=_rule(sources),
        offers=tuple((titles[one.source], WHY[one.why]) for one in found.offers),
        offered=tuple(one.source for one in found.offers),
        shortfalls=found.shortfalls,
    )


def _percent(value: float) -> int:
    return round(value * 100)


def _bar(title: str, one: Estimate) -> Bar:
    return Bar(title, _percent(one.low), _percent(one.median), _percent(one.high))


def _headline(found: Differential, first: str) -> str:
    within = first[:1].lower() + first[1:]
    if not found.used:
        return f"No test counts yet; {within} is the most common source"
    if found.not_dgs.median >= 1 / 2:
        return f"If it is deep gluteal syndrome, {within} is the most likely source"
    return f"{first} is the most likely source"


def _conclusion(found: Differential, titles: Mapping[str, str]) -> str:
    if not found.offers:
        return f"Source not established: {'; '.join(SHORTFALLS[one] for one in found.shortfalls)}."
    said = "; ".join(f"{titles[one.source]}, since {WHY[one.why]}" for one in found.offers)
    return f"May be taken as the working source: {said}."


def _moves(pathway: Pathway, facts: Facts, found: Differential) -> tuple[Move, ...]:
    """The tests that tell most of those that can be done here, with both results."""
    sources, assessments = _kept(pathway)
    holds = {name: value for name, value in facts.values.items() if value is None or isinstance(value, bool)}
    results, before = results_of(assessments, holds), prior(sources, situation_of(sources, holds))
    here, titles = on_the_form(pathway), {test.id: test.title for test in assessments}
    first = found.likelihoods[0]
    odds = _Odds(sources, assessments, results, before, first.source)
    return tuple(
        Move(
            name,
            here[name],
            titles[name],
            *(_percent(_moved(first.share, odds.after(name, positive))) for positive in (True, False)),
        )
        for name in [test.assessment for test in found.next_tests if test.assessment in here][:MOST_MOVES]
    )


@dataclass(frozen=True, slots=True)
class _Odds:
    """The share of one source once a test has a result."""

    sources: Sources
    assessments: tuple[Assessment, ...]
    results: Results
    before: Mapping[Hypothesis, float]
    source: str

    def after(self, test: str, positive: bool) -> float:
        """The share as computed, without what is uncertain."""
        results = counted(self.sources, self.assessments, {**self.results, test: positive})
        return share_of(self.source, posterior(self.before, results, self.sources.limits))


def _moved(now: Estimate, after: float) -> float:
    """The median, moved as far in log odds as the value itself would move: so that it starts where the bar stands."""
    if not all(0 < value < 1 for value in (now.value, now.median, after)):
        return after
    odds = _log_odds(now.median) + _log_odds(after) - _log_odds(now.value)
    return 1 / (1 + exp(-odds))


def _log_odds(value: float) -> float:
    return log(value / (1 - value))


def _beyond(found: Differential, here: Mapping[str, str], titles: Mapping[str, str]) -> str:
    best = found.next_tests[0].assessment if found.next_tests else ""
    return titles[best] if best and best not in here else ""


def _counted(found: Differential, pathway: Pathway, sources: Sources) -> Iterator[Counted]:
    trees = {tree["id"]: tree for tree in pathway.assessments}
    for name, weight in found.used:
        accuracy = trees[name].get("accuracy", {})
        share = "in full" if weight == 1 else f"as ratio to the power of {sources.limits.further:g}"
        yield Counted(
            trees[name]["title"], share, str(accuracy.get("population", "")), _cited(accuracy, pathway)
        )


def _cited(accuracy: Mapping[str, Any], pathway: Pathway) -> str:
    return "; ".join(
        f"{short_citation(pathway.references[one['reference']])} [{one['verified']}]"
        for one in accuracy.get("evidence", ())
    )


def _rule(sources: Sources) -> str:
    limits = sources.limits
    return (
        f"Of related tests the first counts in full and each further one as its ratio to the power of {limits.further:g}. "
        f"No ratio counts above {limits.test[1]:g}."
    )
