"""Persons: opened with a key of their own, corrected, erased.

Lives here: what is written of a person, and forgetting them with their account. Lives elsewhere: their episodes
(episodes/services.py), fields and queries (episodes/models.py), the ciphers (keeping/keys.py).
"""

import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessLog
from django.db import transaction
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic, Invitation, Membership, Role, User
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Draft, Person, PersonKey, StoredPlan
from stepwell.clinic.episodes.sealed import Identity, key_of, sealed_identity
from stepwell.clinic.keeping.ring import keyring


def open_person(clinic: Clinic, identity: Identity, *, user: User | None = None) -> Person:
    """A new person with a key of their own."""
    person = Person(clinic=clinic, user=user)
    with transaction.atomic():
        wrapped = keyring().new_key(str(person.pk))
        key = keyring().unwrap(wrapped, str(person.pk))
        person.identity = sealed_identity(person, identity, key)
        person.save(force_insert=True)
        PersonKey.objects.create(person=person, wrapped=wrapped)
    return person


def change_identity(person: Person, identity: Identity) -> None:
    """Correct who the person is."""
    person.identity = sealed_identity(person, identity, key_of(person))
    person.save(update_fields=["identity"])


def erase(person: Person, *, by: Membership | None, reason: str) -> None:
    """Destroy the person's key: nothing of them can be read from then on. The chains still hold.

    by      who erases; None for a command
    reason  a word of the program, such as `asked-by-person` or `retention`
    """
    with transaction.atomic():
        note("person.erased", by=by, clinic=person.clinic, subject=person.pk, reason=reason)
        PersonKey.objects.filter(person=person).delete()
        StoredPlan.objects.filter(episode__person=person).delete()
        Draft.objects.filter(episode__person=person).delete()
        user, person.user, person.identity = person.user, None, b""
        person.erased_at = timezone.now()
        person.save(update_fields=["user", "identity", "erased_at"])
        Invitation.objects.filter(person=person).update(email="", name="")
        if user is not None:
            _forget_account(user, person)


def _forget_account(user: User, person: Person) -> None:
    """End the membership as a patient of this clinic; where it was the only one, forget the account with its address."""
    user.memberships.current().filter(clinic=person.clinic, role=Role.PATIENT).update(
        ended_at=person.erased_at
    )
    if user.memberships.current().exists():
        return
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    AccessAttempt.objects.filter(username=user.email).delete()
    AccessLog.objects.filter(username=user.email).delete()
    user.is_active, user.email, user.name = False, f"{uuid.uuid4()}@erased.invalid", ""
    user.set_unusable_password()
    user.save()
