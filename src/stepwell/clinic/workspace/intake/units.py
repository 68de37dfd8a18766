"""Whether a number fits another of its units better than the one that was chosen.

Lives here: the comparison, in the numbers of the knowledge. Lives elsewhere: units and their factors (the knowledge), how a question
asks about it (intake/answers.py, advice/answer_form.py).

A number fits a unit where it lies in the range of its finding. Where it fits in two units, it fits that one better in which it lies
nearer to the middle of the range, by proportion. There is no other number in this: the range and the factors are the knowledge's.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import log

from stepwell.knowledge.types import Finding


@dataclass(frozen=True)
class Better:
    """A unit that fits better: how the number reads in it, and whether it cannot be right in the unit that was chosen."""

    written: str
    chosen: str
    unit: str
    impossible: bool

    @property
    def words(self) -> str:
        """What is asked."""
        cannot = f"{self.written} {self.chosen} lies outside what can be. " if self.impossible else ""
        return f"{cannot}{self.written} fits {self.unit} better than {self.chosen}. Look at the result again, and choose its unit."

    @property
    def kept(self) -> str:
        """What is ticked where it is right all the same."""
        return f"It is {self.written} {self.chosen}: I looked at the result again"


def better_unit(finding: Finding, number: float, unit: str) -> Better | None:
    """Another unit that a number fits better; None where there is none."""
    if finding.range is None or finding.range[0] <= 0 or number <= 0 or unit not in _factors(finding):
        return None
    found = {name: _distance(finding, number * factor) for name, factor in _factors(finding).items()}
    here = found.pop(unit)
    others = {name: far for name, far in found.items() if far is not None and (here is None or far < here)}
    if not others:
        return None
    nearest = min(others, key=lambda name: others[name] or 0.0)
    return Better(f"{number:g}", unit, nearest, here is None)


def _factors(finding: Finding) -> dict[str, float]:
    """What one of each unit is in the finding's own."""
    return {finding.unit: 1.0, **finding.units}


def _distance(finding: Finding, number: float) -> float | None:
    """How far a number lies from the middle of the range, by proportion; None outside of it."""
    low, high = (float(Fraction(end, 10**finding.decimals)) for end in finding.range or (0, 0))
    return abs(log(number) - (log(low) + log(high)) / 2) if low <= number <= high else None
