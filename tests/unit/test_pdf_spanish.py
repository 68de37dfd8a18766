"""The home programme on paper in Spanish: the texts of the knowledge are in it, and only what is English is marked as such."""

from dataclasses import replace
from functools import lru_cache

import pytest

from stepwell.documents.pdf.wording import wording
from stepwell.knowledge.loader import load_pathway
from stepwell.programme.adapter import programme_of, situation_from
from stepwell.programme.session import session
from stepwell.reasoning.facts import compile_pathway, read_facts
from tests.unit.pdf_reading import squeezed, text
from tests.unit.pdf_world import DAY, programme_document, record

BUILT = "Back to usual within 15 minutes."
"""The one sentence that the programme builds by itself."""


@lru_cache
def spanish():
    return load_pathway(language="es")


def marked(values):
    """Every text that is marked as English; the words of pictures are, and are no text of the page."""
    if isinstance(values, dict):
        here = [values["text"]] if values.get("lang") == "en" and "text" in values else []
        return here + [one for part in values.values() for one in marked(part)]
    return [one for part in values for one in marked(part)] if isinstance(values, list | tuple) else []


@pytest.fixture(scope="module")
def document():
    """The programme of the usual record, with the pathway in Spanish."""
    day = DAY.toordinal()
    facts = read_facts(compile_pathway(spanish()), record().as_of(day), day)
    programme = programme_of(spanish())
    today = session(programme, situation_from(spanish(), facts))
    usual = programme_document(language="es")
    return replace(usual, pathway=spanish(), programme=programme, session=today, facts=facts)


def test_every_exercise_is_told_in_spanish_without_a_mark(document):
    pdf = document.pdf()
    printed = text(pdf)
    assert len(document.session.items) == 3
    for item in document.session.items:
        words = (item.exercise.title, item.exercise.start, *item.exercise.steps, *item.exercise.stop)
        assert [said for said in words if wording("es").known(said) != said] == []
        assert all(squeezed(said) in printed for said in words)
    assert marked(document.values()) == [BUILT]


def test_the_exercises_are_those_of_the_english_programme(document):
    english = programme_document()
    assert [one.exercise.id for one in document.session.items] == [
        one.exercise.id for one in english.session.items
    ]


def test_what_has_no_spanish_is_still_marked():
    assert wording("es").known("A text of nobody.") == {"text": "A text of nobody.", "lang": "en"}
