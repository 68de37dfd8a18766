"""How people went from step to step between two days, as a picture of streams.

Lives here: the geometry. Lives elsewhere: the numbers (population/reports/summary.py), the table beside it
(documents/population_page.py), colours (documents/assets/population.css).
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.documents.handbook_markup import Html, el
from stepwell.population.reports.tables import Cell, Table

WIDTH, NODE, SIDE = 380, 8, 126
"""Units of the view box: all of it, a node, and the words at either side."""
TALL, GAP, LINE, LETTERS = 220.0, 8.0, 14, 18


@dataclass
class Node:
    """One step on one day: how many of it may be shown and how many it has, where it stands, and how much of it is drawn."""

    name: str
    people: int
    total: Cell
    top: float = 0.0
    height: float = 0.0
    used: float = 0.0

    @property
    def lines(self) -> list[str]:
        """Its name and its number, as lines that fit."""
        total = "hidden" if self.total is None else f"{self.total:,}"
        return textwrap.wrap(f"{self.name} {total}", LETTERS)


def flow_svg(table: Table) -> Html | None:
    """The picture of a table of shape `flow`; nothing where no number may be shown. Hidden numbers are not drawn."""
    left = [Node(row.label, sum(cell or 0 for cell in row.cells), row.total) for row in table.rows]
    right = [
        Node(head, sum(row.cells[place] or 0 for row in table.rows), table.totals[place])
        for place, head in enumerate(table.heads)
    ]
    everybody = sum(node.people for node in left)
    if not everybody:
        return None
    tall = max(_place(nodes, everybody) for nodes in (left, right))
    drawn = [*_streams(table, left, right, TALL / everybody), *_nodes(left, right)]
    said = f"{table.title}: how many people went from which step to which. The table says the same."
    return el(
        "svg",
        el("title", said),
        *drawn,
        viewBox=f"0 0 {WIDTH} {tall + 4:.0f}",
        role="img",
        class_="flow",
    )


def _place(nodes: Sequence[Node], everybody: int) -> float:
    """Put nodes under one another, each at least as tall as its words. returns how tall they are together"""
    top = 2.0
    for node in nodes:
        if node.people:
            node.top, node.height = top, max(1.5, TALL * node.people / everybody)
            top += max(node.height, LINE * len(node.lines)) + GAP
    return top


def _streams(table: Table, left: Sequence[Node], right: Sequence[Node], scale: float) -> list[Html]:
    made = []
    for row, source in zip(table.rows, left, strict=True):
        for cell, target in zip(row.cells, right, strict=True):
            if cell:
                made.append(_stream(source, target, cell * scale))
    return made


def _stream(source: Node, target: Node, height: float) -> Html:
    x, end = SIDE + NODE, WIDTH - SIDE - NODE
    middle = (x + end) / 2
    top, low = source.top + source.used, target.top + target.used
    source.used, target.used = source.used + height, target.used + height
    path = (
        f"M{x} {top:.1f}C{middle} {top:.1f} {middle} {low:.1f} {end} {low:.1f}V{low + height:.1f}"
        f"C{middle} {low + height:.1f} {middle} {top + height:.1f} {x} {top + height:.1f}Z"
    )
    return el("path", d=path, class_="stay" if source.name == target.name else "move")


def _nodes(left: Sequence[Node], right: Sequence[Node]) -> list[Html]:
    made = []
    for nodes, x, words, anchor in (
        (left, SIDE, SIDE - 6, "end"),
        (right, WIDTH - SIDE - NODE, WIDTH - SIDE + 6, "start"),
    ):
        for node in nodes:
            if node.people:
                box = {
                    "x": str(x),
                    "y": f"{node.top:.1f}",
                    "width": str(NODE),
                    "height": f"{node.height:.1f}",
                }
                made.append(el("rect", class_="node", **box))
                made.append(_words(node, words, anchor))
    return made


def _words(node: Node, x: float, anchor: str) -> Html:
    spans = [
        el("tspan", line, x=f"{x:.0f}", dy="0" if place == 0 else str(LINE))
        for place, line in enumerate(node.lines)
    ]
    return el("text", *spans, x=f"{x:.0f}", y=f"{node.top + 11:.1f}", text_anchor=anchor)
