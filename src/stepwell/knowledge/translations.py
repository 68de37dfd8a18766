"""The texts for a person in other languages: reading them, checking them, and putting them in place of the English.

Lives here: one folder for each language below dgs/translations/, and what must hold in it. Lives elsewhere: which texts a person reads
(knowledge/patient_texts.py), the words of pages (clinic/locale/), the fixed words of documents (documents/pdf/words/).

A translation keeps a short digest of the English that it was made from. Where the English has changed since, the fault says so and the
text must be read again. A text without a translation stays English and is marked.
"""

import copy
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepwell.errors import Fault
from stepwell.knowledge.patient_texts import AREAS, Address, Text, Trees, patient_texts
from stepwell.knowledge.readers import suggestion
from stepwell.knowledge.yaml_text import load

ENGLISH = "en"
FOLDER = "translations"
MARK = "EN: "
"""Stands before a text that has no translation."""
_KEYS = frozenset({"of", "reviewed", "say"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_PLACEHOLDER = re.compile(r"\{[a-z_-]+\}")


@dataclass(frozen=True, slots=True)
class Translation:
    """One text in another language.

    of        the digest of the English that it says
    reviewed  who read it, and when; False where nobody has
    place     its file and line
    """

    say: str
    of: str
    reviewed: Any
    file: str
    line: int


Translations = Mapping[Address, Translation]


def languages(folder: Path) -> list[str]:
    """The languages that there are beside English."""
    return sorted(one.name for one in (folder / FOLDER).glob("*") if one.is_dir())


def digest_of_text(english: str) -> str:
    """Eight letters that change with the words, not with where a line is broken."""
    return hashlib.sha256(" ".join(english.split()).encode()).hexdigest()[:8]


def read_translations(folder: Path, language: str) -> dict[Address, Translation]:
    """Every text of a language. raises KnowledgeError where a file is no YAML"""
    found: dict[Address, Translation] = {}
    for path in sorted((folder / FOLDER / language).glob("*.yaml")):
        name = f"knowledge/dgs/{path.relative_to(folder).as_posix()}"
        tree = load(path.read_text(encoding="utf-8"), name=name)
        for entry, texts in (tree.get("texts") or {}).items():
            for key, one in texts.items():
                address = Address(str(tree.get("area", "")), str(entry), str(key))
                found[address] = _translation(one, name, getattr(texts, "lines", {}).get(key, 1))
    return found


def _translation(tree: Any, file: str, line: int) -> Translation:
    if not isinstance(tree, Mapping):
        return Translation("", "", None, file, line)
    words = " ".join(str(tree.get("say", "")).split())
    return Translation(words, str(tree.get("of", "")), tree.get("reviewed"), file, line)


def in_language(trees: Trees, found: Translations) -> dict[str, Any]:
    """The trees with every text for a person in the language, marked where it is still English."""
    said: dict[str, Any] = copy.deepcopy(dict(trees))
    for address, text in patient_texts(trees).items():
        branch: Any = said[text.file]
        for key in text.keys[:-1]:
            branch = branch[key]
        branch[text.keys[-1]] = found[address].say if address in found else f"{MARK}{text.said}"
    return said


def translation_faults(folder: Path, trees: Trees) -> Iterator[Fault]:
    """What is wrong with the translations of every language."""
    english = patient_texts(trees)
    for language in languages(folder):
        for address, one in read_translations(folder, language).items():
            yield from _faults(address, one, english)


def _faults(address: Address, one: Translation, english: Mapping[Address, Text]) -> Iterator[Fault]:
    text = english.get(address)
    if text is None:
        yield Fault(one.file, one.line, f"There is no text {address}.", _nearest(address, english))
    elif not one.say:
        yield Fault(
            one.file, one.line, f"{address} says nothing.", 'Write {of: DIGEST, reviewed: false, say: "..."}.'
        )
    else:
        yield from _differences(address, one, text.said)


def _differences(address: Address, one: Translation, english: str) -> Iterator[Fault]:
    if one.of != digest_of_text(english):
        remedy = (
            f'Read it against the English, then write of: "{digest_of_text(english)}". It says: {english}'
        )
        yield Fault(one.file, one.line, f"The English of {address} has changed.", remedy)
    for what, pattern in (("numbers", _NUMBER), ("placeholders", _PLACEHOLDER)):
        theirs, ours = _counted(pattern, english), _counted(pattern, one.say)
        if theirs != ours:
            remedy = f"The English has {_listed(theirs)}, this has {_listed(ours)}."
            yield Fault(one.file, one.line, f"{address} has other {what} than the English.", remedy)


def _counted(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(found.replace(",", ".") for found in pattern.findall(text))


def _listed(found: Counter[str]) -> str:
    return ", ".join(sorted(found.elements())) or "none"


def _nearest(address: Address, english: Mapping[Address, Text]) -> str:
    if address.area not in AREAS:
        return f"area is one of {', '.join(AREAS)}."
    near = suggestion(str(address), [str(one) for one in english])
    return near or "Remove it, or correct its name."
