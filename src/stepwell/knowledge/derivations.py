"""How a derived finding is computed: the small closed set of operators, as a syntax tree.

Lives here: one class per operator, and what each reads. Its meaning over missing and partly missing data
stands in docs/guide/knowledge-language.md. Lives elsewhere: how it is written (knowledge/derivation_reader.py),
how it is computed for a record (reasoning/derive.py and reasoning/courses.py).

Windows and durations are in days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from stepwell.knowledge.conditions import Condition, findings_in, parameters_in

Statistic = Literal[
    "last",
    "first",
    "ever",
    "count",
    "days_with",
    "mean",
    "max",
    "min",
    "change",
    "change_percent",
    "slope",
    "days_since",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """Yes or no, by a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Choose:
    """The option of the first row that holds; the last row always does."""

    rows: tuple[tuple[Condition, str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A sum over items; each gives the points of its first row that holds, else none."""

    items: tuple[tuple[tuple[Condition, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A statistic over the observations of one finding inside a window.

    `value` or `over`/`under` (scaled) narrow which observations count; `at_least` is how many it takes.
    """

    statistic: Statistic
    finding: str
    within: int | None = None
    at_least: int = 1
    value: str | None = None
    over: int | None = None
    under: int | None = None
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a course is one of some words."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Number:
    """A part of a course compares with a number."""

    operator: str
    number: int
    parameter: str


@dataclass(frozen=True, slots=True)
class IsWorkingSource:
    """The target of a course is the working source (or is not)."""

    equal: bool


Wanted = Words | Number | IsWorkingSource


@dataclass(frozen=True, slots=True)
class Courses:
    """Which courses count: of these interventions, with these parts."""

    interventions: tuple[str, ...]
    where: tuple[tuple[str, Wanted], ...] = ()


@dataclass(frozen=True, slots=True)
class AnyCourse:
    """Some course fits."""

    courses: Courses


@dataclass(frozen=True, slots=True)
class CountCourse:
    """How many courses fit."""

    courses: Courses


@dataclass(frozen=True, slots=True)
class DaysOn:
    """Days on any of the interventions or their parts: the union of days."""

    interventions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DaysSinceCourse:
    """Days since the latest fitting course started or ended."""

    courses: Courses
    event: Literal["started", "ended"] = "ended"


@dataclass(frozen=True, slots=True)
class Pick:
    """A number by the first condition that holds."""

    rows: tuple[tuple[Condition, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A difference, the larger, or the smaller of two terms."""

    operation: Literal["minus", "max", "min"]
    left: "Term"
    right: "Term"


Term = Fraction | str | Pick | Arithmetic


@dataclass(frozen=True, slots=True)
class Ratio:
    """A product over a product."""

    of: tuple[Term, ...]
    over: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Exits:
    """Some exit of these urgencies, or with these ids, is open."""

    urgencies: frozenset[str]

    def selects(self, exit_id: str, urgency: str) -> bool:
        """Whether an exit counts."""
        return bool(urgency) and (urgency in self.urgencies or exit_id in self.urgencies)


Derivation = (
    Rule | Choose | Score | Aggregate | AnyCourse | CountCourse | DaysOn | DaysSinceCourse | Ratio | Exits
)
CourseDerivation = AnyCourse | CountCourse | DaysOn | DaysSinceCourse


def conditions_in(derivation: Derivation) -> Iterator[Condition]:
    """The conditions that a derivation contains."""
    match derivation:
        case Rule(condition):
            yield condition
        case Choose(rows):
            yield from (condition for condition, _ in rows)
        case Score(items):
            yield from (condition for item in items for condition, _ in item)
        case Ratio(of, over):
            for term in (*of, *over):
                yield from _conditions_of_term(term)
        case _:
            return


def _conditions_of_term(term: Term) -> Iterator[Condition]:
    match term:
        case Pick(rows):
            yield from (condition for condition, _ in rows)
        case Arithmetic(_, left, right):
            yield from _conditions_of_term(left)
            yield from _conditions_of_term(right)
        case _:
            return


def _findings_of_term(term: Term) -> Iterator[str]:
    match term:
        case str():
            yield term
        case Arithmetic(_, left, right):
            yield from _findings_of_term(left)
            yield from _findings_of_term(right)
        case _:
            return


def reads(derivation: Derivation) -> frozenset[str]:
    """The findings that must be computed first (an aggregate reads observations, and so needs none)."""
    found = {finding for condition in conditions_in(derivation) for finding in findings_in(condition)}
    if isinstance(derivation, Ratio):
        found |= {
            finding for term in (*derivation.of, *derivation.over) for finding in _findings_of_term(term)
        }
    if courses := courses_of(derivation):
        found |= {"treatment-history"}
        found |= {"working-source" for _, wanted in courses.where if isinstance(wanted, IsWorkingSource)}
    if isinstance(derivation, DaysOn):
        found |= {"treatment-history"}
    return frozenset(found)


def courses_of(derivation: Derivation) -> Courses | None:
    """Which courses a derivation looks at, if it looks at any."""
    match derivation:
        case AnyCourse(courses) | CountCourse(courses) | DaysSinceCourse(courses):
            return courses
        case _:
            return None


def parameters_of(derivation: Derivation) -> frozenset[str]:
    """The parameters that a derivation compares with."""
    found = {name for condition in conditions_in(derivation) for name in parameters_in(condition)}
    if isinstance(derivation, Aggregate):
        found |= set(derivation.parameters)
    if courses := courses_of(derivation):
        found |= {wanted.parameter for _, wanted in courses.where if isinstance(wanted, Number)}
    return frozenset(found)
