"""Who read and who wrote in one record, counted.

Lives here: the rows. Lives elsewhere: the page (audit/views.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.clinic.accounts.models import Membership, Role, User
from stepwell.clinic.audit.words import READS, SHORT, action_words, role_words


@dataclass(frozen=True)
class Reader:
    """Somebody who did one thing with a record, how often, and when first and last."""

    who: str
    role: str
    did: str
    read: bool
    times: int
    first: datetime
    last: datetime


def readers_of(counted: Iterable[Mapping[str, Any]], member: Membership) -> list[Reader]:
    """Counted events as rows: reading first, then who was there last."""
    rows = list(counted)
    ids = {one["actor_id"] for one in rows if one["role"] != Role.PATIENT and one["actor_id"]}
    names = {one.pk: one.name or one.email for one in User.objects.filter(pk__in=ids)}
    zone = ZoneInfo(member.clinic.time_zone)
    made = [_reader(one, names, zone) for one in rows]
    return sorted(made, key=lambda one: (not one.read, -one.last.timestamp()))


def _reader(one: Mapping[str, Any], names: Mapping[Any, str], zone: ZoneInfo) -> Reader:
    actor = one["actor_id"]
    patient = f"Patient {str(actor)[:SHORT]}"
    return Reader(
        who=names.get(actor, patient if actor else "Stepwell itself"),
        role=role_words(one["role"]),
        did=action_words(one["action"]),
        read=one["action"].endswith(f".{READS}"),
        times=one["times"],
        first=one["first"].astimezone(zone),
        last=one["last"].astimezone(zone),
    )
