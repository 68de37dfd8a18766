"""Own values and previews as pages show them.

Lives here: rows, in words. Lives elsewhere: what they are made from (library/local.py, library/previews.py), the pages
(library/parameters.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from django.forms import BoundField

from stepwell.clinic.accounts.models import Clinic, Membership
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.library.book import Book
from stepwell.clinic.library.forms import Values, can_change
from stepwell.clinic.library.local import Change, Numbers, changes
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.moving import STEP
from stepwell.clinic.library.previews import Moved
from stepwell.clinic.library.proposals import Answer, Proposal
from stepwell.documents.handbook_rules import unit_words
from stepwell.knowledge.types import Evidence, Parameter, Pathway

NAMED = 25
"""People who are named for one move."""


@dataclass(frozen=True)
class Row:
    """A parameter of the form. `users` are titles of entries that compare with it."""

    parameter: Parameter
    unit: str
    own: float | None
    field: BoundField | None
    evidence: tuple[Evidence, ...]
    users: int


@dataclass(frozen=True)
class Group:
    """The parameters of one file of the knowledge; `open` where one of them is set here or was refused."""

    title: str
    rows: list[Row]
    own: int
    open: bool


@dataclass(frozen=True)
class Version:
    """A version of own values, with what it changed against the one before, and who accepted it."""

    kept: LocalValues
    changes: list[Change]
    now: bool
    answer: Answer | None = None


@dataclass
class Move:
    """So many people go from one status, or step, to another. `named` only for who treats: the id of the episode and the name."""

    before: str
    after: str
    people: int
    named: list[tuple[str, str]] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.people - len(self.named) if self.named else 0


@dataclass
class Moving:
    """Every move of one intervention, or of the step."""

    of: str
    title: str
    moves: list[Move]


def groups_of(pathway: Pathway, own: Numbers, book: Book, form: Values | None) -> list[Group]:
    """Every parameter under the file in which it stands.

    pathway  the knowledge as delivered
    form     for who may change values
    """
    ordered = sorted(pathway.parameters.values(), key=lambda one: one.place.file)
    made = []
    for file, found in groupby(ordered, key=lambda one: one.place.file):
        rows = [_row(one, own, book, form) for one in found]
        count = sum(row.own is not None for row in rows)
        wrong = any(row.field is not None and row.field.errors for row in rows)
        title = file.rsplit("/", 1)[-1].removesuffix(".yaml").replace("-", " ").capitalize()
        made.append(Group(title, rows, count, bool(count or wrong)))
    return made


def _row(one: Parameter, own: Numbers, book: Book, form: Values | None) -> Row:
    bound = form[one.id] if form is not None and can_change(one) else None
    users = len(book.users.get(("parameter", one.id), ()))
    return Row(one, unit_words(one).strip(), own.get(one.id), bound, one.evidence, users)


def versions_of(clinic: Clinic, pathway: Pathway) -> list[Version]:
    """Every version, the newest first."""
    kept = list(LocalValues.objects.filter(clinic=clinic).select_related("by").order_by("version"))
    answers = {
        one.version: one for one in Answer.objects.filter(proposal__clinic=clinic).select_related("by")
    }
    before: list[Mapping[str, Any]] = [{}, *(one.values for one in kept)]
    changed = [changes(was, now, pathway) for was, now in pairwise(before)]
    rows = [
        Version(one, what, one is kept[-1], answers.get(one.version))
        for one, what in zip(kept, changed, strict=True)
    ]
    return rows[::-1]


@dataclass
class Waiting:
    """A proposal that waits for a second person: what it changes, whether it was overtaken, and what the member may do."""

    proposal: Proposal
    changes: list[Change]
    overtaken: bool
    own: bool
    second: bool


def waiting_of(member: Membership, pathway: Pathway) -> list[Waiting]:
    """Every proposal that nobody answered yet, the oldest first."""
    latest = LocalValues.objects.filter(clinic=member.clinic).order_by("-version").first()
    now = latest.version if latest else 0
    own = latest.values if latest else {}
    found = Proposal.objects.of_clinic(member).waiting().select_related("by").order_by("at")
    return [
        Waiting(
            one,
            changes(own, one.values, pathway),
            one.base != now,
            one.by_id == member.user_id,
            one.second(member),
        )
        for one in found
    ]


def moving_of(moved: Moved, pathway: Pathway, member: Membership) -> list[Moving]:
    """Who moves, the step first, then by intervention; names only for who treats."""
    names = _names(moved, member)
    order = {STEP: -1, **{name: place for place, name in enumerate(pathway.interventions)}}
    ordered = sorted(moved.moves.items(), key=lambda one: (order[one[0][0]], -len(one[1])))
    made = []
    for of, found in groupby(ordered, key=lambda one: one[0][0]):
        title = "Step of the pathway" if of == STEP else pathway.interventions[of].title
        moves = [Move(*_ends(key, pathway), _people(who, moved), _named(who, names)) for key, who in found]
        made.append(Moving("" if of == STEP else of, title, moves))
    return made


def _people(who: list[str], moved: Moved) -> int:
    return len({moved.persons[one] for one in who})


def _ends(key: tuple[str, str, str], pathway: Pathway) -> tuple[str, str]:
    of, *ends = key
    if of == STEP:
        titles = {step.id: step.title for step in pathway.steps}
        return titles[ends[0]], titles[ends[1]]
    return ends[0], ends[1]


def _named(who: list[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(((one, names[one]) for one in who if one in names), key=lambda one: one[1].casefold())[
        :NAMED
    ]


def _names(moved: Moved, member: Membership) -> dict[str, str]:
    """The names of those who move, for who treats; nobody for anybody else."""
    wanted = set(_first(moved))
    found = Episode.objects.of_clinic(member).select_related("person__key").filter(pk__in=wanted)
    return {str(one.pk): identity_of(one.person).name for one in found}


def _first(moved: Moved) -> Iterator[str]:
    for who in moved.moves.values():
        yield from who[:NAMED]
