"""Links by which a person shows their exercises to somebody: a trainer, a relative, another physiotherapist.

Lives here: making and ending a link, what it shows. Lives elsewhere: the pages (owning/links.py), today's session (programme/).

A link is 128 random bits, of which only a hash is kept. It shows exercises, pictures and doses as they are on the day: no name, no
clinic, no diagnosis, no reason why, no word of care that follows from an illness. Where the plan is stopped, it shows nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.languages import spoken
from stepwell.clinic.owning.consenting import has_withdrawn
from stepwell.clinic.owning.models import SharedLink
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.plan import ASKED
from stepwell.clinic.patient.said import dose_said
from stepwell.clinic.workspace.programme.reading import reading_of
from stepwell.documents.pdf.pictures import drawn
from stepwell.programme.adapter import programme_of
from stepwell.programme.exercises import Exercise
from stepwell.programme.knowledge import Programme
from stepwell.programme.session import Item, session
from stepwell.programme.situation import Situation

SECRET_BYTES = 16
OPENED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Shown:
    """One exercise as a link shows it. `side` is left, right, both or empty; `picture` is SVG, or empty."""

    exercise: Exercise
    dose: str
    side: str
    pain_limit: int
    picture: str


def make_link(
    episode: Episode, *, by: Membership, days: int, key: UUID, now: datetime
) -> tuple[SharedLink, str]:
    """A link, and its secret, which is not kept: asked for again with the same key it is empty."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    try:
        with transaction.atomic():
            made = SharedLink.objects.create(
                episode=episode,
                key=key,
                secret_hash=_hash(secret),
                made_at=now,
                expires_at=now + timedelta(days=days),
            )
            note("link.made", by=by, subject=episode.pk, link=str(made.pk), days=days)
    except IntegrityError:
        return SharedLink.objects.get(episode=episode, key=key), ""
    return made, secret


def end_link(link: SharedLink, *, by: Membership, now: datetime) -> None:
    """Nobody can open it from now on."""
    with transaction.atomic():
        if SharedLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=now):
            note("link.ended", by=by, subject=link.episode_id, link=str(link.pk))


def link_of(secret: str, now: datetime) -> SharedLink | None:
    """The link of a secret, where it still shows something."""
    open_links = SharedLink.objects.open_at(now).select_related(
        "episode__person__clinic", "episode__person__key"
    )
    found: SharedLink | None = open_links.filter(secret_hash=_hash(secret)).first()
    if found is None or found.episode.closed_at or has_withdrawn(found.episode.person):
        return None
    if found.opened_at is None or now - found.opened_at > OPENED_EVERY:
        SharedLink.objects.filter(pk=found.pk).update(opened_at=now)
    return found


def exercises_of(link: SharedLink) -> list[Shown]:
    """What the link shows today; nothing where the plan is stopped. raises RecordError"""
    reading = reading_of(link.episode)
    found = session(reading.programme, _once_asked(reading.programme, reading.situation))
    if found.suspended:
        return []
    pictures = drawn(reading.pathway, link.episode.side)
    told = programme_of(pathway_of(link.episode.person.clinic, spoken())).exercises
    return [
        _shown(item, told[item.exercise.id], link.episode.side, pictures(item.exercise.id))
        for item in found.items
    ]


def _once_asked(programme: Programme, situation: Situation) -> Situation:
    """The situation as if the day's short questions were answered with no, as a phone has it. Every other gate stays."""
    gates = {gate.key for gate in programme.gates if programme.conditions[gate.key] == ASKED}
    return replace(situation, holds=lambda key: key in gates or situation.holds(key))


def _shown(item: Item, exercise: Exercise, side: str, picture: object) -> Shown:
    return Shown(
        exercise=exercise,
        dose=dose_said(item.dosage),
        side=side if exercise.sides == "sore" else "",
        pain_limit=item.pain_limit,
        picture=str(getattr(picture, "svg", "")),
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
