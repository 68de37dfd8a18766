"""The faults of one record file, collected while reading goes on.

Lives here: the collector, the exception by which a single value says why it cannot be read, and the nearest
known names. Lives elsewhere: what is at fault (the other readers of this package), how faults look (errors.py).

A message names keys, ids and lines. It never repeats what a patient answered.
"""

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from typing import TypeVar

from stepwell.errors import Fault

T = TypeVar("T")

_SEARCHES = 50
"""How many names are looked up before only the list is shown: a search takes milliseconds, a file has many lines."""
_LONGEST = 60


class Unreadable(ValueError):
    """One value cannot be read: what is wrong, and how to mend it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class Faults:
    """Every fault found so far in the file called `place`."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.found: list[Fault] = []
        self._searches = 0

    def add(self, line: int, problem: str, remedy: str) -> None:
        """Note a fault and go on."""
        self.found.append(Fault(self.place, line, problem, remedy))

    def attempt(self, line: int, read: Callable[[], T]) -> T | None:
        """What `read` returns, or None after noting at `line` why it could not."""
        try:
            return read()
        except Unreadable as wrong:
            self.add(line, wrong.problem, wrong.remedy)
            return None

    def unknown_keys(self, keys: Iterable[tuple[str, int]], known: Collection[str], *, where: str) -> None:
        """Note each key (with its line) that does not belong `where` it stands."""
        for key, line in keys:
            if key not in known:
                remedy = self.nearest(key, known, otherwise=f"It takes {', '.join(sorted(known))}.")
                self.add(line, f"{shown(key)} is not a key of {where}.", remedy)

    def nearest(self, word: str, known: Collection[str], *, otherwise: str) -> str:
        """A remedy that names up to three known names like `word`, or `otherwise`."""
        self._searches += 1
        if self._searches > _SEARCHES or len(word) > _LONGEST:
            return otherwise
        return did_you_mean(word, known, otherwise=otherwise)


def did_you_mean(word: str, known: Collection[str], *, otherwise: str) -> str:
    """A remedy that names up to three known names like `word`, or `otherwise`.

    >>> did_you_mean("wrost-pain", ["worst-pain", "sex"], otherwise="")
    'Did you mean worst-pain?'
    """
    near = get_close_matches(word[:_LONGEST], known, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else otherwise


def shown(word: object) -> str:
    """A name as a message shows it: never longer than a line bears."""
    text = str(word)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
