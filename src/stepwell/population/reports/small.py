"""Small numbers are not shown, and neither is what gives them away by subtraction.

Lives here: which counts of a summary are hidden. Lives elsewhere: counting (population/reports/summary.py), showing (documents/).

Counts stand in lines: parts that add up to a total, which is a count too. A count below `small` is hidden. In a line
where one count alone is hidden, it could be found by subtraction: the next smallest is hidden with it. The same where all
hidden parts of a line add up to less than `small`. A total may be a part of another line, so lines are settled together; and
in the end all lines are taken as equations, and where they leave a small number no choice, one number more is hidden.
This protects one table and those that share totals with it; it is no protection against what is known from elsewhere.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

SMALL = 5
"""Numbers below this are hidden, unless asked otherwise."""

NOTHING = 1e-9
"""Less than this is a rounding error."""

Key = Hashable


@dataclass
class Counts:
    """Counts by name, the lines that they stand in, and what of them is hidden."""

    small: int = SMALL
    values: dict[Key, int] = field(default_factory=dict)
    lines: list[tuple[Key, tuple[Key, ...]]] = field(default_factory=list)
    public: set[Key] = field(default_factory=set)
    hidden: set[Key] = field(default_factory=set)

    def known(self, key: Key, value: int) -> None:
        """A count that everybody knows, such as how many people there are."""
        self.values[key] = value
        self.public.add(key)

    def line(self, total: Key, parts: Mapping[Key, int]) -> None:
        """Parts that add up to a total; the total is counted from them where it is not there yet."""
        self.values |= parts
        self.values.setdefault(total, sum(parts.values()))
        self.lines.append((total, tuple(parts)))

    def settle(self) -> None:
        """Hide what has to be hidden, once every line is there."""
        self.hidden = {
            key for key, value in self.values.items() if 0 < value < self.small and key not in self.public
        }
        while self._settle_lines() or self._settle_equations():
            continue

    def _settle_lines(self) -> bool:
        """Hide more counts, line by line, until no line gives one away. returns whether it did"""
        before = len(self.hidden)
        while any(self._settle(total, parts) for total, parts in self.lines):
            continue
        return len(self.hidden) > before

    def _settle_equations(self) -> bool:
        """Hide one more count where the lines taken together leave a small number no choice. returns whether it did"""
        for lines in self._together():
            for key in self._determined(lines):
                if 0 < self.values[key] < self.small and self._hide_beside(key, lines):
                    return True
        return False

    def _together(self) -> list[list[tuple[Key, ...]]]:
        """The keys of lines with something hidden, by groups that share nothing hidden with each other."""
        groups: list[tuple[set[Key], list[tuple[Key, ...]]]] = []
        for total, parts in self.lines:
            line = (total, *parts)
            hidden = self.hidden.intersection(line)
            if hidden:
                near = [one for one in groups if one[0] & hidden]
                groups = [one for one in groups if not one[0] & hidden]
                lines = [line, *(each for one in near for each in one[1])]
                groups.append((hidden.union(*(one[0] for one in near)), lines))
        return [lines for _, lines in groups]

    def _determined(self, lines: list[tuple[Key, ...]]) -> list[Key]:
        """The hidden keys of some lines that can have one value only."""
        keys = list(dict.fromkeys(key for line in lines for key in line if key in self.hidden))
        places = {key: place for place, key in enumerate(keys)}
        signs = np.zeros((len(lines), len(keys)))
        for row, (total, *parts) in enumerate(lines):
            for key, sign in ((total, -1), *((part, 1) for part in parts)):
                if key in places:
                    signs[row, places[key]] = sign
        free = np.linalg.svd(signs)[2][np.linalg.matrix_rank(signs) :]
        return [key for key, place in places.items() if not np.any(np.abs(free[:, place]) > NOTHING)]

    def _hide_beside(self, key: Key, lines: list[tuple[Key, ...]]) -> bool:
        beside = {one for line in lines if key in line for one in line}
        beside |= {one for line in lines for one in line if beside.intersection(line)}
        candidates = [one for one in beside if one not in self.hidden and one not in self.public]
        if candidates:
            self.hidden.add(min(candidates, key=self._least))
        return bool(candidates)

    def _least(self, key: Key) -> tuple[bool, int, str]:
        """Which count is hidden next: the smallest, and a nought only where there is nothing else."""
        return self.values[key] == 0, self.values[key], str(key)

    def _settle(self, total: Key, parts: tuple[Key, ...]) -> bool:
        """Hide one more count of a line where those that are hidden can be found. returns whether it did"""
        hidden = [key for key in (total, *parts) if key in self.hidden]
        if not hidden or (len(hidden) > 1 and (total in self.hidden or self._sum(hidden) >= self.small)):
            return False
        candidates = [key for key in (*parts, total) if key not in self.hidden and key not in self.public]
        if not candidates:
            return False
        self.hidden.add(min(candidates, key=self._least))
        return True

    def _sum(self, keys: Iterable[Key]) -> int:
        return sum(self.values[key] for key in keys)

    def shown(self, key: Key) -> int | None:
        """A count, or None where it is hidden."""
        return None if key in self.hidden else self.values.get(key, 0)
