"""Reads `references.bib`: one entry after another, one field a line, values in braces.

Lives here: that much of BibTeX and no more, so that every command can start without a parser library.
"""

import re
from collections.abc import Mapping

_ENTRY = re.compile(r"@(\w+)\{([^,\s]+),\s*\n(.*?)\n\}", re.DOTALL)
_FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*?)\},?\s*$", re.MULTILINE)


def read_references(text: str) -> dict[str, Mapping[str, str]]:
    """References by key, each with its type under `type` and its fields as written.

    >>> read_references("@misc{a,\\n  title = {One {Two}},\\n}")["a"]["title"]
    'One Two'
    """
    return {
        key: {"type": kind, **{name: re.sub(r"[{}]", "", value) for name, value in _FIELD.findall(body)}}
        for kind, key, body in _ENTRY.findall(text)
    }


def short_citation(reference: Mapping[str, str]) -> str:
    """`Martin 2014`: first author and year, or the first words of the title where no author is known."""
    author = reference.get("author", "").split(" and ")[0].split(",")[0].strip("() ")
    author = author.removeprefix("authors recalled: ")
    if not author or author.startswith("authors not"):
        author = " ".join(reference.get("title", "").split()[:5])
    return " ".join(part for part in (author, reference.get("year", "")) if part)
