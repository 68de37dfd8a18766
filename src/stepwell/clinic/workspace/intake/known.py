"""What is known of a person, with answers that nobody has signed yet.

Lives here: the record of an episode with a draft beside it, corrections of the same day. Lives elsewhere: reading the record
(records/), what it means (reasoning/), writing (episodes/services.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Written
from stepwell.clinic.episodes.services import entries_of, today_of
from stepwell.clinic.pathway import pathway_of
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.facts import Facts, compile_pathway, read_facts
from stepwell.records.reader import read_lines
from stepwell.records.types import NOT_SURE

Values = dict[str, Any]
YES_AND_NO = {True: "yes", False: "no"}
"""A value that was read as true or false, in the word of a record."""


@dataclass(frozen=True)
class Known:
    """What was written of an episode, on a day."""

    episode: Episode
    pathway: Pathway
    written: Sequence[Written]
    today: date

    @cached_property
    def rows(self) -> list[Mapping[str, Any]]:
        """The lines in their order; the first has `seq` 1."""
        return [line for one in self.written for line in one.lines]

    def signed_today(self, kind: str, *, but: str) -> int:
        """How many pages of a kind were signed today, `but` one."""
        zone = ZoneInfo(self.episode.person.clinic.time_zone)
        found = {
            one.more.get("page")
            for one in self.written
            if one.kind == kind and one.at.astimezone(zone).date() == self.today
        }
        return len(found - {but, None})

    @cached_property
    def signed(self) -> Facts:
        """What is known today from all that was signed."""
        return self.facts_with((), by="")

    def facts_with(self, lines: Iterable[Mapping[str, Any]], *, by: str) -> Facts:
        """What would be known today had `by` signed these lines too. raises RecordError"""
        on = self.today.isoformat()
        new = [{"on": on, **line, "by": by, "recorded_at": on} for line in lines]
        record = read_lines(
            [*self.rows, *new], self.pathway, side=self.episode.side, name=str(self.episode.pk)
        )
        day = self.today.toordinal()
        return read_facts(compile_pathway(self.pathway), record.as_of(day), day)

    def corrected(self, lines: Iterable[Values], *, by: Author) -> list[Values]:
        """The lines, each with what it replaces where the same author said something else on the same day."""
        standing = self._standing(by)
        return [self._correcting(line, standing.get(self._place(line))) for line in lines]

    def _correcting(self, line: Values, earlier: tuple[int, object] | None) -> Values:
        if earlier is None or "replaces" in line or line["value"] in (NOT_SURE, earlier[1]):
            return line
        return {**line, "replaces": earlier[0]}

    def _standing(self, by: Author) -> dict[tuple[object, ...], tuple[int, object]]:
        """What one author said of yes-no findings and choices, by place: its `seq` and its value."""
        replaced = {row.get("replaces") for row in self.rows}
        found: dict[tuple[object, ...], tuple[int, object]] = {}
        for seq, row in enumerate(self.rows, start=1):
            finding = self.pathway.findings.get(str(row.get("finding")))
            value = row.get("value")
            if finding is None or finding.type == "number" or seq in replaced or value in (None, NOT_SURE):
                continue
            if row.get("by", "") == by.words:
                word = YES_AND_NO[value] if isinstance(value, bool) else value
                found[self._place(row)] = (seq, word)
        return found

    def _place(self, line: Mapping[str, Any]) -> tuple[object, ...]:
        """What makes two lines contradict each other: the finding, its side and its day."""
        name = str(line.get("finding"))
        finding = self.pathway.findings.get(name)
        side = line.get("side") or (self.episode.side if finding and finding.per_side else None)
        return name, side, str(line.get("on", self.today.isoformat()))


def known_of(episode: Episode) -> Known:
    """What was signed of an episode. raises Erased"""
    clinic = episode.person.clinic
    return Known(episode, pathway_of(clinic), entries_of(episode), today_of(clinic))
