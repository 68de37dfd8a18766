"""The differential of a record: results, situation and clues from its facts.

Lives here: what of the facts the differential is given. Lives elsewhere: the differential itself (differential/conclude.py), which
knows no record.
"""

from datetime import date
from functools import lru_cache

from stepwell.differential.conclude import differential, results_of, situation_of
from stepwell.differential.read import read_assessments, read_sources
from stepwell.differential.types import Assessment, Clues, Differential, Situation, Sources
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.facts import Facts, compile_pathway, read_facts
from stepwell.records.types import Record

DRAWS = 400
SEED = 1
KEPT = 2_000
"""Differentials that are kept; each takes a few kilobytes."""


@lru_cache(maxsize=8)
def knowledge_of(pathway: Pathway) -> tuple[Sources, tuple[Assessment, ...]]:
    """The sources and the assessments."""
    sources = read_sources(pathway.sources)
    return sources, read_assessments(pathway.assessments, sources)


def ranked(pathway: Pathway, record: Record, day: date) -> Differential:
    """The differential of one record on one day. The same record always gives the same intervals."""
    ordinal = day.toordinal()
    facts = read_facts(compile_pathway(pathway), record.as_of(ordinal), ordinal)
    return ranked_by(pathway, facts)


def ranked_by(pathway: Pathway, facts: Facts) -> Differential:
    """The differential from facts that have been read.

    The draws take most of the time of a stored plan, and most entries bring no result of a test: what was worked out from the
    same results, setting and clues is kept.
    """
    sources, assessments = knowledge_of(pathway)
    holds = {name: value for name, value in facts.values.items() if value is None or isinstance(value, bool)}
    results = tuple(results_of(assessments, holds).items())
    found = situation_of(sources, holds)
    given = (found.setting, found.prevalence, tuple(found.shares.items()))
    return _worked_out(pathway, results, given, _clues(facts, sources))


@lru_cache(maxsize=KEPT)
def _worked_out(
    pathway: Pathway,
    results: tuple[tuple[str, bool | None], ...],
    given: tuple[str, float, tuple[tuple[str, float], ...]],
    clues: Clues,
) -> Differential:
    sources, assessments = knowledge_of(pathway)
    setting, prevalence, shares = given
    situation = Situation(setting, prevalence, dict(shares))
    return differential(sources, assessments, dict(results), situation, clues=clues, draws=DRAWS, seed=SEED)


def _clues(facts: Facts, sources: Sources) -> Clues:
    """What names a source without counting odds: images of this side, and guided blocks into the working source."""
    values = facts.values
    imaged = _only(values.get("imaging-structure")) & frozenset(sources.sources)
    working = _only(values.get("working-source")) & frozenset(sources.sources)
    agrees = values.get("examination-agrees")
    return Clues(
        imaged=imaged,
        examination_agrees=agrees if isinstance(agrees, bool) else None,
        relieved=working if values.get("diagnostic-block-positive") is True else frozenset(),
        unrelieved=working if values.get("diagnostic-block-negative") is True else frozenset(),
    )


def _only(value: object) -> frozenset[str]:
    return value if isinstance(value, frozenset) and len(value) == 1 else frozenset()
