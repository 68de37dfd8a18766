"""Reads PDF files for tests: their text, tags, alternative texts, language and title. Only pikepdf is needed."""

import io
import re
from functools import lru_cache

import pikepdf

FOOT = re.compile(r"Stepwell\d[^ ]*?(Page|Página)\d+(of|de)\d+$")
INVISIBLE = str.maketrans("", "", "\u200b\n\r\t ")


@lru_cache(maxsize=16)
def opened(content):
    """The PDF, kept open: its objects live no longer than it does."""
    return pikepdf.open(io.BytesIO(content))


def tags(content, kind=None):
    """The elements of the structure tree, from the top down; only of one kind where it is named."""
    root = opened(content).Root.StructTreeRoot
    found = list(_below(root.K))
    return [one for one in found if kind is None or one.get("/S") == kind]


def _below(node):
    for one in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            if "/K" in one:
                yield from _below(one.K)


def texts(content):
    """The text of each page in the order in which it is drawn, without white space."""
    pdf = opened(content)
    return ["".join(_of(page)).translate(INVISIBLE) for page in pdf.pages]


def text(content):
    """All of it without the feet of the pages."""
    return "".join(FOOT.sub("", page) for page in texts(content))


def squeezed(words):
    """Words as `text` gives them back."""
    return words.translate(INVISIBLE)


def _of(page):
    maps = {name: _map(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
    font = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            for part in operands[0] if isinstance(operands[0], pikepdf.Array) else operands:
                if isinstance(part, pikepdf.String):
                    yield _decoded(bytes(part), font)


def _decoded(raw, font):
    codes = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    return "".join(font.get(code, "") for code in codes)


def _map(cmap):
    """A font's glyphs as text."""
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, value in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(value.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, value in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(value, 16)
            found |= {
                code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)
            }
    return found
