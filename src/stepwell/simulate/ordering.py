"""Rows in order: by several whole numbers, 16 bits at a time, which takes a time in proportion to the rows.

Lives here: `ordered_by`. Lives elsewhere: what is put in order (tables.py, writing/raw.py).
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from stepwell.simulate.chance import Ints

_BITS, _LAST = 16, 0xFFFF


def ordered_by(*keys: npt.NDArray[np.int32] | Ints) -> Ints:
    """The places of rows ordered by the first key, then the second, and so on; equal rows stay as they are.

    >>> ordered_by(np.array([2, 1, 1]), np.array([0, 5, 4])).tolist()
    [2, 1, 0]
    """
    order = np.arange(len(keys[0]), dtype=np.int64)
    for key in reversed(keys):
        for digit in _digits(key):
            order = order[np.argsort(digit[order], kind="stable")]
    return order


def _digits(key: npt.NDArray[np.int32] | Ints) -> Iterator[npt.NDArray[np.uint16]]:
    """A key from its least to its greatest digit, counted from its least number."""
    if not len(key):
        return
    rest = key - key.min()
    most = int(rest.max())
    while True:
        yield (rest & _LAST).astype(np.uint16)
        most >>= _BITS
        if not most:
            return
        rest = rest >> _BITS
