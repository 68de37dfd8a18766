"""A population that was prepared with one knowledge, read by another.

Lives here: which codes stand for what in the other knowledge, and what cannot be translated. Lives elsewhere: the codes
(population/codes.py), the tables (population/layout.py).

A finding or an intervention that the other knowledge does not have is left out. A finding that it reads in another way
(another type, scale, range, other options) is refused, and so is a word that it names and the rows do not keep.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import codes_of
from stepwell.population.engine import Engine

Codes = Mapping[int, int]


@dataclass(frozen=True)
class Translation:
    """For each table and column, the new code of each code that is kept and does not keep its number."""

    findings: Codes
    interventions: Codes
    words: Mapping[str, Codes]


def translation(prepared: Pathway, read: Pathway) -> Translation:
    """What codes become.

    prepared  the knowledge that the population was prepared with
    read      the knowledge that is to read it
    raises    RecordError with everything that cannot be translated
    """
    if faults := [Fault(f"finding {name}", 0, problem, _REMEDY) for name, problem in _unlike(prepared, read)]:
        raise RecordError(faults)
    old, new = codes_of(prepared), codes_of(read)
    derived = {name for name, one in read.findings.items() if one.derive is not None}
    kept = {name: code for name, code in new.findings.items() if name not in derived}
    return Translation(
        _codes(old.findings, kept),
        _codes(old.interventions, new.interventions),
        {
            part: _codes(words, new.words[part], otherwise=0)
            for part, words in old.words.items()
            if part != "state"
        },
    )


_REMEDY = "Prepare the population with this knowledge, and compare with that."


def _codes(old: Mapping[str, int], new: Mapping[str, int], *, otherwise: int = -1) -> Codes:
    """Every old code and its new one; `otherwise` for what is not there any more."""
    return {code: new.get(name, otherwise) for name, code in old.items()}


def _unlike(prepared: Pathway, read: Pathway) -> Iterator[tuple[str, str]]:
    for name, finding in read.findings.items():
        before = prepared.findings.get(name)
        if before is None or before.derive is not None or finding.derive is not None:
            continue
        if _shape(before) != _shape(finding):
            yield name, "it has another type, scale or other options in the other knowledge."
        elif not _within(before, finding):
            yield name, "it has a narrower range in the other knowledge."
    old, new = codes_of(prepared), codes_of(read)
    for part, words in new.words.items():
        for word in sorted(words.keys() - old.words[part].keys()):
            yield (
                f"{part} {word}",
                "the rows do not keep this word, and a rule of the other knowledge names it.",
            )


def _shape(finding: Finding) -> tuple[object, ...]:
    return finding.type, finding.decimals, finding.unit, tuple(finding.options), finding.per_side


def _within(before: Finding, finding: Finding) -> bool:
    if before.range is None or finding.range is None:
        return before.range == finding.range
    return finding.range[0] <= before.range[0] and before.range[1] <= finding.range[1]


def translate(engine: Engine, codes: Translation) -> None:
    """Give the rows that are loaded the codes of the other knowledge."""
    _change(engine, "observations", "finding", codes.findings)
    _change(engine, "events", "intervention", codes.interventions)
    for part, words in codes.words.items():
        if part in _COLUMNS:
            _change(engine, "events", part, words)


_COLUMNS = ("target", "guidance", "agent", "approach", "response", "outcome")


def _change(engine: Engine, table: str, column: str, codes: Codes) -> None:
    changed = {old: new for old, new in codes.items() if old != new}
    if not changed:
        return
    cases = " ".join(f"WHEN {old} THEN {new}" for old, new in changed.items())
    engine.execute(f"UPDATE {table} SET {column} = CASE {column} {cases} ELSE {column} END")
    engine.execute(f"DELETE FROM {table} WHERE {column} = -1")
