"""What a line of invariants.yaml says: whom it is about, while what holds, which statuses.

Lives here: reading the closed forms, and every fault of them. Lives elsewhere: the claims that they make
(verify/claims.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.errors import Fault, KnowledgeError, fault
from stepwell.knowledge.condition_reader import ConditionError, ConditionReader
from stepwell.knowledge.conditions import AnyOf, Condition
from stepwell.knowledge.readers import suggestion
from stepwell.knowledge.types import Intervention, Pathway
from stepwell.reasoning.types import STATUSES

FILE = "knowledge/dgs/invariants.yaml"
SHARED = frozenset({"id", "title", "hazards", "section"})
ITS_CONTRAINDICATIONS = "its-contraindications"
SELECTORS = ("kind", "id", "exit", "step", "choice", "part_of", "except")


@dataclass(frozen=True, slots=True)
class Invariant:
    """One line of the file: `form` is which closed form it has, `body` what it says."""

    id: str
    title: str
    hazards: tuple[str, ...]
    section: str
    form: str
    body: Any
    line: int


class FormReader:
    """Reads the parts of a line against the findings, parameters and interventions that exist."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self._conditions = ConditionReader(pathway.findings, pathway.parameters, suggestion)

    def invariants(self, forms: Iterable[str]) -> list[Invariant]:
        """Every line but those that only say why a hazard is no rule. raises KnowledgeError"""
        found, faults = [], []
        for tree in self.pathway.invariants:
            if "not_a_rule" not in tree:
                form = [word for word in tree if word not in SHARED]
                if len(form) != 1 or form[0] not in forms or "id" not in tree:
                    faults.append(
                        _fault(tree, "The line has no form that is known.", f"Use one of {', '.join(forms)}.")
                    )
                else:
                    found.append(_invariant(tree, form[0]))
        if faults:
            raise KnowledgeError(faults)
        return found

    def condition(self, written: Any, *, place: Invariant) -> Condition:
        """A condition in the knowledge language. raises KnowledgeError"""
        try:
            return self._conditions.read(written, depth=3)
        except ConditionError as wrong:
            raise KnowledgeError([fault(FILE, place.line, wrong.problem, wrong.remedy)]) from None

    def selected(self, written: Mapping[str, Any], *, place: Invariant) -> list[Intervention]:
        """The interventions that a selector names. raises KnowledgeError"""
        unknown = [key for key in written if key not in SELECTORS]
        named = [name for key in ("id", "except") for name in _words(written.get(key, ()))]
        unknown += [name for name in named if name not in self.pathway.interventions]
        if unknown:
            remedy = f"Use {', '.join(SELECTORS)} and the ids of interventions."
            raise KnowledgeError(
                [fault(FILE, place.line, f"{place.id} selects {unknown[0]}, which does not exist.", remedy)]
            )
        entries = [one for one in self.pathway.interventions.values() if not one.recorded_only]
        return [one for one in entries if _is_selected(one, written)]

    def statuses(self, written: Any, *, place: Invariant) -> tuple[str, ...]:
        """Statuses by name. raises KnowledgeError"""
        words = _words(written)
        for word in words:
            if word not in STATUSES:
                raise KnowledgeError(
                    [
                        fault(
                            FILE, place.line, f"{word} is not a status.", f"Use one of {', '.join(STATUSES)}."
                        )
                    ]
                )
        return words


def contraindications(entry: Intervention) -> Condition:
    """Everything that forbids an intervention, as one condition."""
    return AnyOf(tuple(row.when for row in entry.contraindicated))


def _invariant(tree: Mapping[str, Any], form: str) -> Invariant:
    hazards = tuple(map(str, tree.get("hazards", ())))
    line = int(getattr(tree, "line", 0))
    return Invariant(
        str(tree["id"]), str(tree["title"]), hazards, str(tree.get("section", "")), form, tree[form], line
    )


def _is_selected(one: Intervention, written: Mapping[str, Any]) -> bool:
    wanted = ((key, _words(value)) for key, value in written.items() if key != "except")
    return one.id not in _words(written.get("except", ())) and all(
        getattr(one, key) in words for key, words in wanted
    )


def _words(written: Any) -> tuple[str, ...]:
    return (str(written),) if isinstance(written, str) else tuple(map(str, written))


def _fault(tree: Mapping[str, Any], problem: str, remedy: str) -> Fault:
    return fault(FILE, int(getattr(tree, "line", 0)), f"{tree.get('id', 'A line')}: {problem}", remedy)
