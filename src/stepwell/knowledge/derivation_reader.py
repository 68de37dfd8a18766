"""Reads `derive:` as it is written in YAML into its syntax tree.

Lives here: the grammar of derivations. Lives elsewhere: what each computes (reasoning/derive.py).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast, get_args

from stepwell.knowledge.condition_reader import ConditionError, ConditionReader
from stepwell.knowledge.conditions import Always, Condition
from stepwell.knowledge.derivations import (
    Aggregate,
    AnyCourse,
    Arithmetic,
    Choose,
    CountCourse,
    Courses,
    DaysOn,
    DaysSinceCourse,
    Derivation,
    Exits,
    IsWorkingSource,
    Number,
    Pick,
    Ratio,
    Rule,
    Score,
    Statistic,
    Term,
    Wanted,
    Words,
)
from stepwell.knowledge.quantities import days, parameter_name
from stepwell.knowledge.types import Finding

COURSE_WORDS = {
    "state": ("under-way", "stopped", "done", "declined"),
    "target": (),
    "guidance": ("ultrasound", "fluoroscopy", "ct", "mr", "blind"),
    "agent": (),
    "response": ("none", "partial", "good", "worse"),
    "outcome": (),
    "approach": ("endoscopic", "open"),
}
TAKEN = Words(frozenset({"under-way", "stopped", "done"}))
"""The states of a course that took place. What was declined has no response, no length and no target: it fits only where *declined* is
asked for."""
COURSE_NUMBERS = ("adherence", "relief_percent", "relief_days", "days", "days_ago")
_CONDITION_WORDS = ("all", "any", "not", "at_least", "other_side")


class DerivationReader:
    """Reads derivations; `conditions` knows the findings and parameters that exist."""

    def __init__(self, conditions: ConditionReader) -> None:
        self.conditions = conditions

    def read(self, tree: Any, finding: Finding) -> Derivation:
        """Read the derivation of one finding. raises ConditionError"""
        if isinstance(tree, str) or next(iter(tree)) in _CONDITION_WORDS:
            return Rule(self.conditions.read(tree))
        (word, below), *_ = tree.items()
        if word in get_args(Statistic):
            return self._aggregate(cast(Statistic, word), tree)
        reader = getattr(self, f"_{word}", None)
        if reader is None:
            raise ConditionError(
                f"{word} is not an operator of `derive`.", "See docs/guide/knowledge-language.md."
            )
        return cast(Derivation, reader(below, tree, finding))

    def _choose(self, below: Any, tree: Any, finding: Finding) -> Choose:
        return Choose(tuple((self._when(row), self._option(row, finding)) for row in below))

    def _when(self, row: Mapping[str, Any]) -> Condition:
        return Always(True) if "otherwise" in row else self.conditions.read(row.get("when"))

    def _option(self, row: Mapping[str, Any], finding: Finding) -> str:
        option = row.get("is", row.get("otherwise"))
        if option not in finding.options:
            raise ConditionError(f"{option} is not an option of {finding.id}.", "Choose one of its options.")
        return str(option)

    def _score(self, below: Any, tree: Any, finding: Finding) -> Score:
        return Score(
            tuple(
                tuple((self._when(row), int(row.get("points", row.get("otherwise")))) for row in item)
                for item in below
            )
        )

    def _aggregate(self, statistic: Statistic, tree: Mapping[str, Any]) -> Aggregate:
        source = self.conditions.finding(tree[statistic])
        value = tree.get("value")
        if value is not None and source.type == "choice" and value not in source.options:
            raise ConditionError(f"{value} is not an option of {source.id}.", "Choose one of its options.")
        return Aggregate(
            statistic,
            source.id,
            within=None if tree.get("within") is None else self._days(tree["within"]),
            at_least=int(self.count(tree.get("at_least", 1))),
            value=None if value is None else str(value),
            over=self._threshold(tree.get("over"), source),
            under=self._threshold(tree.get("under"), source),
            parameters=tuple(
                name
                for word in ("within", "at_least", "over", "under")
                if (name := parameter_name(tree.get(word)))
            ),
        )

    def count(self, text: Any) -> float | int:
        """A whole number, plain or as a parameter."""
        name = parameter_name(text)
        return (
            self.conditions.parameters[name].value
            if name in self.conditions.parameters and name
            else int(text)
        )

    def _days(self, text: Any) -> int:
        try:
            return days(text, self.conditions.parameters)
        except ValueError as wrong:
            raise ConditionError(f"{wrong}.", "Write `14 d`, `12 wk` or a {parameter} in days.") from wrong

    def _threshold(self, text: Any, finding: Finding) -> int | None:
        if text is None:
            return None
        name = parameter_name(text)
        if name is None:
            raise ConditionError(f"{text} is a bare number.", "Name it in parameters/ and write {its-name}.")
        return self.conditions.number(name, finding)

    def _any_course(self, below: Any, tree: Any, finding: Finding) -> AnyCourse:
        return AnyCourse(self._courses(below, tree))

    def _count_course(self, below: Any, tree: Any, finding: Finding) -> CountCourse:
        within = {"days_ago": tree["within"]} if "within" in tree else {}
        return CountCourse(self._courses(below, tree, within))

    def _days_since_course(self, below: Any, tree: Any, finding: Finding) -> DaysSinceCourse:
        return DaysSinceCourse(self._courses(below, tree), tree.get("event", "ended"))

    def _days_on(self, below: Any, tree: Any, finding: Finding) -> DaysOn:
        return DaysOn(tuple(below))

    def _exits(self, below: Any, tree: Any, finding: Finding) -> Exits:
        return Exits(frozenset(below))

    def _ratio(self, below: Any, tree: Any, finding: Finding) -> Ratio:
        return Ratio(tuple(map(self._term, below["of"])), tuple(map(self._term, below.get("over", []))))

    def _courses(self, below: Any, tree: Any, within: Mapping[str, Any] | None = None) -> Courses:
        wanted = [(field, self._wanted(field, value)) for field, value in (tree.get("where") or {}).items()]
        if not any(field == "state" for field, _ in wanted):
            wanted.insert(0, ("state", TAKEN))
        if within:
            wanted.append(
                (
                    "days_ago",
                    Number("<=", self._days(within["days_ago"]), parameter_name(within["days_ago"]) or ""),
                )
            )
        return Courses(tuple([below] if isinstance(below, str) else below), tuple(wanted))

    def _wanted(self, field: str, value: Any) -> Wanted:
        if field in COURSE_NUMBERS:
            return self._number(field, str(value))
        if field not in COURSE_WORDS:
            raise ConditionError(
                f"{field} is not a part of a course.",
                f"Use one of {', '.join((*COURSE_WORDS, *COURSE_NUMBERS))}.",
            )
        if field == "target" and isinstance(value, str):
            return IsWorkingSource(value == "working-source")
        words = value if isinstance(value, list) else [value]
        if COURSE_WORDS[field] and not set(words) <= set(COURSE_WORDS[field]):
            raise ConditionError(
                f"{value} is not a {field} of a course.", f"Use one of {', '.join(COURSE_WORDS[field])}."
            )
        return Words(frozenset(map(str, words)))

    def _number(self, field: str, text: str) -> Number:
        operator, _, right = text.partition(" ")
        name = parameter_name(right.strip())
        if operator not in ("<", "<=", ">", ">=", "=") or name is None:
            raise ConditionError(
                f"{field}: {text} does not compare with a parameter.", 'Write it as ">= {parameter}".'
            )
        if name not in self.conditions.parameters:
            raise ConditionError(f"There is no parameter {name}.", "Add it to parameters/.")
        parameter = self.conditions.parameters[name]
        number = (
            self._days(right.strip())
            if field in ("days", "days_ago", "relief_days")
            else int(parameter.value)
        )
        return Number(operator, number, name)

    def _term(self, tree: Any) -> Term:
        if isinstance(tree, int | float):
            return Fraction(str(tree))
        if isinstance(tree, str):
            name = parameter_name(tree)
            return (
                self.conditions.finding(tree).id
                if name is None
                else Fraction(str(self.conditions.parameters[name].value))
            )
        (word, below), *_ = tree.items()
        if word == "pick":
            return Pick(
                tuple((self._when(row), Fraction(str(row.get("is", row.get("otherwise"))))) for row in below)
            )
        if word not in ("minus", "max", "min"):
            raise ConditionError(
                f"{word} is not a term of a ratio.", "Use a number, a finding, minus, max, min or pick."
            )
        return Arithmetic(word, self._term(below[0]), self._term(below[1]))
