"""Units that a file's numbers come in, and the words for yes and no.

Lives here: reading the tables of population/intake/ (units.yaml, words.yaml), and what one of a unit is in a finding's own. Lives
elsewhere: the same for a whole population (population/intake/units.py), whose package needs libraries that a clinic does not have.

A unit that is not in the table and not the finding's own is never guessed.
"""

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import stepwell
from stepwell.knowledge.types import Finding
from stepwell.knowledge.yaml_text import load

TABLES = Path(stepwell.__file__).parent / "population" / "intake"
WITHOUT_UNIT = ("", "points")
"""Units of the knowledge that only say that a number counts."""


@lru_cache(maxsize=2)
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = load((TABLES / name).read_text(encoding="utf-8"), name=name)
    return table


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """Words that mean yes, no, not sure or a side, in small letters."""
    return {spelled.casefold(): word for word, many in _table("words.yaml").items() for spelled in many}


@lru_cache(maxsize=1)
def _spelled() -> dict[str, str]:
    """The name of a unit by every way in which it is written."""
    table = _table("units.yaml")
    return {one: name for name, row in table.items() for one in (name, *row["spelled"])}


def in_unit(finding: Finding, written: str) -> tuple[Finding, str | None] | None:
    """How to read a number of a finding in a unit: the finding, which may take more units than before, and the unit's name in it.

    returns  None where the unit does not fit the finding
    """
    if written in (finding.unit, *finding.units):
        return finding, written or None
    if finding.unit in WITHOUT_UNIT:
        counts = written in ("1", "points") or (written.startswith("{") and written.endswith("}"))
        return (finding, None) if counts else None
    name = _spelled().get(written, "")
    if name in (finding.unit, *finding.units):
        return finding, name
    factor = _factor(name, finding.unit)
    return (replace(finding, units={**finding.units, name: factor}), name) if factor else None


def _factor(name: str, own: str) -> Any:
    """What one of a unit is in another, exactly; None where they do not measure the same."""
    table = _table("units.yaml")
    mine, theirs = table.get(name, {}), table.get(own, {})
    if not mine.get("of") or mine["of"] != theirs.get("of"):
        return None
    return Fraction(str(mine["is"])) / Fraction(str(theirs["is"]))
