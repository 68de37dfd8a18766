"""The words of the pages: which there are, what the catalogue says of them, and the compiled file that Django reads.

Lives here: finding each string in templates and code, reading a .po file, compiling it. Lives elsewhere: what must hold (test_languages.py),
the words in Spanish (src/stepwell/clinic/locale/es/LC_MESSAGES/django.po).

`python -m tests.clinic.languages.catalogue` writes the compiled file anew, and names what is missing. It needs no gettext.
"""

import ast
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

CLINIC = Path(__file__).parents[3] / "src" / "stepwell" / "clinic"
PO = CLINIC / "locale" / "es" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = "\0"
"""Between the singular and the plural of a string."""


def strings() -> dict[str, str]:
    """Every string that is to be translated, with the file that says it."""
    found = dict(_in_code())
    found.update(_in_templates())
    return found


def _in_code() -> Iterator[tuple[str, str]]:
    for path in sorted(CLINIC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield from ((words, str(path.relative_to(CLINIC))) for words in _said(node))


def _said(node: ast.AST) -> Iterator[str]:
    """The strings of a call of gettext, and of a map of gettext_noop over a tuple."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return
    if node.func.id in CALLS:
        yield from (one.value for one in node.args[:1] if _is_text(one))
    elif node.func.id == "map" and getattr(node.args[0], "id", "") in CALLS:
        yield from (one.value for one in getattr(node.args[1], "elts", ()) if _is_text(one))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _in_templates() -> Iterator[tuple[str, str]]:
    from django.template import engines

    engine = engines["django"].engine
    for path in sorted((CLINIC / "templates").rglob("*")):
        if path.suffix in (".html", ".txt", ".js"):
            name = path.relative_to(CLINIC / "templates").as_posix()
            template = engine.from_string(path.read_text(encoding="utf-8"))
            yield from ((words, f"templates/{name}") for words in _of_nodes(template.nodelist))


def _of_nodes(nodes) -> Iterator[str]:
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for node in nodes:
        if isinstance(node, TranslateNode):
            words = getattr(node.filter_expression.var, "literal", None)
            yield from [words] if isinstance(words, str) else []
        elif isinstance(node, BlockTranslateNode):
            singular, _ = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            yield f"{singular}{PLURAL}{plural}" if plural else singular
        for part in getattr(node, "child_nodelists", ()):
            yield from _of_nodes(getattr(node, part, None) or ())


def catalogue(path: Path = PO) -> dict[str, str]:
    """What a .po file says of each string; a plural has its forms apart by PLURAL."""
    found: dict[str, str] = {}
    entry: dict[str, str] = {}
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("msg"):
            key, _, text = line.partition(" ")
            entry[key] = ast.literal_eval(text)
        elif line.startswith('"'):
            entry[key] += ast.literal_eval(line)
        elif not line and entry:
            name = PLURAL.join(entry[key] for key in ("msgid", "msgid_plural") if key in entry)
            found[name] = entry.get("msgstr") or PLURAL.join(
                entry[key] for key in sorted(entry) if "[" in key
            )
            entry = {}
    return found


def compiled(said: dict[str, str]) -> bytes:
    """The .mo file: its number, two tables of lengths and places, and the texts."""
    rows = sorted((key.encode(), text.encode()) for key, text in said.items() if text)
    start, tables, texts = 28 + 16 * len(rows), (b"", b""), b""
    ids, strs = tables
    for part in (0, 1):
        for row in rows:
            place = struct.pack("<II", len(row[part]), start + len(texts))
            ids, strs = (ids + place, strs) if part == 0 else (ids, strs + place)
            texts += row[part] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, start)
    return head + ids + strs + texts


def main() -> int:
    """Write the compiled file, and name what is missing."""
    import tests.clinic.conftest  # noqa: F401  # settings for the templates

    said = catalogue()
    PO.with_suffix(".mo").write_bytes(compiled(said))
    missing = {words: place for words, place in strings().items() if not said.get(words)}
    for words, place in missing.items():
        print(f"{place}: {words!r}")
    unused = sorted(set(said) - set(strings()) - {""})
    for words in unused:
        print(f"unused: {words!r}")
    return 1 if missing or unused else 0


if __name__ == "__main__":
    sys.exit(main())
