"""The texts for a person in Spanish: whole, tied to the English that they say, and without any power over what is advised."""

import re
import shutil

import pytest

from stepwell.errors import KnowledgeError
from stepwell.knowledge.loader import KNOWLEDGE, load_pathway, read_trees
from stepwell.knowledge.patient_texts import Address, patient_texts
from stepwell.knowledge.translations import MARK, digest_of_text, in_language, languages, read_translations
from stepwell.knowledge.yaml_text import load

FEVER = Address("findings", "fever", "ask.patient")
FILE = "translations/es/findings-red-flags.yaml"


@pytest.fixture(scope="module")
def spanish():
    return read_translations(KNOWLEDGE, "es")


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """The faults of the knowledge after one text of a file was changed: `changed(old, new)`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "dgs"
    shutil.copytree(KNOWLEDGE, folder)

    def faults(old, new, file=FILE):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert re.search(old, text)
        path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")
        with pytest.raises(KnowledgeError) as wrong:
            load_pathway(folder)
        return [fault.problem for fault in wrong.value.faults]

    return faults


def test_there_is_spanish():
    assert languages(KNOWLEDGE) == ["es"]


def test_every_text_for_a_person_has_a_spanish_one(spanish):
    english = patient_texts(read_trees(KNOWLEDGE))
    assert [str(address) for address in english if address not in spanish] == []


def test_no_spanish_text_is_marked_as_reviewed_before_somebody_has_read_it(spanish):
    assert {str(address) for address, one in spanish.items() if one.reviewed is not False} == set()


def test_a_spanish_text_is_not_the_english_one(spanish):
    """Amounts, one country and one medicine are the same in both."""
    english = patient_texts(read_trees(KNOWLEDGE))
    same = {one.say for address, one in spanish.items() if one.say == english[address].said}
    words = {text for text in same if re.search(r"[A-Za-z]{3}", text)}
    assert {text for text in words if not re.fullmatch(r"[\d x/.-]+ min", text)} == {
        "Australia",
        "Paracetamol",
    }


def test_a_changed_english_text_must_be_read_again(changed):
    faults = changed(
        "Do you have a fever of 38 C or more", "Do you have a fever of 38 C", "findings/red-flags.yaml"
    )
    assert faults == ["The English of findings/fever/ask.patient has changed."]


def test_a_number_must_be_the_same(changed):
    """A limit of 38 in one language and 39 in the other would be two pathways."""
    assert changed("38 grados", "39 grados") == [
        "findings/fever/ask.patient has other numbers than the English."
    ]


def test_a_text_that_is_not_there_is_named(changed):
    assert changed(r"\n  fever:", "\n  fevr:") == ["There is no text findings/fevr/ask.patient."]


def test_an_empty_text_is_a_fault(changed):
    faults = changed(r'say: "¿Tiene fiebre[^"]*"', 'say: ""')
    assert faults == ["findings/fever/ask.patient says nothing."]


def test_a_place_to_fill_must_be_the_same(changed):
    faults = changed(r'say: "¿Tiene fiebre', 'say: "{x} ¿Tiene fiebre')
    assert faults == ["findings/fever/ask.patient has other placeholders than the English."]


def test_a_text_without_a_translation_stays_english_and_is_marked(spanish):
    trees = read_trees(KNOWLEDGE)
    told = in_language(trees, {address: one for address, one in spanish.items() if address != FEVER})
    question = told["findings/red-flags.yaml"]["fever"]["ask"]["patient"]
    assert question == MARK + trees["findings/red-flags.yaml"]["fever"]["ask"]["patient"]


def test_the_language_changes_only_what_a_person_reads():
    english, spanish = load_pathway(), load_pathway(language="es")
    assert spanish.findings["fever"].ask["patient"].startswith("¿Tiene fiebre")
    assert (english.language, spanish.language, english.digest) == ("en", "es", spanish.digest)
    for name, one in english.interventions.items():
        other = spanish.interventions[name]
        assert (one.indicated, one.unless, one.exit, one.halts, one.dose) == (
            other.indicated, other.unless, other.exit, other.halts, other.dose,
        )  # fmt: skip
        assert one.say.get("clinician") == other.say.get("clinician")
    for name, one in english.findings.items():
        other = spanish.findings[name]
        assert (one.derive, one.range, one.flag, list(one.options)) == (
            other.derive, other.range, other.flag, list(other.options),
        )  # fmt: skip


def test_a_digest_does_not_hang_on_where_a_line_is_broken():
    assert digest_of_text("Call now.\n  Do not wait.") == digest_of_text("Call now. Do not wait.")


def test_each_file_says_its_area_and_that_nobody_has_reviewed_it():
    for path in (KNOWLEDGE / "translations" / "es").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert "No clinician and no translator has reviewed them" in text
        assert (
            load(text, name=path.name)["area"] == path.stem.partition("-")[0] or path.stem == "question-sets"
        )
