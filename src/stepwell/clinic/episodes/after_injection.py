"""What is asked after an injection, and since when nobody has answered.

Lives here: the days on which a person is asked, from the record. Lives elsewhere: the days (parameters/procedures.yaml), the questions
(check-ins.yaml), asking them (patient/plan.py), the row of the caseload (episodes/board.py).

One answer counts for every day before it. A clinician's own check counts as well. Somebody without a phone is asked by nobody, and stands
on the caseload for that reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.clinic.episodes.basis import Basis
from stepwell.knowledge.derivations import AnyCourse
from stepwell.knowledge.types import Pathway

CHECK, QUESTIONS, INJECTED = "post-injection-check", "after-injection", "had-injection-recently"
PROMPTS = tuple(f"injection-prompt-{place}" for place in (1, 2, 3, 4))
WATCHED, GAP, NEW = "injection-watch-days", "injection-check-gap", "new-injection-days"
DONE, ACCEPTED = "done", "accepted"
OPEN = ("recommended", "prepare")


@dataclass(frozen=True)
class Prompt:
    """Questions that wait: after which injection, since which day after it, and which date that was."""

    injected: date
    day: int

    @property
    def due(self) -> date:
        """The date since which they wait."""
        return self.injected + timedelta(self.day)


def prompt_of(basis: Basis) -> Prompt | None:
    """The first day that nobody has answered for, of the last injection; None where none has come or the time is over."""
    injected = max(_injections(basis), default=None)
    if injected is None or (basis.today - injected).days > _watched(basis.pathway):
        return None
    last = max((on for on in _answers(basis) if on > injected), default=injected)
    waits = [day for day in days_of(basis.pathway) if last < injected + timedelta(day) <= basis.today]
    return Prompt(injected, waits[0]) if waits else None


def is_told(basis: Basis) -> bool:
    """Whether an injection of the last days is in the record, so that nobody needs to ask for it."""
    return any((basis.today - on).days <= _number(basis.pathway, NEW) for on in _injections(basis))


def is_awaited(basis: Basis) -> bool:
    """Whether an injection may be given any day: the plan advises one, or one was accepted and not given yet."""
    names = _names(basis.pathway)
    if any(one.id in names and one.status in OPEN for one in basis.plan.recommendations):
        return True
    last = {event.intervention: event.event for event in basis.seen.events if event.intervention in names}
    return ACCEPTED in last.values()


def days_of(pathway: Pathway) -> list[int]:
    """The days after an injection on which a person is asked."""
    return sorted(_number(pathway, name) for name in PROMPTS)


def _watched(pathway: Pathway) -> int:
    """Until which day an answer is missed: at least the time of one more check after the last day."""
    return max(_number(pathway, WATCHED), days_of(pathway)[-1] + _number(pathway, GAP))


def _number(pathway: Pathway, name: str) -> int:
    return int(pathway.parameters[name].value)


def _injections(basis: Basis) -> Iterator[date]:
    """The dates of injections that are known exactly."""
    names = _names(basis.pathway)
    for event in basis.seen.events:
        if event.intervention in names and event.event == DONE and event.on.exact:
            yield date.fromordinal(int(event.on.low))


def _names(pathway: Pathway) -> tuple[str, ...]:
    """The injections of the pathway."""
    given = pathway.findings[INJECTED].derive
    return given.courses.interventions if isinstance(given, AnyCourse) else ()


def _answers(basis: Basis) -> Iterator[date]:
    """The dates of answers to the first of the questions, and of checks by a clinician."""
    first = basis.pathway.check_ins[QUESTIONS][0]
    for line in basis.seen.observations:
        if line.finding == first and line.on.exact:
            yield date.fromordinal(int(line.on.low))
    for event in basis.seen.events:
        if event.intervention == CHECK and event.event == DONE and event.on.exact:
            yield date.fromordinal(int(event.on.low))
