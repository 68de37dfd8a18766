"""How much pain is allowed: this person's own limits and traffic light.

Lives here: `limits` and `pain_limit`. Lives elsewhere: the numbers (parameters/programme.yaml), stopping in a
session (the player), what follows from a session above its limit (programme/proposals.py).
"""

from dataclasses import dataclass

from stepwell.programme.exercises import Exercise
from stepwell.programme.knowledge import Programme
from stepwell.programme.situation import Situation
from stepwell.programme.suitability import recorded_sources


@dataclass(frozen=True, slots=True)
class Limits:
    """Pain 0-10. Green up to `glide` or `strength`, amber up to `amber`, red above; `settle_minutes` or by next morning."""

    irritability: str
    glide: int
    strength: int
    rise: int
    green: int
    amber: int
    settle_minutes: int | None
    settle: str
    distal: str


def limits(programme: Programme, situation: Situation) -> Limits:
    """The limits at the highest irritability that is possible.

    returns   `green` is never above what gliding allows
    """
    rules = programme.irritability[situation.worst_irritability]
    minutes = rules.settle_minutes
    return Limits(
        irritability=situation.worst_irritability,
        glide=rules.glide,
        strength=min([rules.strength, *_by_source(programme, situation)]),
        rise=rules.rise,
        green=min(rules.glide, programme.light.green_up_to),
        amber=programme.light.amber_up_to,
        settle_minutes=minutes,
        settle=programme.settle_otherwise if minutes is None else f"Back to usual within {minutes} minutes.",
        distal=rules.distal,
    )


def pain_limit(exercise: Exercise, programme: Programme, situation: Situation) -> int:
    """The most pain allowed during one exercise, 0-10."""
    found = limits(programme, situation)
    return found.strength if programme.groups[exercise.group].pain == "strength" else found.glide


def _by_source(programme: Programme, situation: Situation) -> list[int]:
    sources = recorded_sources(programme, situation) or situation.plausible or programme.sources_not_known
    return [limit for source, limit in programme.strength_by_source.items() if source in sources]
