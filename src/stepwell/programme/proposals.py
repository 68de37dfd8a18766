"""What to propose after a session: more, the same or less of an exercise, another phase, or a pause.

Lives here: `proposals`. Lives elsewhere: the rules' conditions and numbers (knowledge/dgs/programme.yaml),
today's session (programme/session.py).

A proposal changes nothing. Accepting it is a line in the record. What is not known never proposes more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from stepwell.programme.dosage import irritability_cap, needs_support, recorded_index
from stepwell.programme.exercises import Exercise
from stepwell.programme.frame import Today, injection_row, surgery_row, today_for
from stepwell.programme.knowledge import Programme
from stepwell.programme.limits import pain_limit
from stepwell.programme.situation import Situation
from stepwell.programme.suitability import judge
from stepwell.programme.suspension import above, suspensions, why_suspended

Kind = Literal["progress", "hold", "regress", "phase-on", "phase-back", "suspend", "relapse"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed change with one sentence of why. `exercise` is empty for a phase; `to` is a level, phase or exercise."""

    kind: Kind
    because: str
    exercise: str = ""
    now: str = ""
    to: str = ""


def proposals(programme: Programme, situation: Situation) -> tuple[Proposal, ...]:
    """Every proposal for a situation: suspension and relapse first, then the phase, then each exercise that was logged.

    returns   while anything suspends the programme, nothing that adds load
    """
    today = today_for(programme, situation)
    stops = tuple(_stops(programme, situation))
    logged = dict.fromkeys(log.exercise for log in situation.logs if log.exercise in programme.exercises)
    found = [_of_exercise(programme.exercises[id], today) for id in logged]
    if stops or why_suspended(programme, situation):
        return (*stops, *(proposal for proposal in found if proposal.kind == "regress"))
    return (*_of_phase(programme, situation), *found)


def _stops(programme: Programme, situation: Situation) -> Iterable[Proposal]:
    if situation.holds("relapse"):
        yield Proposal("relapse", programme.relapse_because)
    yield from (Proposal("suspend", because) for because in suspensions(programme, situation))


def _of_phase(programme: Programme, situation: Situation) -> Iterable[Proposal]:
    if surgery_row(programme, situation) or situation.holds("flare"):
        return
    phase = programme.phase(situation.phase)
    back, on = programme.before(phase), programme.after(phase)
    reason = next((rule.because for rule in programme.step_back if situation.holds(rule.key)), "")
    if reason and back:
        yield Proposal("phase-back", reason, now=phase.id, to=back.id)
    elif on and not reason and (why := _why_on(programme, situation)):
        yield Proposal("phase-on", why, now=phase.id, to=on.id)


def _why_on(programme: Programme, situation: Situation) -> str:
    phase = programme.phase(situation.phase)
    following, row = programme.after(phase), injection_row(programme, situation)
    if following is None or (row is not None and row.locked):
        return ""
    if situation.holds(f"phase/{phase.id}/exit") and situation.holds(f"phase/{following.id}/enter"):
        return phase.exit_because
    return programme.relief_because if _relief_may_move(programme, situation) else ""


def _relief_may_move(programme: Programme, situation: Situation) -> bool:
    order = [phase.id for phase in programme.phases]
    below = order.index(programme.phase(situation.phase).id) < order.index(programme.relief_up_to)
    since = situation.days_since_injection
    moved = since is None or (situation.phase_days is not None and situation.phase_days <= since)
    return below and not moved and situation.holds("relief-window") is True


def _of_exercise(exercise: Exercise, today: Today) -> Proposal:
    programme, situation = today.programme, today.situation
    index = recorded_index(exercise, situation)
    now = exercise.ladder[index].name
    latest = situation.logs_of(exercise.id)[0]
    if latest.response == "worse" or above(latest, programme.progress.stop_pain):
        return _less(
            exercise, today, "The last session went beyond the limit, or the next morning was worse."
        )
    if situation.holds("flare"):
        return _less(exercise, today, programme.flare.because)
    if reason := _why_hold(exercise, today):
        return Proposal("hold", reason, exercise.id, now, now)
    good = (
        f"{programme.progress.good_sessions} sessions in a row were complete, within the limit and settled."
    )
    return Proposal("progress", good, exercise.id, now, exercise.ladder[index + 1].name)


def _less(exercise: Exercise, today: Today, because: str) -> Proposal:
    index = recorded_index(exercise, today.situation)
    now = exercise.ladder[index].name
    easier = today.programme.exercises.get(exercise.easier)
    other = easier.id if easier and judge(easier, today).allowed else ""
    return Proposal("regress", because, exercise.id, now, exercise.ladder[index - 1].name if index else other)


def _why_hold(exercise: Exercise, today: Today) -> str:
    programme, situation = today.programme, today.situation
    index, latest = recorded_index(exercise, situation), situation.logs_of(exercise.id)[0]
    checks = (
        ("It is not suitable now.", not judge(exercise, today).allowed),
        ("This is the last level.", index + 1 == len(exercise.ladder)),
        ("A clinician has set the highest level.", _capped(exercise, situation)),
        ("Irritability allows no more yet.", _irritable(exercise, programme, situation)),
        ("A hand hold is needed first.", needs_support(exercise, programme, situation)),
        ("Another plan is in force for now.", today.frame.scheduled),
        ("Pain went above the limit.", above(latest, pain_limit(exercise, programme, situation))),
        ("The last session was incomplete or pain was mildly up.", latest.response != "good"),
        ("More good sessions at this level are needed.", not _enough(exercise, programme, situation)),
    )
    return next((words for words, holds in checks if holds), "")


def _capped(exercise: Exercise, situation: Situation) -> bool:
    cap = situation.caps.get(exercise.id, "")
    return bool(cap) and (not exercise.has(cap) or exercise.index(cap) <= recorded_index(exercise, situation))


def _irritable(exercise: Exercise, programme: Programme, situation: Situation) -> bool:
    cap = irritability_cap(exercise, programme, situation)
    return cap is not None and recorded_index(exercise, situation) >= cap


def _enough(exercise: Exercise, programme: Programme, situation: Situation) -> bool:
    level = exercise.ladder[recorded_index(exercise, situation)].name
    limit, wanted = pain_limit(exercise, programme, situation), programme.progress.good_sessions
    recent = situation.logs_of(exercise.id)[:wanted]
    good = [log for log in recent if log.response == "good" and log.level == level and not above(log, limit)]
    return len(good) == wanted
