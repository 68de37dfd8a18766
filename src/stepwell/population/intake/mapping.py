"""The mapping file: what the analyst's files, columns, codes, words and units are called here.

Lives here: the file as values, and its faults. Lives elsewhere: a first mapping that is only a guess (intake/guess.py), which
finding a code then stands for (intake/codings.py).

    schema: stepwell-population-map/1
    tables:                              # none for FHIR, whose columns are known
      - files: labs/*.parquet
        holds: observations              # observations, events or persons
        columns: {patient_id: PATID, on: OBS_DATE, finding: CODE, value: VALUE, unit: UNITS}
        constants: {side: right}         # raw columns that the files do not have
        dates: "%d/%m/%Y"                # where days are not written as 2026-03-01
    findings: {PAIN: worst-pain, "http://loinc.org|72514-3": worst-pain, PREG: {finding: pregnancy, values: {N: none}}}
    interventions: {"http://www.whocc.no/atc|N02BF01": gabapentin}
    words: {Y: yes, N: no, U: not-sure}
    units: {pounds: lb}
    sides: {L: left, R: right}
    ignore: [HEARTRATE]
    episode: ["urn:icd|G57.01"]          # conditions whose body site is the side of the episode
    unknown_codes: fault                 # or ignore
    missing_unit: own                    # or fault
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.knowledge.yaml_text import Items, Tree, load
from stepwell.population.intake import raw
from stepwell.population.intake.engine import refused, said
from stepwell.records.faults import did_you_mean, shown

SCHEMA = "stepwell-population-map/1"
_KEYS = ("schema", "tables", "findings", "interventions", "words", "units", "sides", "ignore", "episode")
_CHOICES = {"unknown_codes": ("fault", "ignore"), "missing_unit": ("own", "fault")}
_TABLE_KEYS = ("files", "holds", "columns", "constants", "dates")


@dataclass(frozen=True)
class Table:
    """Some files, what they hold, and which of their columns is which. `columns` goes from raw to theirs."""

    files: str
    holds: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""


@dataclass(frozen=True)
class Code:
    """What a code stands for; `values` are its own words for values."""

    finding: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class InputMap:
    """A mapping file, read. `None` for a choice leaves it to the kind of input."""

    tables: tuple[Table, ...] = ()
    findings: Mapping[str, Code] = field(default_factory=dict)
    interventions: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    episode: frozenset[str] = frozenset()
    unknown_codes: str | None = None
    missing_unit: str | None = None


def read_map(path: Path, pathway: Pathway) -> InputMap:
    """The mapping file. raises RecordError with every fault"""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise refused(
            path, f"the mapping cannot be read: {said(wrong).rstrip('.')}.", "Check its name."
        ) from None
    tree = load(text, name=str(path), error=RecordError)
    if not isinstance(tree, Tree) or tree.get("schema") != SCHEMA:
        raise refused(path, "the file is no mapping.", f"Begin it with `schema: {SCHEMA}`.")
    reader = _Reader(str(path), pathway)
    read = reader.read(tree)
    if reader.faults:
        raise RecordError(reader.faults)
    return read


class _Reader:
    def __init__(self, name: str, pathway: Pathway) -> None:
        self.name = name
        self.pathway = pathway
        self.faults: list[Fault] = []

    def read(self, tree: Tree) -> InputMap:
        self._known_keys(tree, (*_KEYS, *_CHOICES))
        return InputMap(
            tables=tuple(self._table(one, line) for one, line in self._listed(tree, "tables")),
            findings={key: self._finding(*one) for key, one in self._items(tree, "findings")},
            interventions={key: self._intervention(*one) for key, one in self._items(tree, "interventions")},
            **{name: self._words(tree, name) for name in ("words", "units", "sides")},
            ignore=self._codes(tree, "ignore"),
            episode=self._codes(tree, "episode"),
            unknown_codes=self._choice(tree, "unknown_codes"),
            missing_unit=self._choice(tree, "missing_unit"),
        )

    def _fault(self, line: int, problem: str, remedy: str) -> None:
        self.faults.append(Fault(self.name, line, problem, remedy))

    def _known_keys(self, tree: Tree, known: Iterable[str]) -> None:
        known = tuple(known)
        for key in tree:
            if key not in known:
                remedy = did_you_mean(key, known, otherwise=f"It takes {', '.join(known)}.")
                self._fault(tree.lines[key], f"{shown(key)} is not a key of a mapping.", remedy)

    def _items(self, tree: Tree, key: str) -> list[tuple[str, tuple[Any, int]]]:
        below = tree.get(key)
        if isinstance(below, Tree):
            return [(name, (value, below.lines[name])) for name, value in below.items()]
        if below is not None:
            self._fault(tree.lines[key], f"{key} is not a mapping.", "Write {THEIRS: ours}.")
        return []

    def _listed(self, tree: Tree, key: str) -> list[tuple[Any, int]]:
        below = tree.get(key)
        if isinstance(below, Items):
            return list(zip(below, below.lines, strict=True))
        if below is not None:
            self._fault(tree.lines[key], f"{key} is not a list.", "Begin each line with a dash.")
        return []

    def _words(self, tree: Tree, key: str) -> dict[str, str]:
        return {theirs: _word(ours) for theirs, (ours, _) in self._items(tree, key)}

    def _codes(self, tree: Tree, key: str) -> frozenset[str]:
        return frozenset(str(one) for one, _ in self._listed(tree, key))

    def _choice(self, tree: Tree, key: str) -> str | None:
        chosen = tree.get(key)
        if chosen is not None and chosen not in _CHOICES[key]:
            self._fault(
                tree.lines[key], f"{key} is none of its words.", f"Write {' or '.join(_CHOICES[key])}."
            )
        return chosen

    def _finding(self, written: Any, line: int) -> Code:
        if isinstance(written, Tree):
            self._known_keys(written, ("finding", "values"))
            return Code(self._id(written.get("finding"), line, "finding"), self._words(written, "values"))
        return Code(self._id(written, line, "finding"))

    def _intervention(self, written: Any, line: int) -> str:
        return self._id(written, line, "intervention")

    def _id(self, written: Any, line: int, kind: str) -> str:
        known = self.pathway.findings if kind == "finding" else self.pathway.interventions
        if written not in known:
            remedy = did_you_mean(str(written), known, otherwise="`stepwell knowledge show` lists them.")
            self._fault(line, f"there is no {kind} {shown(written)}.", remedy)
        return str(written)

    def _table(self, written: Any, line: int) -> Table:
        holds = written.get("holds") if isinstance(written, Tree) else None
        if holds is not None and holds not in raw.TABLES:
            known = f"Write {', '.join(raw.TABLES)}."
            remedy = did_you_mean(str(holds), raw.TABLES, otherwise=known)
            self._fault(line, f"no table holds {shown(holds)}.", remedy)
            return Table("", "observations", {})
        if not isinstance(written, Tree) or written.get("holds") not in raw.TABLES or "files" not in written:
            self._fault(
                line,
                "the table does not say what it is.",
                "Write {files: NAME, holds: observations, columns: {...}}.",
            )
            return Table("", "observations", {})
        self._known_keys(written, _TABLE_KEYS)
        holds = str(written["holds"])
        columns, constants = (
            self._columns(written, "columns", holds),
            self._columns(written, "constants", holds),
        )
        for name in raw.REQUIRED[holds]:
            if name not in columns and name not in constants:
                self._fault(line, f"{name} is missing.", f"Say under `columns` which column holds {name}.")
        return Table(str(written["files"]), holds, columns, constants, str(written.get("dates") or ""))

    def _columns(self, tree: Tree, key: str, holds: str) -> dict[str, str]:
        for name, (_, line) in self._items(tree, key):
            if name not in raw.TABLES[holds]:
                remedy = did_you_mean(
                    name, raw.TABLES[holds], otherwise=f"It takes {', '.join(raw.TABLES[holds])}."
                )
                self._fault(line, f"{shown(name)} is not a column of {holds}.", remedy)
        return {name: _word(theirs) for name, (theirs, _) in self._items(tree, key)}


def _word(written: Any) -> str:
    """A word as it was meant: YAML makes true of a word that somebody's file may hold."""
    if isinstance(written, bool):
        return "yes" if written else "no"
    return "" if written is None else str(written)
