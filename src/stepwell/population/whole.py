"""Writing a text file whole or not at all."""

from pathlib import Path

from stepwell.population.results import unwritable


def write_whole(path: Path, text: str) -> None:
    """Write beside its place, then move it there. raises RecordError where it cannot be written"""
    beside = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as wrong:
        beside.unlink(missing_ok=True)
        raise unwritable(path, wrong, "Make room, or choose another folder.") from None
