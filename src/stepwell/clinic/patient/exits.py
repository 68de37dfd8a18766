"""What a sign leads to, for a phone without a network: which exits rest on it, and what they say.

Lives here: from a finding to the exits that read it. Lives elsewhere: the exits (knowledge/dgs/interventions/safety), whether one is open
(reasoning/). A phone that shows one exit too many is corrected by the next plan; one too few would not be.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from stepwell.clinic.patient.said import exit_beside
from stepwell.knowledge.types import Intervention, Pathway
from stepwell.reasoning.facts import findings_behind


@lru_cache(maxsize=8)
def exits_by_sign(pathway: Pathway) -> Mapping[str, tuple[str, ...]]:
    """For each sign the exits that are as urgent as it is and rest on it, first of rank first."""
    exits = sorted((one for one in pathway.interventions.values() if one.exit and one.indicated), key=_rank)
    resting = {one.id: findings_behind(one.indicated, pathway) for one in exits if one.indicated is not None}
    return {
        name: tuple(one.id for one in exits if one.exit == finding.flag and name in resting[one.id])
        for name, finding in pathway.findings.items()
        if finding.flag
    }


def exits_said(pathway: Pathway, signs: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the exits of some signs say to the person."""
    names = dict.fromkeys(exit_id for sign in signs for exit_id in exits_by_sign(pathway).get(sign, ()))
    return {name: said(pathway.interventions[name]) for name in names}


def said(exit_: Intervention) -> dict[str, Any]:
    """An exit as it is told to the person."""
    say = str(exit_.say.get("patient", "")).strip()
    return {"title": exit_.title, "urgency": exit_.exit, "say": say, **exit_beside(exit_)}


def _rank(one: Intervention) -> tuple[int, str]:
    return one.rank, one.id
