"""A first mapping for an input: which column seems to be which, which codes are known, and what could not be placed.

Lives here: the guess and its YAML. Lives elsewhere: the mapping that is used (intake/mapping.py), reading the files
(intake/staging.py).

A code is placed only where it is a finding's id, title or LOINC code, but for case and punctuation. Nothing is placed for being
alike: names that are near are named in a comment.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.knowledge.yaml_text import load
from stepwell.population.intake import raw
from stepwell.population.intake.coding import create_observations_view
from stepwell.population.intake.engine import Engine, open_engine
from stepwell.population.intake.fhir import COMPONENT
from stepwell.population.intake.guess_text import Coded, Guess, as_yaml
from stepwell.population.intake.mapping import Code, InputMap, Table
from stepwell.population.intake.meanings import Meanings, Written
from stepwell.population.intake.sources import FHIR, SourceFile, columns_of, files_of
from stepwell.population.intake.staging import stage_all
from stepwell.population.intake.tables import create_tables
from stepwell.records.faults import Unreadable

_NAMES = Path(__file__).parent / "column-names.yaml"
_ONE_OR_THE_OTHER = {"1": "yes", "0": "no", "y": "yes", "n": "no", "t": "yes", "f": "no"}


class Shape(NamedTuple):
    """Files that have the same columns."""

    pattern: str
    columns: tuple[str, ...]


def guess(pathway: Pathway, place: Path, work: Path, *, memory: str = "") -> str:
    """A mapping for an input, as YAML to be saved and edited.

    place    a file or a folder
    work     an empty folder for what the engine keeps while it reads
    raises   RecordError where the input cannot be read
    """
    files = files_of(place)
    with open_engine(work, memory=memory, threads=0) as engine:
        tables, unplaced = _tables(engine, files, place)
        fhir = any(one.format == FHIR for one in files)
        found = Guess(tables, unplaced, fhir=fhir)
        if tables or fhir:
            found = _codes(engine, pathway, files, place, found)
    return as_yaml(found)


def _tables(engine: Engine, files: Sequence[SourceFile], root: Path) -> tuple[list[Table], list[Shape]]:
    placed, unplaced = [], []
    for shape in _shapes(engine, files, root):
        table = guess_table(shape.pattern, shape.columns)
        if table is None:
            unplaced.append(shape)
        else:
            placed.append(table)
    return placed, unplaced


def _shapes(engine: Engine, files: Sequence[SourceFile], root: Path) -> Iterator[Shape]:
    """Files that have the same columns under one pattern: a folder where all in it are alike, else each by itself."""
    base = root if root.is_dir() else root.parent
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for one in files:
        if one.format != FHIR:
            below = one.path.relative_to(base)
            found.setdefault(below.parts[0], []).append((str(below), tuple(columns_of(engine, one))))
    for top, many in found.items():
        alike = len({columns for _, columns in many}) == 1
        yield from [Shape(top, many[0][1])] if alike else [Shape(*one) for one in many]


def guess_table(pattern: str, columns: Iterable[str]) -> Table | None:
    """What a table with these columns seems to hold, or None."""
    seen = {_plain(one): one for one in reversed(list(columns))}
    for holds in ("observations", "events", "courses", "persons"):
        found = ((ours, [seen[one] for one in _spelled(ours) if one in seen]) for ours in raw.TABLES[holds])
        named = {ours: theirs[0] for ours, theirs in found if theirs}
        if set(raw.REQUIRED[holds]) <= set(named) and len(named) > len(raw.REQUIRED[holds]):
            return Table(pattern, holds, named)
    return None


def _spelled(ours: str) -> Sequence[str]:
    return (_plain(ours), *_column_names().get(ours, ()))


@lru_cache(maxsize=1)
def _column_names() -> Mapping[str, Sequence[str]]:
    names: Mapping[str, Sequence[str]] = load(_NAMES.read_text(encoding="utf-8"), name=_NAMES.name)
    return names


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _codes(engine: Engine, pathway: Pathway, files: Sequence[SourceFile], place: Path, found: Guess) -> Guess:
    mapped = InputMap(tables=tuple(found.tables), unknown_codes="ignore")
    create_tables(engine, COMPONENT)
    staged = stage_all(engine, files, mapped, place, lenient=True, say=lambda words: None).staged
    create_observations_view(engine)
    meanings = Meanings(pathway, mapped, fhir=found.fhir)
    findings = [_finding(pathway, meanings, *row) for row in engine.execute(_FINDINGS).fetchall()]
    interventions = [
        _intervention(pathway, meanings, *row) for row in engine.execute(_INTERVENTIONS).fetchall()
    ]
    full = replace(mapped, findings={one.code: Code(one.id) for one in findings if one.id and not one.known})
    words, odd = _values(engine, Meanings(pathway, full, fhir=found.fhir))
    rows = {holds: sum(one.rows for one in staged if one.holds == holds) for holds in raw.TABLES}
    return replace(found, findings=findings, interventions=interventions, words=words, odd=odd, rows=rows)


_FINDINGS = """
SELECT finding, COUNT(*), COUNT(DISTINCT patient_id) FROM observations_in
WHERE finding IS NOT NULL AND fact IS NULL GROUP BY ALL ORDER BY 2 DESC, 1
"""
_INTERVENTIONS = """
SELECT intervention, COUNT(*), COUNT(DISTINCT patient_id) FROM (
  SELECT intervention, patient_id FROM raw_events UNION ALL SELECT intervention, patient_id FROM raw_courses
) AS t WHERE intervention IS NOT NULL GROUP BY ALL ORDER BY 2 DESC, 1
"""
_VALUES = """
SELECT finding, value, value_from, value_to, unit, COUNT(*) FROM observations_in
WHERE finding IS NOT NULL AND left_out IS NULL GROUP BY ALL ORDER BY 6 DESC
"""


def _finding(pathway: Pathway, meanings: Meanings, code: str, rows: int, people: int) -> Coded:
    try:
        known = meanings.finding(code)
    except Unreadable as wrong:
        return Coded(code, rows, people, note=wrong.problem)
    if known is not None:
        return Coded(code, rows, people, id=known.finding, known=True)
    return _placed(code, rows, people, [one for one in pathway.findings.values() if one.derive is None])


def _intervention(pathway: Pathway, meanings: Meanings, code: str, rows: int, people: int) -> Coded:
    known = meanings.intervention(code)
    if known is not None:
        return Coded(code, rows, people, id=known, known=True)
    return _placed(code, rows, people, list(pathway.interventions.values()))


def _placed(code: str, rows: int, people: int, many: Sequence[Finding | Intervention]) -> Coded:
    own = {_plain(part.rpartition("|")[2]) for part in code.split("\t")} if "|" not in code else set()
    for one in many:
        if own & {_plain(one.id), _plain(one.title), *map(_plain, one.codes.values())}:
            return Coded(code, rows, people, id=one.id)
    return Coded(code, rows, people, near=_near(code, many))


def _near(code: str, many: Sequence[Finding | Intervention]) -> str:
    """Ids that share a word of four letters or more with a code."""
    words = {one for one in re.split(r"[^a-z]+", code.casefold()) if len(one) > 3}
    near = [one.id for one in many if words & set(one.id.split("-"))]
    return ", ".join(near[:3])


def _values(engine: Engine, meanings: Meanings) -> tuple[dict[str, str], dict[str, int]]:
    """Words to map as yes and no, and what cannot be read, with how many rows of it there are."""
    words: dict[str, str] = {}
    odd: dict[str, int] = {}
    for code, value, low, high, unit, rows in engine.execute(_VALUES).fetchall():
        found = meanings.finding(code)
        if found is None or (value is None and low is None and high is None):
            continue
        try:
            meanings.value(found, Written(value, low, high, unit))
        except Unreadable as wrong:
            finding = meanings.pathway.findings[found.finding]
            if finding.type == "yes-no" and str(value).casefold() in _ONE_OR_THE_OTHER:
                words[value] = _ONE_OR_THE_OTHER[value.casefold()]
            else:
                odd[wrong.problem] = odd.get(wrong.problem, 0) + rows
    return words, odd
