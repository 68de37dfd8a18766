"""Every exercise of a folder with its figure, and what is wrong with any of them.

Lives here: reading the exercises' files and the check of all figures. Lives elsewhere: one figure (figures/reader.py),
everything else that an exercise says (knowledge/).
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from stepwell.errors import Fault, KnowledgeError
from stepwell.figures.checks import faults_between
from stepwell.figures.reader import FOLDER, figure_of
from stepwell.knowledge.yaml_text import load

READABLE = "Give the path of a file in UTF-8, such as clamshell.yaml."
EXERCISES = Path(__file__).parents[1] / "knowledge" / "dgs" / "exercises"


def exercises(folder: Path = EXERCISES) -> Iterator[Mapping[str, Any]]:
    """Every exercise with a figure, in the order of their names."""
    trees = (read_exercise(path, place=place) for place, path in _places(folder))
    return (tree for tree in trees if "figure" in tree)


def read_exercise(path: Path, *, place: str = "") -> Mapping[str, Any]:
    """One exercise from its file, wherever it lies. raises KnowledgeError if it cannot be read"""
    place = place or str(path)
    try:
        tree = load(path.read_text(encoding="utf-8"), name=place)
    except (OSError, UnicodeDecodeError) as wrong:
        raise KnowledgeError(
            [Fault(place, 0, f"the file cannot be read: {_reason(wrong)}.", READABLE)]
        ) from None
    if not isinstance(tree, Mapping):
        raise KnowledgeError([Fault(place, 1, "the file is no exercise.", "Begin with `id:` and `title:`.")])
    return tree


def _reason(wrong: OSError | UnicodeDecodeError) -> str:
    return str(wrong.strerror).lower() if isinstance(wrong, OSError) else "it is not UTF-8"


def _places(folder: Path) -> Iterator[tuple[str, Path]]:
    return ((f"{FOLDER}/{path.name}", path) for path in sorted(folder.glob("*.yaml")))


def check_figures(folder: Path = EXERCISES) -> int:
    """Check the figure of every exercise, its key poses and the movement between them.

    folder   the exercises' files
    returns  the number of figures
    raises   KnowledgeError with every fault of every file
    """
    return len(_checked(_places(folder)))


def read_checked(paths: Iterable[Path]) -> list[Mapping[str, Any]]:
    """These exercises. raises KnowledgeError with every fault of every figure"""
    return _checked((str(path), path) for path in paths)


def _checked(files: Iterable[tuple[str, Path]]) -> list[Mapping[str, Any]]:
    faults: list[Fault] = []
    sound = []
    for place, path in files:
        try:
            tree = read_exercise(path, place=place)
            faults += _between(tree, place)
            sound.append(tree)
        except KnowledgeError as wrong:
            faults += wrong.faults
    if faults:
        raise KnowledgeError(faults)
    return sound


def _between(tree: Mapping[str, Any], place: str) -> Iterator[Fault]:
    figure = figure_of(tree, place=place)
    lines = getattr(tree["figure"], "lines", {})
    yield from faults_between(figure, place, lines.get("poses", 1))
