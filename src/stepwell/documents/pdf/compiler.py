"""From a template and plain values to a PDF file, checked for accessibility (PDF/UA-1) while it is made.

Lives here: calling the compiler. Lives elsewhere: the templates (*.typ), the values (programme.py, letter.py), writing the
file (commands/paper.py).

The values go in as one JSON text, so that nothing in them can be taken for markup. The same values give the same bytes.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from stepwell.errors import StepwellError, fault

FOLDER = Path(__file__).parent
STANDARD = "ua-1"
PIXELS_PER_INCH = 100.0
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
            return _without_file(_compiler(template))(sys_inputs=inputs, **how)
        except typst.TypstError as wrong:
            remedy = "This is a fault of the template or of a picture: report it with the command you used."
            raise StepwellError(
                [fault(f"{template}.typ", 0, f"No document: {wrong.message}.", remedy)]
            ) from None


def _without_file(compiler: typst.Compiler) -> Callable[..., bytes | list[bytes]]:
    """Compiling; only with an output file would there be nothing to return."""
    return cast("Callable[..., bytes | list[bytes]]", compiler.compile)
