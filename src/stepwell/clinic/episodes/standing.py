"""Where a person stands today: what the head of their page says.

Lives here: week, irritability, safety check, allergies, from the facts of today. Lives elsewhere: their words and their place on the page
(workspace/person), the step and all advice (the plan itself).
"""

from datetime import date
from typing import Any

from stepwell.clinic.episodes.basis import Basis

SCREEN, CLEAR, IRRITABILITY = "safety-screen", "screen-clear", "irritability"
URGENT = ("emergency", "same-day", "urgent")
ALLERGY = "-allergy"
"""How the id of a finding ends that says what somebody does not bear."""
WEEK = 7


def standing_of(basis: Basis) -> dict[str, Any]:
    """Plain values: week, irritability (the options that are possible), safety, allergies."""
    return {
        "week": _week(basis),
        "irritability": _options(basis, IRRITABILITY),
        "safety": _safety(basis),
        "allergies": _allergies(basis),
    }


def _week(basis: Basis) -> int:
    """Full weeks since the first entry."""
    first = min((one.at.date() for one in basis.written), default=basis.today)
    return max(0, (basis.today - first).days // WEEK)


def _options(basis: Basis, name: str) -> list[str]:
    """What a choice may be today; nothing where it may be anything."""
    value = basis.facts.values.get(name)
    known = value if isinstance(value, frozenset) else frozenset()
    options = basis.pathway.findings[name].options
    return [option for option in options if option in known] if len(known) < len(options) else []


def _safety(basis: Basis) -> dict[str, Any]:
    """Open exits, or that the screen is clear, or how many answers of it are missing; and since when."""
    finds = basis.pathway.interventions[SCREEN].finds
    days = [int(seen.on.low) for name in finds if (seen := basis.facts.origins.get(name))]
    missing = sum(basis.facts.values[name] is None for name in finds)
    rows = basis.plan.recommendations
    return {
        "open": [one.title for one in rows if one.urgency in URGENT and one.status == "recommended"],
        "clear": basis.facts.values[CLEAR] is True,
        "missing": missing,
        "asked": len(days),
        "on": date.fromordinal(min(days)).isoformat() if days and min(days) > 1 else "",
    }


def _allergies(basis: Basis) -> dict[str, Any]:
    """The findings that say yes, and how many were asked."""
    known = {name: basis.facts.values[name] for name in basis.pathway.findings if name.endswith(ALLERGY)}
    return {
        "yes": [name for name, value in known.items() if value is True],
        "no": sum(value is False for value in known.values()),
        "of": len(known),
    }
