"""Which texts of the knowledge a person reads, each under an address.

Lives here: the addresses, from the YAML trees. Lives elsewhere: the same texts in other languages (knowledge/translations.py), who reads
them where (clinic/patient/), how plain they are (tests/clinic/test_reading.py).

An address is an area, an entry and the path below it: `findings/fever/ask.patient`, `exercises/clamshell/steps.0`. In a list whose rows
have ids, a row is named by its id; elsewhere by its place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

Trees = Mapping[str, Any]
PATIENT = "patient"
AREAS = ("findings", "question-sets", "interventions", "exercises", "programme", "ergonomics", "pathway")
_SAID = frozenset(
    "title aim say because otherwise distal locked_because settle_otherwise exit_because leave after_stop content".split()
)
"""Keys of the programme that hold a text."""
_LISTED = frozenset({"stop_now", "principles"})
"""Keys of the programme that hold several."""
_ASIDE = frozenset({"evidence", "plan", "plans"})
_WITH_A_REASON = (("sources", "note"), ("modifiers", "note"), ("contraindicated", "because"))
_OF_A_LEVEL = ("range", "load", "support", "say")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where a text stands: its area, its entry, and the path below the entry."""

    area: str
    entry: str
    path: str

    def __str__(self) -> str:
        return f"{self.area}/{self.entry}/{self.path}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text, the file it stands in, and the keys that lead to it from the top of that file."""

    said: str
    file: str
    keys: tuple[str | int, ...]


def patient_texts(trees: Trees) -> dict[Address, Text]:
    """Every text that a person may read, by its address."""
    return {address: text for file, tree in trees.items() for address, text in _of_file(file, tree)}


def _of_file(file: str, tree: Any) -> Iterator[tuple[Address, Text]]:
    area = PurePosixPath(file).parts[0].removesuffix(".yaml")
    reader = _READERS.get(area)
    for entry, keys in reader(tree) if reader else ():
        said = _at(tree, keys)
        if isinstance(said, str) and said.strip():
            yield Address(area, entry[0], ".".join(entry[1:])), Text(said.strip(), file, keys)


Found = Iterator[tuple[tuple[str, ...], tuple[str | int, ...]]]
"""The words of an address, and the keys that lead there."""


def _at(tree: Any, keys: Sequence[str | int]) -> Any:
    for key in keys:
        tree = tree[key]
    return tree


def _findings(tree: Mapping[str, Any]) -> Found:
    for name, one in (tree or {}).items():
        if PATIENT in one.get("ask", {}):
            yield (name, "ask", PATIENT), (name, "ask", PATIENT)
            yield from (((name, "options", key),) * 2 for key in one.get("options", {}))


def _question_sets(tree: Sequence[Mapping[str, Any]]) -> Found:
    for place, one in enumerate(tree):
        if one.get("audience") == PATIENT:
            yield (str(one["id"]), "title"), (place, "title")


def _interventions(tree: Mapping[str, Any]) -> Found:
    if PATIENT in tree.get("say", {}):
        name = str(tree["id"])
        yield (name, "title"), ("title",)
        yield (name, "say", PATIENT), ("say", PATIENT)


def _exercises(tree: Mapping[str, Any]) -> Found:
    name = str(tree["id"])
    yield from (((name, key), (key,)) for key in ("title", "purpose", "start") if key in tree)
    for key in ("steps", "stop"):
        yield from (((name, key, str(place)), (key, place)) for place in range(len(tree.get(key, ()))))
    for key, said in _WITH_A_REASON:
        for word, place, one in _branches(tree.get(key)):
            if said in one:
                yield (name, key, word, said), (key, place, said)
    yield from _levels(name, tree.get("ladder", ()))


def _levels(name: str, ladder: Sequence[Mapping[str, Any]]) -> Found:
    for place, one in enumerate(ladder):
        for key in _OF_A_LEVEL:
            if key in one:
                yield (name, "ladder", str(one["level"]), key), ("ladder", place, key)


def _programme(tree: Mapping[str, Any]) -> Found:
    yield from _below(tree, (), ())


def _below(tree: Any, entry: tuple[str, ...], keys: tuple[str | int, ...]) -> Found:
    """Every text below a branch of the programme."""
    for name, key, one in _branches(tree):
        inner, deeper = (*entry, name), (*keys, key)
        if _says(inner, one):
            yield inner, deeper
        elif key in _LISTED:
            yield from (((*inner, word), (*deeper, place)) for word, place, _ in _branches(one))
        elif key not in _ASIDE:
            yield from _below(one, inner, deeper)


def _says(entry: tuple[str, ...], one: Any) -> bool:
    """Whether a branch of the programme is a text; the title of the whole is not shown."""
    said = len(entry) > 1 and entry[-1] in _SAID or entry[0] == "gates" and entry[-1] == "not_known"
    return said and isinstance(one, str)


def _branches(tree: Any) -> Iterator[tuple[str, str | int, Any]]:
    """The word of each branch in an address, its key, and what it holds."""
    if isinstance(tree, Mapping):
        yield from ((str(key), key, one) for key, one in tree.items())
    elif isinstance(tree, list):
        for place, one in enumerate(tree):
            named = isinstance(one, Mapping) and "id" in one
            yield str(one["id"]) if named else str(place), place, one


def _ergonomics(tree: Sequence[Mapping[str, Any]]) -> Found:
    for place, one in enumerate(tree):
        yield (str(one["id"]), "title"), (place, "title")
        for row, tip in enumerate(one.get("tips", ())):
            yield (str(one["id"]), str(tip["id"])), (place, "tips", row, "say")


def _pathway(tree: Mapping[str, Any]) -> Found:
    for place, one in enumerate(tree.get("steps", ())):
        for key in ("title", "say"):
            yield (str(one["id"]), key), ("steps", place, key)


_READERS: Mapping[str, Callable[[Any], Found]] = {
    "findings": _findings,
    "question-sets": _question_sets,
    "interventions": _interventions,
    "exercises": _exercises,
    "programme": _programme,
    "ergonomics": _ergonomics,
    "pathway": _pathway,
}
