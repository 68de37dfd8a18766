"""Today's session: which exercises, in which order, at which dosage, and what was left out and why.

Lives here: `session` and how a plan is filled. Lives elsewhere: which plan is in force (programme/frame.py),
whether an exercise suits (programme/suitability.py) or rests (programme/rest.py), how much of it (programme/dosage.py).

A session is a pure function of the knowledge and a situation: the same day gives the same session.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stepwell.programme.dosage import Dosage, dosage, needs_support
from stepwell.programme.exercises import Exercise
from stepwell.programme.frame import Today, today_for
from stepwell.programme.knowledge import Phase, Plan, Programme, Slot
from stepwell.programme.limits import Limits, limits, pain_limit
from stepwell.programme.rest import resting
from stepwell.programme.sitting import Sitting, sitting_advice
from stepwell.programme.situation import Situation
from stepwell.programme.suitability import Verdict, judge, recorded_sources
from stepwell.programme.suspension import why_suspended


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of today, with its dosage, its limit of pain (0-10) and how to do it with care."""

    exercise: Exercise
    dosage: Dosage
    pain_limit: int
    cautions: tuple[str, ...]
    pinned: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that the plan or a pin wanted, and why it is not done today. `ask` holds the open conditions' keys."""

    exercise: str
    because: tuple[str, ...]
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """What to do today. A reason in `suspended` means: nothing until that is settled."""

    phase: Phase
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    limits: Limits
    sitting: Sitting
    notes: tuple[str, ...]
    suspended: str = ""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Every exercise judged: what stands against it, why it rests, and whether it may be done."""

    today: Today
    verdicts: Mapping[str, Verdict]
    rests: Mapping[str, str]

    def able(self, id: str) -> bool:
        return self.verdicts[id].allowed and not self.rests[id]

    def rank(self, id: str) -> tuple[bool, bool, int]:
        situation, for_source = self.today.situation, self.today.frame.for_source
        return id in situation.avoid, id not in situation.prefer, 0 if for_source else self.verdicts[id].doubt


def session(programme: Programme, situation: Situation) -> Session:
    """Today's session.

    programme   the knowledge (programme/reader.py)
    situation   the person today; what is not known counts as the safer case
    returns     at most `shape.most` exercises, none of them contraindicated, forbidden for a recorded source, or open
    """
    today = today_for(programme, situation)
    suspended = why_suspended(programme, situation)
    items, left_out = ([], []) if suspended else _choose(today)
    order = programme.shape.order
    return Session(
        phase=today.frame.phase,
        items=tuple(sorted(items, key=lambda item: order.index(item.exercise.group))),
        left_out=tuple(left_out),
        limits=limits(programme, situation),
        sitting=sitting_advice(programme, situation, today.frame.phase),
        notes=(*today.frame.notes, *_principles(programme, situation)),
        suspended=suspended,
    )


def _principles(programme: Programme, situation: Situation) -> Iterable[str]:
    recorded = recorded_sources(programme, situation)
    return (words for source, words in programme.principles.items() if source in recorded)


def _choose(today: Today) -> tuple[list[Item], list[LeftOut]]:
    exercises = today.programme.exercises
    choice = _Choice(
        today,
        {id: judge(exercise, today) for id, exercise in exercises.items()},
        {id: resting(exercise, today.programme, today.situation) for id, exercise in exercises.items()},
    )
    wanted = _wanted(choice)
    picked = _fill(choice, _pick(choice, wanted))
    items = [_item(exercises[id], slot, choice) for id, slot in picked.items()]
    refused = dict.fromkeys(id for slot in wanted for id in slot.take if not choice.able(id))
    return items, [*(_left_out(id, choice) for id in refused), *_set_aside_pins(today)]


def _wanted(choice: _Choice) -> Plan:
    situation, frame = choice.today.situation, choice.today.frame
    pins = [] if frame.scheduled else [id for id in situation.pinned if id in choice.verdicts]
    waits = bool(frame.locked) or any(choice.rests[id] for slot in frame.plan for id in slot.take)
    return (*(Slot((id,)) for id in pins), *frame.plan, *(frame.rest_day if waits else ()))


def _pick(choice: _Choice, wanted: Plan) -> dict[str, Slot]:
    picked: dict[str, Slot] = {}
    for slot in wanted:
        able = [id for id in slot.take if choice.able(id)]
        met = any(id in picked for id in slot.take)
        if able and not met and len(picked) < choice.today.programme.shape.most:
            picked[min(able, key=choice.rank)] = slot
    return picked


def _fill(choice: _Choice, picked: dict[str, Slot]) -> dict[str, Slot]:
    programme, frame = choice.today.programme, choice.today.frame
    missing = 0 if frame.scheduled else max(0, programme.shape.least - len(picked))
    pool = [
        entry
        for entry in programme.exercises.values()
        if frame.phase.id in entry.phases and choice.able(entry.id)
    ]
    pool.sort(key=lambda entry: (choice.rank(entry.id), entry.code))
    fillers = [entry.id for entry in pool if entry.id not in picked][:missing]
    return {**picked, **{id: Slot((id,)) for id in fillers}}


def _item(exercise: Exercise, slot: Slot, choice: _Choice) -> Item:
    programme, situation = choice.today.programme, choice.today.situation
    support = (programme.shape.support_say,) if needs_support(exercise, programme, situation) else ()
    return Item(
        exercise=exercise,
        dosage=dosage(exercise, slot, choice.today),
        pain_limit=pain_limit(exercise, programme, situation),
        cautions=(*support, *choice.verdicts[exercise.id].cautions),
        pinned=exercise.id in situation.pinned,
    )


def _left_out(id: str, choice: _Choice) -> LeftOut:
    verdict = choice.verdicts[id]
    return LeftOut(id, tuple(filter(None, (*verdict.out, choice.rests[id]))), verdict.ask)


def _set_aside_pins(today: Today) -> Iterable[LeftOut]:
    if today.frame.scheduled:
        because = f"Pinned, but another plan comes first today. {today.frame.notes[0]}"
        yield from (LeftOut(id, (because,)) for id in today.situation.pinned)
