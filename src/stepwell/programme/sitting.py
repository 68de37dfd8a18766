"""How long to sit, and when to take a break.

Lives here: `sitting_advice`. Lives elsewhere: the numbers (parameters/programme.yaml), reminders (clinic).
"""

from dataclasses import dataclass

from stepwell.programme.knowledge import Phase, Programme
from stepwell.programme.situation import Situation


@dataclass(frozen=True, slots=True)
class Sitting:
    """Sit no longer than `minutes`, then stand or walk for `break_minutes`. `ask` if the tolerance is not known."""

    minutes: int
    break_minutes: int
    content: str
    ask: bool = False


def sitting_advice(programme: Programme, situation: Situation, phase: Phase) -> Sitting:
    """The sitting budget of a calming or mobilising phase, else the interval between breaks.

    returns   the smallest budget where today's symptom-free sitting time is not known
    """
    rules = programme.sitting
    if phase.id in rules.intervals:
        last = phase == programme.phases[-1]
        minutes = rules.intervals[phase.id]
        return Sitting(minutes, rules.break_minutes_maintain if last else rules.break_minutes, rules.content)
    tolerance = situation.sitting_tolerance
    share = 0 if tolerance is None else tolerance * rules.share // 100
    return Sitting(
        min(max(share, rules.least), rules.most), rules.break_minutes, rules.content, tolerance is None
    )
