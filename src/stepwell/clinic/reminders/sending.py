"""Sending what is due, each message once, and never a word about health.

Lives here: who is due, the words, sending by e-mail or push, counting what was ignored. Lives elsewhere: the rules (reminders/due.py),
when this is looked at (operations/clock.py).
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from itertools import takewhile
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.models import Entry, Person
from stepwell.clinic.episodes.sealed import Erased, key_of
from stepwell.clinic.keeping.keys import Unopened
from stepwell.clinic.owning.consenting import has_withdrawn
from stepwell.clinic.reminders.due import MOST_IGNORED, Due, day_of, due
from stepwell.clinic.reminders.models import ASK, MAIL, REMINDER, TEST, Delivery, Feed, Phone, Reminding
from stepwell.clinic.reminders.services import new_secret, place_of, push_allowed
from stepwell.clinic.reminders.webpush import NotReached, send

LOOK_BACK = timedelta(days=14)
TURN_SECONDS = 3.0
"""How long one task sends before it leaves the rest to the next minute."""


def waiting(now: datetime) -> Iterator[tuple[Reminding, Due]]:
    """Who is due now, but for what they have logged or taken back."""
    active = Reminding.objects.active().select_related("person__clinic", "person__key", "person__user")
    sent: dict[object, list[Delivery]] = defaultdict(list)
    for one in Delivery.objects.filter(at__gte=now - LOOK_BACK).exclude(kind=TEST).order_by("-at"):
        sent[one.person_id].append(one)
    for found in active:
        is_due = due(found, now, sent[found.person_id])
        if is_due is not None:
            yield found, is_due


def is_waiting(now: datetime) -> bool:
    """Whether anybody is due who is to hear of it."""
    return any(_wanted(found, is_due.day) for found, is_due in waiting(now))


def send_due(now: datetime) -> int:
    """Send what is due. returns how many messages that were"""
    forget_erased()
    until, count = time.monotonic() + TURN_SECONDS, 0
    for found, is_due in waiting(now):
        if time.monotonic() > until:
            break
        count += _wanted(found, is_due.day) and _remind(found, is_due, now)
    return count


def _wanted(found: Reminding, day: date) -> bool:
    """Whether there is an open episode, consent was not taken back, and nothing is logged on the day."""
    person = found.person
    if person.user_id is None or not person.episodes.filter(closed_at=None).exists():
        return False
    return not has_withdrawn(person) and not logged_on(person, day, found.zone)


def logged_on(person: Person, day: date, zone: str) -> bool:
    """Whether the person wrote anything on a day of theirs."""
    start = datetime.combine(day, clock_time.min, ZoneInfo(zone))
    end = datetime.combine(day + timedelta(1), clock_time.min, ZoneInfo(zone))
    mine = Entry.objects.filter(episode__person=person, role=Role.PATIENT)
    return bool(mine.filter(at__gte=start, at__lt=end).exists())


def _remind(found: Reminding, is_due: Due, now: datetime) -> bool:
    """Whether a message went out. After too many that nothing followed it is the question whether to go on, and the last one."""
    ignored = ignored_of(found) if is_due.kind == REMINDER else 0
    kind = ASK if ignored >= MOST_IGNORED else is_due.kind
    delivered = deliver(found, kind, now)
    if kind == ASK:
        Reminding.objects.filter(pk=found.pk).update(stopped_at=now)
    return delivered


def ignored_of(found: Reminding) -> int:
    """How many of the last reminders in a row nothing followed: no entry on their day, and no tap."""
    rows = Delivery.objects.filter(person=found.person, kind=REMINDER, failed="")[:MOST_IGNORED]
    return sum(1 for _one in takewhile(lambda one: _is_ignored(found, one), rows))


def _is_ignored(found: Reminding, one: Delivery) -> bool:
    answered = found.answered_at is not None and found.answered_at >= one.at
    return not answered and not logged_on(found.person, one.day, found.zone)


def deliver(found: Reminding, kind: str, now: datetime) -> bool:
    """Send one message by the route of the person. returns whether it went out"""
    secret, kept = new_secret()
    try:
        with transaction.atomic():
            made = Delivery.objects.create(
                person=found.person,
                at=now,
                day=day_of(found, now),
                route=found.route,
                kind=kind,
                answer_hash=kept,
            )
    except IntegrityError:
        return False
    with override(found.language):
        failed = _mailed(found, kind, secret) if found.route == MAIL else _pushed(found, kind, secret)
    if failed:
        Delivery.objects.filter(pk=made.pk).update(failed=failed[:20])
    return not failed


def title_of(kind: str) -> str:
    """The words on a locked screen: nothing of health."""
    return _("Keep your reminders?") if kind == ASK else _("Time for your plan")


def answer_place(secret: str) -> str:
    """Where a message is answered, without a sign-in."""
    return reverse("reminder_answer", args=[secret])


def _mailed(found: Reminding, kind: str, secret: str) -> str:
    """Send an e-mail. returns why it failed; empty where it went out"""
    root = settings.HOME.address.geturl().rstrip("/")
    values = {"kind": kind, "plan": f"{root}{reverse('today')}", "answer": f"{root}{answer_place(secret)}"}
    user = found.person.user
    if user is None:
        return "no-account"
    text = render_to_string("reminders/reminder.txt", values)
    try:
        EmailMessage(title_of(kind), text, None, [user.email]).send()
    except (OSError, SMTPException) as wrong:
        return type(wrong).__name__
    return ""


def _pushed(found: Reminding, kind: str, secret: str) -> str:
    """Send to each phone. returns why all failed; empty where one was reached"""
    if not push_allowed(found.person.clinic):
        return "not-allowed"
    message = {"title": title_of(kind), "url": reverse("today"), "answer": answer_place(secret), "kind": kind}
    failed = "no-phone"
    reached = False
    for phone in Phone.objects.filter(person=found.person):
        why = _reach(phone, found.person, message)
        reached, failed = reached or not why, why or failed
    return "" if reached else failed


def _reach(phone: Phone, person: Person, message: Mapping[str, object]) -> str:
    """Why a phone was not reached. One that is gone for good is forgotten."""
    try:
        send(place_of(phone, key_of(person)), message)
    except (Erased, Unopened):
        return "not-readable"
    except NotReached as wrong:
        if wrong.gone:
            phone.delete()
        return wrong.why
    return ""


def forget_erased() -> None:
    """Delete what is left of people who were erased."""
    for model in (Reminding, Delivery, Phone, Feed):
        model.objects.exclude(person__erased_at=None).delete()
