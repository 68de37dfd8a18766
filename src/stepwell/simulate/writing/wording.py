"""The numbers of the prepared tables as words: one text for each distinct number, and then a look-up for all rows.

Lives here: days, ids, values and names as Arrow text. Lives elsewhere: the tables and lines that they become part of (raw.py,
fhir.py).
"""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import codes_of, option_bits
from stepwell.records.types import NOT_SURE
from stepwell.records.values import in_words
from stepwell.simulate.tables import Tables
from stepwell.simulate.writing.marks import person_id

Numbers = npt.NDArray[np.int32]
Sides = npt.NDArray[np.str_]
"""The side of each person's record, in the order of `persons`; an empty word where it is not recorded."""

_PLACES = 1 << 32


Part = tuple[Tables, Sides]
"""Everything about some people, and the sides of their records."""


def each(numbers: npt.NDArray[np.int64] | Numbers, word: Callable[[int], str | None]) -> pa.Array:
    """The word of each number; `word` is asked once for each distinct one."""
    coded = pa.array(numbers).dictionary_encode()
    words = pa.array([word(one) for one in coded.dictionary.to_pylist()], type=pa.string())
    return words.take(coded.indices)


def listed(numbers: Numbers, words: Sequence[str | None]) -> pa.Array:
    """The word at each place; below 0 there is none."""
    places = pa.array(numbers, mask=numbers < 0)
    return pa.array(words, type=pa.string()).take(places)


def ids(numbers: Numbers) -> pa.Array:
    """The text ids of people."""
    return each(numbers, person_id)


def days(ordinals: Numbers) -> pa.Array:
    """Days as 2026-03-01."""
    return each(ordinals, lambda day: date.fromordinal(day).isoformat())


class Values:
    """The values of observations as words."""

    def __init__(self, pathway: Pathway) -> None:
        self.findings: list[Finding | None] = [None, *map(pathway.findings.get, codes_of(pathway).findings)]
        self._options = {
            one.id: {option_bits(one, [option]): option for option in one.options}
            for one in pathway.findings.values()
        }

    def text(
        self, finding: Numbers, low: Numbers, high: Numbers, word: Callable[[Finding, str], str]
    ) -> pa.Array:
        """`word` of each observation, from its finding and its value in words."""
        value = np.where(low > high, -1, low).astype(np.int64)
        pairs = finding.astype(np.int64) * _PLACES + (value + 1)
        return each(pairs, lambda pair: self._pair(*divmod(pair, _PLACES), word))

    def _pair(self, code: int, shifted: int, word: Callable[[Finding, str], str]) -> str:
        finding = self.findings[code]
        if finding is None:
            raise ValueError(f"no finding has the code {code}")
        return word(finding, self._value(finding, shifted - 1))

    def _value(self, finding: Finding, value: int) -> str:
        if value < 0:
            return NOT_SURE
        if finding.type == "yes-no":
            return "yes" if value else "no"
        return (
            in_words(value, finding.decimals)
            if finding.type == "number"
            else self._options[finding.id][value]
        )
