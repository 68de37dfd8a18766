"""The fixed words of the documents in one language, dates, and texts of the knowledge, marked where they have no translation.

Lives here: `Wording`. Lives elsewhere: the words (words/), the texts of the knowledge (knowledge/dgs/).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from stepwell.documents.codes import uncoded
from stepwell.errors import StepwellError, fault
from stepwell.knowledge.loader import KNOWLEDGE
from stepwell.knowledge.translations import read_translations
from stepwell.records.bounds import NEVER, Bounds

KNOWLEDGE_LANGUAGE = "en"
_FOLDER = files("stepwell.documents.pdf") / "words"

Said = str | dict[str, str]
"""A text in the language of the document, or one in another language: `{text, lang}`."""


@dataclass(frozen=True)
class Wording:
    """The words of one language, and the texts that the knowledge says in it."""

    language: str
    words: Mapping[str, Any]
    translated: frozenset[str] = frozenset()

    def __call__(self, key: str, **parts: object) -> str:
        """The words under a key such as `dose.sets`, with its parts filled in."""
        found: Any = self.words
        for name in key.split("."):
            found = found[name]
        return str(found).format(**parts) if parts else str(found)

    def known(self, text: str) -> Said:
        """A text of the knowledge without numbers of the evidence, marked where it is in another language."""
        return self.as_written(uncoded(text))

    def as_written(self, text: str) -> Said:
        """A text of the knowledge with its numbers."""
        if self.language == KNOWLEDGE_LANGUAGE or not text or text in self.translated:
            return text
        return {"text": text, "lang": KNOWLEDGE_LANGUAGE}

    def all_known(self, texts: Iterable[str]) -> list[Said]:
        """Several texts of the knowledge, without the empty ones."""
        return [self.known(text) for text in texts if text]

    def day(self, on: date) -> str:
        """`5 Jan 2026`."""
        return f"{on.day} {self('months').split()[on.month - 1]} {on.year}"

    def ordinal(self, day: int) -> str:
        """The same of a proleptic ordinal."""
        return self.day(date.fromordinal(day))

    def when(self, days: Bounds) -> str:
        """A day that is known within bounds; nothing is said to be known that is not."""
        low, high = int(days.low), int(days.high)
        if low == high:
            return self.ordinal(low)
        if high >= NEVER or high > date.max.toordinal():
            return self("day_not_recorded") if low <= 1 else self("since", low=self.ordinal(low))
        if low <= 1:
            return self("before", high=self.ordinal(high))
        return self("between", low=self.ordinal(low), high=self.ordinal(high))


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that documents can be written in: one file of words each, the knowledge's own first."""
    found = sorted(one.name.removesuffix(".toml") for one in _FOLDER.iterdir() if one.name.endswith(".toml"))
    return (KNOWLEDGE_LANGUAGE, *(one for one in found if one != KNOWLEDGE_LANGUAGE))


@lru_cache(maxsize=8)
def wording(language: str) -> Wording:
    """The words of a language. raises StepwellError where there are none"""
    if language not in languages():
        remedy = f"Write one of: {', '.join(languages())}."
        raise StepwellError([fault("--lang", 0, f"There are no words in {language}.", remedy)])
    text = (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    return Wording(language, tomllib.loads(text), frozenset(_translated(language)))


def _translated(language: str) -> Iterator[str]:
    """Every text that the knowledge says in a language, whole and by its sentences."""
    for one in read_translations(KNOWLEDGE, language).values():
        yield one.say
        yield from re.split(r"(?<=[.!?])\s+", one.say)
