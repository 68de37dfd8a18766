"""How long a document takes once the compiler is warm, and that its memory does not grow.

Lives here: the two-page programme, a letter. Lives elsewhere: what is in them (documents/pdf/).

Looked at with `python -m benchmarks.documents --pages FOLDER`, which renders the pages of docs/documents/.
"""

import io
import re
import resource
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TypeVar

from PIL import Image

from benchmarks.measuring import ROOT, Measured, milliseconds, report
from stepwell.commands.programme_pdf import programme_document
from stepwell.documents.pdf.book.document import HandbookDocument
from stepwell.documents.pdf.header import Header
from stepwell.documents.pdf.letter import Letter
from stepwell.documents.pdf.programme import ProgrammeDocument
from stepwell.documents.pdf.subject import Subject, subject_of
from stepwell.documents.pdf.wording import wording
from stepwell.knowledge.loader import load_pathway
from stepwell.records.reader import read_record

GOAL, MEGABYTES, MANY = 150, 40, 200
PIXELS, COLOURS = 80, 96
HANDBOOK_PAGES = (1, 2, 43)
"""The first page, the exits, and exercises."""
PERSON = ROOT / "docs/documents/example.yaml"
DAY = "2026-01-10"
CASE = ROOT / "examples/records/xu-2016-tha-screw.yaml"
CASE_DAY = date(2020, 1, 1)
PEOPLE = count(1)
D = TypeVar("D", ProgrammeDocument, Subject)


def measurements() -> Iterator[Measured]:
    """Whole documents, from the session or the plan to the file's bytes.

    Each time for another person: the compiler keeps what it laid out, and the same document again would cost nothing.
    """
    started = time.perf_counter()
    programme, letter = _programme(), _letter("surgical-opinion")
    programme.pdf()
    yield Measured(
        "the very first programme in a process, knowledge read", None, time.perf_counter() - started, "s"
    )
    yield _timed("programme of two pages with figures, warm", lambda: _for_another(programme).pdf())
    large = replace(programme, large=True)
    yield _timed("the same in large print, five pages, warm", lambda: _for_another(large).pdf())
    subject = letter.subject
    yield _timed("letter of two pages, warm", lambda: replace(letter, subject=_for_another(subject)).pdf())
    yield from _memory(programme)
    started = time.perf_counter()
    content = _handbook().pdf()
    length = len(re.findall(rb"/Type\s*/Page\b", content))
    note = f"{length} pages, {len(content) / 1e6:.1f} MB"
    yield Measured("handbook on paper", None, time.perf_counter() - started, "s", note=note)


def _memory(programme: ProgrammeDocument) -> Iterator[Measured]:
    before = _megabytes()
    for _ in range(MANY):
        _for_another(programme).pdf()
    yield Measured(f"memory gained over {MANY} programmes", MEGABYTES, _megabytes() - before, "MB")


def _for_another(document: D) -> D:
    return replace(document, header=Header(patient=f"Patient {next(PEOPLE)}"))


def _timed(name: str, work: Callable[[], object]) -> Measured:
    seen, ratio = milliseconds(work)
    return Measured(name, GOAL, seen, "ms", ratio)


def _programme(language: str = "en", *, large: bool = False, chart: bool = False) -> ProgrammeDocument:
    wishes = Namespace(record=str(PERSON), as_of=DAY, equipment=None, large=large, chart=chart)
    return programme_document(wishes, wording(language))


def _letter(kind: str, path: Path = CASE, day: date = CASE_DAY, language: str = "en") -> Letter:
    pathway = load_pathway()
    return Letter(kind, subject_of(pathway, read_record(path, pathway), day, wording(language)))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _handbook() -> HandbookDocument:
    return HandbookDocument(load_pathway(), date.fromisoformat(DAY))


def pages(folder: Path) -> None:
    """Render the pages that the documentation shows."""
    shown: dict[str, tuple[ProgrammeDocument | Letter | HandbookDocument, tuple[int, ...]]] = {
        "programme": (_programme(), (1, 2)),
        "programme-large": (_programme(large=True), (1, 2)),
        "programme-es": (_programme("es"), (1, 2)),
        "programme-chart": (_programme(chart=True), (3,)),
        "surgical-opinion": (_letter("surgical-opinion"), (1, 2)),
        "imaging-request": (_letter("imaging-request"), (1,)),
        "take-to-doctor": (_letter("take-to-doctor"), (1,)),
        "summary-es": (_letter("summary", language="es"), (1,)),
        "handbook": (_handbook(), HANDBOOK_PAGES),
    }
    for name, (document, wanted) in shown.items():
        made = document.pages(per_inch=PIXELS)
        for number in wanted:
            _few_colours(made[number - 1]).save(folder / f"{name}-{number}.png", optimize=True)


def _few_colours(page: bytes) -> Image.Image:
    """A page weighs half with so few colours, and looks the same."""
    return Image.open(io.BytesIO(page)).convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)


if __name__ == "__main__":
    pages(Path(sys.argv[2])) if sys.argv[1:2] == ["--pages"] else report(measurements())
