"""The few leaves of an explanation that make its truth what it is, and the whole tree as lines.

Lives here: choosing and writing reasons. Lives elsewhere: the explanation itself (reasoning/explain.py).
"""

from collections.abc import Iterator

from stepwell.documents.codes import uncoded
from stepwell.documents.paint import Paint
from stepwell.reasoning.types import Explanation


def deciding(tree: Explanation) -> Iterator[Explanation]:
    """The parts that decide: of a true `any` those that are true, of a false `all` those that are false."""
    if not tree.parts:
        yield tree
        return
    if tree.words and tree.truth is not None and not any(part.parts for part in tree.parts):
        yield tree
        return
    wanted = [part for part in tree.parts if part.truth is tree.truth] or list(tree.parts)
    for part in wanted:
        yield from deciding(part)


def said(leaf: Explanation) -> str:
    """A leaf in words, with its value and date, and without numbers of the evidence."""
    known = [leaf.value] if leaf.value and not _told(leaf) else []
    if leaf.on is not None:
        known.append(f"{leaf.on.day} {leaf.on:%b %Y}")
    words = uncoded(leaf.words)
    return f"{words} ({', '.join(known)})" if known else words


def _told(leaf: Explanation) -> bool:
    """Whether the words of a leaf say its value already."""
    return leaf.value in ("yes", "no") or leaf.words.lower().endswith(f": {leaf.value.lower()}")


def reason_lines(trees: tuple[Explanation, ...], paint: Paint, *, indent: int, most: int = 3) -> list[str]:
    """The first few reasons, one line each."""
    leaves = list(dict.fromkeys(leaf for tree in trees for leaf in deciding(tree) if leaf.words != "always"))
    lines: list[str] = []
    for leaf in leaves[:most]:
        wrapped = paint.lines(said(leaf), indent=indent + 2)
        lines += [" " * indent + paint.mark(leaf.truth) + " " + wrapped[0].strip(), *wrapped[1:]]
    if len(leaves) > most:
        lines.append(" " * indent + paint(f"  and {len(leaves) - most} more", "dim"))
    return lines


def tree_lines(tree: Explanation, paint: Paint, *, indent: int = 0) -> list[str]:
    """The whole tree, one line a part."""
    words = said(tree) if tree.words else tree.joined
    wrapped = paint.lines(words, indent=indent + 2)
    lines = [" " * indent + paint.mark(tree.truth) + " " + wrapped[0].strip(), *wrapped[1:]]
    for part in tree.parts:
        lines += tree_lines(part, paint, indent=indent + 3)
    return lines
