"""What a letter is made of: a section with paragraphs, entries, a table or a list.

Lives here: the shapes, and their plain values. Lives elsewhere: what is in them (letter_parts.py, letter_history.py),
how they look (letter.typ).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stepwell.documents.pdf.wording import Said
from stepwell.figures import Picture

Line = tuple[str, Said]
"""A line with its label; an empty label is a line of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A title and the lines below it."""

    title: Said
    lines: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section.

    widths   the shares of the columns of `rows`
    loud     a thick border around it
    picture  stands beside its paragraphs
    """

    title: str
    paragraphs: Sequence[Said] = ()
    entries: Sequence[Entry] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Said]] = ()
    widths: Sequence[int] = ()
    items: Sequence[Said] = ()
    loud: bool = False
    picture: Picture | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.paragraphs or self.entries or self.rows or self.items)

    def values(self) -> dict[str, Any]:
        """The section as plain values for the template."""
        return {
            "title": self.title,
            "paragraphs": list(self.paragraphs),
            "entries": [
                {"title": one.title, "lines": [list(line) for line in one.lines]} for one in self.entries
            ],
            "head": list(self.head),
            "rows": [list(row) for row in self.rows],
            "widths": list(self.widths),
            "items": list(self.items),
            "loud": self.loud,
            "picture": {"svg": self.picture.svg, "alt": self.picture.alt} if self.picture else None,
        }
