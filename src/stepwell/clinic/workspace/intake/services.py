"""What the intake writes: a new person with an episode, and a signed page.

Lives here: which entries these are. Lives elsewhere: writing an entry (episodes/services.py), reading the answers
(intake/answers.py).
"""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from stepwell.clinic.accounts.models import Clinic, Membership
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.drafts import drop_draft
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity, identity_of
from stepwell.clinic.episodes.services import add_entry, open_episode, today_of
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.intake.answers import Values
from stepwell.clinic.workspace.intake.drafts import NAME_LENGTH
from stepwell.clinic.workspace.person.head import age_on

KIND = "intake"
OPENING = "about-the-person"
"""The page of an intake that is written when a person is opened."""


def draft_name(page: str) -> str:
    """The name under which what was typed on a page is kept."""
    return f"{KIND}:{page}"[:NAME_LENGTH]


def same_person(identity: Identity, member: Membership) -> Episode | None:
    """The newest episode of somebody in the clinic who has the same name and year of birth."""
    wanted = _sounds(identity)
    episodes = Episode.objects.of_clinic(member).select_related("person__key").order_by("-opened_at")
    return next((one for one in episodes if _sounds(identity_of(one.person)) == wanted), None)


def _sounds(identity: Identity) -> tuple[str, int]:
    return " ".join(identity.name.casefold().split()), identity.born


def open_new(
    identity: Identity, *, side: str, responsible: Membership, by: Membership, turned: bool, again: bool
) -> tuple[Episode, bool]:
    """A new person with an episode, and what is known of them from this: their age within a year, and the country.

    turned   the birthday of the year in which they come of age has passed
    again    open one even where the clinic has somebody of this name and year of birth
    returns  the episode, and whether it is new; the clinic is locked meanwhile, so that sending twice opens one
    """
    clinic = by.clinic
    with transaction.atomic():
        Clinic.objects.select_for_update().get(pk=clinic.pk)
        known = None if again else same_person(identity, by)
        if known is not None:
            return known, False
        episode = open_episode(open_person(clinic, identity), side=side, responsible=responsible)
        lines = [_age(identity, today_of(clinic), turned), _country(clinic.country, episode)]
        add_entry(episode, KIND, lines, by=Author.of(by), page=OPENING)
        note("person.opened", by=by, subject=episode.pk)
    return episode, True


def _age(identity: Identity, today: date, turned: bool) -> Values:
    """The age: whole where the day of birth is known, else within a year."""
    if identity.birthday:
        return {"finding": "age", "value": age_on(today, identity)}
    years = today.year - identity.born
    return {"finding": "age", "value": years if turned else {"from": years - 1, "to": years}}


def _country(written: str, episode: Episode) -> Values:
    known = pathway_of(episode.person.clinic).findings["country"].options
    return {"finding": "country", "value": written if written in known else "other"}


def sign_page(
    episode: Episode,
    page: str,
    lines: Sequence[Values],
    *,
    by: Author,
    key: uuid.UUID,
    seen: int,
) -> Entry:
    """Write the answers of one page as one entry, and forget its draft. raises Conflict, RecordError"""
    entry = add_entry(episode, KIND, lines, by=by, key=key, seen=seen, page=page)
    if by.user is not None:
        drop_draft(episode, by.user, draft_name(page))
    return entry
