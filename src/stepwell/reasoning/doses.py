"""Which row of a dose table fits a person, in words for a clinician.

Lives here: choosing rows and, without a known jurisdiction, showing the lower ceiling. Lives elsewhere: the tables
(knowledge/dgs/interventions/), whether they have gaps (knowledge/soundness.py).
"""

from stepwell.knowledge.types import DoseTable, Intervention, Pathway
from stepwell.reasoning.facts import Facts
from stepwell.records.bounds import Bounds


def dose_lines(entry: Intervention, facts: Facts, pathway: Pathway) -> tuple[str, ...]:
    """The dose rows that may fit, one line each, with their jurisdiction. Two rows show where a value is not exact."""
    jurisdiction = _jurisdiction(facts, pathway) or "unset"
    tables = [table for table in entry.dose if table.jurisdiction in ("", jurisdiction)]
    return tuple(line for table in tables or entry.dose for line in _lines(table, facts, pathway))


def _jurisdiction(facts: Facts, pathway: Pathway) -> str:
    country = facts.values.get("country")
    places = [one for one in pathway.localities.values() if country == frozenset({one.get("country")})]
    return str(places[0].get("dose_jurisdiction") or "") if places else ""


def _lines(table: DoseTable, facts: Facts, pathway: Pathway) -> list[str]:
    value = facts.values.get(table.by) if table.by else None
    flags = {evidence.verified for evidence in table.evidence}
    check = " Check the current label." if flags & {"SEEN-2", "RECALLED"} else ""
    fitting = [
        row for row in table.rows if not isinstance(value, Bounds) or _may_fit(row.low, row.high, value)
    ]
    where = {"": "", "unset": " (lower ceiling of the UK and US labels)"}.get(
        table.jurisdiction, f" ({table.jurisdiction})"
    )
    if table.by and isinstance(value, Bounds) and value == _range(table.by, pathway):
        return [f"Dose by {pathway.findings[table.by].title.lower()}, which is not known{where}."]
    return [f"{row.say}{where}.{check}".replace("..", ".") for row in fitting]


def _range(name: str, pathway: Pathway) -> Bounds:
    low, high = pathway.findings[name].range or (0, 0)
    return Bounds(low, high)


def _may_fit(low: int | None, high: int | None, value: Bounds) -> bool:
    return (low is None or value.high >= low) and (high is None or value.low < high)
