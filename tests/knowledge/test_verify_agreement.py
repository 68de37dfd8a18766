"""What is proved is about the pathway that runs: formulas and reasoning agree on made-up records, and every axiom holds."""

import random
from datetime import date

import pytest
import z3

from stepwell.knowledge.loader import KNOWLEDGE, build, read_trees
from stepwell.reasoning.courses import fits
from stepwell.records.bounds import Bounds, exactly
from stepwell.records.types import CourseEvent, Observation, Record
from stepwell.verify.people import alone
from stepwell.verify.rebuild import plainest
from stepwell.verify.statuses import Statuses, written
from stepwell.verify.trial import TODAY, run_record
from stepwell.verify.world import new_world

WORDS = {
    "target": ["piriformis", "scar", "hip-joint", "trochanteric-bursa"],
    "guidance": ["ultrasound", "blind"],
    "agent": ["triamcinolone", "water"],
    "response": ["none", "partial", "good", "worse"],
}
NUMBERS = {"adherence": 100, "relief_percent": 100, "relief_days": 200}


@pytest.fixture(scope="module")
def pathway():
    return build(read_trees(KNOWLEDGE), "as it is", {})[1]


@pytest.fixture(scope="module")
def imagined(pathway):
    """One imagined record with every status, and a solver that knows the axioms."""
    world = new_world(pathway)
    statuses = Statuses(world)
    for name in statuses.compiled:
        statuses.of(name)
    solver = z3.Solver()
    solver.add(world.variables.axioms)
    return world, statuses, solver


def observation(finding, seq, rng):
    value = rng.choice([True, False, "not-sure"])
    if finding.type == "choice":
        value = rng.choice(list(finding.options))
    if finding.type == "number":
        low, high = sorted(rng.randint(*finding.range) for _ in "ab")
        value = rng.choice([exactly(low), exactly(high), Bounds(low, high)])
    return Observation(seq, exactly(TODAY - rng.choice([0, 0, 0, 3, 20, 100, 300])), finding.id, value)


def event(name, seq, rng):
    parts = {field: rng.choice(words) for field, words in WORDS.items() if rng.random() < 0.6}
    parts |= {field: exactly(rng.randint(0, most)) for field, most in NUMBERS.items() if rng.random() < 0.6}
    word = rng.choice(["started", "started", "stopped", "done", "done", "declined", "responded"])
    return CourseEvent(seq, exactly(TODAY - rng.choice([0, 1, 10, 40, 90, 200, 500])), name, word, **parts)


def made_up(pathway, seed):
    """A record that nobody would write: any findings with any values, any courses with any parts."""
    rng = random.Random(seed)
    share = rng.choice([0.1, 0.5, 0.95])
    observed = [one for one in pathway.findings.values() if one.derive is None and one.type != "text"]
    lines = [observation(one, seq, rng) for seq, one in enumerate(observed * 2) if rng.random() < share]
    if rng.random() < 0.6:
        lines.append(Observation(4000, exactly(TODAY), "treatment-history", True))
    names = [name for name in pathway.interventions if rng.random() < rng.choice([0.05, 0.4])]
    events = [event(name, 5000 + seq, rng) for seq, name in enumerate(names * 2)]
    exits = [one.id for one in pathway.interventions.values() if one.exit and rng.random() < 0.3]
    events += [CourseEvent(9000 + seq, exactly(TODAY), name, "excluded") for seq, name in enumerate(exits)]
    return Record(rng.choice([None, "right"]), None, tuple(lines), tuple(events))


def amount(value):
    return z3.Q(value.numerator, value.denominator)


def said(world, trial):
    """Every unknown of the imagined record as the reasoning has it."""
    return [*values_said(world, trial.facts.values), *courses_said(world, trial), *marks_said(world, trial)]


def values_said(world, values):
    for key, pair in world.variables.pairs.items():
        yield z3.And(pair.yes == (values[key] is True), pair.no == (values[key] is False))
    for key, value in world.variables.ranges.items():
        yield z3.And(value.low == amount(values[key].low), value.high == amount(values[key].high))
    for key, options in world.variables.choices.items():
        yield z3.And([formula == (option in values[key]) for option, formula in options.items()])


def courses_said(world, trial):
    courses, working = trial.facts.courses, trial.facts.values["working-source"]
    for (name, word), formula in world.courses.states.items():
        yield formula == any(one.state == word for one in courses.get(name, ()))
    for (name, where), fit in world.courses.fits.items():
        truths = [fits(one, where, working=working, day=TODAY) for one in courses.get(name, ())]
        yield fit.surely == any(one is True for one in truths)
        yield fit.maybe == any(one is not False for one in truths)


def marks_said(world, trial):
    said = {
        "settled": lambda name: name in trial.facts.settled,
        "declined-last": lambda name: (
            [one.event for one in trial.facts.events.get(name, ())][-1:] == ["declined"]
        ),
        "needed": lambda name: trial.judged[name].indicated is True,
        "due-again": lambda name: is_due_again(name, trial),
        "overtaken": lambda name: trial.status(name) != "done",
    }
    for (name, word), mark in world.courses.marks.items():
        if word in said:
            yield mark == said[word](name)


def is_due_again(name, trial):
    """A test whose results are all known, and yet it is not called known."""
    finds = trial.pathway.interventions[name].finds
    elsewhere = trial.status(name) in ("known", "declined", "continue", "stop")
    return not elsewhere and all(map(trial.known, finds))


@pytest.mark.parametrize("seed", range(40))
def test_formulas_and_reasoning_agree(seed, pathway, imagined):
    """Every axiom holds of a record that was not made for it, and every status comes out the same."""
    world, statuses, solver = imagined
    trial = run_record(pathway, made_up(pathway, seed))
    solver.push()
    solver.add(*said(world, trial))
    assert solver.check() == z3.sat
    model = solver.model()
    solver.pop()
    found = {
        name: [
            status
            for status, formula in statuses.of(name).items()
            if z3.is_true(model.eval(formula, model_completion=True))
        ]
        for name in statuses.compiled
    }
    assert found == {name: [written(trial.status(name))] for name in statuses.compiled}


@pytest.mark.parametrize("status", ["recommended", "not-indicated"])
@pytest.mark.parametrize("name", ["piriformis-release", "gabapentin", "strengthening", "outcome-check"])
def test_a_model_becomes_the_record_that_it_describes(name, status, pathway):
    """Courses and observations are spelled out so that the record leads to what the model says."""
    people = alone(pathway)
    wanted = people.first.statuses.of(name)[status]
    rebuilders = people.rebuilders()
    solver = z3.Solver()
    solver.add(wanted, *rebuilders[0].axioms())
    model = plainest(solver, rebuilders[0].hints())
    [record] = people.records(model, rebuilders)
    assert run_record(pathway, record).status(name) == status


def test_a_rebuilt_record_is_read_on_a_fixed_day():
    assert date.fromordinal(TODAY) == date(2026, 3, 2)
