"""English and Spanish: the person's choice, every word of every page, and both languages where somebody needs help."""

import ast
import re

import pytest
from django.utils.translation import override

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.patient.said import SENTENCES, THINGS, sentence
from stepwell.clinic.workspace.person.words import KINDS, UNITS
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.translations import MARK
from tests.clinic.conftest import new_episode
from tests.clinic.languages.catalogue import CLINIC, PLURAL, PO, catalogue, compiled, strings
from tests.clinic.languages.shown import marked_as, texts_of

PAGES = (
    "/today/ /progress/ /pathway/ /help/ /learn/ /record/ /ergonomics/ /ladders/ /reminders/ /language/ "
    "/record/consent/ /record/links/ /accounts/2fa/"
).split()
NOT_WORDS = re.compile(
    r"Stepwell|Paracetamol|Harbour|[\d:., -]+(min|Nadia)|min|\{minutes\} min|no time|no space or kit|unsure how"
)
"""Names, a unit, and what a phone sends as it is."""
UNREVIEWED = "Traducción sin revisar"
PLACE_TO_FILL = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z]+\}")


@pytest.fixture
def nadia(clinic, member, physio):
    """A patient with a diary."""
    patient = member(Role.PATIENT, email="nadia@example.org")
    patient.episode = new_episode(clinic.clinic, physio, user=patient.user)
    told(patient, {"finding": "worst-pain", "value": 4}, {"finding": "hard-seat", "value": "yes"})
    told(patient, {"finding": "sitting-tolerance", "value": 15})
    return patient


def told(patient, *lines):
    add_entry(patient.episode, "check-in", lines, by=Author.of(patient))


def read(browser, place, language="es"):
    answer = browser.get(place, headers={"accept-language": language})
    assert answer.status_code == 200, place
    return answer.content.decode()


def test_every_string_of_the_pages_has_a_spanish_text():
    said = catalogue()
    assert {words: place for words, place in strings().items() if not said.get(words)} == {}


def test_the_catalogue_holds_nothing_that_no_page_says():
    assert set(catalogue()) - set(strings()) == {""}


def test_every_place_to_fill_is_in_both():
    wrong = {
        words: said
        for words, said in catalogue().items()
        if words and set(PLACE_TO_FILL.findall(words)) != set(PLACE_TO_FILL.findall(said))
    }
    assert wrong == {}


def test_the_compiled_catalogue_is_what_the_words_say():
    """`python -m tests.clinic.languages.catalogue` writes it anew."""
    assert PO.with_suffix(".mo").read_bytes() == compiled()


@pytest.mark.parametrize("place", PAGES)
def test_a_spanish_page_leaves_no_english_unmarked(nadia, browse, place):
    """Every text is another one than on the English page, or stands in an element that says that it is English."""
    browser = browse(nadia)
    spanish, english = read(browser, place), read(browser, place, "en")
    assert '<html lang="es"' in spanish
    assert '<html lang="en"' in english
    same = set(texts_of(spanish, "es")) & set(texts_of(english, "en"))
    assert {
        text for text in same if re.search(r"[A-Za-z]{3}", text) and not NOT_WORDS.fullmatch(text)
    } == set()


@pytest.mark.parametrize("place", ["/today/", "/help/", "/pathway/", "/learn/", "/ladders/", "/ergonomics/"])
def test_spanish_is_marked_as_unreviewed_once_on_a_page(nadia, browse, place):
    browser = browse(nadia)
    assert read(browser, place).count(UNREVIEWED) == 1
    assert UNREVIEWED not in read(browser, place, "en")


def test_an_emergency_page_shows_both_languages(nadia, browse):
    """Every sign of danger in Spanish, and below in English for whoever is asked to help."""
    page = read(browse(nadia), "/help/")
    english, spanish = load_pathway(), load_pathway(language="es")
    urgent = {name for one in english.question_sets if one.urgency for name in one.findings}
    signs = [name for name in urgent if "patient" in english.findings[name].ask]
    assert len(signs) > 50
    assert {spanish.findings[name].ask["patient"] for name in signs} <= set(texts_of(page, "es"))
    assert {english.findings[name].ask["patient"] for name in signs} <= set(marked_as(page, "en"))
    assert {"Emergencia: llame ya", "Llamar al 112"} <= set(texts_of(page, "es"))
    assert {"Emergency: ring now", "Ring 112"} <= set(marked_as(page, "en"))
    assert page.count("<h1>") == 1


def test_what_locks_a_phone_stands_in_both_languages(nadia, browse):
    """The plan carries the English of every exit and sign beside the Spanish, so that it is there without a network."""
    browser = browse(nadia)
    plan = browser.get("/api/today", headers={"accept-language": "es"}).json()
    english = load_pathway()
    exit_ = plan["screen"]["exits"]["cauda-equina-emergency"]
    assert exit_["say"].startswith("Llame ya al número de emergencias o vaya a urgencias.")
    assert exit_["also"]["lang"] == "en"
    assert exit_["also"]["say"] == english.interventions["cauda-equina-emergency"].say["patient"].strip()
    for question in plan["screen"]["questions"]:
        assert (
            question["also"]["text"]
            == english.findings[question["finding"]].ask["patient"]
            != question["text"]
        )
    told(nadia, {"finding": "saddle-numbness", "value": "yes"})
    locked = browser.get("/api/today", headers={"accept-language": "es"}).json()
    assert locked["exits"][0]["also"]["say"].startswith(
        "Call the emergency number or go to an emergency department now."
    )
    assert "also" not in str(browser.get("/api/today", headers={"accept-language": "en"}).json()["exits"])


def test_the_plan_is_kept_for_the_language_in_which_it_was_asked_for(nadia, browse):
    browser = browse(nadia)
    said = {}
    for language in ("es", "en", "es"):
        plan = browser.get("/api/today", headers={"accept-language": language}).json()
        said.setdefault(language, []).append(
            {key: plan[key] for key in ("phase", "session", "questions", "activities")}
        )
    assert said["es"][0] == said["es"][1] != said["en"][0]
    assert said["es"][0]["phase"]["title"] == "Calmar"
    assert [one["exercise"] for one in said["es"][0]["session"]] == [
        one["exercise"] for one in said["en"][0]["session"]
    ]
    assert MARK not in str(said["es"])


def test_a_chosen_language_counts_before_that_of_the_browser_and_outlives_the_session(nadia, browse):
    browser = browse(nadia)
    assert (
        browser.post("/language/set/", {"language": "es", "next": "/help/"}).headers["Location"] == "/help/"
    )
    assert '<html lang="es"' in read(browser, "/help/", "en")
    browser.logout()
    browser.cookies["language"] = "es"
    assert "Entrar con una llave de acceso" in read(browser, "/accounts/login/", "en")


@pytest.mark.parametrize("asked", ["de", "", "xx;q=", "es-MX", "../../etc"])
def test_whatever_a_browser_asks_for_there_is_a_page(nadia, browse, asked):
    page = read(browse(nadia), "/help/", asked)
    assert f'<html lang="{"es" if asked == "es-MX" else "en"}"' in page


def test_a_language_that_is_not_there_is_not_kept(nadia, browse):
    browser = browse(nadia)
    browser.post("/language/set/", {"language": "tlh", "next": "//elsewhere.example.org/"})
    assert "language" not in browser.cookies
    assert '<html lang="en"' in read(browser, "/help/", "en")


def test_staff_read_english_whatever_their_browser_asks_for(physio, nadia, browse):
    for place in ("/caseload/", f"/people/{nadia.episode.pk}/"):
        assert '<html lang="en"' in read(browse(physio), place)


def test_a_record_that_cannot_be_told_in_spanish_says_so(nadia, physio, browse):
    """What a clinician wrote of treatment stays English, and carries the mark."""
    lines = [{"finding": "paracetamol", "value": "started"}]
    add_entry(nadia.episode, "visit", lines, by=Author.of(physio))
    page = read(browse(nadia), "/record/")
    assert f"{MARK}Paracetamol: started" in page
    assert "¿Se sienta a menudo en asientos duros, en bancos o en el suelo? Sí" in page


def test_every_sentence_that_the_programme_builds_can_be_said_in_spanish():
    """Each text in the code of programme/ that ends as a sentence does is one of those that are known."""
    modules = sorted(path.stem for path in (CLINIC.parent / "programme").glob("*.py"))
    built = {text for name in modules for text in _sentences(name)}
    assert len(built) > 10
    assert {
        text for text in built if text not in SENTENCES and sentence(text) == text and "{" not in text
    } == set()
    parts = {
        "Needs: {}.",
        "Back to usual within {} minutes.",
        "Pinned, but another plan comes first today. {}",
    }
    parts |= {
        "{} sessions in a row were complete, within the limit and settled.",
        "Exercises were stopped for pain {} times within {} days.",
    }
    assert {text for text in built if "{" in text} == parts


def _sentences(module):
    tree = ast.parse((CLINIC.parent / "programme" / f"{module}.py").read_text(encoding="utf-8"))
    whole = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            text = node.value
        else:
            continue
        if id(node) not in whole and re.match(r"[A-Z{]\S* .*[.}]$", text) and re.search(r"[.]|today", text):
            yield text


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Needs: bike or pool.", "Hace falta: bici o piscina."),
        ("Day of rest.", "Día de descanso."),
        (
            "2 sessions in a row were complete, within the limit and settled.",
            "2 sesiones seguidas completas, dentro del límite y con calma después.",
        ),
        (
            "Pinned, but another plan comes first today. Day of rest.",
            "Está fijado, pero hoy va primero otro plan. Día de descanso.",
        ),
    ],
)
def test_a_sentence_of_the_programme_is_said_with_its_parts(english, spanish):
    with override("es"):
        assert sentence(english) == spanish
    with override("en"):
        assert sentence(english) == english


def test_every_thing_that_an_exercise_needs_has_a_word():
    needed = set()
    for one in load_pathway().exercises.values():
        rows = [
            one.get("equipment", []),
            one.get("optional", []),
            *(level.get("needs", []) for level in one["ladder"]),
        ]
        needed |= {word for row in rows for part in row for word in str(part).split(" or ")}
    assert needed <= set(THINGS)


def test_every_kind_of_entry_and_every_unit_has_a_word():
    said = catalogue()
    assert {word for word in (*KINDS.values(), *UNITS.values()) if word not in said} == set()


def test_plurals_are_told_apart():
    assert (
        catalogue()[f"%(n)s answer: no{PLURAL}%(n)s answers: no"]
        == f"%(n)s respuesta: no{PLURAL}%(n)s respuestas: no"
    )
