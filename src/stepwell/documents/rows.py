"""Recommendations as the rows that people see: a part under its whole, alternatives as one either-or row.

Lives here: which recommendation heads a row. Lives elsewhere: their order (reasoning/apply.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.documents.words import GROUPS
from stepwell.reasoning.types import Recommendation


@dataclass(frozen=True, slots=True)
class Row:
    """A main row: what heads it, its parts, and the alternatives to it in authored order."""

    head: Recommendation
    parts: tuple[Recommendation, ...] = ()
    alternatives: tuple[Recommendation, ...] = ()


def rows_of(recommendations: Sequence[Recommendation]) -> tuple[Row, ...]:
    """The main rows, in the order in which their first recommendation stands.

    A part stands under its whole while both are in the same group of statuses; else it is a row of its own.
    Alternatives (`choice`) are one row while they have the same status.
    """
    by_id = {one.id: one for one in recommendations}
    heads = [one for one in recommendations if not _under_another(one, by_id)]
    rows: list[Row] = []
    taken: set[str] = set()
    for head in heads:
        if head.id not in taken:
            alternatives = tuple(one for one in heads if _same_choice(one, head))
            taken |= {one.id for one in alternatives}
            rows.append(Row(head, _parts(head, recommendations, by_id), alternatives))
    return tuple(rows)


def _under_another(one: Recommendation, by_id: dict[str, Recommendation]) -> bool:
    whole = by_id.get(one.part_of)
    return whole is not None and GROUPS[whole.status] == GROUPS[one.status]


def _parts(
    head: Recommendation, recommendations: Sequence[Recommendation], by_id: dict[str, Recommendation]
) -> tuple[Recommendation, ...]:
    """The parts under a head, and the parts of those parts."""
    below: list[Recommendation] = []
    for one in recommendations:
        if one.part_of == head.id and _under_another(one, by_id):
            below += [one, *_parts(one, recommendations, by_id)]
    return tuple(below)


def _same_choice(one: Recommendation, head: Recommendation) -> bool:
    return bool(one.choice) and one.choice == head.choice and one.status == head.status and one.id != head.id
