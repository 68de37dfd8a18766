"""Every finding of one imagined record as a formula, from the same trees that the reasoning runs.

Lives here: conditions, choices, scores, exits, and which operator gives what. Lives elsewhere: operators over
observations and courses (verify/operators.py), ratios (verify/ratios.py), statuses (verify/statuses.py).

Formulas are made when they are first asked for, so that a proof carries only what it needs.
"""

from collections.abc import Mapping, Sequence

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
)
from stepwell.knowledge.derivations import AnyCourse, Choose, Exits, Ratio, Rule, Score
from stepwell.knowledge.types import Finding, Pathway
from stepwell.verify.courses import Courses
from stepwell.verify.formulas import (
    UNKNOWN,
    Formula,
    Options,
    Pair,
    Range,
    at_least,
    compare,
    conjunction,
    constant,
    disjunction,
    every,
    negation,
    no,
    one_of,
    single,
    some,
)
from stepwell.verify.operators import any_course, operator_axioms, takes_fractions
from stepwell.verify.ratios import Ratios
from stepwell.verify.rows import clipped, first_match, possible_rows
from stepwell.verify.variables import Variables, known_pair, known_range


class World:
    """One imagined record. `given` sets some yes-no findings, where a second record differs from the first."""

    def __init__(
        self,
        pathway: Pathway,
        variables: Variables,
        courses: Courses,
        given: Mapping[str, Pair] | None = None,
    ) -> None:
        self.pathway, self.variables, self.courses = pathway, variables, courses
        self.compared: dict[str, set[tuple[str, int]]] = {}
        self.ratios = Ratios(self)
        self._truths: dict[Condition, Pair] = {}
        self._pairs: dict[str, Pair] = dict(given or {})
        self._ranges: dict[str, Range] = {}
        self._choices: dict[str, Options] = {}

    def finding(self, key: str) -> Finding:
        """The finding that a key names, on either side."""
        return self.pathway.findings[key.removesuffix(OTHER_SIDE)]

    def truth(self, condition: Condition) -> Pair:
        """Whether a condition holds."""
        if condition not in self._truths:
            self._truths[condition] = self._truth(condition)
        return self._truths[condition]

    def _truth(self, condition: Condition) -> Pair:
        match condition:
            case All(parts):
                return conjunction(map(self.truth, parts))
            case AnyOf(parts):
                return disjunction(map(self.truth, parts))
            case AtLeast(count, parts):
                return at_least(count, [self.truth(part) for part in parts])
            case Not(part):
                return negation(self.truth(part))
            case _:
                return self._leaf(condition)

    def _leaf(self, leaf: Leaf) -> Pair:
        match leaf:
            case Always(value):
                return constant(value)
            case IsYes(key):
                return self.pair(key)
            case OneOf(key, options):
                return one_of(self.choice(key), options)
            case Known(key):
                known = self.known(key)
                return Pair(known, no(known))
            case Compare(key, operator, number):
                return self._compare(key, operator, number)

    def _compare(self, key: str, operator: str, number: int) -> Pair:
        value = self.range(key)
        self.compared.setdefault(key, set()).add((operator, number))
        self.ratios.tie(key, number)
        return compare(value, operator, number)

    def numbers(self, key: str) -> list[int]:
        """The numbers that a finding is compared with, in order."""
        return sorted({number for _, number in self.compared.get(key, ())})

    def known(self, key: str) -> Formula:
        """Whether a finding is known, as the reasoning counts it."""
        match self.finding(key).type:
            case "number":
                return known_range(self.range(key), self.finding(key))
            case "choice":
                return single(self.choice(key))
            case _:
                return known_pair(self.pair(key))

    def pair(self, key: str) -> Pair:
        """A yes-no finding."""
        if key not in self._pairs:
            self._pairs[key] = self._pair(key, self.finding(key))
        return self._pairs[key]

    def _pair(self, key: str, finding: Finding) -> Pair:
        if finding.derive is not None and key.endswith(OTHER_SIDE):
            return UNKNOWN  # the reasoning derives nothing for the other side
        match finding.derive:
            case Rule(condition):
                return self.truth(condition)
            case AnyCourse(courses):
                return any_course(self, courses)
            case Exits():
                return self.exits(finding.derive)
            case _:
                return self.variables.pair(key)

    def exits(self, wanted: Exits) -> Pair:
        """Whether one of the wanted exits is open."""
        exits = [one for one in self.pathway.interventions.values() if wanted.selects(one.id, one.exit)]
        return disjunction(
            self.exit_open(one.id, one.indicated) for one in exits if one.indicated is not None
        )

    def exit_open(self, name: str, sign: Condition) -> Pair:
        """Whether an exit is open: its sign is there, and no clinician has settled it."""
        settled, truth = self.courses.mark(name, "settled"), self.truth(sign)
        return Pair(every((truth.yes, no(settled))), some((truth.no, settled)))

    def some_exit(self) -> Formula:
        """Whether any exit is surely open."""
        exits = [(one.id, one.indicated) for one in self.pathway.interventions.values() if one.exit]
        return some(self.exit_open(name, sign).yes for name, sign in exits if sign is not None)

    def range(self, key: str) -> Range:
        """A number."""
        if key not in self._ranges:
            self._ranges[key] = self._range(key, self.finding(key))
        return self._ranges[key]

    def _range(self, key: str, finding: Finding) -> Range:
        match finding.derive:
            case Score(items):
                return clipped(self._score(items), finding)
            case Ratio():
                return self.ratios.range(key, finding)
            case None:
                return self.variables.range(key, finding)
            case derive:
                new = key not in self.variables.ranges
                found = self.variables.range(key, finding, fractions=takes_fractions(derive))
                if new:
                    self.variables.hold(operator_axioms(self, finding, found))
                return found

    def _score(self, items: Sequence[Sequence[tuple[Condition, int]]]) -> Range:
        ends = [self._points(item) for item in items]
        return Range(sum(end.low for end in ends), sum(end.high for end in ends))

    def _points(self, item: Sequence[tuple[Condition, int]]) -> Range:
        rows = [*((self.truth(condition), points) for condition, points in item), (constant(True), 0)]
        return first_match(rows)

    def choice(self, key: str) -> Options:
        """A choice."""
        if key not in self._choices:
            finding = self.finding(key)
            derive = finding.derive
            self._choices[key] = (
                self._choose(derive, finding)
                if isinstance(derive, Choose)
                else self.variables.choice(key, finding)
            )
        return self._choices[key]

    def _choose(self, derive: Choose, finding: Finding) -> Options:
        rows = possible_rows([self.truth(condition) for condition, _ in derive.rows])
        return {
            option: some(row for row, (_, result) in zip(rows, derive.rows) if result == option)
            for option in finding.options
        }


def new_world(pathway: Pathway, name: str = "") -> World:
    """A record of which nothing is said yet."""
    variables = Variables(name)
    return World(pathway, variables, Courses(variables))
