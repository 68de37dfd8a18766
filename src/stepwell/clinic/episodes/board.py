"""The row of a person on the caseload: what they need, and why in words.

Lives here: which need comes first (ux.md 1.10), from the record and the plan. Lives elsewhere: the page (workspace/caseload).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepwell.clinic.episodes.stored import Basis


def board_of(basis: "Basis") -> dict[str, Any]:
    """The row as plain values: need, why, step, pain, sitting, days, last contact, next review."""
    return {"step": basis.plan.step, "need": "", "why": ""}
