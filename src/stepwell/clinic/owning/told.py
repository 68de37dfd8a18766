"""A person's own record in words, newest first, with what was corrected and what they may correct.

Lives here: one page of entries with the marks of each line. Lives elsewhere: a line in words (workspace/person/words.py), which entries
a page has (workspace/person/entries.py), correcting (owning/correcting.py).

A line is only ever replaced by a later one, so that the entries since the oldest of a page tell what of it was replaced.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.core.paginator import Page
from django.utils.translation import gettext as _

from stepwell.clinic.accounts.models import Role, User
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import Written, key_of, written
from stepwell.clinic.languages import spoken
from stepwell.clinic.owning.correcting import CORRECTION, may_correct
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.own_words import kind_said, line_said, title_said
from stepwell.clinic.workspace.person.ahead import names_of, who_of
from stepwell.clinic.workspace.person.entries import MORE
from stepwell.clinic.workspace.person.words import Line, is_no
from stepwell.knowledge.types import Pathway


@dataclass(frozen=True)
class ToldLine:
    """One line. `replaced` says that a later one counts in its place, `mends` that it replaces an earlier one."""

    seq: int
    title: str
    words: str
    replaced: bool
    mends: bool
    correctable: bool


@dataclass(frozen=True)
class Told:
    """One entry: its lines, those that are a plain no, and its texts."""

    at: datetime
    kind: str
    who: str
    lines: Sequence[ToldLine]
    nos: Sequence[ToldLine]
    texts: Sequence[str]


@dataclass(frozen=True)
class Day:
    """The entries of one day."""

    on: date
    entries: Sequence[Told]


class Teller:
    """Tells entries to one person.

    called  how the person is called
    """

    def __init__(self, episode: Episode, user: User, called: str) -> None:
        self.episode = episode
        self.user = user
        self.called = called
        self.pathway: Pathway = pathway_of(episode.person.clinic, spoken())
        self.zone = ZoneInfo(episode.person.clinic.time_zone)

    def days(self, entries: "Page[Entry]") -> list[Day]:
        """One page of entries by day of the clinic."""
        shown = {one.number for one in entries.object_list}
        since = self.episode.entries.filter(number__gte=min(shown, default=1)).order_by("-number")
        return self._days(list(written(since, key_of(self.episode.person))), shown)

    def all_days(self) -> list[Day]:
        """Every entry by day of the clinic."""
        found = list(written(self.episode.entries.order_by("-number"), key_of(self.episode.person)))
        return self._days(found, {one.number for one in found})

    def _days(self, opened: Sequence[Written], shown: Container[int]) -> list[Day]:
        replaced = replaced_in(opened)
        names = names_of(one.author for one in opened if one.role != Role.PATIENT)
        told = [self._told(one, replaced, names) for one in opened if one.number in shown]
        return [Day(on, list(found)) for on, found in groupby(told, key=lambda one: one.at.date())]

    def _told(self, one: Written, replaced: frozenset[int], names: dict[str, str]) -> Told:
        lines = [
            (self._line(one, seq, line, replaced), is_no(line))
            for seq, line in enumerate(one.lines, start=one.first_seq or 0)
        ]
        return Told(
            at=one.at.astimezone(self.zone),
            kind=_("Correction") if one.kind == CORRECTION else kind_said(one.kind),
            who=who_of(one.author, one.role, names, self.called),
            lines=[line for line, no in lines if not no],
            nos=[line for line, no in lines if no],
            texts=list(_texts(one)),
        )

    def _line(self, one: Written, seq: int, line: Line, replaced: frozenset[int]) -> ToldLine:
        return ToldLine(
            seq=seq,
            title=title_said(str(line.get("finding", "")), self.pathway),
            words=line_said(line, self.pathway),
            replaced=seq in replaced,
            mends=line.get("replaces") is not None,
            correctable=seq not in replaced and not may_correct(one, line, self.user, self.pathway),
        )


def replaced_in(entries: Sequence[Written]) -> frozenset[int]:
    """The `seq` of every line that one of these entries replaces."""
    named = (line.get("replaces") for one in entries for line in one.lines)
    return frozenset(seq for seq in named if isinstance(seq, int))


def _texts(one: Written) -> Iterator[str]:
    for key, words in MORE.items():
        value = one.more.get(key)
        if isinstance(value, str | int) and value:
            yield words.format(value)
