"""What a file of a caseload says, before anything is made of it.

Lives here: the shapes. Lives elsewhere: how they are read (importing/table.py, importing/bundle.py), what is checked
(importing/checks.py), what is written (importing/services.py).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Line = dict[str, Any]


@dataclass(frozen=True, order=True)
class Wrong:
    """What cannot be read: `row` is the line of a table or the place in a Bundle, `column` its part."""

    row: int
    column: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class Place:
    """Where a line of record comes from."""

    row: int
    column: str


@dataclass(eq=False)
class Draft:
    """A person as the file has them.

    born       year of birth; None where it cannot be read
    birthday   the whole day of birth, where the file has it
    side       of the episode; empty where the file does not say
    clinician  the e-mail address of who answers for them; empty where the file does not say
    lines      of the record, each with its place in `places`
    here       whether a person of this name and year is in the clinic already
    """

    row: int
    name: str
    born: int | None
    birthday: date | None = None
    called: str = ""
    email: str = ""
    phone: str = ""
    side: str = ""
    clinician: str = ""
    lines: list[Line] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    here: bool = False

    @property
    def key(self) -> str:
        """What tells them from others: name and year of birth."""
        return key_of(self.name, self.born)

    @property
    def sound(self) -> bool:
        """Whether all of it could be read."""
        return not self.wrong

    def add(self, line: Line, row: int, column: str) -> None:
        """One more line of record."""
        self.lines.append(line)
        self.places.append(Place(row, column))

    def fault(self, row: int, column: str, problem: str, remedy: str) -> None:
        """Something that is wrong with them."""
        self.wrong.append(Wrong(row, column, problem, remedy))


def key_of(name: str, born: int | None) -> str:
    """Name and year of birth, but for case and spaces."""
    return f"{' '.join(name.split()).casefold()}|{born}"


@dataclass
class Reading:
    """All that a file says.

    wrong     what is wrong with the file as a whole: then nothing can be made of it
    left_out  what is not understood and so not used: what it is and why, with how often
    """

    drafts: list[Draft] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)

    def to_make(self, again: Iterable[str] = ()) -> list[Draft]:
        """Who can be made: sound, and not here already, or asked for `again` by key."""
        wanted = set(again)
        return [one for one in self.drafts if one.sound and (not one.here or one.key in wanted)]
