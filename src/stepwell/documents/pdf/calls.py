"""The numbers to call in a person's country, printed only once somebody has checked them.

Lives here: which numbers are printed, and what stands there instead. Lives elsewhere: the numbers
(knowledge/dgs/localities/).

The country "other" has no list of its own: a row that is written for some other countries could be wrong for this one.
"""

from collections.abc import Mapping
from typing import Any

from stepwell.documents.pdf.wording import Wording
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.facts import Facts

NUMBERS = ("emergency", "urgent_advice", "crisis", "poison")
NO_LIST = "other"


def country_of(facts: Facts) -> str:
    """The country of a person, empty where it is not known."""
    value = facts.values.get("country")
    return next(iter(value)) if isinstance(value, frozenset) and len(value) == 1 else ""


def calls(pathway: Pathway, facts: Facts, words: Wording) -> dict[str, Any]:
    """What the template prints of numbers: `rows` of name and number, `say` above them, and whether to write one in."""
    row = _row(pathway, country_of(facts))
    if row is None:
        return _by_hand(words("programme.call_no_country"), words)
    if not row.get("checked"):
        return _by_hand(words("programme.call_unchecked", country=row["title"]), words)
    checked = row["checked"]
    say = words("programme.call_checked", country=row["title"], by=checked["by"], on=checked["on"])
    numbers = [[words(f"programme.call_{name}"), str(row[name])] for name in NUMBERS if row.get(name)]
    return {"title": words("programme.emergency"), "rows": numbers, "say": say, "local": "", "write": ""}


def _row(pathway: Pathway, country: str) -> Mapping[str, Any] | None:
    rows = (one for one in pathway.localities.values() if one.get("country") == country)
    return next(rows, None) if country and country != NO_LIST else None


def _by_hand(say: str, words: Wording) -> dict[str, Any]:
    local, write = words("programme.call_local"), words("programme.call_write")
    return {"title": words("programme.emergency"), "rows": [], "say": say, "local": local, "write": write}
