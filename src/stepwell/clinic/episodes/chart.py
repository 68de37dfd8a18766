"""The series of a person's time chart.

Lives here: worst pain, sitting, function, adherence, treatments and procedures by day, from the record. Lives elsewhere: drawing
them (figures/charts.py).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepwell.clinic.episodes.stored import Basis


def chart_of(basis: "Basis") -> dict[str, Any]:
    """The series as plain values."""
    return {"until": basis.today.isoformat()}
