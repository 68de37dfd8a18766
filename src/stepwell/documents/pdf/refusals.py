"""Why a letter cannot be written for a record, and what is missing.

Lives here: the check before a letter. Lives elsewhere: why the plan says what it says (`stepwell next --why`).

A message carries ids and statuses, never what a patient answered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from stepwell.documents.pdf.subject import Subject
from stepwell.errors import Fault, StepwellError
from stepwell.reasoning.types import Recommendation

PLACE = "--kind"
MOST_QUESTIONS = 5
PRESSING = ("emergency", "same-day", "urgent")


def check(kind: str, rules: Mapping[str, Any], rows: Sequence[Recommendation], subject: Subject) -> None:
    """A letter must ask for something that the plan recommends. raises StepwellError with all that is missing"""
    faults = list(_faults(kind, rules, rows, subject))
    if faults:
        raise StepwellError(faults)


def _faults(
    kind: str, rules: Mapping[str, Any], rows: Sequence[Recommendation], subject: Subject
) -> Iterator[Fault]:
    pressing = [one.id for one in subject.open_exits() if one.urgency in PRESSING]
    if rules.get("closed") and pressing:
        problem = f"No {kind} while an exit is open: {', '.join(pressing)}."
        yield Fault(
            PLACE, 0, problem, "Settle it first, and record that it was excluded, explained or treated."
        )
    if rules.get("needs_side") and not subject.plan.side:
        yield Fault(
            PLACE, 0, f"No {kind} without a side.", "Write `side: left`, right or both in the record."
        )
    if not rows and not rules.get("whole"):
        yield _nothing_asked(kind, rules, subject)


def _nothing_asked(kind: str, rules: Mapping[str, Any], subject: Subject) -> Fault:
    if rules.get("for_doctors"):
        remedy = "`stepwell next RECORD` shows what the plan says; `--kind summary` writes all of it."
        return Fault(PLACE, 0, f"No {kind}: this plan leaves nothing to a doctor now.", remedy)
    asks: Iterable[str] = rules["asks"]
    states = "; ".join(_state(id_, subject) for id_ in asks)
    remedy = "`stepwell next RECORD --why ID` shows what would change it."
    return Fault(PLACE, 0, f"No {kind}: this plan recommends none of what it asks for. {states}.", remedy)


def _state(id_: str, subject: Subject) -> str:
    row = subject.row(id_)
    if row is None:
        return f"{id_} is no row of this plan"
    if row.status != "ask-first" or not row.ask:
        return f"{id_} is {row.status}"
    more = f" and {len(row.ask) - MOST_QUESTIONS} more" if len(row.ask) > MOST_QUESTIONS else ""
    return f"{id_} waits for {', '.join(row.ask[:MOST_QUESTIONS])}{more}"
