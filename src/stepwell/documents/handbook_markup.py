"""HTML as values: an element escapes every plain text that is put into it.

Lives here: `el`, and the few shapes that every part of the handbook shares. Lives elsewhere: what the handbook says
(documents/handbook_*.py), how it looks (documents/assets/).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Html:
    """Text that is HTML already."""

    text: str


Child = Html | str | None


def el(name: str, *children: Child, **attributes: str | None) -> Html:
    """One element. A trailing `_` of an attribute's name is dropped and each other `_` is a hyphen.

    >>> el("p", "5 < 6", class_="note").text
    '<p class="note">5 &lt; 6</p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{join(children).text}</{name}>")


def join(children: Iterable[Child], between: str = "") -> Html:
    """Children one after another; plain text is escaped, None is left out."""
    return Html(escape(between).join(_text(child) for child in children if child is not None))


def _text(child: Html | str) -> str:
    return child.text if isinstance(child, Html) else escape(child, quote=False)


def link(kind: str, name: str, words: Child) -> Html:
    """A link to an entry of this page."""
    return el("a", words, href=f"#{kind}-{name}")


def bullets(items: Iterable[Child], class_: str | None = None) -> Html | None:
    """A list, or nothing where there is nothing to list."""
    rows = [el("li", item) for item in items]
    return el("ul", *rows, class_=class_) if rows else None


def facts(pairs: Iterable[tuple[str, Child]]) -> Html | None:
    """Names and values; a pair without a value is left out."""
    rows = [
        el("div", el("dt", name), el("dd", value))
        for name, value in pairs
        if value not in (None, "", Html(""))
    ]
    return el("dl", *rows, class_="facts") if rows else None


def fold(summary: Child, *below: Child) -> Html:
    """A part that is closed until it is wanted, and open in print."""
    return el("details", el("summary", summary), *below)


def table(head: Iterable[Child], rows: Iterable[Iterable[Child]], label: str) -> Html:
    """A table that scrolls sideways by itself where it is too wide; the first cell of a row is its heading."""
    top = el("tr", *(el("th", cell, scope="col") for cell in head))
    body = [_row(tuple(row)) for row in rows]
    inside = el("table", el("caption", label, class_="hidden"), el("thead", top), el("tbody", *body))
    return el("div", inside, class_="scroll", tabindex="0", role="region", aria_label=label)


def _row(cells: tuple[Child, ...]) -> Html:
    return el("tr", el("th", cells[0], scope="row"), *(el("td", cell) for cell in cells[1:]))


def part(name: str, title: str, *below: Child, lead: Child = None) -> Html:
    """A chapter: a section with a heading and a first sentence."""
    heading = el("h2", title, id=f"{name}-title")
    first = el("p", lead, class_="lead") if lead else None
    return el("section", heading, first, *below, id=name, class_="part", aria_labelledby=f"{name}-title")


def group(title: Child, *below: Child) -> Html:
    """A group of entries inside a chapter."""
    return el("div", el("h3", title), *below, class_="group")


def code(name: str) -> Html:
    """An id, small."""
    return el("code", name, class_="id")
