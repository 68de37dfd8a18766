"""The page printed from the specs is up to date, and leaves nothing out."""

from stepwell.reasoning.types import STATUSES
from tests.spec import document
from tests.spec.backgrounds import BACKGROUNDS

NOT_SPECS = {"documentation", "tables", "not_yet"}


def test_the_page_is_the_one_printed_from_the_specs(pathway):
    assert document.PAGE.read_text(encoding="utf-8") == document.page(pathway), (
        "run: python -m tests.spec.document"
    )


def test_every_spec_file_is_a_chapter():
    files = {path.stem.removeprefix("test_") for path in document.HERE.glob("test_*.py")}
    assert files - NOT_SPECS == set(document.CHAPTERS)


def test_every_status_is_explained_and_appears_in_some_spec():
    shown = {status for _, spec in _specs() for said in spec.expected.values() for status in said.values()}
    assert set(document.STATUSES) == set(STATUSES) == shown


def test_every_background_is_used_and_every_section_has_a_sentence_and_a_table():
    used = {name for _, spec in _specs() for name in spec.background}
    assert used == set(BACKGROUNDS)
    assert all(
        section.text and section.specs for chapter in document.chapters() for section in chapter.sections
    )


def _specs():
    return [
        (section, spec)
        for chapter in document.chapters()
        for section in chapter.sections
        for spec in section.specs
    ]
