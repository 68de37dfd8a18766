"""What a session depends on, for one person on one day.

Lives here: `Situation` and `Log`. Lives elsewhere: how they are taken from a record (programme/adapter.py).

Whatever is not known is None or empty, and counts as the safer case: no phase is the calm one, no
irritability is high, no age is an older one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def nothing_known(_key: str) -> bool | None:
    """Answers every condition with "not known"."""
    return None


@dataclass(frozen=True, slots=True)
class Log:
    """One exercise done: at which level, how many days ago, how it went, and the worst pain during it (0-10).

    response   good: complete within the limits and settled; partial: incomplete or mildly up;
               none: not done; worse: a limit exceeded, or worse the next morning
    """

    exercise: str
    days_ago: int
    level: str
    response: str
    pain: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a session depends on beside the knowledge.

    holds          whether the condition of a key holds (Programme.conditions lists the keys)
    irritability   the values that are possible; empty means not known
    sources        recorded working sources; a source without rules of its own counts as not established
    plausible      sources that are possible where none is recorded; empty means all
    equipment      what there is; None means what a home is taken to have
    avoid, prefer  exercises the person would rather not, or rather, do
    levels         recorded level of each exercise
    caps           highest level a clinician allows; `paused` and `pinned` are theirs too
    injection      the latest injection's intervention id; `operation` the same for surgery
    phase_days     days since the phase was recorded
    suspended      why nothing is to be done today; empty means go on
    """

    holds: Callable[[str], bool | None] = nothing_known
    phase: str | None = None
    irritability: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    plausible: frozenset[str] = frozenset()
    equipment: frozenset[str] | None = None
    avoid: frozenset[str] = frozenset()
    prefer: frozenset[str] = frozenset()
    levels: Mapping[str, str] = field(default_factory=dict)
    logs: tuple[Log, ...] = ()
    pinned: tuple[str, ...] = ()
    caps: Mapping[str, str] = field(default_factory=dict)
    paused: frozenset[str] = frozenset()
    days_since_injection: int | None = None
    injection: str = ""
    days_since_operation: int | None = None
    operation: str = ""
    age: int | None = None
    sitting_tolerance: int | None = None
    phase_days: int | None = None
    suspended: str = ""

    @property
    def worst_irritability(self) -> str:
        """The highest irritability that is possible; high where nothing is known."""
        return next((level for level in ("high", "moderate", "low") if level in self.irritability), "high")

    def logs_of(self, exercise: str) -> tuple[Log, ...]:
        """The logs of one exercise, latest first."""
        return tuple(
            sorted((log for log in self.logs if log.exercise == exercise), key=lambda log: log.days_ago)
        )
