"""The order in which derived findings are computed, so that each finds what it reads already known.

Lives here: the order and its one fault, a circle. `exits` reads the conditions of those exits.
"""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from stepwell.knowledge.conditions import OTHER_SIDE, findings_in
from stepwell.knowledge.derivations import Exits, reads
from stepwell.knowledge.types import Finding, Intervention


class CircleError(ValueError):
    """Derived findings that read one another; `circle` names them in turn."""

    def __init__(self, circle: list[str]) -> None:
        super().__init__(" -> ".join(circle))
        self.circle = circle


def derivation_order(
    findings: Mapping[str, Finding], interventions: Iterable[Intervention]
) -> tuple[str, ...]:
    """The derived findings, each after everything it reads. raises CircleError"""
    exits = [intervention for intervention in interventions if intervention.exit]
    graph = {
        finding.id: _before(finding, exits) for finding in findings.values() if finding.derive is not None
    }
    try:
        return tuple(name for name in TopologicalSorter(graph).static_order() if name in graph)
    except CycleError as wrong:
        raise CircleError(list(reversed(wrong.args[1]))) from wrong


def _before(finding: Finding, exits: list[Intervention]) -> set[str]:
    assert finding.derive is not None  # noqa: S101
    names = set(reads(finding.derive))
    if isinstance(finding.derive, Exits):
        for exit_ in exits:
            if finding.derive.selects(exit_.id, exit_.exit) and exit_.indicated is not None:
                names |= findings_in(exit_.indicated)
    return {name.removesuffix(OTHER_SIDE) for name in names}
