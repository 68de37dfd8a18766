"""Writes a document where it was asked for.

Lives here: what `letter`, `programme --pdf` and `knowledge handbook --pdf` share. Lives elsewhere: how a file is
written whole or not at all (files.py).
"""

from pathlib import Path

from stepwell.errors import Fault, StepwellError, fault
from stepwell.files import PRIVATE, PUBLIC, write_whole


def put(content: bytes, out: str, *, option: str, record: str | None = None) -> int:
    """Write the document and print where it is. One about a person is for its owner's eyes only.

    option  where the person said where to write
    record  the record that it is about
    raises  StepwellError if it would replace the record, or cannot be written
    """
    path = Path(out)
    if record is not None and path.resolve() == Path(record).resolve():
        problem = f"{out} is the record itself, which would be lost."
        raise StepwellError([Fault(option, 0, problem, f"Choose another file with {option}.")])
    try:
        write_whole(path, content, mode=PRIVATE if record is not None else PUBLIC)
    except OSError as wrong:
        remedy = "Choose another file, in a folder that is there."
        raise StepwellError([fault(path, 0, f"It cannot be written: {wrong.strerror}.", remedy)]) from None
    print(path.resolve())
    return 0
