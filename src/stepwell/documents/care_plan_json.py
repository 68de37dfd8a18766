"""A care plan as JSON: the public contract of `stepwell next --json` (docs/schema/care-plan.schema.json).

Lives here: the keys. Lives elsewhere: the plan (reasoning/), the differential (documents/source_json.py).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from stepwell.knowledge.types import Evidence
from stepwell.reasoning.types import CarePlan, Change, Explanation, QuestionPage, Recommendation

SCHEMA = "stepwell-care-plan/1"


def care_plan_json(
    plan: CarePlan, *, source: Mapping[str, Any] | None = None, bare: Collection[str] = ()
) -> dict[str, Any]:
    """The plan as plain values.

    bare  statuses whose reasons are left out
    """
    return {
        "schema": SCHEMA,
        "knowledge": {**plan.knowledge, "reviewed": plan.knowledge["reviewed"] or None},
        "as_of": plan.as_of.isoformat(),
        "side": plan.side or None,
        "step": plan.step,
        "recommendations": [_recommendation(one, bare) for one in plan.recommendations],
        "questions": [_page(page) for page in plan.questions],
        "source": source,
        "next_review": _day(plan.next_review),
        "ask_again_by": _day(plan.ask_again_by),
    }


def _recommendation(one: Recommendation, bare: Collection[str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "step": one.step,
        "kind": one.kind,
        "status": one.status,
        "strength": one.strength,
        "decided_by": one.decided_by,
        "urgency": one.urgency or None,
        "because": [] if one.status in bare else [_explanation(tree) for tree in one.because],
        "ask": list(one.ask),
        "unmet": list(one.unmet),
        "cautions": list(one.cautions),
        "conflicts": list(one.conflicts),
        "changes_if": [_change(change) for change in one.changes_if],
        "until": one.until or None,
        "how": one.how or None,
        "dose": list(one.dose),
        "say": dict(one.say),
        "part_of": one.part_of or None,
        "choice": one.choice or None,
        "silenced": one.silenced or None,
        "evidence": [_evidence(entry) for entry in one.evidence],
    }


def _explanation(tree: Explanation) -> dict[str, Any]:
    """A part: `says`, `truth` (true, false, null), and where there are, `finding`, `value`, `on`, `of`, `parts`."""
    found: dict[str, Any] = {"says": tree.words or tree.joined, "truth": tree.truth}
    if tree.finding:
        found["finding"] = tree.finding
    if tree.value:
        found["value"] = tree.value
    if tree.on is not None:
        found["on"] = tree.on.isoformat()
    if tree.parts:
        found["of"] = tree.joined or "derived from"
        found["parts"] = [_explanation(part) for part in tree.parts]
    if tree.evidence:
        found["evidence"] = [_evidence(entry) for entry in tree.evidence]
    return found


def _change(change: Change) -> dict[str, Any]:
    return {"says": change.words, "by": change.by, "on": _day(change.on)}


def _evidence(entry: Evidence) -> dict[str, Any]:
    found = {"reference": entry.reference, "locator": entry.locator or None, "verified": entry.verified}
    return {**found, "certainty": entry.certainty or None, "note": entry.note or None}


def _page(page: QuestionPage) -> dict[str, Any]:
    return {
        "id": page.id,
        "title": page.title,
        "audience": page.audience,
        "urgency": page.urgency or None,
        "settles": page.settles,
        "questions": [
            {
                "finding": one.finding,
                "text": one.text,
                "why": one.why,
                "type": one.type,
                "options": list(one.options),
            }
            for one in page.questions
        ],
    }


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
