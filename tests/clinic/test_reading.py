"""Every text for a person is plain: long ones by their grade, short ones by their sentences and their words. English and Spanish."""

import re
from functools import cache
from pathlib import Path

import pytest

from stepwell.knowledge.loader import KNOWLEDGE, read_trees
from stepwell.knowledge.patient_texts import patient_texts
from stepwell.knowledge.translations import read_translations
from tests.clinic.languages.catalogue import PLURAL, catalogue, strings
from tests.clinic.reading.measure import (
    HARDEST_GRADE,
    LEAST_EASE,
    LONG,
    MOST_WORDS,
    ease,
    grade,
    sentences_of,
    spanish_syllables,
    words_of,
)

LISTS = Path(__file__).parent / "reading"
PLACE_TO_FILL = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z]+\}")
LANGUAGES = ["en", "es"]


@cache
def texts(language):
    """Every text of a language by where it stands: of the knowledge, and of the pages. A place to fill counts as a number."""
    found = {}
    if language == "en":
        found |= {str(address): text.said for address, text in patient_texts(read_trees(KNOWLEDGE)).items()}
        found |= {f"{place}: {words}": words for words, place in strings().items()}
    else:
        found |= {str(address): one.say for address, one in read_translations(KNOWLEDGE, language).items()}
        found |= {f"page: {words}": said for words, said in catalogue().items() if words}
    parted = {
        (place, number): PLACE_TO_FILL.sub("7", part)
        for place, text in found.items()
        for number, part in enumerate(text.split(PLURAL))
    }
    return {place: text for (place, _), text in parted.items() if words_of(text)}


@cache
def listed(language):
    """The plain words of a language, and the names of things that are explained."""
    plain, named = (
        (LISTS / f"{kind}.{language}.txt").read_text(encoding="utf-8").splitlines()
        for kind in ("words", "terms")
    )
    plain = {word for line in plain if not line.startswith("#") for word in line.split()}
    return plain | {line.partition(":")[0] for line in named if not line.startswith("#")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_texts_to_read(language):
    long = [text for text in texts(language).values() if len(words_of(text)) >= LONG]
    assert (len(texts(language)) > 1500, len(long) > 50) == (True, True)


def is_hard(text, language):
    """Why a text is hard to read: its grade or ease where it is long, its longest sentence where it is short."""
    if len(words_of(text)) < LONG:
        most = max(map(len, sentences_of(text)))
        return f"a sentence of {most} words" if most > MOST_WORDS else ""
    if language == "en":
        return f"grade {grade(text):.1f}" if grade(text) > HARDEST_GRADE else ""
    return f"ease {ease(text):.1f}" if ease(text) < LEAST_EASE else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_patient_text_is_easy_to_read(language):
    """From 30 words on: Flesch-Kincaid grade 6 or below, Fernandez-Huerta 80 or above. Shorter: sentences of at most 20 words."""
    hard = {place: why for place, text in texts(language).items() if (why := is_hard(text, language))}
    assert hard == {}


@pytest.mark.parametrize(
    ("language", "text", "why"),
    [
        ("en", "Considerable deterioration necessitates immediate reassessment. " * 8, "grade"),
        ("en", "and then " * 11 + "stop.", "a sentence of 23 words"),
        ("es", "Necesitamos inmediatamente una reevaluación multidisciplinaria especializada. " * 8, "ease"),
    ],
)
def test_a_hard_text_is_found(language, text, why):
    assert is_hard(text, language).startswith(why)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_text_is_made_of_plain_words_and_of_names_that_are_explained(language):
    unknown = {}
    for place, text in texts(language).items():
        for word in words_of(text) if len(words_of(text)) < LONG else ():
            if not word[0].isdigit() and word.lower().replace("’", "'") not in listed(language):
                unknown.setdefault(word.lower(), place)
    assert unknown == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_thing_is_explained_in_at_most_twelve_words(language):
    lines = (LISTS / f"terms.{language}.txt").read_text(encoding="utf-8").splitlines()
    named = dict(line.split(": ", 1) for line in lines if not line.startswith("#"))
    assert {word: said for word, said in named.items() if not 0 < len(said.split()) <= 12} == {}


def test_the_grade_is_the_formula():
    """12 words, 2 sentences, 13 syllables: 0.39 x 6 + 11.8 x 13/12 - 15.59 = -0.5."""
    text = "Sit a little less. Then stand up and walk for ten steps."
    assert round(grade(text), 1) == -0.5


def test_the_ease_is_the_formula():
    """9 words, 2 sentences, 15 syllables: 206.84 - 60 x 15/9 - 1.02 x 4.5 = 102.2."""
    text = "Pare si le duele. Ande un poco cada hora."
    assert round(ease(text), 1) == 102.2


def test_spanish_syllables_follow_the_spelling():
    said = "agua día nervio ciático quiere guía hueso orina reúna muy ahora país pingüino"
    assert [spanish_syllables(word) for word in said.split()] == [2, 2, 2, 3, 2, 2, 2, 3, 3, 1, 3, 2, 3]
