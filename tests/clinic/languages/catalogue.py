"""The words of the pages: which there are, what the catalogue says of them, and the compiled file that Django reads.

Lives here: finding each string in templates and code. Lives elsewhere: reading and compiling a .po file (polib), what must hold
(test_languages.py), the words in Spanish (src/stepwell/clinic/locale/es/LC_MESSAGES/django.po).

`python -m tests.clinic.languages.catalogue` writes the compiled file anew, and names what is missing. It needs no gettext.
"""

import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import polib

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
    """What a .po file says of each string, and its head under the empty one; a plural has its forms apart by PLURAL."""
    read = polib.pofile(str(path))
    return {"": read.metadata_as_entry().msgstr} | {_name(one): _text(one) for one in read}


def _name(one: polib.POEntry) -> str:
    return PLURAL.join(part for part in (one.msgid, one.msgid_plural) if part)


def _text(one: polib.POEntry) -> str:
    return one.msgstr or PLURAL.join(one.msgstr_plural[form] for form in sorted(one.msgstr_plural))


def compiled(path: Path = PO) -> bytes:
    """The compiled form that Django reads."""
    return bytes(polib.pofile(str(path)).to_binary())


def main() -> int:
    """Write the compiled file, and name what is missing. Templates are read with the settings of the tests."""
    import_module("tests.clinic.conftest")
    said = catalogue()
    PO.with_suffix(".mo").write_bytes(compiled())
    missing = {words: place for words, place in strings().items() if not said.get(words)}
    for words, place in missing.items():
        print(f"{place}: {words!r}")
    unused = sorted(set(said) - set(strings()) - {""})
    for words in unused:
        print(f"unused: {words!r}")
    return 1 if missing or unused else 0


if __name__ == "__main__":
    sys.exit(main())
