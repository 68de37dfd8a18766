"""The programme's knowledge as frozen values: phases, plans, limits, schedules.

Lives here: the shapes. Lives elsewhere: how they are built (programme/reader.py), the content
(knowledge/dgs/programme.yaml), what follows for a person (programme/session.py, programme/proposals.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.programme.exercises import Exercise, Span


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a plan: the first suitable exercise of `take`, up to the level `at_most`."""

    take: tuple[str, ...]
    at_most: str = ""
    days_per_week: Span | None = None


Plan = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """A plan written for some sources, and where it says so only for some irritability."""

    sources: frozenset[str]
    irritability: frozenset[str]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase. Its conditions are asked under `phase/ID/enter` and `phase/ID/exit`; `visit_days` is between visits."""

    id: str
    title: str
    aim: str
    say: str
    exit_because: str
    visit_days: int
    plan: Plan
    plans: tuple[SourcePlan, ...]
    rest_day: Plan


@dataclass(frozen=True, slots=True)
class Group:
    """What holds for a group of exercises where the level does not say; `pain` names its limit: glide or strength."""

    times_per_day: Span
    days_per_week: Span
    rest_days: int
    pain: str
    say: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Size, order and general rules of a session."""

    least: int
    most: int
    order: tuple[str, ...]
    everyday: frozenset[str]
    older_age: int
    hold_least: int
    hold_most: int
    hold_most_older: int
    stretch_gate_phases: frozenset[str]
    stretch_gate_because: str
    support_say: str
    support_at_most: int


@dataclass(frozen=True, slots=True)
class IrritabilityRules:
    """What is allowed at one irritability: pain 0-10 while gliding and strengthening, its rise, and settling in minutes."""

    at_most: int | None
    locked: frozenset[str]
    glide: int
    strength: int
    rise: int
    settle_minutes: int | None
    distal: str


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A condition, by its key, with the sentence that is said when it holds."""

    key: str
    because: str


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold before any session, by its key; `not_known` is empty where an answer is not waited for."""

    key: str
    otherwise: str
    not_known: str


@dataclass(frozen=True, slots=True)
class InjectionRow:
    """What holds after an injection, up to and with day `through`; no injections named means any."""

    through: int
    injections: frozenset[str]
    phase: str
    locked: frozenset[str]
    say: str


@dataclass(frozen=True, slots=True)
class SurgeryRow:
    """What holds after an operation before day `before`: a plan of its own, or that of a phase."""

    before: int
    plan: Plan
    phase: str
    say: str


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """What some operations add before day `before`: the column of a source, and exercises forbidden."""

    before: int
    procedures: frozenset[str]
    column: str
    forbid: frozenset[str]
    say: str


@dataclass(frozen=True, slots=True)
class Progress:
    """When to go on, and when stopped sessions suspend the programme (window in days)."""

    good_sessions: int
    stop_pain: int
    stop_window: int
    stops_to_suspend: int


@dataclass(frozen=True, slots=True)
class Flare:
    """A flare: the phase whose content is done, for how many days, and the share of the dose in percent."""

    phase: str
    days: int
    dose_share: int
    because: str


@dataclass(frozen=True, slots=True)
class SittingRules:
    """Sitting budget (share in percent, minutes) and breaks by phase (minutes)."""

    share: int
    least: int
    most: int
    grow: int
    grow_every_days: int
    break_minutes: int
    break_minutes_maintain: int
    intervals: Mapping[str, int]
    content: str


@dataclass(frozen=True, slots=True)
class Light:
    """The traffic light: pain up to which it is green and amber, and what each colour says."""

    green_up_to: int
    amber_up_to: int
    green: str
    amber: str
    red: str
    leave: str
    stop_now: tuple[str, ...]
    after_stop: str


@dataclass(frozen=True)
class Programme:
    """All of it. `conditions` are the conditions as written, by the key under which a situation answers them."""

    exercises: Mapping[str, Exercise]
    gates: tuple[Gate, ...]
    shape: Shape
    groups: Mapping[str, Group]
    phases: tuple[Phase, ...]
    sources_not_known: frozenset[str]
    principles: Mapping[str, str]
    modifiers: Mapping[str, str]
    irritability: Mapping[str, IrritabilityRules]
    locked_because: str
    settle_otherwise: str
    strength_by_source: Mapping[str, int]
    light: Light
    progress: Progress
    step_back: tuple[Reasoned, ...]
    suspend: tuple[Reasoned, ...]
    relapse_because: str
    flare: Flare
    injection_rows: tuple[InjectionRow, ...]
    injection_lower: int
    relief_up_to: str
    relief_because: str
    surgery_say: str
    surgery_rows: tuple[SurgeryRow, ...]
    procedure_rows: tuple[ProcedureRow, ...]
    sitting: SittingRules
    conditions: Mapping[str, Any]

    def phase(self, id: str | None) -> Phase:
        """The phase of this id; the first one where it is not known."""
        return next((phase for phase in self.phases if phase.id == id), self.phases[0])

    def after(self, phase: Phase) -> Phase | None:
        """The next phase, or None after the last."""
        index = self.phases.index(phase) + 1
        return self.phases[index] if index < len(self.phases) else None

    def before(self, phase: Phase) -> Phase | None:
        """The phase before, or None for the first."""
        index = self.phases.index(phase)
        return self.phases[index - 1] if index else None
