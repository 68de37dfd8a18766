"""What is written of self-care: allowing it, ending it, and a person who begins by themselves.

Lives here: the door, the first two entries of an episode without a clinician. Lives elsewhere: the invitation (accounts/services.py),
the texts (administration/texts.py), the answers (workspace/intake/services.py).
"""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic, Invitation, Membership, Role
from stepwell.clinic.accounts.services import change_clinic
from stepwell.clinic.administration.consent import GIVEN
from stepwell.clinic.administration.consent import KIND as CONSENT
from stepwell.clinic.administration.texts import consent_text, self_care_text
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.episodes.services import add_entry, open_episode, today_of
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.selfcare.models import Door
from stepwell.clinic.workspace.intake.services import KIND, OPENING
from stepwell.clinic.workspace.person.head import age_on

BYTES = 24
"""Of chance in the address of a door."""


def allow(clinic: Clinic, *, by: Membership) -> Door:
    """Allow self-care, with a door of a new address."""
    with transaction.atomic():
        if not clinic.self_care:
            change_clinic(clinic, by=by, self_care=True)
        values = {"secret": secrets.token_urlsafe(BYTES), "allowed_by": by, "allowed_at": timezone.now()}
        door, _ = Door.objects.update_or_create(clinic=clinic, defaults=values)
        note("self-care.allowed", by=by, subject=clinic.pk)
    return door


def end(clinic: Clinic, *, by: Membership) -> None:
    """Nobody begins by themselves any more. Whoever did keeps their pages."""
    with transaction.atomic():
        Door.objects.filter(clinic=clinic).delete()
        if clinic.self_care:
            change_clinic(clinic, by=by, self_care=False)
            note("self-care.ended", by=by, subject=clinic.pk)


def set_listed(clinic: Clinic, listed: bool, *, by: Membership) -> None:
    """Whether anybody finds the door, or only who was given its address."""
    with transaction.atomic():
        if Door.objects.filter(clinic=clinic).update(listed=listed):
            note("self-care.listed" if listed else "self-care.unlisted", by=by, subject=clinic.pk)


def is_expected(clinic: Clinic, email: str) -> bool:
    """Whether the clinic itself has invited a person of this address: that invitation must stay as it is."""
    waiting = Invitation.objects.filter(clinic=clinic, email=email.lower(), role=Role.PATIENT, used_at=None)
    return waiting.filter(expires_at__gt=timezone.now()).exclude(person=None).exists()


def begin(member: Membership, identity: Identity, side: str) -> Episode:
    """A person with an episode for which no clinician answers; sending twice opens one. The consent is its first entry."""
    clinic, by = member.clinic, Author.of(member)
    with transaction.atomic():
        Clinic.objects.select_for_update().get(pk=clinic.pk)
        known = Person.objects.filter(user=member.user_id, clinic=clinic, erased_at=None).first()
        if known is not None and (episode := known.episodes.order_by("-opened_at").first()) is not None:
            return episode
        person = known or open_person(clinic, identity, user=member.user)
        episode = open_episode(person, side=side, responsible=None)
        agreed, accepted = consent_text().version, self_care_text().version
        add_entry(episode, CONSENT, by=by, said=GIVEN, version=agreed, self_care=accepted)
        add_entry(episode, KIND, _known(identity, clinic, today_of(clinic)), by=by, page=OPENING)
        note("self-care.begun", by=member, subject=episode.pk, consent=agreed, self_care=accepted)
    return episode


def _known(identity: Identity, clinic: Clinic, today: date) -> list[Mapping[str, Any]]:
    """What is known from who they are: the age, and the country whose numbers they are shown."""
    countries = pathway_of(clinic).findings["country"].options
    country = clinic.country if clinic.country in countries else "other"
    return [
        {"finding": "age", "value": age_on(today, identity)},
        {"finding": "country", "value": country},
    ]
