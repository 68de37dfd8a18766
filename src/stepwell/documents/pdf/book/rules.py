"""Conditions in words, short enough for paper.

Lives here: a condition as one line, or as a list whose items are one line each. Lives elsewhere: the words of a single
comparison and the words that join them (documents/handbook_rules.py).
"""

from typing import Any

from stepwell.documents.handbook_rules import joining, leaf_html
from stepwell.documents.pdf.book.runs import Runs, between, runs
from stepwell.knowledge.conditions import (
    OTHER_SIDE,
    Condition,
    IsYes,
    Leaf,
    Not,
    leaves,
    parts_of,
)
from stepwell.knowledge.derivations import Rule
from stepwell.knowledge.types import Pathway

OPENED = ("all of (", "any of (", "none of (", "not all of (")
LONGEST = 3
"""Comparisons that stand in one line; more are a list."""


def line(condition: Condition, pathway: Pathway) -> Runs:
    """A condition in one line, brackets around what belongs together."""
    if isinstance(condition, Leaf):
        return runs(leaf_html(condition, pathway))
    if isinstance(condition, Not) and isinstance(condition.part, Leaf):
        return ["not “", *line(condition.part, pathway), "”"]
    told = between((line(part, pathway) for part in parts_of(_core(condition))), "; ")
    return [f"{joining(condition)} (", *told, ")"]


def rule(condition: Condition, pathway: Pathway) -> dict[str, Any]:
    """A condition as `{join, items}`: a short one is a single item without a join."""
    if isinstance(condition, Leaf) or len(list(leaves(condition))) <= LONGEST:
        return {"join": "", "items": [begun(_bare(line(condition, pathway)))]}
    items = [begun(line(part, pathway)) for part in parts_of(_core(condition))]
    return {"join": begun([f"{joining(condition)} these"])[0], "items": items}


def sign(condition: Condition, pathway: Pathway) -> dict[str, Any]:
    """A sign: a single derived finding is replaced by what it is derived from."""
    if isinstance(condition, IsYes):
        derive = pathway.findings[condition.finding.removesuffix(OTHER_SIDE)].derive
        if isinstance(derive, Rule):
            return rule(derive.condition, pathway)
    return rule(condition, pathway)


def _core(condition: Condition) -> Condition:
    return (
        condition.part if isinstance(condition, Not) and not isinstance(condition.part, Leaf) else condition
    )


def _bare(words: Runs) -> Runs:
    """Without the outermost brackets: `all of: A; B`."""
    first, last = words[0], words[-1]
    if len(words) > 1 and first in OPENED and last == ")":
        return [f"{str(first)[:-2]}: ", *words[1:-1]]
    return words


def begun(words: Runs) -> Runs:
    """With a capital at the start of a line that begins with one of the joining words."""
    first = words[0]
    return [first[:1].upper() + first[1:], *words[1:]] if isinstance(first, str) else words
