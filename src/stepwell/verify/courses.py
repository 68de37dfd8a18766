"""Courses of treatment as unknowns: in which states there are courses of an intervention, and what fits them.

Lives here: the variables and what holds between them for every record. Lives elsewhere: the operators that read
them (verify/operators.py), courses spelled out for a counter-example (verify/course_slots.py).

A fit is a pair of booleans per intervention and `where`: some course surely fits, some course may fit. What only
asks for states is exact. A narrower `where` that fits makes the wider one fit.
"""

from dataclasses import dataclass
from math import inf

from stepwell.knowledge.derivations import IsWorkingSource, Number, Wanted, Words
from stepwell.verify.formulas import Formula, no, some
from stepwell.verify.variables import Variables

STATES = ("under-way", "stopped", "done", "declined")

Where = tuple[tuple[str, Wanted], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """Some course surely fits; some course may fit."""

    surely: Formula
    maybe: Formula


class Courses:
    """The courses of one record. `states` may be those of another record, where both had the same treatments."""

    def __init__(self, variables: Variables, shared: "Courses | None" = None) -> None:
        self.variables = variables
        self.states: dict[tuple[str, str], Formula] = {} if shared is None else shared.states
        self.fits: dict[tuple[str, Where], Fit] = {}
        self.marks: dict[tuple[str, str], Formula] = {} if shared is None else shared.marks

    def state(self, intervention: str, word: str) -> Formula:
        """Some course of the intervention is in this state."""
        return self.states.setdefault((intervention, word), self.variables.flag(f"{intervention}:{word}"))

    def states_of(self, intervention: str, words: frozenset[str]) -> Formula:
        """Some course of the intervention is in one of these states."""
        return some(self.state(intervention, word) for word in STATES if word in words)

    def mark(self, intervention: str, word: str) -> Formula:
        """Something else that a record says of an intervention: settled, declined-last, needed, waits-longer."""
        return self.marks.setdefault((intervention, word), self.variables.flag(f"{intervention}!{word}"))

    def fit(self, intervention: str, where: Where) -> Fit:
        """Whether some course of the intervention fits."""
        key = (intervention, where)
        if key not in self.fits:
            found = (
                self._exact(intervention, where) if only_states(where) else self._free(intervention, where)
            )
            self._tie(key, found)
            self.fits[key] = found
        return self.fits[key]

    def _exact(self, intervention: str, where: Where) -> Fit:
        there = self.states_of(intervention, allowed_states(where))
        return Fit(there, there)

    def _free(self, intervention: str, where: Where) -> Fit:
        name = f"{intervention}?{len(self.fits)}"
        found = Fit(self.variables.flag(f"{name}+"), self.variables.flag(f"{name}~"))
        there = self.states_of(intervention, allowed_states(where))
        self.variables.hold([some((no(found.surely), found.maybe)), some((no(found.maybe), there))])
        return found

    def _tie(self, key: tuple[str, Where], found: Fit) -> None:
        intervention, where = key
        for (other, wider), fit in list(self.fits.items()):
            if other == intervention and not (only_states(where) and only_states(wider)):
                if implies(where, wider):
                    self._follow(found, fit)
                if implies(wider, where):
                    self._follow(fit, found)

    def _follow(self, narrow: Fit, wide: Fit) -> None:
        self.variables.hold([some((no(narrow.surely), wide.surely)), some((no(narrow.maybe), wide.maybe))])


def only_states(where: Where) -> bool:
    """Whether a `where` asks for nothing but states (or for nothing at all)."""
    return all(field == "state" for field, _ in where)


def allowed_states(where: Where) -> frozenset[str]:
    """The states that a fitting course may be in."""
    allowed = frozenset(STATES)
    for field, wanted in where:
        if field == "state" and isinstance(wanted, Words):
            allowed &= wanted.options
    return allowed


def implies(narrow: Where, wide: Where) -> bool:
    """Whether every course that fits `narrow` fits `wide`."""
    return all(any(field == other and _within(one, two) for field, one in narrow) for other, two in wide)


def _within(narrow: Wanted, wide: Wanted) -> bool:
    match narrow, wide:
        case Words(few), Words(many):
            return few <= many
        case Number(), Number():
            (low, high), (lowest, highest) = span(narrow), span(wide)
            return lowest <= low and high <= highest
        case IsWorkingSource(), IsWorkingSource():
            return narrow == wide
        case _:
            return False


def span(wanted: Number) -> tuple[float, float]:
    """The whole numbers that a comparison allows: first and last."""
    number = wanted.number
    return {
        "<": (-inf, number - 1),
        "<=": (-inf, number),
        ">": (number + 1, inf),
        ">=": (number, inf),
        "=": (number, number),
    }[wanted.operator]


def aims_at_source(where: Where) -> bool:
    """Whether a `where` asks that the target is the working source."""
    return any(isinstance(wanted, IsWorkingSource) and wanted.equal for _, wanted in where)
