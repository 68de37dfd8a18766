"""Units that an analyst's values come in, and what one of each is in a finding's own unit.

Lives here: the table of exact conversions (units.yaml, after UCUM) and looking a unit up for a finding. Lives elsewhere: a
finding's own units (knowledge/), scaling and rounding (records/values.py).

A unit that is not in the table and not the finding's own is never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from stepwell.knowledge.types import Finding
from stepwell.knowledge.yaml_text import load

_TABLE = Path(__file__).parent / "units.yaml"
_WITHOUT = ("", "points")
"""Units of the knowledge that only say that a number counts."""


@dataclass(frozen=True)
class Unit:
    """A unit of the table: its name in the knowledge, and how many of `of` one is."""

    name: str
    of: str
    factor: Fraction


@lru_cache(maxsize=1)
def _units() -> Mapping[str, Unit]:
    """The units by every way in which they are spelled."""
    written: dict[str, dict[str, Any]] = load(_TABLE.read_text(encoding="utf-8"), name=_TABLE.name)
    found = {}
    for name, row in written.items():
        unit = Unit(name, str(row.get("of", "")), Fraction(str(row.get("is", "1"))))
        found.update(dict.fromkeys([name, *row["spelled"]], unit))
    return found


def in_unit(finding: Finding, written: str) -> tuple[Finding, str | None] | None:
    """How to read a number of a finding in a unit.

    written  the unit as the input has it
    returns  the finding, which may take more units than it does in the knowledge, and the name of the unit in it; None for its
             own. Nothing where the unit does not fit the finding

    >>> # weight in [lb_av] -> the finding as it is, and "lb"
    """
    if written in (finding.unit, *finding.units):
        return finding, written or None
    unit = _units().get(written)
    if finding.unit in _WITHOUT:
        return (finding, None) if _only_counts(written) else None
    if unit is None:
        return None
    if unit.name in (finding.unit, *finding.units):
        return finding, unit.name
    return _converted(finding, unit)


def _only_counts(written: str) -> bool:
    """Whether a unit is the number one: UCUM's `1`, or an annotation in braces."""
    return written in ("1", "points") or (written.startswith("{") and written.find("}") == len(written) - 1)


def _converted(finding: Finding, unit: Unit) -> tuple[Finding, str] | None:
    own = _units().get(finding.unit)
    if own is None or not unit.of or unit.of != own.of:
        return None
    factor: Any = unit.factor / own.factor
    return replace(finding, units={**finding.units, unit.name: factor}), unit.name
