"""Today's session as JSON (docs/schema/session.schema.json)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from stepwell.programme.proposals import Proposal
from stepwell.programme.session import Item, Session


def programme_json(today: Session, proposed: Sequence[Proposal]) -> dict[str, Any]:
    """The session as plain values."""
    return {
        "phase": today.phase.id,
        "suspended": today.suspended or None,
        "exercises": [_item(item) for item in today.items],
        "left_out": [
            {"exercise": one.exercise, "because": list(one.because), "ask": list(one.ask)}
            for one in today.left_out
        ],
        "limits": asdict(today.limits),
        "sitting": asdict(today.sitting),
        "notes": list(today.notes),
        "proposals": [asdict(one) for one in proposed],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.exercise.id,
        "title": item.exercise.title,
        "dosage": asdict(item.dosage),
        "pain_limit": item.pain_limit,
        "cautions": list(item.cautions),
        "pinned": item.pinned,
        "start": item.exercise.start,
        "steps": list(item.exercise.steps),
        "stop": list(item.exercise.stop),
    }
