"""The home programme on paper: accessible, this person's own, and never more than the record and knowledge say."""

import re
from argparse import Namespace
from dataclasses import replace

import pytest

from stepwell.commands.programme_pdf import run
from stepwell.documents.pdf.header import Header
from stepwell.documents.pdf.pictures import drawn, empty_body, no_pictures
from stepwell.documents.pdf.wording import wording
from stepwell.documents.words import BANNER
from stepwell.errors import StepwellError
from tests.unit.pdf_reading import opened, squeezed, tags, text, texts
from tests.unit.pdf_world import HOSTILE, LONG, pathway, programme_document, record

MEDICINE_DOSE = re.compile(r"\d\s?(mg|mcg|micrograms?|units|ml)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def document():
    return programme_document()


@pytest.fixture(scope="module")
def pdf(document):
    return document.pdf()


def test_it_is_tagged_named_and_says_its_language(pdf):
    root = opened(pdf).Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en"
    assert str(opened(pdf).docinfo.Title) == "Your exercises"
    assert b"pdfuaid:part>1<" in root.Metadata.read_bytes()
    assert {"/H1", "/H2", "/Table", "/TH", "/L", "/Figure"} <= {str(one.S) for one in tags(pdf)}


def test_each_picture_has_its_movement_in_words(document, pdf):
    figures = tags(pdf, "/Figure")
    assert len(figures) == len(document.session.items) == 3
    for figure, item in zip(figures, document.session.items):
        assert item.exercise.start in str(figure.Alt)
        assert str(figure.Alt).startswith("Two pictures.")


def test_every_exercise_of_the_session_is_there_with_its_steps_and_stop_signs(document, pdf):
    printed = text(pdf)
    for item in document.session.items:
        for words in (item.exercise.title, item.exercise.start, *item.exercise.steps, *item.exercise.stop):
            assert squeezed(words) in printed


def test_the_limits_are_those_of_this_person(document, pdf):
    limits = document.session.limits
    assert (limits.green, limits.amber) == (2, 5)
    for words in (
        "Green: pain 0 to 2",
        "Amber: pain 3 to 5",
        "Red: pain 6 or more",
        limits.settle,
        limits.distal,
    ):
        assert squeezed(words) in text(pdf)


def test_seven_days_to_tick_and_two_boxes_where_it_is_done_twice(document):
    cards = document.values()["cards"]
    assert document.values()["words"]["days"].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert [card["boxes"] for card in cards] == [2, 1, 1]
    assert cards[0]["dose"] == "1 set of 5 · 2 times a day · every day"
    assert [card["side"] for card in cards] == ["Right leg", "Both legs together", "Both legs together"]


def test_a_side_that_is_not_recorded_is_never_guessed():
    assert programme_document(record(side=None)).values()["cards"][0]["side"] == "Your sore side"


def test_it_is_not_reviewed_and_says_so_until_it_is(document):
    assert squeezed(BANNER) in text(document.pdf())
    reviewed = replace(document, pathway=replace(pathway(), reviewed={"by": ["A", "B"]}))
    assert squeezed(BANNER) not in text(reviewed.pdf())


def test_page_numbers_version_and_day_stand_on_every_page(document, pdf):
    pages = texts(pdf)
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert (
            squeezed(f"Stepwell {pathway().version} ({pathway().digest[:8]}) · printed 10 Jan 2026") in page
        )
        assert f"Page{number}of2" in page


@pytest.mark.parametrize("country", ["GB", "ES", "other"])
def test_no_number_is_printed_before_somebody_has_checked_it(country):
    printed = text(programme_document(record(country=country)).pdf())
    assert "Callyourlocalemergencynumber." in printed
    for row in pathway().localities.values():
        for name in ("emergency", "urgent_advice", "crisis", "poison"):
            digits = re.findall(r"\d{3,}", str(row.get(name) or ""))
            assert not [number for number in digits if number in printed]


def test_a_checked_row_is_printed_with_who_checked_it(document):
    rows = {name: dict(row) for name, row in pathway().localities.items()}
    rows["gb"]["checked"] = {"by": "A. Nurse", "on": "2026-01-02"}
    printed = text(replace(document, pathway=replace(pathway(), localities=rows)).pdf())
    assert squeezed("Numbers for United Kingdom, checked by A. Nurse on 2026-01-02") in printed
    assert squeezed("999 or 112") in printed
    assert "Callyourlocalemergencynumber." not in printed


def test_the_row_of_other_european_countries_is_no_row_for_the_rest_of_the_world():
    rows = {
        name: {**row, "checked": {"by": "A", "on": "2026-01-02"}}
        for name, row in pathway().localities.items()
    }
    away = replace(programme_document(record(country="other")), pathway=replace(pathway(), localities=rows))
    assert away.values()["help"]["calls"]["rows"] == []


def test_text_of_people_is_shown_as_it_is(document):
    header = Header(patient=HOSTILE, clinician=LONG, phone='"; #import "/etc/passwd"')
    printed = text(replace(document, header=header).pdf())
    for words in (header.patient, header.clinician, header.phone):
        assert squeezed(words) in printed


def test_no_dose_of_a_medicine_is_in_it(document):
    shown = str(document.values())
    assert not MEDICINE_DOSE.search(shown)


def test_without_pictures_it_is_a_clean_card_of_words(document):
    words_only = replace(document, pictures=no_pictures).pdf()
    assert tags(words_only, "/Figure") == []
    assert all(squeezed(item.exercise.title) in text(words_only) for item in document.session.items)


def test_large_print_has_one_exercise_a_page(document):
    pages = texts(replace(document, large=True).pdf())
    for number, item in enumerate(document.session.items, start=1):
        holding = [
            at for at, page in enumerate(pages) if squeezed(f"{number}. {item.exercise.title}") in page
        ]
        assert len(holding) == 1
    titles = [
        sum(
            squeezed(f"{n}. {item.exercise.title}") in page
            for n, item in enumerate(document.session.items, 1)
        )
        for page in pages
    ]
    assert max(titles) == 1


def test_no_session_means_no_exercise_and_how_to_get_help():
    printed = text(programme_document(record(screen=None)).pdf())
    assert squeezed("No exercises for now") in printed
    assert squeezed("Answer the safety questions first.") in printed
    assert squeezed("When to get help") in printed
    assert squeezed("How much pain is allowed") not in printed


def test_in_spanish_the_fixed_words_change_and_english_is_marked(document):
    spanish = programme_document(language="es").pdf()
    assert str(opened(spanish).Root.Lang) == "es"
    printed = text(spanish)
    assert squeezed("La traducción al español no ha sido revisada.") in printed
    assert squeezed("1 serie de 5 · 2 veces al día · a diario") in printed
    assert "en" in {str(one.Lang) for one in tags(spanish) if "/Lang" in one}


def test_the_same_day_gives_the_same_bytes(document, pdf):
    assert document.pdf() == pdf


def test_a_picture_without_words_is_refused():
    shown = drawn(pathway(), "left")("clamshell")
    assert "left" in shown.alt
    silent = programme_document(pictures=lambda _id: replace(shown, alt=""))
    with pytest.raises(StepwellError, match=r"^programme.typ: No document: PDF/UA-1 error"):
        silent.pdf()


def test_in_spanish_it_is_no_longer_than_in_english():
    assert len(texts(programme_document(language="es", step="conservative").pdf())) == 2
    assert len(texts(programme_document(step="conservative").pdf())) == 2


@pytest.mark.parametrize(
    ("language", "here"), [("en", "You are on step 3."), ("es", "Está en el peldaño 3.")]
)
def test_the_stair_says_where_the_person_is(language, here):
    document = programme_document(step="conservative", language=language)
    shown = document.values()["stair"]
    assert shown["picture"]["alt"].endswith(here)
    assert any(here in str(one.Alt) for one in tags(document.pdf(), "/Figure"))
    assert squeezed("Calm, move, strengthen") in text(document.pdf())


def test_a_step_too_long_to_read_at_a_glance_stands_sentence_by_sentence(document):
    steps = document.values()["cards"][0]["steps"]
    assert ["Keep the back tall.", "Move like a pendulum, with no hold at the end."] in steps
    assert ["Stop the knee before any tingling."] in steps


def test_a_level_says_how_many_there_are(document):
    assert [card["level"] for card in document.values()["cards"]] == [
        "Level 1 of 5",
        "Level 1 of 3",
        "Level 1 of 3",
    ]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Where it hurts today"), ("es", "Dónde le duele hoy")]
)
def test_a_body_to_mark_is_a_page_of_its_own(language, words):
    content = programme_document(chart=True, language=language).pdf()
    pages = texts(content)
    assert len(pages) == 3
    assert squeezed(words) in pages[-1]
    assert squeezed(pathway().findings["worst-pain"].ask["patient"]) in pages[-1]
    assert len(tags(content, "/Figure")) == 4


def test_the_body_to_mark_is_empty_and_speaks_the_language():
    svg = empty_body(wording("es")).svg
    for word in ("Espalda", "Frente", "Derecha", "Izquierda"):
        assert f">{word}</text>" in svg
    assert ">Back<" not in svg
    assert set(re.findall(r'fill="(#\w+)"', svg)) == {"#ffffff", "#847a6a", "#22303c"}


def test_no_number_of_the_evidence_is_printed_for_a_patient():
    blood_thinner = record(anticoagulant="yes", phase="mobilise")
    assert not re.search(r"\b(NS|IJ|GB|RF|H)\d\d\b", str(programme_document(blood_thinner).values()["cards"]))


def command(tmp_path, **rest):
    path = tmp_path / "record.yaml"
    path.write_text("schema: stepwell-record/1\npatient: {age_years: 41}\n")
    usual = {
        "record": str(path),
        "as_of": "2026-01-10",
        "equipment": None,
        "large": False,
        "chart": False,
        "lang": "en",
    }
    return Namespace(**{**usual, "pdf": str(tmp_path / "programme.pdf"), **rest})


def test_the_command_writes_the_file_and_says_where(tmp_path, capsys):
    assert run(command(tmp_path)) == 0
    assert capsys.readouterr().out.strip() == str((tmp_path / "programme.pdf").resolve())
    assert (tmp_path / "programme.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["programme.pdf", "record.yaml"]


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path):
    path = tmp_path / "no" / "programme.pdf"
    with pytest.raises(StepwellError) as raised:
        run(command(tmp_path, pdf=str(path)))
    assert str(raised.value) == (
        f"{path}: It cannot be written: No such file or directory.\n  Choose another file, in a folder that is there."
    )


def test_a_language_without_words_is_refused(tmp_path):
    with pytest.raises(StepwellError) as raised:
        run(command(tmp_path, lang="fr"))
    assert str(raised.value) == "--lang: There are no words in fr.\n  Write one of: en, es."
