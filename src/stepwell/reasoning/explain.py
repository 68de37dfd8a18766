"""Why: a condition in words, with what the record says of each part.

Lives here: explanation trees and values in words. Lives elsewhere: how they are printed (cli, documents).
"""

from collections.abc import Callable
from datetime import date

from stepwell.knowledge.conditions import (
    OTHER_SIDE,
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    IsYes,
    Known,
    Leaf,
    Not,
    OneOf,
    parts_of,
)
from stepwell.knowledge.derivations import Rule
from stepwell.knowledge.quantities import unscaled
from stepwell.knowledge.types import Evidence, Finding, Pathway
from stepwell.reasoning.conditions import evaluator
from stepwell.reasoning.facts import Facts
from stepwell.reasoning.types import Explanation, FactValue
from stepwell.records.bounds import NEVER, Bounds

SIGNS = {"<": "under", "<=": "at most", ">": "over", ">=": "at least", "=": "exactly"}
JOINED = {All: "all of", AnyOf: "any of", Not: "not"}


def words_of(condition: Condition, pathway: Pathway) -> str:
    """What a condition says, in the words of the knowledge."""
    match condition:
        case Always(value):
            return "always" if value else "never"
        case IsYes(name):
            return title_of(name, pathway)
        case Known(name):
            return f"{title_of(name, pathway)}: known"
        case Compare(name, operator, number):
            finding = pathway.findings[name.removesuffix(OTHER_SIDE)]
            return f"{title_of(name, pathway)}: {SIGNS[operator]} {amount(number, finding)}"
        case OneOf(name, options):
            words = pathway.findings[name.removesuffix(OTHER_SIDE)].options
            return f"{title_of(name, pathway)}: {' or '.join(words[one].lower() for one in words if one in options)}"
        case Not(part):
            return f"not: {words_of(part, pathway)}"
        case All(parts):
            return " and ".join(words_of(part, pathway) for part in parts)
        case AnyOf(parts):
            return " or ".join(words_of(part, pathway) for part in parts)
        case AtLeast(count, parts):
            return f"at least {count} of: " + ", ".join(words_of(part, pathway) for part in parts)


def title_of(name: str, pathway: Pathway) -> str:
    """A finding's title; the other side is said."""
    title = pathway.findings[name.removesuffix(OTHER_SIDE)].title
    return f"{title} (other side)" if name.endswith(OTHER_SIDE) else title


def amount(number: int, finding: Finding) -> str:
    """A scaled number with its unit, in words."""
    units = {"d": "days", "a": "years", "wk": "weeks", "min": "minutes"}
    unit = units.get(finding.unit, finding.unit)
    return f"{unscaled(number, finding.decimals)} {unit}".strip()


def value_in_words(value: FactValue, finding: Finding) -> str:
    """A value in words; empty where nothing is known."""
    if isinstance(value, Bounds):
        return _bounds_in_words(value, finding)
    if isinstance(value, frozenset):
        if len(value) == len(finding.options):
            return ""
        return " or ".join(words for option, words in finding.options.items() if option in value)
    return "" if value is None else "yes" if value else "no"


def _bounds_in_words(value: Bounds, finding: Finding) -> str:
    low, high = finding.range or (0, NEVER)
    if value.exact:
        never = finding.unit == "d" and value.low >= high and high > 36000
        return "never" if never else _amount(value.low, finding)
    if value.low <= low and value.high >= high:
        return ""
    if value.high >= high:
        return f"at least {_amount(value.low, finding)}"
    if value.low <= low:
        return f"at most {_amount(value.high, finding)}"
    return f"{unscaled(value.low, finding.decimals)} to {_amount(value.high, finding)}"


def _amount(number: object, finding: Finding) -> str:
    return amount(number, finding)  # type: ignore[arg-type]


class Explainer:
    """Explains conditions for one person on one day; remembers each condition explained."""

    def __init__(self, pathway: Pathway, facts: Facts) -> None:
        self.pathway, self.facts = pathway, facts
        self._kept: dict[int, Explanation] = {}

    def explain(self, condition: Condition, *, evidence: tuple[Evidence, ...] = ()) -> Explanation:
        """The tree of a condition. A derived yes-no finding shows the parts that it is derived from."""
        kept = self._kept.get(id(condition))
        if kept is None or evidence:
            kept = self._explain(condition, evidence)
            if not evidence:
                self._kept[id(condition)] = kept
        return kept

    def _explain(self, condition: Condition, evidence: tuple[Evidence, ...]) -> Explanation:
        truth = evaluator(condition)(self.facts.values)
        if isinstance(condition, Leaf):
            return self._leaf(condition, evidence)
        joined = (
            f"at least {condition.count} of" if isinstance(condition, AtLeast) else JOINED[type(condition)]
        )
        parts = tuple(self.explain(part) for part in parts_of(condition))
        return Explanation("", truth, parts=parts, joined=joined, evidence=evidence)

    def _leaf(self, leaf: Leaf, evidence: tuple[Evidence, ...]) -> Explanation:
        truth = evaluator(leaf)(self.facts.values)
        if isinstance(leaf, Always):
            return Explanation(words_of(leaf, self.pathway), truth, evidence=evidence)
        name = leaf.finding
        finding = self.pathway.findings[name.removesuffix(OTHER_SIDE)]
        origin = self.facts.origins.get(name)
        on = (
            date.fromordinal(int(origin.on.low))
            if origin is not None and origin.on.exact and origin.on.low > 1
            else None
        )
        derive = finding.derive
        below = (
            (self.explain(derive.condition),) if isinstance(derive, Rule) and isinstance(leaf, IsYes) else ()
        )
        return Explanation(
            words=words_of(leaf, self.pathway),
            truth=truth,
            value=value_in_words(self.facts.values[name], finding),
            on=on,
            finding=name,
            parts=below,
            evidence=evidence or finding.evidence,
        )


def find_leaf(tree: Explanation, wanted: Callable[[Explanation], bool]) -> Explanation | None:
    """The first part of an explanation that is wanted, looking from the top down."""
    if wanted(tree):
        return tree
    found = (find_leaf(part, wanted) for part in tree.parts)
    return next((one for one in found if one is not None), None)
