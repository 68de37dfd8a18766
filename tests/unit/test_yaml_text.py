"""YAML 1.2 core schema with lines, and every message about YAML itself quoted whole."""

import pytest

from stepwell.errors import KnowledgeError, RecordError
from stepwell.knowledge.yaml_text import load

BRACKETS = "Check the brackets, quotes and indentation of this line and of the one above."


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *(
            (word, word)
            for word in ("yes", "no", "on", "off", "y", "n", "1:20", "2026-03-01", "1_000", "0b1", "-0x1")
        ),
        *((word, None) for word in ("", "~", "null", "Null")),
        *(("true", True), ("FALSE", False), ("'true'", "true"), ('"1"', "1")),
        *(("0o14", 12), ("0x1F", 31), ("010", 10), ("+1", 1), ("-7", -7)),
        *((".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("-.inf", float("-inf"))),
    ],
)
def test_words_of_the_core_schema(word, value):
    read = load(f"key: {word}\n", name="a.yaml")["key"]
    assert (read, type(read)) == (value, type(value))


def test_every_key_and_item_knows_its_line():
    tree = load("one: 1\n\ntwo:\n  - a\n  - b: 2\n    c: 3\n1: x\n", name="a.yaml")
    assert tree == {"one": 1, "two": ["a", {"b": 2, "c": 3}], "1": "x"}
    assert (tree.line, tree.lines) == (1, {"one": 1, "two": 3, "1": 7})
    assert (tree["two"].line, tree["two"].lines) == (4, [4, 5])
    assert (tree["two"][1].line, tree["two"][1].lines) == (5, {"b": 5, "c": 6})


def test_an_empty_document():
    assert load("", name="a.yaml") is None
    assert load("# only a comment\n", name="a.yaml") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "2: a is written twice, first in line 1. Keep one of them."),
        ("a: {b: 1, b: 2}\n", "1: b is written twice, first in line 1. Keep one of them."),
        ("a: &x 1\n", "1: &x is an anchor, which Stepwell does not read. Leave it out."),
        ("a: *x\n", "1: *x is an alias, which Stepwell does not read. Write the value out."),
        ("*x : 1\n", "1: *x is an alias, which Stepwell does not read. Write the value out."),
        ("<<: {a: 1}\n", "1: << is a merge key, which Stepwell does not read. Write the keys out in full."),
        (
            "a: !tag 1\n",
            "1: !tag is a tag, which Stepwell does not read. Leave it out; quote what is to stay text.",
        ),
        ("? [1]\n: 2\n", "1: a key is a mapping or a list. Write a word before the colon."),
        (
            "a: 1\n---\nb: 1\n",
            "2: the file holds more than one document. Write each document to its own file.",
        ),
        ("a:\n\tb: 1\n", "2: a tab stands where YAML expects spaces. Indent with spaces."),
        (
            "a: b: c\n",
            "1: this is not YAML: mapping values are not allowed in this context. "
            "Put quotes around text that holds a colon followed by a space.",
        ),
        ("a: [1\n", f"2: this is not YAML: did not find expected ',' or ']'. {BRACKETS}"),
        (
            "a: 1\n b: 2\n - c\n",
            "2: this is not YAML: mapping values are not allowed in this context. "
            "Put quotes around text that holds a colon followed by a space.",
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            "3: this is not YAML: did not find expected key. "
            "Check the indentation of this line and of the one above.",
        ),
        (
            "a: 1\nb: \x01\n",
            "2: this is not YAML: control characters are not allowed. Remove the character that cannot be seen.",
        ),
        ("[" * 3000, "1: this is not YAML: exceeded maximum nesting depth. Write it with fewer levels."),
        ("a: '\ud800'\n", "0: half of a character stands alone. Save the file again as UTF-8."),
    ],
)
def test_what_is_not_read(text, message):
    with pytest.raises(KnowledgeError) as raised:
        load(text, name="a.yaml")
    assert [f"{one.line}: {one.problem} {one.remedy}" for one in raised.value.faults] == [message]


def test_the_error_is_that_of_the_reader():
    with pytest.raises(RecordError):
        load("a: [", name="a.yaml", error=RecordError)


def test_every_fault_up_to_broken_syntax_is_reported():
    with pytest.raises(KnowledgeError) as raised:
        load("a: 1\na: 2\nb: &x 1\nc: [\n", name="a.yaml")
    assert [one.line for one in raised.value.faults] == [2, 3, 5]
