"""A person's record as files that they can take with them.

Lives here: which files there are, and what is in each. Lives elsewhere: the page (owning/downloads.py), FHIR (owning/bundle.py), paper
(owning/paper.py).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Written, identity_of
from stepwell.clinic.episodes.services import basis, entries_of, today_of
from stepwell.clinic.languages import spoken
from stepwell.clinic.owning.bundle import bundle_of
from stepwell.clinic.owning.models import ErasureRequest, SharedLink
from stepwell.clinic.owning.paper import record_pdf
from stepwell.clinic.workspace.papers.services import programme
from stepwell.records.reader import SCHEMA

EVERYTHING = "stepwell-own-record/1"


@dataclass(frozen=True)
class Wanted:
    """Of whom a file is: the episode, the person's membership, the time."""

    episode: Episode
    member: Membership
    now: datetime


@dataclass(frozen=True)
class File:
    """A kind of file: what it is, what it is for, and how it is made."""

    title: Promise
    about: Promise
    name: str
    type: str
    made: Callable[[Wanted], bytes]


def everything(wanted: Wanted) -> bytes:
    """All that is kept of the person in their clinic, with who they are."""
    person = wanted.episode.person
    episodes = person.episodes.select_related("person__clinic", "person__key").order_by("opened_at")
    return _json(
        {
            "schema": EVERYTHING,
            "made_at": wanted.now.isoformat(timespec="seconds"),
            "clinic": {"name": person.clinic.name, "phone": person.clinic.phone},
            "person": {"id": str(person.pk), **asdict(identity_of(person))},
            "account": {"email": wanted.member.user.email, "since": _time(wanted.member.started_at)},
            "episodes": [_episode(one) for one in episodes],
            "links": [_link(one) for one in SharedLink.objects.filter(episode__person=person)],
            "erasure_requests": [_request(one) for one in person.erasure_requests.all()],
        }
    )


def record_file(wanted: Wanted) -> bytes:
    """What was recorded, without a name, as a record file: `stepwell next FILE` reads it."""
    lines = [line for one in entries_of(wanted.episode) for line in one.lines]
    rows = [{"seq": seq, **line} for seq, line in enumerate(lines, start=1)]
    return _json({"schema": SCHEMA, "side": wanted.episode.side, "observations": rows})


def fhir(wanted: Wanted) -> bytes:
    """The record as a FHIR Bundle."""
    found = identity_of(wanted.episode.person)
    return _json(bundle_of(wanted.episode, found, basis(wanted.episode, at=wanted.now), wanted.now))


def paper(wanted: Wanted) -> bytes:
    """The record as PDF. raises StepwellError"""
    day = today_of(wanted.episode.person.clinic, wanted.now)
    return record_pdf(wanted.episode, identity_of(wanted.episode.person), wanted.member.user, day)


def exercises(wanted: Wanted) -> bytes:
    """The programme as PDF. raises StepwellError"""
    return programme(wanted.episode, by=wanted.member, language=spoken())


FILES = {
    "paper": File(_("My record on paper"), _("A PDF to read or print."), "my-record.pdf", "application/pdf", paper),
    "exercises": File(
        _("My exercises on paper"), _("A PDF with pictures."), "my-exercises.pdf", "application/pdf", exercises
    ),
    "everything": File(
        _("Everything as data"),
        _("All that is kept of you, as JSON. It has your name in it."),
        "my-data.json",
        "application/json",
        everything,
    ),
    "answers": File(
        _("Answers only, as data"),
        _("Without your name. Other copies of Stepwell read it."),
        "my-answers.json",
        "application/json",
        record_file,
    ),
    "fhir": File(
        _("For another clinic"),
        _("A FHIR Bundle. Other health programs read it. It has your name in it."),
        "my-record.fhir.json",
        "application/fhir+json",
        fhir,
    ),
}  # fmt: skip
"""Every file, by what the form calls it."""


def _episode(one: Episode) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "side": one.side,
        "opened_at": _time(one.opened_at),
        "closed_at": _time(one.closed_at),
        "entries": _entries(entries_of(one)),
    }


def _entries(found: Iterable[Written]) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "kind": one.kind,
            "at": one.at.isoformat(),
            "role": one.role,
            "first_seq": one.first_seq,
            "lines": one.lines,
            **one.more,
        }
        for one in found
    ]


def _link(one: SharedLink) -> dict[str, Any]:
    named = ("made_at", "expires_at", "opened_at", "ended_at")
    return {name: _time(getattr(one, name)) for name in named}


def _request(one: ErasureRequest) -> dict[str, Any]:
    settled = {"settled_at": _time(one.settled_at), "outcome": one.outcome}
    return {"asked_at": _time(one.asked_at), "due_on": one.due_on.isoformat(), **settled}


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
