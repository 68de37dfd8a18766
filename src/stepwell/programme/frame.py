"""Which plan is in force today: the phase's own, or that of a flare, an injection or an operation.

Lives here: `today_for`, and what a day is made of. Lives elsewhere: which exercises of the plan suit the person
(programme/suitability.py), the schedules themselves (knowledge/dgs/programme.yaml).

An operation comes before a flare, a flare before an injection, an injection before the phase. What a
schedule locks or forbids holds whichever plan is in force.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stepwell.programme.knowledge import InjectionRow, Phase, Plan, ProcedureRow, Programme, SurgeryRow
from stepwell.programme.situation import Situation


@dataclass(frozen=True, slots=True)
class Frame:
    """The plan in force.

    for_source   written for the working source, so that its own order counts
    scheduled    another plan than the phase's own: no pins, no fillers, no progress
    gated        stretches wait for the glides (not after an operation, which has its own order)
    locked       groups that wait, with why; `forbidden` the same for single exercises
    columns      sources whose rules hold in addition to the working source's
    dose_share   percent of the dose
    """

    phase: Phase
    plan: Plan
    rest_day: Plan = ()
    for_source: bool = False
    scheduled: bool = False
    gated: bool = False
    locked: Mapping[str, str] = field(default_factory=dict)
    forbidden: Mapping[str, str] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    dose_share: int = 100
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """The knowledge, the person, and the plan in force."""

    programme: Programme
    situation: Situation
    frame: Frame


def today_for(programme: Programme, situation: Situation) -> Today:
    """The plan in force for a situation, with what the schedules after an injection or operation add to it."""
    surgery, injection = surgery_row(programme, situation), injection_row(programme, situation)
    phase, dose_share, note = _in_force(programme, situation, surgery, injection)
    procedures = tuple(_procedures(programme, situation))
    plan, for_source = _plan(phase, situation)
    notes = (note, *(row.say for row in procedures), injection.say if injection else "")
    frame = Frame(
        phase=phase,
        plan=surgery.plan if surgery and surgery.plan else plan,
        rest_day=() if note else phase.rest_day,
        for_source=for_source,
        scheduled=bool(note),
        gated=surgery is None and phase.id in programme.shape.stretch_gate_phases,
        locked=dict.fromkeys(injection.locked, injection.say) if injection else {},
        forbidden={id: row.say for row in procedures for id in row.forbid},
        columns=frozenset(row.column for row in procedures if row.column),
        dose_share=dose_share,
        notes=tuple(dict.fromkeys(filter(None, notes))),
    )
    return Today(programme, situation, frame)


def surgery_row(programme: Programme, situation: Situation) -> SurgeryRow | None:
    """The row of the schedule after an operation that holds today, if any."""
    days = situation.days_since_operation
    return next((row for row in programme.surgery_rows if days is not None and days < row.before), None)


def injection_row(programme: Programme, situation: Situation) -> InjectionRow | None:
    """The row of the schedule after an injection that holds today, if any."""
    days, name = situation.days_since_injection, situation.injection
    fitting = (row for row in programme.injection_rows if not row.injections or name in row.injections)
    return next((row for row in fitting if days is not None and days <= row.through), None)


def _in_force(
    programme: Programme, situation: Situation, surgery: SurgeryRow | None, injection: InjectionRow | None
) -> tuple[Phase, int, str]:
    if surgery:
        phase = programme.phase(surgery.phase or situation.phase)
        return phase, 100, f"{programme.surgery_say} {surgery.say}"
    if situation.holds("flare"):
        return programme.phase(programme.flare.phase), programme.flare.dose_share, programme.flare.because
    if injection and injection.phase:
        return programme.phase(injection.phase), 100, injection.say
    return programme.phase(situation.phase), 100, ""


def _procedures(programme: Programme, situation: Situation) -> Iterable[ProcedureRow]:
    days = situation.days_since_operation
    for row in programme.procedure_rows:
        if days is not None and days < row.before and situation.operation in row.procedures:
            yield row


def _plan(phase: Phase, situation: Situation) -> tuple[Plan, bool]:
    for row in phase.plans:
        irritable = not row.irritability or situation.worst_irritability in row.irritability
        if irritable and row.sources & situation.sources:
            return row.plan, True
    return phase.plan, False
