"""What the record says of an intervention by itself: done, declined, known already, and when it is due again.

Lives here: repeats, results that are awaited or too old, decisions that still hold. Lives elsewhere: every other
status (reasoning/statuses.py).
"""

from collections.abc import Iterable

from stepwell.knowledge.types import Intervention, Repeat
from stepwell.reasoning.facts import CompiledPathway, Facts
from stepwell.reasoning.observed import is_known, newest_yes


class Standing:
    """What stands for one person on one day.

    newest_sign   the latest day on which a sign of an open exit was said to be there; 0 where none is open
    """

    def __init__(self, compiled: CompiledPathway, facts: Facts, open_exits: Iterable[str]) -> None:
        self.compiled, self.facts = compiled, facts
        signs = {sign for name in open_exits for sign in compiled.signs[name]}
        self.newest_sign = max((newest_yes(facts.observed.get(sign, ()))[0] for sign in signs), default=0)

    def of(self, entry: Intervention, again_on: int | None) -> str:
        """done, declined or known, where that is what the record says; else nothing.

        again_on   the day from which it may be advised again, where it was done
        """
        if entry.exit:
            return ""
        events = self.facts.events.get(entry.id, ())
        if events and events[-1].event == "declined" and _still(events[-1].until, self.facts.day):
            return "declined"
        if entry.finds and self._known(entry):
            return "known"
        return "done" if self._done(entry, again_on) else ""

    def _done(self, entry: Intervention, again_on: int | None) -> bool:
        done = [course for course in self.facts.courses.get(entry.id, ()) if course.state == "done"]
        if entry.finds:
            return bool(done) and self._awaits_result(entry, int(done[-1].last.low))
        return bool(done) and (entry.repeat is None or (again_on is not None and again_on > self.facts.day))

    def _awaits_result(self, entry: Intervention, done_on: int) -> bool:
        """Whether a test was surely done so lately that its missing results are on their way."""
        lately = entry.repeat is not None and done_on + entry.repeat.not_before > self.facts.day
        return lately and self.newest_sign <= done_on

    def _known(self, entry: Intervention) -> bool:
        """Whether all that a test finds is known, and it is not due again.

        It is due again after its `repeat`, where it has a sign of its own, or when an open exit may be newer.
        """
        facts, nothing = self.facts, self.compiled.nothing_known
        if not all(is_known(facts.values[name], nothing[name]) for name in entry.finds):
            return False
        dates = [int(facts.origins[name].on.low) for name in entry.finds if name in facts.origins] or [
            facts.day
        ]
        repeat = entry.repeat if entry.indicated is not None else None
        too_old = repeat is not None and min(dates) + repeat.not_before <= facts.day
        return not too_old and self.newest_sign <= max(dates)


def _still(until: int | None, day: int) -> bool:
    return until is None or day <= until


def repeat_on(entry: Intervention, facts: Facts) -> int | None:
    """The day from which what was done may be advised again, or None where it was never done."""
    if entry.repeat is None:
        return None
    ends = [int(course.last.high) for course in facts.courses.get(entry.id, ()) if course.state == "done"]
    return _next_time(entry.repeat, sorted(ends)) if ends else None


def _next_time(repeat: Repeat, ends: list[int]) -> int:
    after_last = ends[-1] + repeat.not_before
    if repeat.at_most is None or repeat.per is None or len(ends) < repeat.at_most:
        return after_last
    return max(after_last, ends[-repeat.at_most] + repeat.per)
