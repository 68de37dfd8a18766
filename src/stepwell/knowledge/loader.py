"""Reads the whole body of knowledge from its folder, checks it, and keeps a digest-named copy for a fast start.

Lives here: which files there are, in which order they are read, and the copy. Lives elsewhere: what an entry may
say (knowledge/readers.py), what must hold between entries (knowledge/soundness.py).

The copy is the parsed YAML as JSON under the user's cache folder. Its name is the digest of every knowledge file
and of this package's version, it is written whole or not at all, and only knowledge that passed its check is kept.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from stepwell import __version__
from stepwell.errors import Fault, KnowledgeError
from stepwell.files import PRIVATE, write_whole
from stepwell.knowledge.bibliography import read_references
from stepwell.knowledge.daily_use import check_daily_use, check_ins, tip_lists
from stepwell.knowledge.intervention_reader import InterventionReader
from stepwell.knowledge.readers import EntryReader, conflict
from stepwell.knowledge.soundness import check
from stepwell.knowledge.translations import (
    ENGLISH,
    FOLDER,
    in_language,
    read_translations,
    translation_faults,
)
from stepwell.knowledge.types import Finding, Intervention, Pathway, Place, QuestionSet
from stepwell.knowledge.yaml_text import load

KNOWLEDGE = Path(__file__).parent / "dgs"
_LANGUAGE = "2"
"""Counts changes of the readers, so that a copy made by older code is not used."""


def load_pathway(
    folder: Path = KNOWLEDGE, *, local: Mapping[str, float] | None = None, language: str = ENGLISH
) -> Pathway:
    """The pathway, checked.

    folder    the knowledge folder
    local     values of parameters that a clinic has set, inside their ranges
    language  in which it speaks to the person; to a clinician it speaks English
    raises    KnowledgeError with every fault
    """
    digest = knowledge_digest(folder)
    copy = _copy_path(digest if language == ENGLISH else f"{digest}-{language}")
    kept = _read_copy(copy)
    english = kept if kept is not None else read_trees(folder)
    trees = english
    if kept is None and language != ENGLISH:
        trees = in_language(english, read_translations(folder, language))
    reader, pathway = build(trees, digest, local or {}, language=language)
    if kept is None:
        check(pathway, reader)
        check_daily_use(pathway, reader)
        reader.faults.extend(translation_faults(folder, english))
    if reader.faults:
        raise KnowledgeError(reader.faults)
    if kept is None:
        _write_copy(copy, trees)
    return pathway


def knowledge_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of every knowledge file."""
    total = hashlib.sha256(f"{__version__}/{_LANGUAGE}".encode())
    for path in _files(folder):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def read_trees(folder: Path) -> dict[str, Any]:
    """Every file's YAML tree by its path below the folder, without the translations. raises KnowledgeError with the faults of all files"""
    trees: dict[str, Any] = {}
    faults: list[Fault] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name.startswith(f"{FOLDER}/"):
            continue
        try:
            text = path.read_text(encoding="utf-8")
            trees[name] = (
                read_references(text) if path.suffix == ".bib" else load(text, name=f"knowledge/dgs/{name}")
            )
            faults.extend(_entry_faults(name, trees[name]))
        except KnowledgeError as wrong:
            faults.extend(wrong.faults)
    if faults:
        raise KnowledgeError(faults)
    return trees


def _entry_faults(name: str, tree: Any) -> Iterator[Fault]:
    """A file that should be one exercise, and is none."""
    if name.startswith("exercises/") and not (isinstance(tree, dict) and tree.get("id")):
        remedy = "Begin with id: and the words of the exercise; docs/guide/figures.md shows a whole one."
        yield Fault(f"knowledge/dgs/{name}", 1, "the file is no exercise: it has no id.", remedy)


def build(
    trees: Mapping[str, Any], digest: str, local: Mapping[str, float], *, language: str = ENGLISH
) -> tuple[EntryReader, Pathway]:
    """The pathway from its trees, with the reader that holds the faults of single entries."""
    reader = EntryReader()
    _read_parameters(reader, trees, local)
    _read_findings(reader, trees)
    interventions = _read_interventions(reader, trees)
    top = trees.get("pathway.yaml", {})
    place = Place("pathway.yaml", 1)
    always = reader.conditions.read("always")
    steps = [reader.step(tree, "pathway.yaml") for tree in top.get("steps", ())]
    pathway = Pathway(
        id=str(top.get("id", "")),
        title=str(top.get("title", "")),
        version=str(top.get("version", "")),
        digest=digest,
        scope=reader.condition(top.get("scope", "always"), place) or always,
        treats=reader.condition(top.get("treats", "always"), place) or always,
        steps=tuple(step for step in steps if step is not None),
        targets=dict(top.get("targets", {})),
        parameters=reader.parameters,
        findings=reader.findings,
        question_sets=tuple(_read_question_sets(reader, trees)),
        interventions=interventions,
        conflicts={name: conflict(name, tree) for name, tree in trees.get("conflicts.yaml", {}).items()},
        references=trees.get("references.bib", {}),
        localities={
            str(trees[file].get("id", Path(file).stem)): trees[file] for file in _under(trees, "localities/")
        },
        sources=trees.get("sources.yaml", {}),
        assessments=tuple(trees[file] for file in _under(trees, "assessments/")),
        exercises={trees[file]["id"]: trees[file] for file in _under(trees, "exercises/")},
        programme=trees.get("programme.yaml", {}),
        invariants=tuple(trees.get("invariants.yaml", ())),
        ergonomics=tip_lists(trees),
        check_ins=check_ins(trees),
        reviewed=top.get("reviewed"),
        language=language,
    )
    return reader, pathway


def _read_parameters(reader: EntryReader, trees: Mapping[str, Any], local: Mapping[str, float]) -> None:
    for file in _under(trees, "parameters/"):
        for name, tree in (trees[file] or {}).items():
            place = _entry_place(file, trees[file], name)
            if name in reader.parameters:
                reader.fault(
                    place,
                    f"{name} is defined twice.",
                    f"It is also in {reader.parameters[name].place.file}; keep one.",
                )
            reader.parameter(name, tree, place)
    for name, value in local.items():
        _set_local(reader, name, value)


def _set_local(reader: EntryReader, name: str, value: float) -> None:
    parameter = reader.parameters.get(name)
    if parameter is None:
        reader.fault(
            Place("parameters", 0), f"There is no parameter {name}.", "Remove it from the local values."
        )
    elif parameter.range is None or not parameter.range[0] <= value <= parameter.range[1]:
        reader.fault(
            parameter.place,
            f"{name} is set to {value}, outside its range.",
            f"Choose a value in {parameter.range}.",
        )
    else:
        reader.parameters[name] = replace(parameter, value=value)


def _read_findings(reader: EntryReader, trees: Mapping[str, Any]) -> None:
    files = _under(trees, "findings/")
    for file in files:
        for name, tree in (trees[file] or {}).items():
            place = _entry_place(file, trees[file], name)
            if name in reader.findings:
                reader.fault(
                    place,
                    f"{name} is defined twice.",
                    f"It is also in {reader.findings[name].place.file}; keep one.",
                )
            reader.finding(name, tree, place)
    for file in files:
        for name, tree in (trees[file] or {}).items():
            _derive(reader, name, tree, _entry_place(file, trees[file], name))


def _derive(reader: EntryReader, name: str, tree: Any, place: Place) -> None:
    if "derive" not in tree or name not in reader.findings:
        return
    finding: Finding = reader.findings[name]
    derive = reader.derivation(name, tree["derive"], place)
    reader.findings[name] = replace(finding, derive=derive)
    if derive is None:
        reader.unread.add(name)


def _read_interventions(reader: EntryReader, trees: Mapping[str, Any]) -> dict[str, Intervention]:
    found: dict[str, Intervention] = {}
    interventions = InterventionReader(reader)
    for file in _under(trees, "interventions/"):
        tree = trees[file]
        if tree.get("id") != Path(file).stem:
            reader.fault(
                Place(file, 1),
                f"The id is {tree.get('id')}, but the file is {Path(file).name}.",
                "Give both the same name.",
            )
        intervention = interventions.read(tree, file)
        if intervention is not None:
            found[intervention.id] = intervention
    return found


def _read_question_sets(reader: EntryReader, trees: Mapping[str, Any]) -> Iterator[QuestionSet]:
    for file in _under(trees, "question-sets/"):
        for tree in trees[file]:
            page = reader.attempt(
                Place(file, getattr(tree, "line", 1)), partial(reader.question_set, tree, file)
            )
            if page is not None:
                yield page


def _entry_place(file: str, tree: Any, name: str) -> Place:
    return Place(file, getattr(tree, "lines", {}).get(name, 1))


def _under(trees: Mapping[str, Any], folder: str) -> list[str]:
    return [file for file in trees if file.startswith(folder)]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".bib"))


def _copy_path(digest: str) -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "stepwell" / f"{digest}.json"


def _read_copy(path: Path) -> dict[str, Any] | None:
    try:
        tree: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return tree


def _write_copy(path: Path, trees: Mapping[str, Any]) -> None:
    """Keep the copy for the next start; where it cannot be kept, the next start is only slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(trees), mode=PRIVATE)
    except OSError:
        return
