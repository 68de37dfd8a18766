"""An open exit is always shown, whatever was decided about it, and a sign never adds treatment."""

from dataclasses import replace

from stepwell.knowledge.conditions import AnyOf, IsYes
from stepwell.knowledge.types import TREATMENTS
from stepwell.reasoning import derive
from stepwell.reasoning.apply import apply, judge_record
from stepwell.reasoning.conditions import evaluator
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.records.bounds import exactly
from stepwell.records.types import Observation
from tests.agreement.lines import NOW, TODAY
from tests.property.trying import always, finds, generator

ADVISED = ("recommended", "prepare")
SETTLES = ("excluded", "explained", "treated")


def faulty_plans(record, rng):
    """What is wrong with the plan for a record that loads: none can be made, or it hides an exit.

    An exit must be there if its sign is and nobody has settled it, whatever else was decided about it.
    """
    pathway = generator().pathway
    try:
        plan = apply(pathway, record, TODAY)
    except Exception as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    shown = {one.id for one in plan.recommendations if one.status == "recommended"}
    return sorted(_surely_open(pathway, record.as_of(NOW)) - shown)


def _surely_open(pathway, record):
    """The exits that are open by a reading of their own: the sign holds, and no line settles it."""
    facts = read_facts(compile_pathway(pathway), record, NOW)
    settled = {event.intervention for event in record.events if event.event in SETTLES}
    exits = [one for one in pathway.interventions.values() if one.exit and one.id not in settled]
    return {one.id for one in exits if evaluator(one.indicated)(facts.values) is True}


def misread_signs(record, rng, pathway=None):
    """What goes wrong when a flag is said to be there: a treatment is added, or a settled exit stays settled."""
    pathway = pathway or generator().pathway
    flag = rng.choice(_flags(pathway))
    again = with_yes(record, flag)
    before, after = _statuses(pathway, record), _statuses(pathway, again)
    return treatments_added(pathway, before, after) + still_settled(pathway, again, flag, after)


def treatments_added(pathway, before, after):
    """Treatments that are advised only in the later of two judgements."""
    treatments = {one.id for one in pathway.interventions.values() if one.kind in TREATMENTS}
    advised = [{name for name in treatments if one[name] in ADVISED} for one in (before, after)]
    return sorted(advised[1] - advised[0])


def still_settled(pathway, record, flag, statuses):
    """Exits that listen to a flag that is there today, whose sign holds, and that are not recommended."""
    facts = read_facts(compile_pathway(pathway), record.as_of(NOW), NOW)
    listening = [name for name, signs in compile_pathway(pathway).signs.items() if flag.id in signs]
    shown = [name for name in listening if statuses[name] == "recommended"]
    there = [
        name for name in listening if evaluator(pathway.interventions[name].indicated)(facts.values) is True
    ]
    return sorted(set(there) - set(shown))


def _flags(pathway):
    return [
        one for one in pathway.findings.values() if one.flag and one.derive is None and one.type == "yes-no"
    ]


def with_yes(record, flag):
    """The record with one more line: this flag is there today."""
    seq = max((line.seq for line in (*record.observations, *record.events)), default=0) + 1
    side = record.side if flag.per_side else None
    seen = Observation(seq, exactly(NOW), flag.id, True, side=side, by="physician")
    return replace(record, observations=(*record.observations, seen))


def _statuses(pathway, record):
    return {name: one.status for name, one in judge_record(pathway, record, TODAY).by_id.items()}


def test_every_record_gets_a_plan_that_shows_every_open_exit():
    """`apply` never raises on a record that loads, and no override, refusal or acceptance hides an exit."""
    always(faulty_plans)


def test_a_sign_never_adds_treatment_and_opens_a_settled_exit_again():
    always(misread_signs)


def test_an_exit_that_an_override_settles_is_found(monkeypatch):
    monkeypatch.setattr("stepwell.reasoning.facts.SETTLING", frozenset({*SETTLES, "overridden"}))
    assert finds(faulty_plans, towards=generator().places(_is_exit))


def _is_exit(name):
    entry = generator().pathway.interventions.get(name)
    return entry is not None and bool(entry.exit)


def test_an_exit_that_stays_settled_is_found(monkeypatch):
    monkeypatch.setattr("stepwell.reasoning.facts.newest_yes", lambda observations: (0, 0))
    assert finds(misread_signs)


def test_a_treatment_given_for_a_sign_is_found():
    pathway = generator().pathway
    planted = _with_paracetamol_for_signs(pathway)
    assert finds(lambda record, rng: misread_signs(record, rng, planted))


def _with_paracetamol_for_signs(pathway):
    """A pathway in which every flag calls for paracetamol, and no exit halts anything."""
    changed = {name: replace(one, halts=frozenset()) for name, one in pathway.interventions.items()}
    own = changed["paracetamol"]
    signs = AnyOf(tuple(IsYes(flag.id) for flag in _flags(pathway)))
    changed["paracetamol"] = replace(own, indicated=signs, anytime=True, contraindicated=(), precautions=())
    return replace(pathway, interventions=changed)


def test_a_plan_that_divides_by_nothing_is_found(monkeypatch):
    def unguarded(values, seen):
        return exactly(100 * (values[-1].low - values[0].low) // values[0].low)

    monkeypatch.setitem(derive._STATISTICS, "change_percent", unguarded)
    assert finds(faulty_plans)
