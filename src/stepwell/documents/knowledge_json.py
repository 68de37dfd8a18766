"""All findings and interventions as JSON: `stepwell knowledge show --json` (docs/schema/knowledge.schema.json)."""

from typing import Any

from stepwell.knowledge.quantities import unscaled
from stepwell.knowledge.types import Finding, Intervention, Pathway


def knowledge_json(pathway: Pathway) -> dict[str, Any]:
    """Every id that a record or a plan may name, with what an integrator needs to know of it."""
    return {
        "schema": "stepwell-knowledge/1",
        "knowledge": {
            "id": pathway.id,
            "version": pathway.version,
            "digest": pathway.digest,
            "reviewed": pathway.reviewed,
        },
        "findings": [_finding(one) for one in pathway.findings.values()],
        "interventions": [_intervention(one) for one in pathway.interventions.values()],
        "exercises": [{"id": name, "title": tree["title"]} for name, tree in pathway.exercises.items()],
        "targets": dict(pathway.targets),
    }


def _finding(one: Finding) -> dict[str, Any]:
    limits = None if one.range is None else [float(unscaled(edge, one.decimals)) for edge in one.range]
    return {
        "id": one.id,
        "title": one.title,
        "type": one.type,
        "range": limits,
        "unit": one.unit or None,
        "decimals": one.decimals,
        "options": dict(one.options),
        "per_side": one.per_side,
        "flag": one.flag or None,
        "derived": one.derive is not None,
        "ask": dict(one.ask),
        "fresh_for_days": one.fresh_for,
        "codes": dict(one.codes),
    }


def _intervention(one: Intervention) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "step": one.step,
        "kind": one.kind,
        "exit": one.exit or None,
        "halts": sorted(one.halts),
        "decided_by": one.decided_by,
        "strength": one.strength,
        "part_of": one.part_of or None,
        "choice": one.choice or None,
        "recorded_only": one.recorded_only,
        "statements": list(one.statements),
        "flags": list(one.flags),
        "hazards": list(one.hazards),
        "conflicts": list(one.conflicts),
        "codes": dict(one.codes),
    }
