"""An alert in words: what it rests on, and who was told of it.

Lives here: those words. Lives elsewhere: the causes (alerts/causes.py), the words of findings and exits (the knowledge).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.alerts.causes import EXIT, SIGN, Cause
from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.alerts.telling import told_events
from stepwell.clinic.alerts.times import since_words
from stepwell.clinic.workspace.person.words import value_in_words
from stepwell.knowledge.types import Intervention, Pathway

ASKED = "patient"


@dataclass(frozen=True)
class Sign:
    """A question as it was put, the answer, when the person gave it, and whether its event was set aside."""

    question: str
    answer: str
    when: str
    aside: bool


@dataclass(frozen=True)
class Told:
    """Who was told, in which role, when, and whether the message could be sent."""

    name: str
    role: str
    when: str
    sent: bool


def signs_of(causes: Iterable[Cause], pathway: Pathway, zone: str) -> list[Sign]:
    """What the person answered, latest first."""
    return [_sign(one, pathway, zone) for one in reversed(list(causes)) if one.kind == SIGN]


def _sign(cause: Cause, pathway: Pathway, zone: str) -> Sign:
    finding = pathway.findings[cause.of]
    answer = value_in_words({"value": {"True": True}.get(cause.value, cause.value)}, finding)
    at = datetime.fromisoformat(cause.at)
    return Sign(finding.ask.get(ASKED, finding.title), answer, moment(at, zone), cause.aside)


def exits_of(causes: Iterable[Cause], pathway: Pathway) -> list[Intervention]:
    """The exits that opened, most urgent first."""
    named = dict.fromkeys(one.of for one in causes if one.kind == EXIT)
    return sorted((pathway.interventions[name] for name in named), key=lambda one: one.rank)


def told_of(alerts: Sequence[Alert], zone: str) -> dict[str, list[Told]]:
    """Who was told of each alert, earliest first."""
    events = told_events(alerts)
    keys = {event.detail["member"] for found in events.values() for event in found}
    members = {str(one.pk): one for one in Membership.objects.filter(pk__in=keys).select_related("user")}
    return {
        alert: [_told(members[one.detail["member"]], one.at, one.detail["sent"], zone) for one in found]
        for alert, found in events.items()
    }


def _told(member: Membership, at: datetime, sent: bool, zone: str) -> Told:
    return Told(member.user.name or member.user.email, member.get_role_display(), moment(at, zone), sent)


def moment(at: datetime, zone: str) -> str:
    """A moment in the clinic's time; with its day where that is not today."""
    return since_words(at.astimezone(ZoneInfo(zone)), zone, timezone.now())
