"""What can be reached: every advice, and every branch of every `any`, by a record that was really run.

Lives here: which records are tried, and what is left that none reaches. First come records that answer everything
alike, which reach most; then Z3 looks for one for each that is left. What Z3 shows to be out of reach is out of reach
for every record; what it allows and no record reaches is said to be not reproduced.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import z3

from stepwell.knowledge.conditions import AnyOf, AtLeast, Condition, parts_of
from stepwell.knowledge.derivations import Choose, Score, conditions_in
from stepwell.knowledge.reachability import conditions_of
from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.reasoning.facts import signs_of
from stepwell.records.bounds import exactly
from stepwell.records.types import Observation, Record
from stepwell.verify.forms import FormReader, Invariant
from stepwell.verify.formulas import Formula, every, no, some
from stepwell.verify.grid import fit_ratios
from stepwell.verify.people import Person, alone
from stepwell.verify.rebuild import plainest
from stepwell.verify.statuses import OPEN
from stepwell.verify.trial import TODAY, Trial, next_seq, run_record


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to be reached: a status of an intervention, or a condition that holds."""

    words: str
    intervention: str = ""
    condition: Condition | None = None

    def reached(self, trial: Trial) -> bool:
        """Whether a record that ran reaches it."""
        if self.condition is None:
            return trial.status(self.intervention) == "recommended"
        return trial.truth(self.condition) is True


def reach(line: Invariant, reader: FormReader) -> tuple[str, str | None, tuple[str, ...]]:
    """What no record reaches, in words; no record; what is taken for granted."""
    goals = list(_branches(reader.pathway)) if line.body.get("branches") else _advice(line, reader)
    left = list(dict.fromkeys(goals))
    for record in _simple_records(reader.pathway):
        left = _still_left(left, run_record(reader.pathway, record))
    words = []
    while left:
        goal = left.pop(0)
        trials = _trials(goal, reader.pathway)
        if not any(goal.reached(trial) for trial in trials):
            words.append(f"{goal.words} ({'not reproduced' if trials else 'no record can'})")
        for trial in trials:
            left = _still_left(left, trial)
    return ("Out of reach: " + "; ".join(words) if words else ""), None, ()


def _still_left(goals: Iterable[Goal], trial: Trial) -> list[Goal]:
    return [goal for goal in goals if not goal.reached(trial)]


def _advice(line: Invariant, reader: FormReader) -> list[Goal]:
    return [Goal(f"{one.id} is recommended", one.id) for one in reader.selected(line.body["of"], place=line)]


def _branches(pathway: Pathway) -> Iterator[Goal]:
    """Every branch of every `any`, every row of a choice and of a score."""
    for finding in pathway.findings.values():
        if finding.derive is not None:
            for condition in conditions_in(finding.derive):
                yield from _branches_of(condition, finding.id)
        yield from _rows_of(finding)
    for entry in pathway.interventions.values():
        for condition in conditions_of(entry):
            yield from _branches_of(condition, entry.id)


def _branches_of(condition: Condition, name: str) -> Iterator[Goal]:
    branching = isinstance(condition, AnyOf | AtLeast)
    for place, part in enumerate(parts_of(condition), start=1):
        if branching:
            yield Goal(f"branch {place} of {name}", condition=part)
        yield from _branches_of(part, name)


def _rows_of(finding: Finding) -> Iterator[Goal]:
    match finding.derive:
        case Choose(rows):
            yield from (
                Goal(f"row {option} of {finding.id}", condition=condition) for condition, option in rows
            )
        case Score(items):
            rows_ = [condition for item in items for condition, _ in item]
            yield from (
                Goal(f"row {place} of {finding.id}", condition=condition)
                for place, condition in enumerate(rows_, 1)
            )


# ---- Records
def _simple_records(pathway: Pathway) -> Iterator[Record]:
    """Nothing recorded; then everything answered yes, or no, with each option of each choice in turn."""
    yield Record("right", None, (), ())
    observed = [
        one for one in pathway.findings.values() if one.derive is None and one.id not in ("sex", "pregnancy")
    ]
    for turn in range(max(len(one.options) for one in observed)):
        for answer in (True, False):
            yield Record("right", None, tuple(_answers(observed, answer, turn)), ())


def _answers(findings: Iterable[Finding], answer: bool, turn: int) -> Iterator[Observation]:
    for seq, finding in enumerate(findings, start=1):
        value: Any = answer
        if finding.type == "choice":
            value = list(finding.options)[turn % len(finding.options)]
        if finding.type == "number":
            value = exactly((finding.range or (0, 0))[int(answer)])
        if finding.type != "text":
            yield Observation(seq, exactly(TODAY), finding.id, value, "right" if finding.per_side else None)


def _trials(goal: Goal, pathway: Pathway) -> list[Trial]:
    """Records that a model gives for a goal, as they are and with what is left open answered no."""
    people = alone(pathway)
    world = people.first.world
    formula = _formula(goal, people.first)
    [rebuilder] = people.rebuilders()
    solver = z3.Solver()
    solver.add(formula, *rebuilder.axioms())
    model = plainest(solver, rebuilder.hints())
    if model is None:
        return []
    record = fit_ratios(world, model, rebuilder.record(model))
    return [
        run_record(pathway, one)
        for one in (record, _rest_answered_no(record, pathway), *_elsewhere(record, pathway))
    ]


def _elsewhere(record: Record, pathway: Pathway) -> list[Record]:
    """The same record about each other structure, where it is about one."""
    about_one = any(
        line.value in pathway.targets for line in record.observations if isinstance(line.value, str)
    )
    return [_about(record, target, pathway) for target in pathway.targets] if about_one else []


def _about(record: Record, target: str, pathway: Pathway) -> Record:
    """The same record about another structure: every choice that has it as an option, and every target."""
    observations = tuple(
        replace(line, value=target) if target in pathway.findings[line.finding].options else line
        for line in record.observations
    )
    events = tuple(replace(line, target=target) if line.target else line for line in record.events)
    return replace(record, observations=observations, events=events)


def _formula(goal: Goal, person: Person) -> Formula:
    if goal.condition is not None:
        return person.world.truth(goal.condition).yes
    recommended = person.statuses.of(goal.intervention)["recommended"]
    one = person.statuses.compiled[goal.intervention]
    return recommended if one.indicated is not None else every((recommended, _needed(one.entry, person)))


def _needed(test: Intervention, person: Person) -> Formula:
    """Some advice is indicated and waits for a finding of the test, which is not known."""
    waiting = []
    for one in person.statuses.compiled.values():
        entry = one.entry
        for condition in conditions_of(entry):
            found = signs_of(condition, person.pathway) & set(test.finds)
            if found and one.indicated is not None:
                truth, world = person.world.truth(condition), person.world
                missing = (no(world.known(name)) for name in sorted(found))
                indicated = every((world.truth(one.indicated).yes, person.statuses.truths(one).halted.no))
                waiting.append(
                    every(
                        (indicated, person.statuses.of(entry.id)[OPEN], no(truth.yes), no(truth.no), *missing)
                    )
                )
    return some(waiting)


def _rest_answered_no(record: Record, pathway: Pathway) -> Record:
    known = {line.finding for line in record.observations}
    rest = [
        one
        for one in pathway.findings.values()
        if one.type == "yes-no" and one.derive is None and one.id not in known
    ]
    lines = [
        Observation(seq, exactly(TODAY), one.id, False, record.side if one.per_side else None)
        for seq, one in enumerate(rest, next_seq(record))
        if one.id != "side-known"
    ]
    return replace(record, observations=(*record.observations, *lines))
