"""Made-up records: from one seed, or as a Hypothesis strategy. Every engine is tried on the same ones.

Lives here: `Generator`, how a record is put together, and what is left out so that it loads. Lives elsewhere: single
lines (agreement/lines.py), lines that make a rule hold (agreement/wishes.py), a record as text (agreement/text.py).

A record is a recipe: where it starts (nothing, an adult, a clear screen, every answer a no), which rule it is bent
towards, and lines by chance. Each line is one number, so Hypothesis can take lines out when it looks for the
smallest record that fails.
"""

from dataclasses import dataclass, replace
from random import Random

from hypothesis import strategies as st

from stepwell.knowledge.condition_reader import ConditionReader
from stepwell.knowledge.conditions import IsYes
from stepwell.knowledge.readers import suggestion
from stepwell.programme.adapter import programme_of
from stepwell.reasoning.facts import compile_pathway
from stepwell.reasoning.statuses import compile_interventions
from stepwell.records.bounds import exactly
from stepwell.records.contradictions import Happened, Seen, note_contradictions
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.faults import Faults
from stepwell.records.patient import patient_seqs
from stepwell.records.types import NOT_SURE, CourseEvent, Observation, Record
from tests.agreement.lines import NOW, LineMaker
from tests.agreement.numbers import advising_conditions, turns_of
from tests.agreement.wishes import Wisher

STARTS = ("empty", "adult", "screened", "answered", "answered")
SIDES = ("right", "right", "left", "both", None)
MOST_LINES = 25
GREATEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Recipe:
    """How a record is put together. `towards` is the place of a rule among the generator's, or None."""

    start: str
    side: str | None
    towards: int | None
    seed: int
    lines: tuple


class Generator:
    """Makes records for one pathway."""

    def __init__(self, pathway):
        self.pathway = pathway
        self.turns = turns_of(pathway)
        self.signs = frozenset().union(*compile_pathway(pathway).signs.values())
        self.rules = [
            *_interventions(pathway),
            *_exercises(pathway),
            *_findings(pathway),
            *_conditions(pathway),
        ]

    def recipes(self, towards=None, starts=STARTS):
        """A Hypothesis strategy of recipes, bent towards any rule or towards these; `record` makes a record of one."""
        seeds = st.integers(0, GREATEST_SEED)
        places = st.integers(0, len(self.rules) - 1) if towards is None else st.sampled_from(towards)
        return st.builds(
            Recipe,
            start=st.sampled_from(starts),
            side=st.sampled_from(SIDES),
            towards=st.none() | places,
            seed=seeds,
            lines=st.lists(seeds, max_size=MOST_LINES).map(tuple),
        )

    def places(self, wanted):
        """The places of the rules whose name is wanted."""
        return [place for place, (name, _) in enumerate(self.rules) if wanted(name)]

    def random(self, seed, towards=None):
        """The record of a seed; the same seed always gives the same record."""
        rng = Random(seed)
        places = range(len(self.rules)) if towards is None else towards
        towards = rng.choice(places) if rng.random() < 0.7 else None
        count = rng.choice((0, 1, 3, 8, MOST_LINES))
        lines = tuple(rng.randint(0, GREATEST_SEED) for _ in range(count))
        return self.record(Recipe(rng.choice(STARTS), rng.choice(SIDES), towards, rng.getrandbits(32), lines))

    def towards(self, rule, seed):
        """A record bent towards one rule, with little beside it."""
        place = self.places(rule.__eq__)[0]
        return self.record(Recipe("answered", "right", place, seed, ()))

    def record(self, recipe):
        """The record of a recipe."""
        rng, maker = Random(recipe.seed), LineMaker(self.pathway, self.turns, recipe.side)
        wisher = Wisher(maker, rng, base_age=rng.choice((0, 1, 3)))
        if recipe.towards is not None:
            self.rules[recipe.towards][1](wisher)
        lines = []
        self._start(lines, recipe.start, maker, wisher)
        wisher.lines(lines)
        for seed in recipe.lines:
            maker.add(lines, seed)
        return record_of(recipe.side, [*_patient(recipe.start, lines, rng), *lines], self.pathway)

    def _start(self, lines, start, maker, wisher):
        """An explicit no to every flag, or to everything that can be answered with one."""
        asked = {"screened": self._flags(), "answered": self._harmless()}.get(start, [])
        for finding in asked:
            if finding.id not in wisher.values and finding.id not in wisher.left_open:
                maker.observe(lines, finding, self._no(finding), exactly(NOW - wisher.base_age))
        if start == "answered" and "treatment-history" not in wisher.values and wisher.rng.random() < 0.5:
            maker.observe(
                lines, self.pathway.findings["treatment-history"], True, exactly(NOW - wisher.base_age)
            )

    def _flags(self):
        return [one for one in self._harmless() if one.flag or one.id in self.signs]

    def _harmless(self):
        left_out = ("treatment-history", "side-known")
        return [one for one in self.pathway.findings.values() if one.derive is None and one.id not in left_out
                and (one.type == "yes-no" or "none" in one.options)]  # fmt: skip

    def _no(self, finding):
        return False if finding.type == "yes-no" else "none"


def _patient(start, lines, rng):
    """Age, sex and country, as `patient` of a file says them."""
    stated = {one.finding for one in lines if isinstance(one, Observation)}
    pregnant = any(
        one.finding == "pregnancy" and one.value != "none" for one in lines if isinstance(one, Observation)
    )
    sex = rng.choice(("female",) if pregnant else ("female", "male"))
    values = (("age", exactly(rng.choice((17, 18, 41, 41, 41, 64, 80)))), ("sex", sex), ("country", "GB"))
    for place, (name, value) in enumerate(values):
        if name not in stated and start != "empty":
            yield Observation(place - len(values), exactly(NO_EARLIEST), name, value)


def _interventions(pathway):
    """Each intervention as a wish: indicated, and nothing against it."""
    for one in compile_interventions(pathway):
        if one.indicated is not None:
            yield one.entry.id, lambda wisher, one=one: _advise(wisher, one)


def _exercises(pathway):
    """Each reason against an exercise as a wish: a session may go on, but not with that exercise."""
    programme = programme_of(pathway)
    reader = ConditionReader(pathway.findings, pathway.parameters, suggestion)
    conditions = {key: reader.read(tree) for key, tree in programme.conditions.items()}
    gates = [conditions[gate.key] for gate in programme.gates]
    for exercise in programme.exercises.values():
        for row in exercise.contraindicated:
            yield row.key, lambda wisher, row=row: _forbid(wisher, gates, conditions[row.key])


def _forbid(wisher, gates, condition):
    wisher.wish(condition, wisher.rng.random() < 0.8)
    for gate in gates:
        wisher.wish(gate)


def _advise(wisher, one):
    pathway = wisher.maker.pathway
    wisher.wish(one.indicated)
    for need in one.entry.requires:
        wisher.wish(need.that, wisher.rng.random() < 0.7)
    for row in one.entry.contraindicated:
        wisher.wish(row.when, wisher.rng.random() < 0.05)
    if one.unless is not None:
        wisher.wish(one.unless, False)
    wisher.wish(pathway.treats)
    if wisher.rng.random() < 0.5:
        wisher.leave_open(_against(one), pathway)
    if wisher.rng.random() < 0.4:
        event = wisher.rng.choice(
            ("overridden", "excluded") if one.entry.exit else ("started", "started", "declined")
        )
        wisher.courses.happen(one.entry.id, event, wisher.rng.choice((0, 20)))


def _against(one):
    """The conditions that stand against an intervention."""
    rows = (*one.entry.contraindicated, *one.entry.precautions, *one.entry.stop)
    return [*(row.when for row in rows), *([one.unless] if one.unless is not None else [])]


def _findings(pathway):
    """Each derived yes-no finding as a wish, true or false."""
    for name, finding in pathway.findings.items():
        if finding.derive is not None and finding.type == "yes-no":
            yield (
                f"finding {name}",
                lambda wisher, name=name: wisher.wish(IsYes(name), wisher.rng.random() < 0.5),
            )


def _conditions(pathway):
    """Each condition of an intervention or a step as a wish, true or false."""
    for place, condition in enumerate(dict.fromkeys(advising_conditions(pathway))):
        yield (
            f"condition {place}",
            lambda wisher, condition=condition: wisher.wish(condition, wisher.rng.random() < 0.7),
        )


def record_of(side, lines, pathway):
    """A record of these lines, without those that a file could not hold because others contradict them."""
    lines = _after_patient(without_contradictions(lines, pathway))
    observations = tuple(one for one in lines if isinstance(one, Observation))
    events = tuple(one for one in lines if isinstance(one, CourseEvent))
    return Record(side, _country(observations), observations, events)


def _after_patient(lines):
    """The lines, with what `patient` says numbered just before the first of the others, as the reader numbers it."""
    patient = [one for one in lines if one.on == exactly(NO_EARLIEST)]
    others = [one for one in lines if one.on != exactly(NO_EARLIEST)]
    seqs = patient_seqs(others[0].seq if others else 1)
    return [*(replace(one, seq=seqs[one.finding]) for one in patient), *others]


def _country(observations):
    """The last country that stands, as the reader has it."""
    seen = [one for one in observations if one.finding == "country"]
    replaced = {one.replaces for one in seen}
    words = [one.value for one in seen if one.seq not in replaced and isinstance(one.value, str)]
    return words[-1] if words and words[-1] != NOT_SURE else None


def without_contradictions(lines, pathway):
    """The lines that may stand together. The reader itself says which may not."""
    while faulty := _contradicting(lines, pathway):
        seqs = {one.seq for one in lines} - faulty
        lines = [one for one in lines if one.seq in seqs and one.replaces in {None, *seqs}]
    return lines


def _contradicting(lines, pathway):
    faults = Faults("made-up")
    patient = [Seen(one.seq, one) for one in lines if one.on == exactly(NO_EARLIEST)]
    placed = [_placed(one) for one in lines if one.on != exactly(NO_EARLIEST)]
    note_contradictions(placed, patient, pathway.findings, faults)
    return {fault.line for fault in faults.found}


def _placed(line):
    return Seen(line.seq, line) if isinstance(line, Observation) else Happened(line.seq, line)
