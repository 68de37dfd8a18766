"""What must hold of exercises and of the programme: what they name exists, and every condition can be read.

Lives here: the links from exercises/ and programme.yaml to the rest of the knowledge. Lives elsewhere: their
meaning (programme/), the same for findings and interventions (knowledge/soundness.py).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from stepwell.knowledge.readers import EntryReader, place_of, suggestion
from stepwell.knowledge.types import Pathway, Place


def check_exercises(pathway: Pathway, reader: EntryReader) -> None:
    """Note every exercise that names what does not exist, and every citation that leads nowhere."""
    for name, tree in pathway.exercises.items():
        _check_exercise(name, tree, pathway, reader)
    trees = {f"exercises/{name}.yaml": tree for name, tree in pathway.exercises.items()}
    for file, tree in {**trees, "programme.yaml": pathway.programme}.items():
        for place, reference in _citations(tree, file):
            _exists(reference, pathway.references, place, "reference", reader)


def _check_exercise(name: str, tree: Mapping[str, Any], pathway: Pathway, reader: EntryReader) -> None:
    file = f"exercises/{name}.yaml"
    if not tree.get("ladder"):
        reader.fault(Place(file, 1), f"{name} has no ladder.", "Add `ladder:` with at least one level.")
    if not tree.get("evidence"):
        reader.fault(
            Place(file, 1), f"{name} has no evidence.", "Add `evidence:`; a conventional dose is AUTHORED."
        )
    for key in ("easier", "harder"):
        if key in tree:
            _exists(str(tree[key]), pathway.exercises, place_of(file, tree, key), "exercise", reader)
    options = pathway.findings["working-source"].options if "working-source" in pathway.findings else {}
    for source in tree.get("sources") or {}:
        _exists(source, options, place_of(file, tree, "sources"), "source", reader)
    phases = pathway.findings["phase"].options if "phase" in pathway.findings else {}
    for phase in tree.get("phases") or ():
        _exists(phase, phases, place_of(file, tree, "phases"), "phase", reader)
    for row in tree.get("contraindicated") or ():
        reader.condition(row.get("when"), Place(file, getattr(row, "line", 1)))


def _exists(name: str, known: Mapping[str, Any], place: Place, what: str, reader: EntryReader) -> None:
    if name not in known:
        remedy = suggestion(name, known) or f"Add the {what}, or correct the name."
        reader.fault(place, f"There is no {what} {name}.", remedy)


def _citations(tree: Any, file: str) -> Iterator[tuple[Place, str]]:
    """Every reference named anywhere in a tree."""
    if isinstance(tree, Mapping):
        if "reference" in tree:
            yield Place(file, getattr(tree, "line", 1)), str(tree["reference"])
        for below in tree.values():
            yield from _citations(below, file)
    elif isinstance(tree, list):
        for below in tree:
            yield from _citations(below, file)
