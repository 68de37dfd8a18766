"""Whether an exercise suits a person today, and why not.

Lives here: `judge`. Lives elsewhere: the rules by source, modifier and contraindication (the exercise's own
file), which of the suitable exercises are taken (programme/session.py).

A contraindication that is not known keeps an exercise out until it is answered. A recorded source forbids;
a source that is only possible turns what it forbids into a caution.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.programme.exercises import Concern, Exercise, Needs
from stepwell.programme.frame import Today
from stepwell.programme.knowledge import Programme
from stepwell.programme.situation import Situation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands against an exercise.

    out        why it is left out; empty where it may be done
    ask        keys of the conditions that are not known and keep it out
    cautions   how to do it with care
    doubt      0 none, 1 a caution, 2 forbidden for a source that is possible
    """

    out: tuple[str, ...]
    ask: tuple[str, ...]
    cautions: tuple[str, ...]
    doubt: int

    @property
    def allowed(self) -> bool:
        """Whether it may be done today."""
        return not self.out and not self.ask


def judge(exercise: Exercise, today: Today) -> Verdict:
    """Judge one exercise.

    returns   every reason against it at once; a pin changes none of them
    """
    situation, programme = today.situation, today.programme
    concerns = (*_of_sources(exercise, today), *_of_modifiers(exercise, programme, situation))
    possible = tuple(_of_possible_sources(exercise, programme, situation))
    out = (
        *_locks(exercise, today),
        *(row.because for row in exercise.contraindicated if situation.holds(row.key) is True),
        *(concern.note for concern in concerns if concern.level == "forbid"),
        *_missing(exercise.needs, programme, situation),
    )
    cautions = [row.note for row in concerns if row.level == "caution"]
    cautions += [row.note for row in possible]
    ask = tuple(_open(exercise, programme, situation))
    return Verdict(tuple(dict.fromkeys(out)), ask, tuple(dict.fromkeys(cautions)), _doubt(cautions, possible))


def recorded_sources(programme: Programme, situation: Situation) -> frozenset[str]:
    """The recorded working sources that have rules; `other` and `not-established` have none."""
    return situation.sources & (programme.sources_not_known | {"space-occupying"})


def has(needs: Needs, programme: Programme, situation: Situation) -> bool:
    """Whether the equipment is there."""
    there = programme.shape.everyday if situation.equipment is None else situation.equipment
    return all(part & there for part in needs)


def _locks(exercise: Exercise, today: Today) -> Iterable[str]:
    situation, programme, frame = today.situation, today.programme, today.frame
    if exercise.id in situation.paused:
        yield "Paused by the clinician."
    if exercise.group in programme.irritability[situation.worst_irritability].locked:
        yield programme.locked_because
    if frame.gated and exercise.group == "stretch" and situation.holds("stretch-gate") is not True:
        yield programme.shape.stretch_gate_because
    yield from (frame.locked[group] for group in (exercise.group,) if group in frame.locked)
    yield from (frame.forbidden[id] for id in (exercise.id,) if id in frame.forbidden)


def _of_sources(exercise: Exercise, today: Today) -> Iterable[Concern]:
    recorded = recorded_sources(today.programme, today.situation) | today.frame.columns
    return (exercise.sources[source] for source in sorted(recorded) if source in exercise.sources)


def _of_possible_sources(exercise: Exercise, programme: Programme, situation: Situation) -> Iterable[Concern]:
    if recorded_sources(programme, situation):
        return
    for source in sorted(situation.plausible or programme.sources_not_known):
        if (concern := exercise.sources.get(source)) and concern.level != "ok":
            yield concern


def _of_modifiers(exercise: Exercise, programme: Programme, situation: Situation) -> Iterable[Concern]:
    for name, concern in exercise.modifiers.items():
        truth = situation.holds(f"modifier/{name}")
        if truth:
            yield concern
        elif truth is None and "caution" in (concern.level, programme.modifiers[name]):
            yield Concern("caution", concern.note)


def _open(exercise: Exercise, programme: Programme, situation: Situation) -> Iterable[str]:
    yield from (row.key for row in exercise.contraindicated if situation.holds(row.key) is None)
    for name, concern in exercise.modifiers.items():
        grave = concern.level == "forbid" and programme.modifiers[name] == "forbid"
        if grave and situation.holds(f"modifier/{name}") is None:
            yield f"modifier/{name}"


def _missing(needs: Needs, programme: Programme, situation: Situation) -> Iterable[str]:
    for part in needs:
        if not has((part,), programme, situation):
            yield f"Needs: {' or '.join(sorted(part))}."


def _doubt(cautions: Iterable[str], possible: Iterable[Concern]) -> int:
    if any(concern.level == "forbid" for concern in possible):
        return 2
    return 1 if tuple(cautions) else 0
