"""Reads each kind of knowledge entry from its YAML tree into its type.

Lives here: parameters, findings, pages of questions, steps and conflicts, and the faults of a single entry. Lives
elsewhere: interventions (knowledge/intervention_reader.py), reading files (knowledge/loader.py), what must hold
between entries (knowledge/soundness.py).
"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from stepwell.errors import Fault
from stepwell.knowledge.condition_reader import ConditionError, ConditionReader
from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.derivation_reader import DerivationReader
from stepwell.knowledge.derivations import Derivation
from stepwell.knowledge.quantities import days, scaled
from stepwell.knowledge.types import (
    CHANGES_BY,
    URGENCIES,
    VERIFIED,
    Conflict,
    Evidence,
    Finding,
    Parameter,
    Place,
    QuestionSet,
    Step,
)

Tree = Mapping[str, Any]
T = TypeVar("T")

FINDING_KEYS = frozenset(
    "title type range decimals unit units options ask fresh_for per flag lasting unsure changes_by codes derive evidence note".split()
)


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest ids, or nothing where none is near."""
    near = get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"Did you mean {', '.join(near)}?" if near else ""


class EntryReader:
    """Reads the entries of one knowledge folder and collects every fault on the way.

    unread   findings whose `derive` is faulty: they are not blamed a second time
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.unread: set[str] = set()
        self.parameters: dict[str, Parameter] = {}
        self.findings: dict[str, Finding] = {}
        self.conditions = ConditionReader(self.findings, self.parameters, suggestion)
        self.derivations = DerivationReader(self.conditions)

    def fault(self, place: Place, problem: str, remedy: str) -> None:
        """Note a fault and go on."""
        self.faults.append(Fault(f"knowledge/dgs/{place.file}", place.line, problem, remedy))

    def attempt(self, place: Place, read: Callable[[], T]) -> T | None:
        """Run one reading; a fault is noted at `place` and gives None."""
        try:
            return read()
        except ConditionError as wrong:
            self.fault(place, wrong.problem, wrong.remedy)
        except ValueError as wrong:
            self.fault(
                place, f"This cannot be read: {wrong}.", "See docs/guide/knowledge-language.md for its shape."
            )
        except (TypeError, KeyError, AttributeError, IndexError, StopIteration) as wrong:
            self.fault(
                place,
                f"This cannot be read ({wrong}).",
                "See docs/guide/knowledge-language.md for its shape.",
            )
        return None

    def unknown_keys(self, tree: Tree, allowed: frozenset[str], file: str) -> None:
        """Note every key that the language does not have."""
        for key in tree:
            if key not in allowed:
                remedy = suggestion(str(key), allowed) or f"Use one of {', '.join(sorted(allowed))}."
                self.fault(place_of(file, tree, key), f"{key} is not a word of the language here.", remedy)

    def one_of(self, place: Place, word: Any, allowed: Iterable[str], what: str) -> str:
        """A word of a closed list; a fault where it is another."""
        allowed = tuple(allowed)
        if word not in allowed:
            self.fault(place, f"{what} is {word}.", f"Use one of {', '.join(allowed)}.")
        return str(word)

    def evidence(self, trees: Any, file: str, line: int) -> tuple[Evidence, ...]:
        """The evidence of an entry."""
        found = []
        for tree in trees or ():
            place = Place(file, getattr(tree, "line", line))
            if not isinstance(tree, Mapping) or "reference" not in tree:
                self.fault(
                    place, "An evidence entry names no reference.", "Write {reference: KEY, verified: FLAG}."
                )
                continue
            self.one_of(place, tree.get("verified"), VERIFIED, "verified")
            words = {
                key: str(tree.get(key, ""))
                for key in ("reference", "verified", "locator", "certainty", "note")
            }
            found.append(Evidence(**words))
        return tuple(found)

    def parameter(self, name: str, tree: Tree, place: Place) -> None:
        """Read one parameter into `parameters`."""
        limits = tree.get("range")
        value = tree.get("value")
        if not isinstance(value, int | float):
            self.fault(place, f"{name} has no value.", "Give it `value:` with a number.")
            return
        bounds = (limits[0], limits[1]) if isinstance(limits, list) and len(limits) == 2 else None
        evidence = self.evidence(tree.get("evidence"), place.file, place.line)
        self.parameters[name] = Parameter(
            name, str(tree.get("title", name)), value, str(tree.get("unit", "")), bounds, evidence, place
        )

    def finding(self, name: str, tree: Tree, place: Place) -> None:
        """Read one finding, without what it is derived from, into `findings`."""
        self.unknown_keys(tree, FINDING_KEYS, place.file)
        found = self.attempt(place, lambda: self._finding(name, tree, place))
        if found is not None:
            self.findings[name] = found

    def _finding(self, name: str, tree: Tree, place: Place) -> Finding:
        kind = self.one_of(place, tree.get("type"), ("number", "yes-no", "choice", "text"), "type")
        decimals = int(tree.get("decimals", 0))
        limits = tree.get("range")
        fresh = tree.get("fresh_for")
        return Finding(
            id=name,
            title=str(tree.get("title", name)),
            type=kind,  # type: ignore[arg-type]
            place=place,
            range=(scaled(limits[0], decimals), scaled(limits[1], decimals)) if limits else None,
            decimals=decimals,
            unit=str(tree.get("unit", "")),
            units=dict(tree.get("units") or {}),
            options={str(key): str(words) for key, words in (tree.get("options") or {}).items()},
            ask=dict(tree.get("ask") or {}),
            fresh_for=None if fresh is None else days(fresh, self.parameters),
            per_side=tree.get("per") == "side",
            flag=self.one_of(place, tree["flag"], URGENCIES, "flag") if "flag" in tree else "",
            lasting=tree.get("lasting") is True,
            unsure_is_yes=str(tree.get("unsure", "")) == "yes",
            changes_by=self.one_of(place, tree["changes_by"], CHANGES_BY, "changes_by")
            if "changes_by" in tree
            else "",
            codes=dict(tree.get("codes") or {}),
            evidence=self.evidence(tree.get("evidence"), place.file, place.line),
        )

    def derivation(self, name: str, tree: Any, place: Place) -> Derivation | None:
        """Read what a finding is derived from."""
        return self.attempt(place, lambda: self.derivations.read(tree, self.findings[name]))

    def condition(self, tree: Any, place: Place, *, known: bool = False) -> Condition | None:
        """Read a condition; None where there is none or it is faulty."""
        if tree is None:
            return None
        return self.attempt(place, lambda: self.conditions.read(tree, may_ask_known=known))

    def question_set(self, tree: Tree, file: str) -> QuestionSet:
        """Read one page of questions."""
        place = Place(file, getattr(tree, "line", 1))
        urgency = str(tree.get("urgency", "") or "")
        return QuestionSet(
            str(tree["id"]), str(tree["title"]), str(tree.get("audience", "patient")),
            tuple(tree["findings"]), urgency, str(tree.get("step", "identify")), place,
        )  # fmt: skip

    def step(self, tree: Tree, file: str) -> Step | None:
        """Read one step of the pathway."""
        place = Place(file, getattr(tree, "line", 1))
        goal = self.condition(tree.get("goal"), place, known=True)
        if goal is None:
            self.fault(
                place,
                f"Step {tree.get('id')} has no goal.",
                "Say when a person is through with it; `never` for the last.",
            )
            return None
        enter, unless = self.condition(tree.get("enter"), place), self.condition(tree.get("unless"), place)
        return Step(str(tree["id"]), str(tree["title"]), goal, enter, unless, str(tree.get("say", "")))


def conflict(name: str, tree: Tree) -> Conflict:
    """Read one conflict between sources."""
    return Conflict(
        name,
        str(tree["title"]),
        dict(tree["side_a"]),
        dict(tree["side_b"]),
        str(tree["safer"]),
        str(tree.get("strength", "")),
    )


def place_of(file: str, tree: Tree, key: str) -> Place:
    """Where a key of a mapping is written."""
    return Place(file, getattr(tree, "lines", {}).get(key, getattr(tree, "line", 1)))
