"""The ways back to walking, cycling and running: the rungs of each ladder, where the person stands, and what the next rung needs.

Lives here: what of a ladder is shown. Lives elsewhere: the rungs and the words (knowledge/dgs/exercises/), whether an exercise suits
(programme/suitability.py), what is proposed after a session (programme/proposals.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.patient.plan import situation_of
from stepwell.clinic.patient.said import sentence, sentences
from stepwell.programme.adapter import programme_of
from stepwell.programme.exercises import Exercise, Level, Span
from stepwell.programme.frame import Today, today_for
from stepwell.programme.proposals import Proposal, proposals
from stepwell.programme.suitability import judge

GROUP = "aerobic"
"""The group whose ladders lead back to an activity."""


@dataclass(frozen=True)
class Rung:
    """One rung. Minutes are the least and the most; `rounds` of walking and running where they take turns."""

    name: str
    minutes: str
    walk: str
    run: str
    rounds: int
    note: str
    here: bool
    before: bool


@dataclass(frozen=True)
class Ladder:
    """A way back.

    begun    whether a rung was ever done
    before   what must come first; empty where it may be done now
    asked    whether something that it needs was never asked
    because  what was said of the next rung after the last session; empty before any
    """

    title: str
    purpose: str
    rungs: Sequence[Rung]
    begun: bool
    before: Sequence[str]
    asked: bool
    because: str
    steps: Sequence[str]
    stop: Sequence[str]


def ladders_of(basis: Basis) -> list[Ladder]:
    """Each way back, that of the earliest phase first."""
    programme, situation = programme_of(basis.pathway), situation_of(basis)
    today = today_for(programme, situation)
    proposed = {one.exercise: one for one in proposals(programme, situation)}
    order = [phase.id for phase in programme.phases]
    found = [one for one in programme.exercises.values() if one.group == GROUP]
    found.sort(key=lambda one: order.index(one.phases[0]))
    return [_ladder(one, today, proposed.get(one.id)) for one in found]


def sessions_needed(basis: Basis) -> int:
    """How many good sessions in a row lead one rung up."""
    return programme_of(basis.pathway).progress.good_sessions


def _ladder(exercise: Exercise, today: Today, proposed: Proposal | None) -> Ladder:
    situation, verdict = today.situation, judge(exercise, today)
    level = situation.levels.get(exercise.id, "")
    at = exercise.index(level) if exercise.has(level) else None
    return Ladder(
        title=exercise.title,
        purpose=exercise.purpose,
        rungs=[_rung(one, place, at) for place, one in enumerate(exercise.ladder)],
        begun=at is not None,
        before=(*sentences(verdict.out), *_not_known(exercise, verdict.ask)),
        asked=not verdict.ask,
        because=sentence(proposed.because) if proposed else "",
        steps=exercise.steps,
        stop=exercise.stop,
    )


def _not_known(exercise: Exercise, keys: Sequence[str]) -> Iterator[str]:
    """What stands against it as long as nobody knows otherwise."""
    return (row.because for row in exercise.contraindicated if row.key in keys)


def _rung(one: Level, place: int, at: int | None) -> Rung:
    return Rung(
        name=one.name,
        minutes=_minutes(one.minutes),
        walk=f"{one.walk_minutes:g}" if one.walk_minutes else "",
        run=f"{one.run_minutes:g}" if one.run_minutes else "",
        rounds=one.sets,
        note=one.range,
        here=place == at,
        before=at is not None and place < at,
    )


def _minutes(span: Span | None) -> str:
    if span is None:
        return ""
    low, high = span
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"
