"""Recommendations as the rows that people see: a part under its whole, alternatives as one either-or row.

Lives here: which recommendation heads a row. Lives elsewhere: their order (reasoning/apply.py), how a row is
written (documents/row_text.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stepwell.documents.words import GROUPS
from stepwell.reasoning.types import Recommendation

ById = dict[str, Recommendation]


@dataclass(frozen=True, slots=True)
class Row:
    """A main row: what heads it, its parts, and the alternatives to it in authored order.

    whole    what the row belongs to, where that goes on already and several of its parts are new
    within   those parts, each as a row of its own; the first one heads the row
    """

    head: Recommendation
    parts: tuple[Recommendation, ...] = ()
    alternatives: tuple[Recommendation, ...] = ()
    whole: Recommendation | None = None
    within: tuple["Row", ...] = ()


def rows_of(recommendations: Sequence[Recommendation]) -> tuple[Row, ...]:
    """The main rows, in the order in which their first recommendation stands.

    A part stands under its whole while both are in the same group of statuses. Parts of a treatment that goes on are
    one row, where they are in another group. Alternatives (`choice`) are one row while they have the same status.
    """
    by_id = {one.id: one for one in recommendations}
    heads = [one for one in recommendations if not _under_another(one, by_id)]
    rows: list[Row] = []
    taken: set[str] = set()
    for head in heads:
        if head.id not in taken:
            row = _within(head, heads, recommendations, by_id) or _row(head, heads, recommendations, by_id)
            taken |= {one.id for one in heads_of(row)}
            rows.append(row)
    return tuple(rows)


def heads_of(row: Row) -> Iterator[Recommendation]:
    """What a row stands for beside the parts: its head, the alternatives, and the heads within it."""
    yield row.head
    yield from row.alternatives
    for one in row.within:
        yield from heads_of(one)


def _row(
    head: Recommendation,
    heads: Sequence[Recommendation],
    recommendations: Sequence[Recommendation],
    by_id: ById,
) -> Row:
    alternatives = tuple(one for one in heads if _same_choice(one, head))
    return Row(head, _parts(head, recommendations, by_id), alternatives)


def _within(
    head: Recommendation,
    heads: Sequence[Recommendation],
    recommendations: Sequence[Recommendation],
    by_id: ById,
) -> Row | None:
    whole = by_id.get(head.part_of)
    group = GROUPS[head.status]
    if whole is None or whole.status != "continue" or group not in ("Do", "Ask"):
        return None
    found = [one for one in heads if one.part_of == whole.id and GROUPS[one.status] == group]
    if len(found) == 1:
        return None
    return Row(
        head, whole=whole, within=tuple(Row(one, _parts(one, recommendations, by_id)) for one in found)
    )


def _under_another(one: Recommendation, by_id: ById) -> bool:
    whole = by_id.get(one.part_of)
    return whole is not None and GROUPS[whole.status] == GROUPS[one.status]


def _parts(
    head: Recommendation, recommendations: Sequence[Recommendation], by_id: ById
) -> tuple[Recommendation, ...]:
    """The parts under a head, and the parts of those parts."""
    below: list[Recommendation] = []
    for one in recommendations:
        if one.part_of == head.id and _under_another(one, by_id):
            below += [one, *_parts(one, recommendations, by_id)]
    return tuple(below)


def _same_choice(one: Recommendation, head: Recommendation) -> bool:
    return bool(one.choice) and one.choice == head.choice and one.status == head.status and one.id != head.id
