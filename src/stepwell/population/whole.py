"""Writing a text file of results, its folder too, and what is said where it cannot be written."""

from pathlib import Path

from stepwell.files import write_whole
from stepwell.population.results import unwritable


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all. raises RecordError where it cannot be written"""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    except OSError as wrong:
        raise unwritable(path, wrong, "Make room, or choose another folder.") from None
