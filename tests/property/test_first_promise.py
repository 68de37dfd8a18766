"""The first safety promise: what is recommended stays recommended however the missing answers turn out.

The one exception is a test, which ceases to be recommended once what it finds is known. A test in this sense is
whatever `finds` something: an examination, a form, or a review that agrees the working source.
"""

from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.reasoning.statuses import judge
from tests.agreement.lines import NOW
from tests.property.completion import completed, recomputed, within
from tests.property.trying import always, finds, generator

COMPLETIONS = 3


def broken_promises(record, rng):
    """Recommendations that some completion takes back."""
    compiled, facts = _facts(record)
    before = _statuses(compiled, facts)
    recommended = [name for name, status in before.items() if status == "recommended"]
    after = _statuses(compiled, completed(compiled, facts, rng, generator().turns.values))
    return sorted((name, after[name]) for name in recommended if not _kept(compiled, name, after[name]))


def widened_values(record, rng):
    """Derived findings that take a value which was said to be impossible, once more is known."""
    compiled, facts = _facts(record)
    wrong = set()
    for _ in range(COMPLETIONS):
        values = recomputed(compiled, facts, rng, generator().turns.values)
        wrong |= {name for name, _ in compiled.derived if not within(values[name], facts.values[name])}
    return sorted(wrong)


def _facts(record):
    compiled = compile_pathway(generator().pathway)
    return compiled, read_facts(compiled, record.as_of(NOW), NOW)


def _statuses(compiled, facts):
    return {name: one.status for name, one in judge(compiled, facts).by_id.items()}


def _kept(compiled, name, status):
    """Still recommended; or a test whose answer is known now, or which only open questions had called for."""
    entry = compiled.pathway.interventions[name]
    ceases = {"known"} if entry.indicated is not None else {"known", "not-indicated"}
    return status == "recommended" or bool(entry.finds) and status in ceases


def test_what_is_recommended_stays_recommended():
    always(broken_promises)


def test_more_knowledge_never_widens_a_value():
    always(widened_values)


def test_an_and_that_takes_not_known_for_no_is_found(monkeypatch):
    monkeypatch.setattr(
        "stepwell.reasoning.conditions.conjunction", lambda truths: all(one is True for one in truths)
    )
    assert finds(broken_promises)


def test_a_part_of_a_course_that_takes_not_known_for_a_mismatch_is_found(monkeypatch):
    monkeypatch.setattr("stepwell.reasoning.courses.one_of", lambda possible, options: possible <= options)
    assert finds(widened_values)
