"""The timeline: what was written, newest first, in words, by day.

Lives here: opening one page of entries and telling them. Lives elsewhere: lines in words (workspace/person/words.py), entries (episodes/).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import Written, key_of, written
from stepwell.clinic.workspace.person.ahead import names_of, who_of
from stepwell.clinic.workspace.person.words import KINDS, Line, day_in_words, is_no, line_in_words, title_of
from stepwell.knowledge.types import Pathway

ON_A_PAGE = 50
MOST_NOS = 3
"""More plain answers of no than these are folded."""
MORE = {
    "text": "{}",
    "reason": "{}",
    "letter": "Letter: {}",
    "receiver": "To {}",
    "said": "Consent: {}",
    "version": "Version {}",
}
"""What else an entry may hold, and how it is said."""


@dataclass(frozen=True)
class Told:
    """One entry in words. `nos` are the titles of what was answered with a plain no."""

    number: int
    at: datetime
    kind: str
    who: str
    lines: Sequence[str]
    nos: Sequence[str]
    texts: Sequence[str]
    until: str

    @property
    def many_nos(self) -> bool:
        """Whether the noes are folded."""
        return len(self.nos) > MOST_NOS


@dataclass(frozen=True)
class Day:
    """The entries of one day."""

    on: date
    entries: Sequence[Told]


@dataclass(frozen=True)
class Kind:
    """A kind of entry that can be asked for, and how many there are."""

    id: str
    words: str
    count: int


def kinds_of(episode: Episode) -> list[Kind]:
    """The kinds of entries that there are, in the order of KINDS."""
    counted = episode.entries.order_by().values("kind").annotate(count=Count("pk"))
    found = [Kind(one["kind"], KINDS.get(one["kind"], one["kind"]), one["count"]) for one in counted]
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.id) if one.id in order else len(order), one.id))


def page_of(episode: Episode, kind: str, number: str) -> "Page[Entry]":
    """One page of entries, sealed, newest first; of one kind where it is named. A page that there is not is the nearest."""
    found = episode.entries.order_by("-number")
    return Paginator(found.filter(kind=kind) if kind else found, ON_A_PAGE).get_page(number)


def days_of(episode: Episode, entries: Iterable[Entry], pathway: Pathway, patient: str) -> list[Day]:
    """Entries in words, by day of the clinic.

    patient  how the person is called
    """
    zone = ZoneInfo(episode.person.clinic.time_zone)
    opened = list(written(entries, key_of(episode.person)))
    names = names_of(one.author for one in opened if one.role != Role.PATIENT)
    told = [_told(one, pathway, zone, who_of(one.author, one.role, names, patient)) for one in opened]
    return [Day(on, list(found)) for on, found in groupby(told, key=lambda one: one.at.date())]


def _told(one: Written, pathway: Pathway, zone: ZoneInfo, who: str) -> Told:
    at = one.at.astimezone(zone)
    noes = [line for line in one.lines if is_no(line) and line.get("finding") in pathway.findings]
    others = [line for line in one.lines if line not in noes]
    return Told(
        number=one.number,
        at=at,
        kind=KINDS.get(one.kind, one.kind),
        who=who,
        lines=[_dated(line, at.date(), pathway) for line in others],
        nos=[title_of(str(line["finding"]), pathway) for line in noes],
        texts=list(_texts(one)),
        until=day_in_words(one.more["until"]) if one.more.get("until") else "",
    )


def _dated(line: Line, today: date, pathway: Pathway) -> str:
    """A line in words; one that is about another day says which, one that mends another says so."""
    on = line.get("on")
    about = (
        f", on {day_in_words(on)}" if on and on != today.isoformat() and on != line.get("recorded_at") else ""
    )
    mends = " (corrects an earlier line)" if line.get("replaces") is not None else ""
    return f"{line_in_words(line, pathway)}{about}{mends}"


def _texts(one: Written) -> Iterator[str]:
    for key, words in MORE.items():
        value = one.more.get(key)
        if isinstance(value, str | int) and value:
            yield words.format(value)
