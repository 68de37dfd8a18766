"""Reads a condition as it is written in YAML into its syntax tree.

Lives here: the grammar of conditions. Lives elsewhere: whether the findings exist and fit
(knowledge/soundness.py); a tree is built from what the finding's own entry says about its type.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from stepwell.knowledge.conditions import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    IsYes,
    Known,
    Not,
    OneOf,
    Operator,
    on_other_side,
)
from stepwell.knowledge.quantities import days, parameter_name, scaled
from stepwell.knowledge.types import Finding, Parameter

_COMPARISON = re.compile(r"([a-z0-9-]+) *(<=|>=|<|>|=) *(\S.*)$")
_MEMBERSHIP = re.compile(r"([a-z0-9-]+) +in +\[(.*)\]$")
_IDENTITY = re.compile(r"([a-z0-9-]+) +is +([a-z0-9-]+)$")
_FINDING = re.compile(r"[a-z0-9][a-z0-9-]*$")


class ConditionError(ValueError):
    """A condition that cannot be read: what is wrong, and how to mend it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


class ConditionReader:
    """Reads conditions against the findings and parameters that exist."""

    def __init__(
        self,
        findings: Mapping[str, Finding],
        parameters: Mapping[str, Parameter],
        suggest: Callable[[str, Iterable[str]], str],
    ) -> None:
        self.findings, self.parameters, self.suggest = findings, parameters, suggest

    def read(self, tree: Any, *, depth: int = 2, may_ask_known: bool = False) -> Condition:
        """Read one condition.

        depth          how many levels of `all`, `any`, `at_least` may stand below the first
        may_ask_known  whether `known:` may stand here
        raises         ConditionError
        """
        if isinstance(tree, str):
            return self._text(tree)
        if isinstance(tree, Mapping) and ("of" in tree or len(tree) == 1):
            return self._mapping(tree, depth, may_ask_known)
        raise ConditionError(
            f"{_short(tree)} is not a condition.",
            "Write a finding, a comparison, or one of all, any, not, at_least, other_side.",
        )

    def _mapping(self, tree: Mapping[str, Any], depth: int, may_ask_known: bool) -> Condition:
        if "at_least" in tree:
            return AtLeast(int(tree["at_least"]), self._parts(tree.get("of"), depth, False))
        (word, below), *_ = tree.items()
        match word:
            case "all":
                return All(self._parts(below, depth, may_ask_known))
            case "any":
                return AnyOf(self._parts(below, depth, may_ask_known))
            case "not":
                return Not(self.read(below, depth=depth))
            case "other_side":
                return on_other_side(self._sided(self.read(below, depth=depth), below))
            case "known" if may_ask_known:
                return Known(self.finding(below).id)
            case "known":
                raise ConditionError("`known` stands outside `requires`.", "Ask for the finding itself here.")
        raise ConditionError(
            f"{word} is not a word of a condition.", "Use all, any, not, at_least or other_side."
        )

    def _parts(self, below: Any, depth: int, may_ask_known: bool) -> tuple[Condition, ...]:
        if depth < 0:
            raise ConditionError(
                "A condition is nested too deeply.", "Give the inner part a derived finding of its own."
            )
        if not isinstance(below, list) or not below:
            raise ConditionError(
                "A list of conditions is empty or missing.", "Write the conditions as a list."
            )
        return tuple(self.read(part, depth=depth - 1, may_ask_known=may_ask_known) for part in below)

    def _sided(self, condition: Condition, below: Any) -> Condition:
        name = re.match(r"[a-z0-9-]+", str(below))
        if name and name[0] in self.findings and not self.findings[name[0]].per_side:
            raise ConditionError(
                f"{name[0]} is not asked per side.", "Use other_side only for findings with `per: side`."
            )
        return condition

    def _text(self, text: str) -> Condition:
        if text in ("always", "never"):
            return Always(text == "always")
        if match := _MEMBERSHIP.match(text):
            return self._one_of(match[1], [word.strip() for word in match[2].split(",")])
        if match := _IDENTITY.match(text):
            return self._one_of(match[1], [match[2]])
        if match := _COMPARISON.match(text):
            return self._compare(match[1], match[2], match[3])  # type: ignore[arg-type]
        return self._yes(text)

    def _yes(self, text: str) -> Condition:
        finding = self.finding(text)
        if finding.type != "yes-no":
            raise ConditionError(
                f"{text} is a {finding.type}, so it is neither yes nor no.", "Compare it with something."
            )
        return IsYes(text)

    def _one_of(self, name: str, options: list[str]) -> Condition:
        finding = self.finding(name)
        for option in options:
            if option not in finding.options:
                raise ConditionError(
                    f"{option} is not an option of {name}.",
                    self.suggest(option, finding.options) or "Choose one of its options.",
                )
        return OneOf(name, frozenset(options))

    def _compare(self, name: str, operator: Operator, right: str) -> Condition:
        finding = self.finding(name)
        if finding.type != "number":
            raise ConditionError(
                f"{name} is not a number, so it cannot be compared with {right}.",
                "Use `in [...]` or the finding alone.",
            )
        parameter = parameter_name(right)
        if parameter is None:
            raise ConditionError(
                f"{right} is a bare number in a condition.",
                "Name it in parameters/ with its evidence and write {its-name}.",
            )
        return Compare(name, operator, self.number(parameter, finding), parameter)

    def number(self, parameter: str, finding: Finding) -> int:
        """The value of a parameter, scaled as the finding is. raises ConditionError"""
        if parameter not in self.parameters:
            raise ConditionError(
                f"There is no parameter {parameter}.",
                self.suggest(parameter, self.parameters) or "Add it to parameters/.",
            )
        entry = self.parameters[parameter]
        try:
            if finding.unit == "d" and entry.unit in ("wk", "a"):
                return days(f"{{{parameter}}}", self.parameters)
            return scaled(entry.value, finding.decimals)
        except ValueError as wrong:
            raise ConditionError(
                f"{parameter} does not fit {finding.id}: {wrong}.",
                "Change its value, or the finding's decimals.",
            ) from wrong

    def finding(self, name: Any) -> Finding:
        """The finding of that name. raises ConditionError"""
        if name not in self.findings or not _FINDING.match(str(name)):
            raise ConditionError(
                f"There is no finding {name}.",
                self.suggest(str(name), self.findings) or "Add it to findings/.",
            )
        return self.findings[name]


def _short(tree: Any) -> str:
    text = str(tree)
    return text if len(text) <= 60 else text[:57] + "..."
