"""YAML as Stepwell reads it: the core schema of YAML 1.2, with the line of every key and item.

Lives here: text to plain values, and the faults of YAML itself (syntax, tabs, the same key twice).
Lives elsewhere: what the keys mean (knowledge/readers.py, records/).

`yes`, `no`, `on`, `off` and `y` are words, `2026-03-01` is a word, and `0o14` is a number. Every key is the word
as written. Anchors, aliases, tags and merge keys are refused: each file says in full what it means.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml
from yaml import events as ev

from stepwell.errors import Fault, KnowledgeError, StepwellError

WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
# Python refuses to print numbers of more than 4300 digits, so such a number stays a word or becomes infinite.
INTEGER = re.compile(r"[-+]?[0-9]{1,4000}")
OTHER_BASE = re.compile(r"0o[0-7]{1,1000}|0x[0-9a-fA-F]{1,1000}")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


class Tree(dict[str, Any]):
    """A mapping that knows its line and the line of each key. Lines count from 1."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list that knows its line and the line of each item. Lines count from 1."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def planted(value: Any, line: int) -> Any:
    """Plain values as a document that was read: every mapping and list in it stands on the line.

    >>> planted({"on": {"before": "2026"}}, 3)["on"].line
    3
    """
    if isinstance(value, Mapping):
        tree = Tree(line)
        for key, inner in value.items():
            tree[key] = planted(inner, line)
            tree.lines[key] = line
        return tree
    if isinstance(value, list | tuple):
        items = Items(line)
        items.extend(planted(inner, line) for inner in value)
        items.lines.extend(line for _ in value)
        return items
    return value


def load(text: str, *, name: str, error: type[StepwellError] = KnowledgeError) -> Any:
    """Read one YAML document.

    text     the whole file
    name     the file as the person knows it, for messages
    returns  Tree, Items, str, int, float, bool or None (None for an empty document)
    raises   `error` with every fault; where the syntax is broken, reading ends at that place
    """
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=yaml.CLoader):
            builder.take(event)
    except yaml.YAMLError as broken:
        builder.faults.append(_syntax_fault(broken, text=text, name=name))
    except UnicodeEncodeError:
        builder.fault(0, "half of a character stands alone.", "Save the file again as UTF-8.")
    if builder.faults:
        raise error(builder.faults)
    return builder.document


def plain(word: str) -> Any:
    """What a word without quotes means in the core schema of YAML 1.2.

    >>> [plain(word) for word in ("yes", "0o14", "1.50", "~", "2026-03-01")]
    ['yes', 12, 1.5, None, '2026-03-01']
    """
    if word in WORDS:
        return WORDS[word]
    if INTEGER.fullmatch(word):
        return int(word)
    if FLOAT.fullmatch(word):
        return float(word)
    return int(word, 0) if OTHER_BASE.fullmatch(word) else word


class _Builder:
    """Puts values together from events. A key waits in `keys` until its value is complete."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.document: Any = None
        self.documents = 0
        self.faults: list[Fault] = []
        self.open: list[Tree | Items] = []
        self.keys: list[tuple[str, int] | None] = []
        self.known: dict[str, Any] = {}

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is ev.ScalarEvent:
            self.scalar(event)
        elif kind is ev.MappingStartEvent:
            self.start(event, Tree(event.start_mark.line + 1))
        elif kind is ev.SequenceStartEvent:
            self.start(event, Items(event.start_mark.line + 1))
        elif kind is ev.MappingEndEvent or kind is ev.SequenceEndEvent:
            self.open.pop()
            self.keys.pop()
        else:
            self.other(event)

    def scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.anchor is not None or event.tag is not None:
            self.refuse(event, line)
        if self.open and self.keys[-1] is None and type(self.open[-1]) is Tree:
            self.keys[-1] = (event.value, line)
        else:
            self.place(self.value_of(event), line)

    def value_of(self, event: Any) -> Any:
        word = event.value
        if not event.implicit[0]:
            return word
        if word not in self.known:
            self.known[word] = plain(word)
        return self.known[word]

    def start(self, event: Any, value: Tree | Items) -> None:
        if event.anchor is not None or event.tag is not None:
            self.refuse(event, value.line)
        if self.open and self.keys[-1] is None and type(self.open[-1]) is Tree:
            self.fault(value.line, "a key is a mapping or a list.", "Write a word before the colon.")
            self.keys[-1] = ("", value.line)
            self.open[-1].lines[""] = value.line
        else:
            self.place(value, value.line)
        self.open.append(value)
        self.keys.append(None)

    def place(self, value: Any, line: int) -> None:
        """Put a complete value where it belongs: under its key, at the end of its list, or at the top."""
        if not self.open:
            self.document = value
            return
        parent = self.open[-1]
        if isinstance(parent, Items):
            parent.append(value)
            parent.lines.append(line)
            return
        self.under_key(parent, value)

    def under_key(self, parent: Tree, value: Any) -> None:
        key, line = self.keys[-1] or ("", parent.line)
        self.keys[-1] = None
        if key in parent:
            self.fault(
                line, f"{key} is written twice, first in line {parent.lines[key]}.", "Keep one of them."
            )
        elif key == "<<":
            self.fault(
                line, "<< is a merge key, which Stepwell does not read.", "Write the keys out in full."
            )
        parent[key] = value
        parent.lines[key] = line

    def other(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, ev.AliasEvent):
            self.fault(
                line, f"*{event.anchor} is an alias, which Stepwell does not read.", "Write the value out."
            )
            self.alias_value(line)
        elif isinstance(event, ev.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:
                self.fault(
                    line, "the file holds more than one document.", "Write each document to its own file."
                )

    def alias_value(self, line: int) -> None:
        if self.open and self.keys[-1] is None and type(self.open[-1]) is Tree:
            self.keys[-1] = ("", line)
        else:
            self.place(None, line)

    def refuse(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self.fault(line, f"&{event.anchor} is an anchor, which Stepwell does not read.", "Leave it out.")
        if event.tag is not None:
            self.fault(
                line,
                f"{event.tag} is a tag, which Stepwell does not read.",
                "Leave it out; quote what is to stay text.",
            )

    def fault(self, line: int, problem: str, remedy: str) -> None:
        self.faults.append(Fault(self.name, line, problem, remedy))


def _syntax_fault(broken: yaml.YAMLError, *, text: str, name: str) -> Fault:
    line = _line_of(broken, text)
    said = str(getattr(broken, "problem", None) or getattr(broken, "reason", None) or broken)
    if "\t" in _indentation(text, line) or "'\\t'" in said:
        return Fault(name, line, "a tab stands where YAML expects spaces.", "Indent with spaces.")
    return Fault(name, line, f"this is not YAML: {said}.", _remedy(said))


def _line_of(broken: yaml.YAMLError, text: str) -> int:
    mark = getattr(broken, "problem_mark", None) or getattr(broken, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(broken, "position", None)
    if not isinstance(position, int):
        return 0
    return text.encode("utf-8", "replace")[:position].count(b"\n") + 1


def _indentation(text: str, line: int) -> str:
    row = "".join(text.split("\n")[max(line - 1, 0) : line])
    return row[: len(row) - len(row.lstrip())]


def _remedy(said: str) -> str:
    if "mapping values" in said:
        return "Put quotes around text that holds a colon followed by a space."
    if "control characters" in said or "special characters" in said:
        return "Remove the character that cannot be seen."
    if "expected key" in said or "'-' indicator" in said or "simple key" in said:
        return "Check the indentation of this line and of the one above."
    if "nesting depth" in said:
        return "Write it with fewer levels."
    return "Check the brackets, quotes and indentation of this line and of the one above."
