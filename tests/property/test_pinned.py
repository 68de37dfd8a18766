"""A clinician may pin an exercise; a contraindication still keeps it out."""

from dataclasses import replace

from stepwell.programme import session as session_module
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.session import session
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.records.bounds import exactly
from stepwell.records.types import CourseEvent
from tests.agreement.lines import NOW
from tests.property.trying import always, finds, generator


def forbidden_in_session(record, rng):
    """Exercises of today's session that are contraindicated, or not known not to be, though every one is pinned."""
    pathway = generator().pathway
    facts = read_facts(compile_pathway(pathway), pinning_all(record, rng).as_of(NOW), NOW)
    situation = situation_from(pathway, facts)
    done = session(programme_of(pathway), situation).items
    rows = [(item.exercise.id, row) for item in done for row in item.exercise.contraindicated]
    return sorted((name, row.because) for name, row in rows if situation.holds(row.key) is not False)


def pinning_all(record, rng):
    """The record with a clinician's pin on every exercise, the latest first."""
    names = rng.sample(list(generator().pathway.exercises), len(generator().pathway.exercises))
    last = max((line.seq for line in (*record.observations, *record.events)), default=0)
    pins = [
        CourseEvent(last + place, exactly(NOW), name, "pinned", side=record.side, by="physiotherapist")
        for place, name in enumerate(names, start=1)
    ]
    return replace(record, events=(*record.events, *pins))


def _reasons():
    """The rules of the generator that are reasons against an exercise."""
    return generator().places(lambda name: name.startswith("exercise/"))


def test_a_pinned_exercise_never_beats_a_contraindication():
    always(forbidden_in_session, towards=_reasons())


def test_a_pin_that_wins_is_found(monkeypatch):
    def able(choice, id):
        return choice.verdicts[id].allowed or id in choice.today.situation.pinned

    monkeypatch.setattr(session_module._Choice, "able", able)
    assert finds(forbidden_in_session, towards=_reasons())
