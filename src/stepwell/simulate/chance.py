"""Chance that belongs to a person: the same seed, person, question and day always give the same number.

Lives here: numbers between 0 and 1, noise, and draws from shares and curves. Lives elsewhere: what is drawn (people.py and
the others).

Each number is a hash of what it is for, not the next of a sequence. So it does not matter how many people are simulated
together, or in which order.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Truths = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64] | slice
Curve = tuple[Floats, Floats]

EVERYBODY = slice(None)
_GOLDEN = 0x9E3779B97F4A7C15
_ALL = 0xFFFFFFFFFFFFFFFF
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_QUARTERS = 3**0.5 / 65536
"""Four 16-bit numbers, each with variance 65536 ** 2 / 12, sum up to noise with a standard deviation of 1."""


class Chance:
    """Draws for some people. `people` are their numbers in the whole population."""

    def __init__(self, seed: int, people: Ints) -> None:
        self._keys = _mixed(people.astype(np.uint64) * np.uint64(_GOLDEN) ^ np.uint64(_mix(seed)))

    def _words(self, what: str, when: int, rows: Rows) -> Words:
        salt = _mix(crc32(what.encode()) << 32 | when & 0xFFFFFFFF)
        return _mixed(self._keys[rows] ^ np.uint64(salt))

    def uniform(self, what: str, when: int = 0, rows: Rows = EVERYBODY) -> Floats:
        """One number for each person, from 0 up to but not 1."""
        return (self._words(what, when, rows) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def noise(self, what: str, when: int = 0, rows: Rows = EVERYBODY) -> Floats:
        """One number for each person, near to normal, with mean 0 and standard deviation 1."""
        parts = self._words(what, when, rows).view(np.uint16).reshape(-1, 4)
        found: Floats = (parts.sum(axis=1, dtype=np.int64) - 131070.0) * _QUARTERS
        return found

    def happens(self, share: Any, what: str, when: int = 0, rows: Rows = EVERYBODY) -> npt.NDArray[np.bool_]:
        """Whether something happens that happens to a share of people, which may differ from person to person."""
        found: npt.NDArray[np.bool_] = self.uniform(what, when, rows) < share
        return found

    def from_curve(self, curve: Curve, what: str, when: int = 0, rows: Rows = EVERYBODY) -> Floats:
        """A number by its quantiles."""
        return np.interp(self.uniform(what, when, rows), *curve)

    def between(self, ends: Sequence[float], what: str, when: int = 0, rows: Rows = EVERYBODY) -> Ints:
        """A whole number between two, ends included."""
        low, high = ends
        return (low + np.floor(self.uniform(what, when, rows) * (high - low + 1))).astype(np.int64)

    def one_of(self, shares: Mapping[str, float], what: str, when: int = 0, rows: Rows = EVERYBODY) -> Ints:
        """The place of a word among `shares`."""
        return placed(self.uniform(what, when, rows), shares)


def placed(uniform: Floats, shares: Mapping[str, float]) -> Ints:
    """The place of the word that each number between 0 and 1 falls on."""
    edges = np.cumsum(list(shares.values()))
    return np.minimum(np.searchsorted(edges / edges[-1], uniform, side="right"), len(edges) - 1)


def _mix(number: int) -> int:
    number = (number + _GOLDEN) & _ALL
    number = (number ^ number >> 30) * _FIRST & _ALL
    number = (number ^ number >> 27) * _SECOND & _ALL
    return number ^ number >> 31


def _mixed(words: Words) -> Words:
    """The finalizer of SplitMix64, for many words."""
    words = (words ^ words >> np.uint64(30)) * np.uint64(_FIRST)
    words = (words ^ words >> np.uint64(27)) * np.uint64(_SECOND)
    mixed: Words = words ^ words >> np.uint64(31)
    return mixed
