"""A value known within bounds: a number or a day somewhere between two others, ends included.

Lives here: `Bounds`. Lives elsewhere: what a comparison with bounds says (reasoning/logic.py).
"""

from dataclasses import dataclass
from fractions import Fraction

Exact = int | Fraction

NEVER = 10**9
"""More days than any record spans: days since something that never happened exceed every number."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number between `low` and `high`, both possible. A day is its proleptic ordinal."""

    low: Exact
    high: Exact

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"bounds run from {self.low} to {self.high}")

    @property
    def exact(self) -> bool:
        """Whether only one value is possible."""
        return self.low == self.high


def exactly(value: Exact) -> Bounds:
    """The bounds of a value that is known."""
    return Bounds(value, value)
