"""At which level an exercise is done today, and what that means in sets, seconds and minutes.

Lives here: `level_today` and `dosage`. Lives elsewhere: the ladders (the exercise's own file), proposals to
move along them (programme/proposals.py).

The recorded level is only ever lowered here: by irritability, by a clinician's cap, by the plan, after an
injection, after a stopped session, for want of equipment or of balance. Where no level is recorded it is the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from stepwell.programme.exercises import Exercise, Level, Span
from stepwell.programme.frame import Today
from stepwell.programme.knowledge import Programme, Slot
from stepwell.programme.situation import Situation
from stepwell.programme.suitability import has


@dataclass(frozen=True, slots=True)
class Dosage:
    """How much. `hold_at_most` is the longest hold of a stretch that is allowed, in seconds."""

    level: str
    sets: int
    repetitions: int | None
    hold_seconds: int | None
    hold_at_most: int | None
    minutes: Span | None
    walk_minutes: float | None
    run_minutes: float | None
    times_per_day: Span
    days_per_week: Span
    range: str
    load: str
    support: str
    say: str


def dosage(exercise: Exercise, slot: Slot, today: Today) -> Dosage:
    """What to do today, with the group's usual frequency where the ladder is silent."""
    programme, situation, share = today.programme, today.situation, today.frame.dose_share
    group, level = programme.groups[exercise.group], level_today(exercise, slot, today)
    most = hold_limit(exercise, programme, situation)
    return Dosage(
        level=level.name,
        sets=level.sets if level.repetitions is not None else ceil(level.sets * share / 100),
        repetitions=None if level.repetitions is None else ceil(level.repetitions * share / 100),
        hold_seconds=_held(level.hold_seconds, programme.shape.hold_least, most),
        hold_at_most=most,
        minutes=None
        if level.minutes is None
        else (level.minutes[0] * share / 100, level.minutes[1] * share / 100),
        walk_minutes=level.walk_minutes,
        run_minutes=level.run_minutes,
        times_per_day=level.times_per_day or group.times_per_day,
        days_per_week=slot.days_per_week or level.days_per_week or group.days_per_week,
        range=level.range,
        load=level.load,
        support=level.support or ("hand" if needs_support(exercise, programme, situation) else ""),
        say=level.say if share == 100 else f"{level.say}: {share} percent of it",
    )


def level_today(exercise: Exercise, slot: Slot, today: Today) -> Level:
    """The rung of the ladder to stand on today."""
    programme, situation = today.programme, today.situation
    wanted = recorded_index(exercise, situation) - _lowered(exercise, programme, situation)
    index = max(0, min([wanted, *_caps(exercise, slot, today)]))
    rungs = exercise.ladder[: index + 1]
    return next((rung for rung in reversed(rungs) if has(rung.needs, programme, situation)), rungs[0])


def recorded_index(exercise: Exercise, situation: Situation) -> int:
    """The place of the recorded level on the ladder; 0 where none is recorded or the ladder has none such."""
    level = situation.levels.get(exercise.id, "")
    return exercise.index(level) if exercise.has(level) else 0


def needs_support(exercise: Exercise, programme: Programme, situation: Situation) -> bool:
    """Whether a hand hold is needed: on one leg with poor balance, or with balance not known at an older age."""
    older = situation.age is None or situation.age >= programme.shape.older_age
    balance = situation.holds("support")
    return exercise.single_leg and (balance is True or (balance is None and older))


def irritability_cap(exercise: Exercise, programme: Programme, situation: Situation) -> int | None:
    """The highest place on the ladder that irritability allows, or None where it sets none."""
    irritability = situation.worst_irritability
    if irritability in exercise.at_most_when_irritable:
        return exercise.index(exercise.at_most_when_irritable[irritability])
    at_most = programme.irritability[irritability].at_most
    return None if at_most is None else at_most - 1


def hold_limit(exercise: Exercise, programme: Programme, situation: Situation) -> int | None:
    """The longest hold allowed, in seconds; None for what is not a stretch."""
    if exercise.group != "stretch":
        return None
    older = situation.age is not None and situation.age >= programme.shape.older_age
    return programme.shape.hold_most_older if older else programme.shape.hold_most


def _lowered(exercise: Exercise, programme: Programme, situation: Situation) -> int:
    latest = next(iter(situation.logs_of(exercise.id)), None)
    days = situation.days_since_injection
    if days is not None and (latest is None or latest.days_ago > days):
        return programme.injection_lower
    level = exercise.ladder[recorded_index(exercise, situation)].name
    stopped = latest is not None and latest.pain is not None and latest.pain > programme.progress.stop_pain
    return 1 if stopped and latest is not None and latest.level == level else 0


def _caps(exercise: Exercise, slot: Slot, today: Today) -> Iterable[int]:
    programme, situation = today.programme, today.situation
    for level in filter(None, (slot.at_most, situation.caps.get(exercise.id))):
        yield exercise.index(level) if exercise.has(level) else 0
    if (cap := irritability_cap(exercise, programme, situation)) is not None:
        yield cap
    if needs_support(exercise, programme, situation):
        yield programme.shape.support_at_most - 1


def _held(seconds: int | None, least: int, most: int | None) -> int | None:
    return seconds if seconds is None or most is None else min(max(seconds, least), most)
