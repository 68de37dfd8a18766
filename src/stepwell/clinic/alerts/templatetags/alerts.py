"""What waits, for the frame of every page of staff: one query.

Lives here: the tag. Lives elsewhere: where it stands (templates/stepwell/clinician.html), the pages (alerts/views.py).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone

from stepwell.clinic.accounts.models import STAFF
from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.alerts.times import since_words
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.patient.models import Quarantined

register = template.Library()


@dataclass(frozen=True)
class Waiting:
    """How many wait, since when in words, and whose it is where it is one."""

    count: int
    since: str
    only: UUID | None


@register.simple_tag(takes_context=True)
def emergencies(context: Any) -> Waiting | None:
    """The emergencies of the clinic that nobody has acknowledged; None where nothing waits."""
    member = context.get("member")
    if member is None or member.role not in STAFF:
        return None
    waiting = list(Alert.objects.of_clinic(member).waiting().values_list("episode", "raised_at"))
    if not waiting:
        return None
    episode, since = waiting[0]
    only = episode if len(waiting) == 1 and member.treats else None
    return Waiting(len(waiting), since_words(since, member.clinic.time_zone, timezone.now()), only)


@register.simple_tag
def aside_of(episode: Episode) -> int:
    """How many answers of a person's phone were set aside and wait for somebody: one query."""
    return int(Quarantined.objects.filter(episode=episode).waiting().count())
