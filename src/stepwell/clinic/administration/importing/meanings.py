"""What a column, a code and a word of a file stand for in the knowledge.

Lives here: looking them up, by id, title or code and never by likeness; a value in the form of a record line. Lives elsewhere: what a
value may be (records/values.py), units and the words for yes and no (importing/units.py).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stepwell.clinic.administration.importing.units import in_unit, words
from stepwell.documents.codes import uncoded
from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.records.bounds import Bounds
from stepwell.records.faults import Unreadable
from stepwell.records.parts import read_event
from stepwell.records.types import NOT_SURE
from stepwell.records.values import in_words, read_value

SYSTEMS = {"loinc": "http://loinc.org", "atc": "http://www.whocc.no/atc"}
FINDINGS, INTERVENTIONS = "urn:stepwell:findings", "urn:stepwell:interventions"
EPISODES = "urn:stepwell:episodes"
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,9})?")
_WITH_UNIT = re.compile(r"^(.*?)\s*[\[(]\s*(\S+?)\s*[\])]$")


@dataclass(frozen=True)
class Meant:
    """A finding or an intervention, and the unit that its numbers come in."""

    id: str
    unit: str | None = None


class Meanings:
    """What words mean for one pathway."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway

    @cached_property
    def _columns(self) -> dict[str, str]:
        """Ids, titles and codes, but for case and punctuation; what two things share names neither."""
        named = [(plain(word), one) for one, words in self._known() for word in {plain(w): w for w in words}]
        shared = Counter(word for word, _ in named)
        ids = {plain(one): one for one, _ in self._known()}
        return {word: one for word, one in named if shared[word] == 1} | ids

    def _known(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for finding in self.pathway.findings.values():
            yield finding.id, (finding.id, uncoded(finding.title), *finding.codes.values())
        for intervention in self.pathway.interventions.values():
            yield (
                intervention.id,
                (intervention.id, uncoded(intervention.title), *intervention.codes.values()),
            )

    @cached_property
    def _codes(self) -> dict[str, str]:
        found = {f"{FINDINGS}|{name}": name for name in self.pathway.findings}
        found |= {f"{INTERVENTIONS}|{name}": name for name in self.pathway.interventions}
        coded: list[Finding | Intervention] = [
            *self.pathway.findings.values(),
            *self.pathway.interventions.values(),
        ]
        for one in coded:
            found |= {
                f"{SYSTEMS[name]}|{code}": one.id for name, code in one.codes.items() if name in SYSTEMS
            }
        return found

    def column(self, header: str) -> Meant | None:
        """What a column is about: `weight`, `Body weight`, `29463-7`, `weight [lb]`."""
        found = self._columns.get(plain(header))
        if found is not None:
            return Meant(found)
        parts = _WITH_UNIT.match(header)
        found = self._columns.get(plain(parts[1])) if parts else None
        return Meant(found, parts[2]) if found and parts else None

    def code(self, codings: Iterable[str]) -> str | None:
        """The finding or intervention of the first coding that is known, each as `system|code`."""
        return next((self._codes[one] for one in codings if one in self._codes), None)

    def is_derived(self, name: str) -> bool:
        """Whether it follows from other findings and so cannot be recorded."""
        finding = self.pathway.findings.get(name)
        return finding is not None and finding.derive is not None

    def value(self, name: str, written: Any, unit: str | None = None) -> Any:
        """A value as a record line has it. raises Unreadable

        written  text, a number, or bounds as `{"at_least": 3}`
        """
        finding = self.pathway.findings.get(name)
        if finding is None:
            return read_event(str(written).strip().casefold(), name, self.pathway)
        word = _word(written)
        if word == NOT_SURE:
            return NOT_SURE
        if finding.type == "number":
            return _number(finding, written, unit)
        value = _option(finding, written) if finding.type == "choice" else word
        value = str(written) if finding.type == "text" else value
        read_value(value, finding)
        return value


def plain(text: str) -> str:
    """Letters and digits, in small letters."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _word(written: Any) -> Any:
    return words().get(written.strip().casefold(), written.strip()) if isinstance(written, str) else written


def _option(finding: Finding, written: Any) -> str:
    wanted = plain(str(written))
    named = {plain(title): one for one, title in finding.options.items()}
    named |= {plain(one): one for one in finding.options}
    return named.get(wanted, str(written).strip())


def _number(finding: Finding, written: Any, unit: str | None) -> Any:
    """In the finding's own unit, since a record line takes few others."""
    stated = _stated(written)
    taken = (finding, None) if unit is None else in_unit(finding, unit)
    if taken is None:
        accepted = ", ".join(filter(None, (finding.unit, *finding.units))) or "no unit"
        raise Unreadable(f"{finding.id} does not take this unit.", f"It takes {accepted}.")
    read = read_value(stated, taken[0], unit=taken[1])
    if not isinstance(read, Bounds):
        return read
    low, high = (_plain_number(in_words(int(end), finding.decimals)) for end in (read.low, read.high))
    return low if read.exact else {"from": low, "to": high}


def _stated(written: Any) -> Any:
    if isinstance(written, dict):
        return {end: _stated(number) for end, number in written.items()}
    text = str(written).strip()
    return _plain_number(text) if _NUMBER.fullmatch(text) else text


def _plain_number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
