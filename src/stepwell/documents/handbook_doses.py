"""Dose tables, by country and by the finding that divides them.

Lives here: their layout. Lives elsewhere: the doses (knowledge/dgs/interventions/).
"""

from stepwell.documents.handbook_evidence import chips, evidence_list
from stepwell.documents.handbook_markup import Html, el, fold, join, table
from stepwell.documents.handbook_rules import finding_link
from stepwell.knowledge.types import DoseRow, DoseTable, Finding, Pathway
from stepwell.reasoning.explain import amount

PLACES = {"unset": "Country not set", "": "Any country"}


def doses(tables: tuple[DoseTable, ...], pathway: Pathway) -> Html | None:
    """Every dose table, each folded under its country."""
    return join(_table(one, pathway) for one in tables) if tables else None


def _table(one: DoseTable, pathway: Pathway) -> Html:
    place = PLACES.get(one.jurisdiction, one.jurisdiction)
    finding = pathway.findings.get(one.by)
    by = join([" by ", finding_link(one.by, pathway)]) if finding else None
    rows = [(band(row, finding), row.say) for row in one.rows]
    shown = table((finding.title if finding else "For", "Dose"), rows, f"Dose, {place}")
    return fold(
        join([place, " ", chips(one.evidence)]),
        el("p", "Dose", by, class_="label"),
        shown,
        evidence_list(one.evidence, pathway),
    )


def band(row: DoseRow, finding: Finding | None) -> str:
    """For whom a row of a dose table is: `60 and more`."""
    if finding is None or (row.low is None and row.high is None):
        return "Everyone"
    if row.low is None:
        return f"under {amount(row.high or 0, finding)}"
    if row.high is None:
        return f"{amount(row.low, finding)} and more"
    return f"{amount(row.low, finding).split(' ')[0]} to under {amount(row.high, finding)}"
