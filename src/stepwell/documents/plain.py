"""HTML of the handbook as plain lines, so that a terminal says a rule in the same words.

Lives here: lists and paragraphs as indented lines. Lives elsewhere: the words (documents/handbook_rules.py).
"""

from html.parser import HTMLParser

from stepwell.documents.handbook_markup import Html
from stepwell.documents.paint import Paint

BLOCKS = ("p", "li", "ul", "ol")


def plain_lines(html: Html, paint: Paint, *, indent: int = 0) -> list[str]:
    """One line a paragraph or item; an item stands two deeper than the list that it is in."""
    reader = _Lines()
    reader.feed(html.text)
    reader.end()
    return [
        line
        for depth, words in reader.found
        for line in paint.lines(words, indent=indent + 2 * max(depth - 1, 0), mark="- " if depth else "")
    ]


class _Lines(HTMLParser):
    """Keeps each line with how deep in lists it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.words: list[str] = []
        self.found: list[tuple[int, str]] = []

    def end(self) -> None:
        """The words so far are a line."""
        words = " ".join("".join(self.words).split())
        self.words.clear()
        if words:
            self.found.append((self.depth, words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end()
        self.depth += tag in ("ul", "ol")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end()
        self.depth -= tag in ("ul", "ol")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
