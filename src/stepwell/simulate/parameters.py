"""The numbers of the synthetic clinic, read from parameters/ and checked against the pathway before anything is simulated.

Lives here: reading them, their evidence, and that every finding, intervention, option and source they name is there. Lives
elsewhere: what the numbers are (parameters/*.yaml), what is done with them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from stepwell.errors import Fault, KnowledgeError
from stepwell.knowledge.readers import suggestion
from stepwell.knowledge.types import STRENGTHS, URGENCIES, VERIFIED, Finding, Pathway
from stepwell.knowledge.yaml_text import Tree, load
from stepwell.records.parts import GUIDANCE, RESPONSES, SETTLING
from stepwell.simulate.chance import Curve

FOLDER = Path(__file__).parent / "parameters"
EFFECTS = (
    "rehabilitation",
    "better-plan",
    "painkiller",
    "nerve-medicine",
    "block",
    "injection",
    "toxin",
    "operation",
)
ANSWERED = frozenset({"from", "share", "often", "options", "quantiles", "curve", "noise"})
OF_INTERVENTIONS = (
    *("before-entry", "outside-pathway", "names-source", "effects", "reviewed-by"),
    "diary-screen",
)
"""Parameters whose keys are interventions."""

OF_FINDINGS = ("diary-daily", "diary-session", "diary-weekly")
OF_SOURCES = ("imaging-shows", "muscular-sources", "operation-helped-by-source")
OF_OPTIONS = {
    "countries": "country",
    "imaging-others": "imaging-structure",
    "felt-change": "global-change",
    "morning-after": "next-morning",
}
"""Parameters whose keys are options of a finding."""

OF_WORDS: Mapping[str, Sequence[str]] = {
    "follows": STRENGTHS,
    "settled-after": URGENCIES,
    "flag-weights": URGENCIES,
    "settled-as": SETTLING,
    "responses": RESPONSES,
    "guidance-used": GUIDANCE,
}
"""Parameters whose keys are words of the record or of the knowledge."""

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Parameters:
    """The numbers by name, and how each finding is answered."""

    values: Mapping[str, Any]
    answers: Mapping[str, Answer]

    def number(self, name: str) -> float:
        """One number."""
        return float(self.values[name])

    def shares(self, name: str) -> Mapping[str, Any]:
        """Numbers by word."""
        found: Mapping[str, Any] = self.values[name]
        return found

    def ends(self, name: str) -> Sequence[float]:
        """Least and greatest."""
        found: Sequence[float] = self.values[name]
        return found

    def curve(self, name: str) -> Curve:
        """Points of a line, for np.interp."""
        return curve(self.values[name])


def curve(points: Sequence[Sequence[float]]) -> Curve:
    """Points as two arrays."""
    first, second = zip(*points, strict=True)
    return np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)


def read_parameters(pathway: Pathway, folder: Path = FOLDER) -> Parameters:
    """The parameters, checked against a pathway. raises KnowledgeError with every fault"""
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    answers: dict[str, Answer] = {}
    for path in sorted(folder.glob("*.yaml")):
        tree = load(path.read_text(encoding="utf-8"), name=path.name)
        for name, entry in tree.items():
            place = _Place(path.name, tree.lines[name])
            faults.extend(_entry_faults(entry, place, pathway))
            answers.update(entry.get("answers", {}))
            faults.extend(_answer_faults(entry.get("answers"), place, pathway))
            if "value" in entry:
                values[name] = entry["value"]
                faults.extend(_name_faults(name, entry["value"], place, pathway))
    if faults:
        raise KnowledgeError(faults)
    return Parameters(values, answers)


@dataclass(frozen=True)
class _Place:
    file: str
    line: int

    def fault(self, problem: str, remedy: str, line: int = 0) -> Fault:
        return Fault(f"simulate/parameters/{self.file}", line or self.line, problem, remedy)

    def unknown(self, kind: str, name: str, known: Sequence[str], line: int = 0) -> Fault:
        remedy = suggestion(name, known) or "Write one that the pathway has, or leave it out."
        return self.fault(f"there is no {kind} {name}.", remedy, line)


def _entry_faults(entry: Tree, place: _Place, pathway: Pathway) -> Iterator[Fault]:
    evidence = entry.get("evidence") or ()
    if not evidence:
        yield place.fault("it has no evidence.", "Write where it is from, or that it is AUTHORED.")
    for one in evidence:
        if one.get("reference") not in pathway.references:
            yield place.unknown("reference", str(one.get("reference")), list(pathway.references))
        if one.get("verified") not in VERIFIED:
            yield place.fault("its evidence has no flag.", f"Write one of {', '.join(VERIFIED)}.")


def _name_faults(name: str, value: Any, place: _Place, pathway: Pathway) -> Iterator[Fault]:
    kind, known = _names(name, pathway)
    if kind:
        yield from _unknown(kind, value, known, place)
    if name == "reviewed-by":
        yield from (fault for names in value.values() for fault in _unknown(kind, names, known, place))
    if name == "effects":
        yield from _unknown("effect", value.values(), EFFECTS, place)


def _names(name: str, pathway: Pathway) -> tuple[str, Sequence[str]]:
    """What a parameter, or its keys, are names of, and which there are."""
    if name in OF_INTERVENTIONS:
        return "intervention", list(pathway.interventions)
    if name in OF_WORDS:
        return "word", OF_WORDS[name]
    if name in OF_FINDINGS:
        return "finding to be asked", [one.id for one in pathway.findings.values() if one.derive is None]
    if name in OF_OPTIONS:
        finding = pathway.findings.get(OF_OPTIONS[name])
        return f"option of {OF_OPTIONS[name]}", list(finding.options) if finding else ()
    if name in OF_SOURCES:
        return "source", list(pathway.sources["sources"])
    return {
        "clinic-settings": ("setting", [one["id"] for one in pathway.sources["settings"]]),
        "first-visit-steps": ("step", [one.id for one in pathway.steps]),
        "first-visit-pages": ("page of questions", [one.id for one in pathway.question_sets]),
    }.get(name, ("", ()))


def _unknown(kind: str, names: Any, known: Sequence[str], place: _Place) -> Iterator[Fault]:
    lines = names.lines if isinstance(names, Tree) else {}
    for name in names:
        if name not in known:
            yield place.unknown(kind, name, known, lines.get(name, 0))


def _answer_faults(answers: Tree | None, place: _Place, pathway: Pathway) -> Iterator[Fault]:
    for name, how in (answers or {}).items():
        line = answers.lines[name] if answers is not None else 0
        finding = pathway.findings.get(name)
        if finding is None:
            yield place.unknown("finding", name, list(pathway.findings), line)
        elif finding.derive is not None:
            yield place.fault(f"{name} is derived, and so cannot be answered.", "Leave it out.", line)
        elif how.keys() - ANSWERED or not how:
            yield place.fault(f"{name} is answered in no known way.", f"Write {_ways()}.", line)
        else:
            yield from _way_faults(finding, how, place, line)


def _ways() -> str:
    return "`from`, `share`, `often`, `options` or `quantiles`"


_TYPES: Mapping[str, Callable[[Finding], bool]] = {
    "share": lambda finding: finding.type == "yes-no",
    "often": lambda finding: finding.type == "yes-no",
    "options": lambda finding: finding.type == "choice",
    "quantiles": lambda finding: finding.type == "number",
    "curve": lambda finding: finding.type == "number",
}


def _way_faults(finding: Finding, how: Answer, place: _Place, line: int) -> Iterator[Fault]:
    for way in how:
        if way in _TYPES and not _TYPES[way](finding):
            problem = f"{finding.id} is a {finding.type} finding, and so has no `{way}`."
            yield place.fault(problem, f"Write {_ways()}.", line)
    for option in how.get("options", ()):
        if option not in finding.options:
            yield place.unknown(f"option of {finding.id}", option, list(finding.options), line)
