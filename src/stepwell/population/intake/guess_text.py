"""A guessed mapping as YAML, with comments that say what it rests on.

Lives here: the guess as a value, and its text. Lives elsewhere: how it is made (intake/guess.py), how it is read again
(intake/mapping.py).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stepwell.population.intake.mapping import SCHEMA, Table

MOST = 200
"""How many codes of one kind a guess lists."""


@dataclass(frozen=True)
class Coded:
    """A code of the input: how often it stands there, and what it is; `known` where no mapping is needed."""

    code: str
    rows: int
    people: int
    id: str = ""
    known: bool = False
    near: str = ""
    note: str = ""


@dataclass(frozen=True)
class Guess:
    """All that was guessed. `odd` counts rows whose values cannot be read, by what is wrong with them."""

    tables: Sequence[Table]
    unplaced: Sequence[tuple[str, Sequence[str]]]
    fhir: bool
    findings: Sequence[Coded] = ()
    interventions: Sequence[Coded] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    odd: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)


def as_yaml(guess: Guess) -> str:
    """The guess as a mapping file."""
    return "\n".join([*_head(guess), *_tables(guess), *_codes(guess), *_rest(guess), ""])


def _head(guess: Guess) -> Iterator[str]:
    yield f"schema: {SCHEMA}"
    yield "# A guess. Read it, correct it, save it, and name it with `stepwell population prepare --map`."
    held = ", ".join(f"{count:,} {name}" for name, count in guess.rows.items() if count)
    if held:
        yield f"# Rows read: {held}."


def _tables(guess: Guess) -> Iterator[str]:
    if guess.fhir:
        yield "# FHIR resources need no table here: their columns are known."
    if guess.tables:
        yield "tables:"
    for table in guess.tables:
        yield f"  - files: {_word(table.files)}"
        yield f"    holds: {table.holds}"
        yield f"    columns: {_flow(table.columns)}"
    for pattern, columns in guess.unplaced:
        yield f"# Not placed: {pattern} with the columns {', '.join(columns)}"


def _codes(guess: Guess) -> Iterator[str]:
    for title, many in (("findings", guess.findings), ("interventions", guess.interventions)):
        mapped = [one for one in many if one.id and not one.known]
        known = [one for one in many if one.known]
        yield f"# {title}: {_share(known)} known by their ids or codes, {_share(mapped)} guessed, {_share(_left(many))} not placed"
        yield f"{title}:" if mapped else f"{title}: {{}}"
        yield from (f"  {_word(one.code)}: {one.id}  # {_counts(one)}" for one in mapped)
    yield from _ignored([*_left(guess.findings), *_left(guess.interventions)])


def _left(many: Iterable[Coded]) -> list[Coded]:
    return [one for one in many if not one.id]


def _share(many: Sequence[Coded]) -> str:
    return f"{len(many):,} codes ({sum(one.rows for one in many):,} rows)"


def _counts(one: Coded) -> str:
    return f"{one.rows:,} rows, {one.people:,} people"


def _ignored(many: Sequence[Coded]) -> Iterator[str]:
    if not many:
        return
    yield "# Left out. To use a code, move it up and say what it is."
    yield "ignore:"
    for one in many[:MOST]:
        near = f"; near: {one.near}" if one.near else ""
        note = f"; {one.note}" if one.note else ""
        yield f"  - {_word(one.code)}  # {_counts(one)}{near}{note}"
    if len(many) > MOST:
        yield f"# and {_share(many[MOST:])} more: all codes that nothing maps are left out"
        yield "unknown_codes: ignore"


def _rest(guess: Guess) -> Iterator[str]:
    if guess.words:
        yield "# Check these: some files write 1 for yes and 2 for no."
        yield f"words: {_flow(guess.words)}"
    yield f"missing_unit: {'fault' if guess.fhir else 'own'}  # own: a number without a unit is in the finding's own"
    for problem, rows in sorted(guess.odd.items(), key=lambda one: (-one[1], one[0]))[:MOST]:
        yield f"# {rows:,} rows cannot be read: {problem}"


def _flow(named: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_word(key)}: {_word(value)}" for key, value in named.items()) + "}"


def _word(text: str) -> str:
    """A word in quotes where YAML would take it for something else."""
    return text if text.replace("_", "").replace("-", "").isalpha() else json.dumps(text, ensure_ascii=False)
