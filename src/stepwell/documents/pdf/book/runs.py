"""Text with links inside it, as plain values for the template.

Lives here: HTML of the handbook as runs of text, citations. Lives elsewhere: the HTML
(documents/handbook_*.py), what a link looks like (handbook.typ).
"""

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Any

from stepwell.documents.codes import uncoded
from stepwell.documents.handbook_evidence import evidence_of
from stepwell.documents.handbook_markup import Child, Html
from stepwell.knowledge.bibliography import short_citation
from stepwell.knowledge.types import VERIFIED, Evidence, Pathway

Run = str | dict[str, str]
Runs = list[Run]
"""A text and `{text, to}` where it leads to another place of the book."""

PLACES = ("intervention", "exercise", "conflict", "source", "assessment", "reference")
"""What has a place of its own on paper; a link to anything else becomes plain text."""


def runs(child: Child) -> Runs:
    """A piece of the handbook as runs, its lists and paragraphs in one line."""
    if child is None:
        return []
    if isinstance(child, str):
        return [child]
    reader = _Runs()
    reader.feed(child.text)
    reader.close()
    return reader.found


def linked(kind: str, name: str, words: str) -> Run:
    """A text that leads to an entry of the book."""
    return {"text": words, "to": f"{kind}-{name}"}


def between(parts: Iterable[Sequence[Run]], word: str) -> Runs:
    """Several pieces with a word between two of them."""
    found: Runs = []
    for part in parts:
        found += [word, *part] if found else part
    return found


def flags_of(evidence: Iterable[Evidence]) -> str:
    """The flags among some evidence, each once: `SEEN, AUTHORED`."""
    found = {one.verified for one in evidence}
    return ", ".join(flag for flag in VERIFIED if flag in found)


def cited(evidence: Iterable[Evidence], pathway: Pathway) -> Runs:
    """Each reference once, with where in it and the flag, linked to the list at the end."""
    return between(
        (_cited(one, pathway) for one in dict.fromkeys(evidence)),
        "; ",
    )


def cited_trees(trees: Iterable[Any] | None, pathway: Pathway) -> Runs:
    """The same of evidence that is kept as it was written."""
    return cited(evidence_of(trees), pathway)


def _cited(one: Evidence, pathway: Pathway) -> Runs:
    reference = pathway.references.get(one.reference)
    name = linked("reference", one.reference, short_citation(reference)) if reference else one.reference
    place = f" ({one.locator})" if one.locator else ""
    sure = f", {one.certainty.replace('-', ' ')} certainty" if one.certainty else ""
    return [name, f"{place} {one.verified}{sure}"]


class _Runs(HTMLParser):
    """Keeps text, and text inside a link that leads somewhere on paper."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Runs = []
        self.to = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.removeprefix("#").split("-", 1)[0] in PLACES:
            self.to = address.removeprefix("#")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.to = ""

    def handle_data(self, data: str) -> None:
        data = uncoded(data)
        self.found.append({"text": data, "to": self.to} if self.to else data)


def plain(html: Html) -> str:
    """The words of a piece of the handbook, without its links."""
    return "".join(one if isinstance(one, str) else one["text"] for one in runs(html))
