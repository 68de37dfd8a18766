"""Searching the knowledge.

Lives here: which entries fit some words, the best first. Lives elsewhere: the entries (library/book.py).
"""

from dataclasses import dataclass

from stepwell.clinic.library.book import KINDS, Book, Page

MOST = 60
"""Entries that are shown."""

AROUND = 70
"""Characters of an entry that are shown before and after what was found."""

ORDER = tuple(KINDS)


@dataclass(frozen=True)
class Found:
    """An entry that fits, and what stands around the first word that was found in it."""

    page: Page
    kind: str
    around: str


def find(book: Book, words: str) -> tuple[list[Found], int]:
    """The entries in which every word stands, the best first, and how many there are.

    An entry whose title or id holds a word comes before one that only speaks of it.
    """
    wanted = words.casefold().split()
    if not wanted:
        return [], 0
    fitting = [(rank, one) for one in book.pages.values() if (rank := _rank(one, wanted)) is not None]
    fitting.sort(key=lambda found: (found[0], ORDER.index(found[1].kind), found[1].title.casefold()))
    return [_found(one, wanted) for _, one in fitting[:MOST]], len(fitting)


def _rank(one: Page, wanted: list[str]) -> int | None:
    """How well it fits, 0 the best; None where some word is not in it."""
    title, name, text = one.title.casefold(), one.id.casefold(), one.words.casefold()
    if not all(word in title or word in name or word in text for word in wanted):
        return None
    if name == "-".join(wanted) or title == " ".join(wanted):
        return 0
    if all(f" {word}" in f" {title}" for word in wanted):
        return 1
    return 2 if all(word in title or word in name for word in wanted) else 3


def _found(one: Page, wanted: list[str]) -> Found:
    text = one.words
    places = [place for word in wanted if (place := text.casefold().find(word)) >= 0]
    start = max(0, min(places, default=0) - AROUND)
    end = start + 2 * AROUND
    around = text[start:end].strip()
    return Found(one, KINDS[one.kind][0], f"{'… ' if start else ''}{around}{' …' if end < len(text) else ''}")
