"""Days of rest: whether an exercise has been done often enough this week.

Lives here: `resting`. Lives elsewhere: how often each is meant to be done (the ladder and programme.yaml).

Strengthening rests as a group: the day after strengthening is a day of rest from all of it. An exercise with
`rest_days` of its own rests by itself. What was done today does not change today's session.
"""

from stepwell.programme.dosage import recorded_index
from stepwell.programme.exercises import Exercise
from stepwell.programme.knowledge import Programme
from stepwell.programme.situation import Situation

_WEEK = 7


def resting(exercise: Exercise, programme: Programme, situation: Situation) -> str:
    """Why the exercise rests today, or nothing."""
    days = _days_done(exercise, programme, situation)
    group = programme.groups[exercise.group]
    gap = group.rest_days if exercise.rest_days is None else exercise.rest_days
    if any(day <= gap for day in days):
        return "Day of rest."
    return "Done often enough this week." if len(days) >= _days_a_week(exercise, programme, situation) else ""


def _days_a_week(exercise: Exercise, programme: Programme, situation: Situation) -> float:
    rung = exercise.ladder[recorded_index(exercise, situation)]
    planned = [slot.days_per_week for phase in programme.phases if phase.id == situation.phase for slot in phase.plan
               if exercise.id in slot.take and slot.days_per_week]  # fmt: skip
    usual = rung.days_per_week or programme.groups[exercise.group].days_per_week
    return (planned[0] if planned else usual)[1]


def _days_done(exercise: Exercise, programme: Programme, situation: Situation) -> set[int]:
    rests_together = exercise.rest_days is None and programme.groups[exercise.group].rest_days > 0
    same = _alike(exercise, programme) if rests_together else {exercise.id}
    done = (log for log in situation.logs if log.exercise in same and log.response != "none")
    return {log.days_ago for log in done if 0 < log.days_ago < _WEEK}


def _alike(exercise: Exercise, programme: Programme) -> set[str]:
    entries = programme.exercises.values()
    return {other.id for other in entries if other.group == exercise.group and other.rest_days is None}
