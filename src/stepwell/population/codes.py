"""The numbers that stand for findings, interventions, options and words in the prepared tables.

Lives here: the dictionary of the prepared layout, made from a pathway. Lives elsewhere: the rows themselves
(population/layout.py), the statement that reads them (population/statement/compiler.py).

An option of a choice is one bit, so that a set of possible options is a number. Whole numbers are used up to bit 61, since
the 63rd does not survive in every engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from stepwell.knowledge.conditions import OTHER_SIDE
from stepwell.knowledge.derivations import Words, courses_of
from stepwell.knowledge.types import Finding, Pathway
from stepwell.reasoning.facts import compile_pathway
from stepwell.records.parts import EVENTS, GUIDANCE, RESPONSES

WORD = 62
"""Bits that are used of one whole number."""

ANOTHER = 0
"""The code of a word that no rule names."""

APPROACHES = ("endoscopic", "open")
STATES = {"under-way": 1, "stopped": 2, "done": 3, "declined": 4}
_FREE_WORDS = ("agent", "approach", "outcome")


@dataclass(frozen=True, eq=False)
class Codes:
    """Numbers by name, all from 1.

    findings   every finding; a finding that is also read on the other side has a second number under `id@other`
    words      for each part of a course, the words that rules name; any other word is `ANOTHER`
    """

    findings: Mapping[str, int]
    interventions: Mapping[str, int]
    events: Mapping[str, int]
    words: Mapping[str, Mapping[str, int]]


@lru_cache(maxsize=8)
def codes_of(pathway: Pathway) -> Codes:
    """The dictionary of a pathway."""
    both_sides = sorted(compile_pathway(pathway).both_sides)
    named = _named_words(pathway)
    words = {part: _numbered(sorted(named.get(part, ()))) for part in _FREE_WORDS}
    words |= {
        "target": _numbered(_targets(pathway)),
        "guidance": _numbered(GUIDANCE),
        "response": _numbered(RESPONSES),
        "state": STATES,
    }
    return Codes(
        _numbered([*pathway.findings, *(name + OTHER_SIDE for name in both_sides)]),
        _numbered(pathway.interventions),
        _numbered(EVENTS),
        words,
    )


def _targets(pathway: Pathway) -> Iterable[str]:
    """Where a treatment may have been aimed, and every source, so that a target is compared with any of them."""
    working = pathway.findings.get("working-source")
    return dict.fromkeys([*pathway.targets, *(working.options if working else ())])


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names, start=1)}


def _named_words(pathway: Pathway) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in pathway.findings.values():
        courses = courses_of(finding.derive) if finding.derive is not None else None
        for part, wanted in courses.where if courses else ():
            if isinstance(wanted, Words):
                found.setdefault(part, set()).update(wanted.options)
    return found


def option_bits(finding: Finding, options: Iterable[str] | None = None) -> int:
    """The bits of some options of a choice, or of all."""
    places = {name: place for place, name in enumerate(finding.options)}
    if len(places) > WORD:
        raise ValueError(f"{finding.id} has more than {WORD} options")
    chosen = places if options is None else options
    return sum(1 << places[name] for name in dict.fromkeys(chosen) if name in places)
