"""Made-up lines of a record: one number in, one or more lines out, drawn so that rules turn.

Lives here: random values, days, sides, observations and course events. Lives elsewhere: where rules turn
(agreement/numbers.py), lines that make one rule hold (agreement/wishes.py), whole records (agreement/generator.py).
"""

from datetime import date
from random import Random

from stepwell.records.bounds import NEVER, Bounds, exactly
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.parts import EVENTS, GUIDANCE, RESPONSES, SETTLING
from stepwell.records.types import NOT_SURE, CourseEvent, Observation
from stepwell.records.values import AMOUNTS

TODAY = date(2026, 6, 1)
NOW = TODAY.toordinal()
"""Every made-up record is judged as of this day; a few of its lines lie after it."""

ACTS = ("started", "stopped", "done", "declined", "responded")
PEOPLE = ("", "", "patient", "physiotherapist", "physician", "surgeon")
SEQ_STEP = 10


class LineMaker:
    """Makes lines for one pathway. `side` is the side that the record is about."""

    def __init__(self, pathway, turns, side):
        self.pathway, self.turns, self.side = pathway, turns, side
        self.observed = [one for one in pathway.findings.values() if one.derive is None]
        self.exits = [one.id for one in pathway.interventions.values() if one.exit]
        self.interventions = list(pathway.interventions)
        self.exercises = list(pathway.exercises)

    def add(self, lines, seed):
        """Add the lines that one number stands for; lines already there may be replaced by them."""
        rng = Random(seed)
        make = rng.choices(list(MAKERS), weights=list(MAKERS.values()))[0]
        make(self, rng, lines)

    def observe(self, lines, finding, value, on, **rest):
        """Add an observation as it would be read from a file."""
        rest["side"] = rest.get("side", self.side) if finding.per_side else None
        lines.append(Observation(_next_seq(lines), on, finding.id, value, **rest))

    def happen(self, lines, name, event, on, **rest):
        """Add a course event as it would be read from a file."""
        rest = {"side": self.side, **rest}
        lines.append(CourseEvent(_next_seq(lines), on, name, event, **rest))

    def value(self, rng, finding):
        """A value of a finding: near a threshold, within bounds, or not sure."""
        if rng.random() < 0.06:
            return NOT_SURE
        if finding.type == "number":
            return self.number(rng, *(finding.range or (0, NEVER)), self.turns.values.get(finding.id, ()))
        if finding.type == "choice":
            return rng.choice(list(finding.options))
        return "words" if finding.type == "text" else rng.random() < 0.5

    def number(self, rng, low, high, turns):
        """Mostly exact and near a number at which a rule turns; else within bounds."""
        near = [turn + step for turn in turns for step in (-1, 0, 1) if low <= turn + step <= high]
        ends = [rng.choice(near or [low, high]), rng.choice([low, high, rng.randint(low, high)])]
        if rng.random() < 0.7:
            return exactly(ends[0] if near and rng.random() < 0.8 else ends[1])
        return Bounds(min(ends), max(ends))

    def on(self, rng):
        """A day: whole, a month, before a day, any day until now, or after today."""
        day = NOW - self.age(rng)
        match rng.choices(("day", "span", "before", "later"), weights=(14, 2, 2, 1))[0]:
            case "span":
                return Bounds(day - rng.choice((6, 30, 364)), day)
            case "before":
                return Bounds(NO_EARLIEST, day)
            case "later":
                return exactly(NOW + rng.randint(1, 60))
        return exactly(day)

    def age(self, rng):
        """How many days ago: today, or around the days at which rules turn."""
        turn = rng.choice(self.turns.days) + rng.choice((-1, 0, 0, 1))
        return rng.choice((0, 0, 1, rng.randint(0, 20), rng.randint(0, 1200), max(0, turn)))


def _next_seq(lines):
    return SEQ_STEP * (len(lines) + 1) + 5


def _shared(rng, on):
    """Who wrote a line, and on which day, where it says so."""
    late = rng.random() < 0.1
    return {"by": rng.choice(PEOPLE), "recorded_on": int(on.high) + rng.randint(0, 30) if late else None}


def _some_side(rng, side):
    """Mostly the side of the record; a record without a side has lines with and without one."""
    return side if rng.random() < 0.75 else rng.choice(("left", "right", "both"))


def _observation(maker, rng, lines):
    finding, on = rng.choice(maker.observed), maker.on(rng)
    side = _some_side(rng, maker.side)
    maker.observe(lines, finding, maker.value(rng, finding), on, side=side, **_shared(rng, on))


def _log(maker, rng, lines):
    """One finding on several days, as a daily log has it."""
    numbers = [one for one in maker.observed if one.type == "number"]
    finding, start = rng.choice(numbers), maker.age(rng)
    for day in range(rng.randint(2, 6)):
        on = exactly(NOW - start + day * rng.choice((1, 1, 7)))
        maker.observe(lines, finding, maker.value(rng, finding), on)


def _course(maker, rng, lines):
    name, on = rng.choice(maker.interventions), maker.on(rng)
    _event(maker, rng, lines, name, on, rng.choice(ACTS))


def _treatment(maker, rng, lines):
    """A treatment with a beginning and an end, and how it went."""
    name, age = rng.choice(maker.interventions), maker.age(rng)
    end = rng.randint(0, age)
    _event(maker, rng, lines, name, exactly(NOW - age), "started")
    if rng.random() < 0.6:
        _event(maker, rng, lines, name, exactly(NOW - end), rng.choice(("stopped", "done", "responded")))


def _decision(maker, rng, lines):
    name, on = rng.choice(maker.interventions), maker.on(rng)
    until = int(on.high) + rng.choice((0, 7, 60, 400)) if rng.random() < 0.6 else None
    event = rng.choice(("declined", "accepted", "overridden", "overridden"))
    _event(maker, rng, lines, name, on, event, until=until, reason="by choice")


def _settlement(maker, rng, lines):
    name, on = rng.choice(maker.exits), maker.on(rng)
    _event(maker, rng, lines, name, on, rng.choice((*SETTLING, "accepted", "overridden", "declined")))


def _exercise(maker, rng, lines):
    on = maker.on(rng)
    event = rng.choice([one for one in EVENTS if one not in SETTLING])
    name, dose = rng.choice(maker.exercises), rng.choice((None, "L1", "L2", "L9"))
    _event(maker, rng, lines, name, on, event, dose=dose)


def _replacement(maker, rng, lines):
    """A line that withdraws or mends an earlier one."""
    if not lines:
        return
    old = rng.choice(lines)
    if isinstance(old, CourseEvent):
        event = rng.choice((old.event, "withdrawn"))
        maker.happen(lines, old.intervention, event, maker.on(rng), replaces=old.seq)
    else:
        finding = maker.pathway.findings[old.finding]
        value = rng.choice((None, maker.value(rng, finding)))
        maker.observe(lines, finding, value, maker.on(rng), replaces=old.seq)


def _event(maker, rng, lines, name, on, event, **rest):
    shared = {"side": _some_side(rng, maker.side), **_shared(rng, on), **rest}
    earlier = [one.seq for one in lines if isinstance(one, CourseEvent) and one.intervention == name]
    if earlier and rng.random() < 0.2:
        shared["of"] = rng.choice(earlier)
    maker.happen(lines, name, event, on, **{**_parts(maker, rng), **shared})


def _parts(maker, rng):
    """Each part of a course is left out half of the time."""
    words, parts = maker.turns.words, maker.turns.parts
    drawn = {
        "target": lambda: rng.choice(list(maker.pathway.targets)),
        "guidance": lambda: rng.choice(GUIDANCE),
        "response": lambda: rng.choice(RESPONSES),
        "approach": lambda: rng.choice(("endoscopic", "open")),
        "agent": lambda: rng.choice((*words.get("agent", ()), "another agent")),
        "outcome": lambda: rng.choice((*words.get("outcome", ()), "another outcome")),
    }
    for name, scale in AMOUNTS.items():
        drawn[name] = lambda name=name, scale=scale: maker.number(
            rng, scale.low, scale.high, parts.get(name, ())
        )
    return {name: draw() for name, draw in drawn.items() if rng.random() < 0.5}


MAKERS = {
    _observation: 10,
    _log: 2,
    _course: 3,
    _treatment: 3,
    _decision: 2,
    _settlement: 2,
    _exercise: 2,
    _replacement: 2,
}
