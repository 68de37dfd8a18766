"""Course events that make a rule about treatments hold: that some course fits, or none, or how long ago.

Lives here: `CourseWishes`. Lives elsewhere: wishes about findings (agreement/wishes.py), events by chance
(agreement/lines.py).
"""

from stepwell.knowledge.derivations import (
    CountCourse,
    DaysOn,
    DaysSinceCourse,
    IsWorkingSource,
    Number,
    Words,
)
from stepwell.records.bounds import exactly
from stepwell.records.parts import GUIDANCE, RESPONSES
from tests.agreement.lines import NOW

ONE_APART = {"<": (-1, 1), "<=": (0, -1), ">": (1, -1), ">=": (0, 1), "=": (0, 0)}
"""What to add to a threshold so that a comparison holds, and the direction in which it goes on holding."""
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": ">"}
WORDS = {
    "response": RESPONSES,
    "guidance": GUIDANCE,
    "agent": ("another agent",),
    "outcome": ("another outcome",),
}
OF_TIME = ("state", "days", "days_ago")
MANY_DAYS = 900


class CourseWishes:
    """Collects course events. `values` holds what is wished of findings; `record` wishes for one of them.

    never    interventions of which there is no course
    not_so   interventions with a part that their courses must not fit
    """

    def __init__(self, maker, rng, base_age, values, record):
        self.maker, self.rng, self.base_age = maker, rng, base_age
        self.values, self.record, self.findings = values, record, maker.pathway.findings
        self.events, self.never, self.not_so = [], set(), []

    def any_course(self, courses, truth):
        """Some course fits, or none does."""
        if not truth:
            self._no_course(courses)
            return
        self.happen(
            self.rng.choice(courses.interventions), *self._state_and_age(courses.where), courses.where
        )

    def number(self, derive, wanted):
        """So many days on treatment or since it, or so many courses."""
        match derive:
            case DaysOn(interventions):
                self.happen(interventions[0], "started", wanted)
            case DaysSinceCourse(courses, event):
                self._ago(courses, wanted, event)
            case CountCourse(courses):
                self.record("treatment-history", True)
                there = sum(name in courses.interventions for name, *_ in self.events)
                for _ in range(there, min(wanted, 6)):
                    self.any_course(courses, True)

    def _no_course(self, courses):
        """No such course, or each one with a part that does not fit."""
        parts = [(field, wanted) for field, wanted in courses.where if field not in OF_TIME]
        if parts:
            self.not_so.append((courses.interventions, *self.rng.choice(parts)))
        else:
            self.never |= set(courses.interventions)
        self.record("treatment-history", True)

    def _state_and_age(self, where):
        states = [sorted(wanted.options) for field, wanted in where if field == "state"]
        state = self.rng.choice(states[0] if states else ["done"])
        ages = [
            _compared(wanted)
            for field, wanted in where
            if field in ("days_ago", "days") and isinstance(wanted, Number)
        ]
        return {"under-way": "started"}.get(state, state), self.rng.choice(ages or [self.base_age, 20])

    def _ago(self, courses, days, event):
        """The latest fitting course lies so many days back; so many that there is none means never."""
        state, _ = self._state_and_age(courses.where)
        state = "started" if event == "started" else state
        if days < MANY_DAYS:
            self.happen(self.rng.choice(courses.interventions), state, days, courses.where)
        self.record("treatment-history", True)

    def happen(self, name, event, age, where=()):
        """One event of an intervention, with the parts that are looked for."""
        parts = {}
        for field, wanted in where:
            self._part(parts, field, wanted)
        self.events.append((name, event, age, parts))

    def _part(self, parts, field, wanted):
        match wanted:
            case Words(options) if field not in OF_TIME:
                parts[field] = self.rng.choice(sorted(options))
            case Number() if field not in OF_TIME:
                parts[field] = exactly(_compared(wanted))
            case IsWorkingSource(equal):
                self._target(parts, equal)

    def _target(self, parts, equal):
        targets = [
            one for one in self.maker.pathway.targets if one in self.findings["working-source"].options
        ]
        parts["target"] = self.rng.choice(targets)
        others = [one for one in targets if one != parts["target"]]
        if "working-source" in self.values and equal:
            parts["target"] = self.values["working-source"][0][0]
        if self.rng.random() < 0.8:
            self.record("working-source", parts["target"] if equal else self.rng.choice(others))

    def lines(self, lines):
        """Add the events that are wished for, the oldest first."""
        for name, event, age, parts in sorted(self.events, key=lambda one: -one[2]):
            if name not in self.never:
                self.maker.happen(lines, name, event, exactly(NOW - age), **{**self._unlike(name), **parts})

    def _unlike(self, name):
        """Parts of a course by which it does not fit what is not wished for."""
        parts = {}
        for interventions, field, wanted in self.not_so:
            if name in interventions and isinstance(wanted, Words):
                words = WORDS.get(field, tuple(self.maker.pathway.targets))
                parts[field] = self.rng.choice([word for word in words if word not in wanted.options])
            if name in interventions and isinstance(wanted, Number):
                parts[field] = exactly(_compared(Number(OPPOSITE[wanted.operator], wanted.number, "")))
        return parts


def _compared(wanted):
    step, _ = ONE_APART[wanted.operator]
    return max(0, wanted.number + step)
