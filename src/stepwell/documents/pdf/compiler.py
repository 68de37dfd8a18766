"""From a template and plain values to a PDF file, checked for accessibility (PDF/UA-1) while it is made.

Lives here: calling the compiler, and writing a file whole or not at all. Lives elsewhere: the templates (*.typ),
the values (programme.py, letter.py).

The values go in as one JSON text, so that nothing in them can be taken for markup. The same values give the same bytes.
"""

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from stepwell.errors import StepwellError, fault

FOLDER = Path(__file__).parent
STANDARD = "ua-1"
PIXELS_PER_INCH = 100.0
PRIVATE, PUBLIC = 0o600, 0o644
"""Who may read a file: a document about a person is its owner's alone."""
_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=8)
def _compiler(template: str) -> typst.Compiler:
    """A compiler keeps fonts and files, and is used again."""
    return typst.Compiler(
        FOLDER / f"{template}.typ", root=FOLDER, font_paths=[FOLDER / "fonts"], ignore_system_fonts=True
    )


def pdf_of(template: str, values: Mapping[str, Any], *, day: date) -> bytes:
    """The document as PDF. `day` is the date in its properties. raises StepwellError where it would not be accessible"""
    made_at = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    made = _compile(template, values, format="pdf", pdf_standards=STANDARD, timestamp=made_at)
    return made if isinstance(made, bytes) else made[0]


def pages_of(template: str, values: Mapping[str, Any], *, per_inch: float = PIXELS_PER_INCH) -> list[bytes]:
    """The pages as PNG pictures, to be looked at."""
    made = _compile(template, values, format="png", ppi=per_inch)
    return [made] if isinstance(made, bytes) else list(made)


def _compile(template: str, values: Mapping[str, Any], **how: Any) -> bytes | list[bytes]:
    inputs = {"document": json.dumps(values, ensure_ascii=False)}
    with _ONE_AT_A_TIME:
        try:
            made = _compiler(template).compile(sys_inputs=inputs, **how)
        except typst.TypstError as wrong:
            remedy = "This is a fault of the template or of a picture: report it with the command you used."
            raise StepwellError(
                [fault(f"{template}.typ", 0, f"No document: {wrong.message}.", remedy)]
            ) from None
    assert made is not None  # noqa: S101  # only with an output file would there be nothing
    return made


def write_whole(content: bytes, path: Path, *, mode: int = PRIVATE) -> None:
    """Write a file whole or not at all. raises StepwellError where the file cannot be written"""
    try:
        _write(content, path, mode)
    except OSError as wrong:
        remedy = "Choose another file, in a folder that is there."
        raise StepwellError([fault(path, 0, f"It cannot be written: {wrong.strerror}.", remedy)]) from None


def _write(content: bytes, path: Path, mode: int) -> None:
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(content)
            file.flush()
            unfinished.chmod(mode)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
