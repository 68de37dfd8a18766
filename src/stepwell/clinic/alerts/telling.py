"""Telling one person after the other that an emergency waits.

Lives here: who comes next, and the message. Lives elsewhere: when it is due (operations/clock.py), after how many minutes the next person
is told (knowledge/dgs/parameters/caseload.yaml), acknowledging (alerts/services.py).

The message names nobody and says nothing of health. Who is told stands in the audit before the next one is. A message that cannot be sent
is in the audit too, and the next person is told at once.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from stepwell.clinic.accounts.models import CLINICIANS, Membership
from stepwell.clinic.alerts.models import LAST_IN_LINE, Alert
from stepwell.clinic.alerts.services import TOLD
from stepwell.clinic.audit.models import Event
from stepwell.clinic.audit.services import note
from stepwell.clinic.pathway import pathway_of

LOG = logging.getLogger("stepwell.alerts")

SUBJECT = "An emergency answer waits in Stepwell"
NEXT, ROUND = "alert-minutes", "alert-round-hours"
"""Minutes until the next person is told, and hours until all are told again."""


def due(now: datetime) -> "QuerySet[Alert]":
    """The alerts of which somebody is to be told now."""
    found: QuerySet[Alert] = Alert.objects.waiting().filter(due_at__lte=now)
    return found.filter(episode__person__erased_at=None)


def tell_all(now: datetime) -> int:
    """Tell the next person of each alert that is due, and say how many were told."""
    alerts = due(now).select_related("episode__person__clinic", "episode__responsible")
    return sum(tell_next(alert, now) for alert in alerts)


def tell_next(alert: Alert, now: datetime) -> bool:
    """Tell who comes next; where a message cannot be sent, the one after them. returns whether anybody was told"""
    told = told_since(alert, alert.round_at)
    waiting = [one for one in in_line(alert) if str(one.pk) not in {pk for pk, _ in told}]
    sent = next((one for one in waiting if _told(alert, one, now)), None)
    reached = sent is not None or any(reached for _, reached in told)
    _move_on(alert, now, last=not waiting or sent in (None, waiting[-1]), reached=reached)
    return sent is not None


def _move_on(alert: Alert, now: datetime, *, last: bool, reached: bool) -> None:
    """When the next is told. After the last, all are told again, soon where no message reached anybody."""
    numbers = pathway_of(alert.episode.person.clinic).parameters
    due_at = now + timedelta(minutes=float(numbers[NEXT].value))
    round_at = alert.round_at
    if last:
        due_at = now + timedelta(hours=float(numbers[ROUND].value)) if reached else due_at
        round_at = due_at
    Alert.objects.filter(pk=alert.pk, acknowledged_at=None).update(due_at=due_at, round_at=round_at)


def in_line(alert: Alert) -> list[Membership]:
    """Everybody who may be told, each user once: who answers for the person, other clinicians, and who comes last."""
    here = Membership.objects.current().filter(
        clinic=alert.episode.person.clinic_id, user__is_active=True, role__in=(*CLINICIANS, *LAST_IN_LINE)
    )
    found = sorted(here.select_related("user"), key=lambda one: _place(one, alert.episode.responsible_id))
    first: dict[UUID, Membership] = {}
    for one in found:
        first.setdefault(one.user_id, one)
    return list(first.values())


def _place(member: Membership, responsible: UUID | None) -> tuple[Any, ...]:
    roles = (*CLINICIANS, *LAST_IN_LINE)
    group = 0 if member.role in CLINICIANS else roles.index(member.role)
    return member.pk != responsible, group, member.started_at


def told_since(alert: Alert, since: datetime) -> list[tuple[str, bool]]:
    """The members who were told of it since a time, and whether the message could be sent."""
    events = told_events([alert])[str(alert.pk)]
    return [(event.detail["member"], event.detail["sent"]) for event in events if event.at >= since]


def told_events(alerts: Sequence[Alert]) -> dict[str, list[Event]]:
    """What the audit says of who was told of each alert, earliest first."""
    found: dict[str, list[Event]] = {str(alert.pk): [] for alert in alerts}
    subjects = [str(alert.episode_id) for alert in alerts]
    for event in Event.objects.filter(subject__in=subjects, action=TOLD).order_by("id"):
        if event.detail["alert"] in found:
            found[event.detail["alert"]].append(event)
    return found


def _told(alert: Alert, member: Membership, now: datetime) -> bool:
    """Send the message, and write in the audit whether that went well."""
    sent = _sent(alert, member)
    beyond = member.role in LAST_IN_LINE
    if beyond:
        Alert.objects.filter(pk=alert.pk).update(beyond=True)
    clinic = alert.episode.person.clinic
    detail: dict[str, Any] = {"alert": str(alert.pk), "member": str(member.pk), "sent": sent}
    note(TOLD, by=None, clinic=clinic, subject=alert.episode_id, at=now, **detail)
    return sent


def _sent(alert: Alert, member: Membership) -> bool:
    address = settings.HOME.address.geturl().rstrip("/")
    text = render_to_string("alerts/told.txt", {"link": f"{address}{reverse('emergencies')}"})
    try:
        send_mail(SUBJECT, text, None, [member.user.email])
    except (OSError, SMTPException) as wrong:
        LOG.error("alert %s cannot be told to %s: %s", alert.pk, member.pk, type(wrong).__name__)
        return False
    return True
