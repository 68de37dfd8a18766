"""What each form of an invariant claims: whom it is about, and the ways in which it would be broken.

Lives here: never, always, exits, what learning and flags may do, contradictions, ladders, nobody left alone. Lives
elsewhere: the ways themselves (verify/cases.py), what needs no record (verify/tables.py), what can be reached
(verify/reach.py), the proof (verify/prove.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import TREATMENTS, Intervention, Pathway
from stepwell.verify.cases import Case, While, both, gained, has, lost, nobody_next, none_has, not_one_rung
from stepwell.verify.forms import ITS_CONTRAINDICATIONS, FormReader, Invariant, contraindications
from stepwell.verify.people import People, alone, before_and_after, one_flag_apart


@dataclass(frozen=True, slots=True)
class Claim:
    """An invariant as the people it is about and every way in which it would be broken."""

    people: Callable[[], People]
    cases: tuple[Case, ...]


class Claims:
    """Makes the claim of each line."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway, self.reader = pathway, FormReader(pathway)
        self.forms: Mapping[str, Callable[[Invariant], Claim]] = {
            "never": self._never,
            "always": self._always,
            "exit_is_advised": self._exits,
            "monotone": self._monotone,
            "first_promise": self._promise,
            "no_contradiction": self._contradictions,
            "someone_next": self._next,
            "ladder": self._ladder,
        }

    def of(self, line: Invariant) -> Claim:
        """The claim of one line. raises KnowledgeError"""
        return self.forms[line.form](line)

    def _never(self, line: Invariant) -> Claim:
        statuses = self.reader.statuses(line.body["status"], place=line)
        entries = self.reader.selected(line.body["of"], place=line)
        return self._alone(has(entry, statuses, self._while(line, entry)) for entry in entries)

    def _always(self, line: Invariant) -> Claim:
        statuses = self.reader.statuses(line.body["status"], place=line)
        entries = self.reader.selected(line.body["of"], place=line)
        if line.body.get("some"):
            return self._alone([none_has(entries, statuses, self._while(line, None))])
        return self._alone(none_has([entry], statuses, self._while(line, entry)) for entry in entries)

    def _while(self, line: Invariant, entry: Intervention | None) -> While:
        def read(key: str) -> tuple[Condition, ...]:
            written = line.body.get(key)
            if written == ITS_CONTRAINDICATIONS and entry is not None:
                return (contraindications(entry),)
            return () if written is None else (self.reader.condition(written, place=line),)

        return While(
            read("while"),
            read("while_not_false"),
            read("while_not"),
            _names(line.body.get("while_not_known")),
            _names(line.body.get("unless_settled")),
        )

    def _exits(self, line: Invariant) -> Claim:
        exits = [
            one
            for one in self.reader.selected(line.body["of"], place=line)
            if one.exit and one.indicated is not None
        ]
        return self._alone(
            none_has([one], ("recommended",), While(surely=(one.indicated,), unsettled=(one.id,)))
            for one in exits
            if one.indicated is not None
        )

    def _monotone(self, line: Invariant) -> Claim:
        statuses = self.reader.statuses(line.body["status"], place=line)
        urgencies = _names(line.body["flags"])
        flags = [
            one.id for one in self.pathway.findings.values() if one.flag in urgencies and one.derive is None
        ]
        entries = [
            one
            for one in self.pathway.interventions.values()
            if one.kind in TREATMENTS and not one.recorded_only
        ]
        cases = tuple(gained(entry, statuses) for entry in entries)
        return Claim(lambda: one_flag_apart(self.pathway, flags), cases)

    def _promise(self, line: Invariant) -> Claim:
        entries = self.reader.selected(line.body["of"], place=line)
        return Claim(lambda: before_and_after(self.pathway), tuple(map(lost, entries)))

    def _contradictions(self, line: Invariant) -> Claim:
        entries = self.pathway.interventions
        pairs = [(entries[one], entries[two]) for one, two in line.body.get("pairs", ())]
        for selector in line.body.get("at_most_one", ()):
            pairs += combinations(self.reader.selected(selector, place=line), 2)
        statuses = self.reader.statuses(line.body["status"], place=line)
        return self._alone(case for one, two in pairs for case in both(one, two, statuses))

    def _next(self, line: Invariant) -> Claim:
        statuses = self.reader.statuses(line.body["status"], place=line)
        entries = self.reader.selected(line.body["of"], place=line)
        again = [one.id for one in entries if one.repeat is not None and line.body.get("or_due_again")]
        return self._alone(
            [nobody_next([one.id for one in entries], statuses, again, self._while(line, None))]
        )

    def _ladder(self, line: Invariant) -> Claim:
        rungs = [
            one for one in self.reader.selected(line.body["of"], place=line) if one.indicated is not None
        ]
        return self._alone([not_one_rung(str(line.body["by"]), rungs, self._while(line, None))])

    def _alone(self, cases: Iterable[Case]) -> Claim:
        return Claim(lambda: alone(self.pathway), tuple(cases))


def _names(written: Any) -> tuple[str, ...]:
    return () if written is None else (written,) if isinstance(written, str) else tuple(written)
