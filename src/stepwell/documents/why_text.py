"""The whole explanation of one row, for `stepwell next --why`.

Lives here: its layout. Lives elsewhere: the explanation (reasoning/explain.py), a row in short (documents/row_text.py).
"""

from collections.abc import Iterator

from stepwell.documents.citing import cited, day
from stepwell.documents.paint import Paint
from stepwell.documents.reasons import tree_lines
from stepwell.documents.words import STATUS, STRENGTH
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.types import CarePlan, Recommendation


def why_text(plan: CarePlan, name: str, pathway: Pathway, paint: Paint) -> str:
    """Every condition, what would change it, both sides of each conflict, and the evidence."""
    one = next(found for found in plan.recommendations if found.id == name)
    lines = [*_head(one, paint), ""]
    for tree in one.because:
        lines += tree_lines(tree, paint)
    lines += [*_changes(one, paint), *_conflicts(one, pathway, paint), ""]
    lines += paint.lines(cited(one.evidence, pathway), "dim", mark="Evidence: ")
    return "\n".join(lines) + "\n"


def _head(one: Recommendation, paint: Paint) -> Iterator[str]:
    status = STRENGTH[one.strength] if one.status == "recommended" else STATUS[one.status]
    yield from paint.lines(one.title, "bold")
    yield f"{status} · {one.kind} · {one.decided_by} decides · {one.id}"
    yield from paint.lines(one.say.get("clinician", ""))
    yield from paint.lines(one.until, mark="Until: ")
    for caution in one.cautions:
        yield from paint.lines(caution, "amber", mark="With care: ")
    for dose in one.dose:
        yield from paint.lines(dose, mark="Dose: ")


def _changes(one: Recommendation, paint: Paint) -> Iterator[str]:
    for change in one.changes_if:
        when = f", from {day(change.on)}" if change.on else ""
        yield from paint.lines(f"{change.words}{when} ({change.by})", mark="Would change with: ")
    yield from paint.lines(", ".join(one.ask), mark="Asks: ")


def _conflicts(one: Recommendation, pathway: Pathway, paint: Paint) -> Iterator[str]:
    for name in one.conflicts:
        entry = pathway.conflicts[name]
        yield ""
        yield from paint.lines(f"{name}: {entry.title}", "bold")
        for side in (entry.side_a, entry.side_b):
            yield from paint.lines(str(side.get("says", "")), indent=2, mark="- ")
        yield from paint.lines(entry.safer, indent=2, mark="Stepwell: ")
        yield from paint.lines(entry.strength, "dim", indent=2, mark="How strong: ")
