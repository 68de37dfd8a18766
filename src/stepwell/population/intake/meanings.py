"""What an analyst's codes, words and numbers mean: the same reading as of a record file.

Lives here: a code as a finding or an intervention, a value as bounds, a side, and what is wrong with any of them. Lives
elsewhere: reading a value (records/values.py), units (intake/units.py), asking for each distinct value once
(intake/dictionaries.py).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from stepwell.knowledge.types import Finding, Pathway
from stepwell.knowledge.yaml_text import FLOAT, INTEGER, load
from stepwell.population import layout
from stepwell.population.codes import option_bits
from stepwell.population.intake.mapping import Code, InputMap
from stepwell.population.intake.units import in_unit
from stepwell.records.bounds import Bounds
from stepwell.records.faults import Unreadable, did_you_mean, shown
from stepwell.records.types import NOT_SURE, Value
from stepwell.records.values import read_value

FINDINGS, INTERVENTIONS = "urn:stepwell:findings", "urn:stepwell:interventions"
EPISODES = "urn:stepwell:episodes"
"""The systems under which FHIR carries the ids of the knowledge; an episode has the id of the pathway."""

LOINC, ATC = "http://loinc.org", "http://www.whocc.no/atc"
_SYSTEMS = {"loinc": LOINC, "atc": ATC}
_WORDS = Path(__file__).parent / "words.yaml"
_NUMBER = re.compile(f"{INTEGER.pattern}|{FLOAT.pattern}")

T = TypeVar("T")
Ends = tuple[int, int]


class Written(NamedTuple):
    """A value as the raw form has it, all text."""

    value: str | None
    low: str | None
    high: str | None
    unit: str | None

    def stated(self) -> object:
        """A number or its bounds as a record file has them."""
        if self.value is not None:
            return _plain(self.value)
        if self.high is None:
            return {"at_least": _plain(self.low)}
        return (
            {"at_most": _plain(self.high)}
            if self.low is None
            else {"from": _plain(self.low), "to": _plain(self.high)}
        )


class Meanings:
    """What the words of one input mean for one pathway.

    fhir   whether the input has codes with systems. There a code that nobody mapped is left out, and a number without a unit is
           bad; elsewhere such a code is bad, and the unit is the finding's own. The mapping file may say otherwise.
    """

    def __init__(self, pathway: Pathway, mapped: InputMap, *, fhir: bool) -> None:
        self.pathway = pathway
        self.mapped = mapped
        self.ignores_unknown = (mapped.unknown_codes or ("ignore" if fhir else "fault")) == "ignore"
        self.needs_unit = (mapped.missing_unit or ("fault" if fhir else "own")) == "fault"

    @cached_property
    def _findings(self) -> dict[str, Code]:
        known = {name: Code(name) for name in self.pathway.findings}
        known |= {f"{FINDINGS}|{name}": code for name, code in known.items()}
        known |= {key: Code(one.id) for one in self.pathway.findings.values() for key in _coded(one.codes)}
        return known | _anywhere(self.mapped.findings)

    @cached_property
    def _interventions(self) -> dict[str, str]:
        known = {name: name for name in (*self.pathway.interventions, *self.pathway.exercises)}
        known |= {f"{INTERVENTIONS}|{name}": name for name in known}
        known |= {key: one.id for one in self.pathway.interventions.values() for key in _coded(one.codes)}
        return known | _anywhere(self.mapped.interventions)

    @cached_property
    def _ignored(self) -> frozenset[str]:
        return frozenset(_anywhere(dict.fromkeys(self.mapped.ignore, True)))

    @cached_property
    def _named(self) -> dict[str, str]:
        return _anywhere(self.mapped.words)

    @cached_property
    def _sides(self) -> dict[str, str]:
        return _anywhere(self.mapped.sides)

    @cached_property
    def _episodes(self) -> frozenset[str]:
        named = dict.fromkeys(self.mapped.episode, True)
        return frozenset((*_anywhere(named), f"{EPISODES}|{self.pathway.id}"))

    def episode(self, written: str) -> bool:
        """Whether a code is that of the condition itself, so that its side is the side of the episode."""
        return any(one in self._episodes for one in _spellings(written))

    def finding(self, written: str) -> Code | None:
        """The finding that a code stands for, or None where it is to be left out. raises Unreadable"""
        found = next((self._findings[one] for one in _spellings(written) if one in self._findings), None)
        if found is None:
            self._check_ignored(written, "finding", self._findings)
            return None
        if self.pathway.findings[found.finding].derive is not None:
            problem = f"{found.finding} is derived, and so cannot be recorded."
            raise Unreadable(problem, "Record what it is derived from, or put the code under `ignore`.")
        return found

    def intervention(self, written: str) -> str | None:
        """The intervention or the exercise that a code stands for, or None where it is to be left out. raises Unreadable"""
        found = next(
            (self._interventions[one] for one in _spellings(written) if one in self._interventions), None
        )
        if found is None:
            self._check_ignored(written, "intervention", self._interventions)
        return found

    def _check_ignored(self, written: str, kind: str, known: Iterable[str]) -> None:
        ignored = any(one in self._ignored for one in _spellings(written)) or self.episode(written)
        if not (ignored or self.ignores_unknown):
            listed = f"Map it under `{kind}s:` of the mapping file, or put it under `ignore:`."
            remedy = did_you_mean(written, [one for one in known if "|" not in one], otherwise=listed)
            raise Unreadable(f"there is no {kind} {shown(written)}.", remedy)

    def value(self, code: Code, written: Written) -> Ends:
        """What the prepared layout holds for a value. raises Unreadable"""
        finding = self.pathway.findings[code.finding]
        read = (
            self._number(finding, written) if finding.type == "number" else self._word(finding, code, written)
        )
        return _ends(finding, read)

    def _number(self, finding: Finding, written: Written) -> Value:
        if written.value is not None and self._word_of(written.value) == NOT_SURE:
            return NOT_SURE
        if written.unit is None and self.needs_unit and finding.unit not in ("", "points"):
            raise Unreadable(
                f"{finding.id} has no unit.",
                "Give the unit, or write `missing_unit: own` in the mapping file.",
            )
        finding, unit = self._unit(finding, written.unit)
        try:
            return read_value(written.stated(), finding, unit=unit)
        except Unreadable as wrong:
            raise Unreadable(wrong.problem, _in_a_table(wrong.remedy)) from None

    def _unit(self, finding: Finding, written: str | None) -> tuple[Finding, str | None]:
        if written is None:
            return finding, None
        taken = in_unit(finding, self.mapped.units.get(written, written))
        if taken is None:
            accepted = ", ".join(filter(None, (finding.unit, *finding.units))) or "no unit"
            remedy = f"It takes {accepted}, and what converts to it exactly. Name it under `units:` of the mapping file."
            raise Unreadable(f"{finding.id} does not take the unit {shown(written)}.", remedy)
        return taken

    def _word(self, finding: Finding, code: Code, written: Written) -> Value:
        own = _anywhere(code.values)
        for one in _spellings(written.value or ""):
            word = own.get(one) or _option(finding, one) or self._word_of(one)
            if (
                word == NOT_SURE
                or word in finding.options
                or (finding.type == "yes-no" and word in ("yes", "no"))
            ):
                return read_value(word, finding)
        return read_value(written.value, finding)

    def _word_of(self, written: str) -> str:
        return self._named.get(written) or _words().get(written.removeprefix("*|").casefold(), written)

    def side(self, written: str) -> str | None:
        """left, right or both; None where the words are none of them."""
        spelled = (
            self._sides.get(one) or _words().get(one.removeprefix("*|").casefold(), "")
            for one in _spellings(written)
        )
        return next((one for one in spelled if one in ("left", "right", "both")), None)


def _anywhere(named: Mapping[str, T]) -> dict[str, T]:
    """A name without a system stands for its code in every system."""
    return dict(named) | {f"*|{name}": one for name, one in named.items() if "|" not in name}


def _option(finding: Finding, written: str) -> str | None:
    word = written.removeprefix("*|")
    return word if word in finding.options else None


def _coded(codes: Mapping[str, str]) -> Iterator[str]:
    return (f"{_SYSTEMS[name]}|{code}" for name, code in codes.items() if name in _SYSTEMS)


def _spellings(written: str) -> Iterator[str]:
    """Each coding of a concept: with its system, and then in any system."""
    for one in written.split("\t"):
        yield one
    for one in written.split("\t"):
        if "|" in one:
            yield f"*|{one.rpartition('|')[2]}"


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    written = load(_WORDS.read_text(encoding="utf-8"), name=_WORDS.name)
    return {spelled.casefold(): word for word, many in written.items() for spelled in many}


def _plain(text: str | None) -> object:
    if text is None or not _NUMBER.fullmatch(text):
        return text
    return int(text) if INTEGER.fullmatch(text) else float(text)


def _ends(finding: Finding, value: Value) -> Ends:
    if value == NOT_SURE:
        return layout.NOT_SURE_LOW, layout.NOT_SURE_HIGH
    if isinstance(value, Bounds):
        return int(value.low), int(value.high)
    code = option_bits(finding, [value]) if isinstance(value, str) else int(value)
    return code, code


def _in_a_table(remedy: str) -> str:
    """A remedy for record files in the words of a table: bounds have columns of their own there."""
    for in_a_record in (
        "{at_least: N}, {at_most: N} or {from: N, to: N}, with the unit under `unit`",
        "or {from: N, to: N}",
    ):
        remedy = remedy.replace(in_a_record, "or its bounds in `value_from` and `value_to`")
    return remedy
