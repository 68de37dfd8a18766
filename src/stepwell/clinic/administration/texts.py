"""Texts that somebody reads and accepts, each in a version: the intended use, and what a person consents to.

Lives here: reading them (intended_use.md, a copy of docs/safety/intended-use.md, which a test compares; consent.md; self_care.md) into blocks that
a template shows. Lives elsewhere: writing that somebody accepted one (accounts/services.py, administration/consent.py).

It knows the Markdown of these texts: headings, paragraphs, lists, tables, bold.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent
_VERSION = re.compile(r"^version: (\d+)$", re.MULTILINE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Block:
    """A part of the text: `kind` is title, heading, paragraph, list or table; `rows` has its lines or cells."""

    kind: str
    rows: list[list[SafeString]] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """A text in a version."""

    version: int
    blocks: tuple[Block, ...]


def intended_use() -> Document:
    """What a clinic accepts before it opens for real people."""
    return _document("intended_use.md")


def consent_text() -> Document:
    """What a person is told before anything of them is kept."""
    return _document("consent.md")


def self_care_text() -> Document:
    """What somebody accepts who begins by themselves."""
    return _document("self_care.md")


@lru_cache(maxsize=4)
def _document(name: str) -> Document:
    head, _, body = (FOLDER / name).read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    found = _VERSION.search(head)
    if found is None:
        raise ValueError(f"{name} names no version.")
    return Document(int(found[1]), tuple(_blocks(body)))


def _blocks(body: str) -> Iterator[Block]:
    for empty, lines in groupby(body.splitlines(), key=lambda line: not line.strip()):
        if not empty:
            yield _block(list(lines))


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("#"):
        return Block("title" if first.startswith("# ") else "heading", [[_words(first.lstrip("# "))]])
    if first.startswith("|"):
        rows = [line.strip("| ").split("|") for line in lines if not line.startswith("|--")]
        rows = [row for row in rows if not set("".join(row)) <= set("-: ")]
        return Block("table", [[_words(cell) for cell in row] for row in rows])
    if first.startswith("- "):
        items = "\n".join(lines).removeprefix("- ").split("\n- ")
        return Block("list", [[_words(item)] for item in items])
    return Block("paragraph", [[_words("\n".join(lines))]])


def _words(text: str) -> SafeString:
    plain = escape(" ".join(text.split()))
    return mark_safe(_BOLD.sub(r"<b>\1</b>", plain))  # noqa: S308  escaped before
