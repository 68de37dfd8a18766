"""What a person sets of their reminders, and what they do with one.

Lives here: settings, phones, the calendar address, answering a message. Nothing else writes there but sending (reminders/sending.py).
Lives elsewhere: what is due (reminders/due.py), fields (reminders/models.py).
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from stepwell.clinic.accounts.models import Clinic, Membership
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Person
from stepwell.clinic.episodes.sealed import key_of
from stepwell.clinic.keeping.keys import seal, unseal
from stepwell.clinic.owning.consenting import has_withdrawn
from stepwell.clinic.reminders.due import LATER, day_of
from stepwell.clinic.reminders.models import PUSH, Delivery, Feed, Phone, PushAllowed, Reminding
from stepwell.clinic.reminders.webpush import Place

SECRET_BYTES = 16
DAY = timedelta(days=1)
SEEN, LATER_ON, NOT_TODAY, FEWER, KEEP, STOP = "seen", "later", "not-today", "fewer", "keep", "stop"
ANSWERS = (SEEN, LATER_ON, NOT_TODAY, FEWER, KEEP, STOP)


def settings_of(person: Person) -> Reminding:
    """How the person wants to be reminded; not at all where they never said."""
    found: Reminding | None = Reminding.objects.filter(person=person).first()
    return found or Reminding(person=person, zone=person.clinic.time_zone)


def save(person: Person, *, by: Membership, now: datetime, **fields: Any) -> Reminding:
    """Keep what the person set. What they put off before is forgotten, and reminders that had stopped go on."""
    afresh = {"later_at": None, "not_on": None, "answered_at": now, "stopped_at": None}
    made: Reminding
    with transaction.atomic():
        made, _ = Reminding.objects.update_or_create(person=person, defaults={**fields, **afresh})
        note("reminders.set", by=by, subject=person.pk, route=made.route)
    return made


def add_phone(person: Person, place: Place, *, by: Membership, now: datetime) -> None:
    """Reach this browser by push from now on. One that was another person's is theirs no longer."""
    name = _hash(place.endpoint)
    content = seal(key_of(person), json.dumps(vars(place)).encode(), about=f"{person.pk}:phone:{name}")
    with transaction.atomic():
        Phone.objects.filter(place_hash=name).delete()
        Phone.objects.create(person=person, place_hash=name, sealed=content, made_at=now)
        note("reminders.phone-added", by=by, subject=person.pk)


def drop_phones(person: Person, *, by: Membership) -> None:
    """Reach no browser by push any more."""
    with transaction.atomic():
        Phone.objects.filter(person=person).delete()
        Reminding.objects.filter(person=person, route=PUSH).update(route="")
        note("reminders.phones-dropped", by=by, subject=person.pk)


def place_of(phone: Phone, key: bytes) -> Place:
    """Where a browser is reached. raises Unopened"""
    about = f"{phone.person_id}:phone:{phone.place_hash}"
    return Place(**json.loads(unseal(key, bytes(phone.sealed), about=about)))


def make_feed(person: Person, *, by: Membership, now: datetime) -> str:
    """The secret of a new calendar address, which is not kept. An earlier one ends."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        values = {"secret_hash": _hash(secret), "made_at": now, "fetched_at": None}
        Feed.objects.update_or_create(person=person, defaults=values)
        note("reminders.calendar-made", by=by, subject=person.pk)
    return secret


def end_feed(person: Person, *, by: Membership) -> None:
    """The calendar address shows nothing any more."""
    with transaction.atomic():
        if Feed.objects.filter(person=person).delete()[0]:
            note("reminders.calendar-ended", by=by, subject=person.pk)


def feed_of(secret: str, now: datetime) -> Feed | None:
    """The calendar of a secret, where it is still wanted. That it was fetched is kept."""
    found = Feed.objects.filter(secret_hash=_hash(secret), person__erased_at=None)
    one = found.select_related("person__clinic", "person__key").first()
    if one is None or has_withdrawn(one.person):
        return None
    Feed.objects.filter(pk=one.pk).update(fetched_at=now)
    return one


def delivery_of(secret: str) -> Delivery | None:
    """The message that a secret answers."""
    found = Delivery.objects.filter(answer_hash=_hash(secret), person__erased_at=None)
    return found.select_related("person__reminding", "person__clinic").first()


def answer(delivery: Delivery, what: str, now: datetime) -> None:
    """Do what the person tapped: put it off, leave today out, fewer, go on, or none any more; or note that it was shown."""
    if what == SEEN:
        Delivery.objects.filter(pk=delivery.pk, shown_at=None).update(shown_at=now)
        return
    person = delivery.person_id
    found: Reminding | None = Reminding.objects.filter(person=person).first()
    if found is None:
        return
    changes: dict[str, dict[str, Any]] = {
        LATER_ON: {"later_at": now + LATER},
        NOT_TODAY: {"not_on": day_of(found, now)},
        FEWER: {"every": 2},
        KEEP: {},
        STOP: {"route": ""},
    }
    afresh = {"answered_at": now, "stopped_at": None}
    Reminding.objects.filter(person=person).update(**afresh, **changes[what])


def new_secret() -> tuple[str, str]:
    """A secret, and the hash of it that is kept."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return secret, _hash(secret)


def push_allowed(clinic: Clinic) -> bool:
    """Whether the clinic allows push."""
    return PushAllowed.objects.filter(clinic=clinic).exists()


def allow_push(allowed: bool, *, by: Membership, now: datetime) -> None:
    """Allow push in the clinic, or end it for everybody."""
    with transaction.atomic():
        if allowed:
            PushAllowed.objects.get_or_create(clinic=by.clinic, defaults={"by": by, "at": now})
        else:
            PushAllowed.objects.filter(clinic=by.clinic).delete()
        note("push.allowed" if allowed else "push.ended", by=by, subject=by.clinic_id)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
