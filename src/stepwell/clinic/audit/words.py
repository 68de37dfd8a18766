"""What stands in the audit, in words.

Lives here: the words of actions, who did it, what it was done to. Lives elsewhere: writing events (audit/services.py), the page
(audit/views.py).

Names are those of staff. Whoever is a patient is shown by their id, since who reads the audit does not treat them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.clinic.accounts.models import Membership, Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.audit.verify import VERIFIED
from stepwell.clinic.episodes.models import Episode

ACTIONS = {
    "audit.exported": "Exported the audit",
    VERIFIED: "Verified everything that was written",
    "backup.made": "Made a backup",
    "backup.restored": "Restored a backup",
    "caseload.imported": "Imported a caseload",
    "caseload.read": "Opened the caseload",
    "clinic.changed": "Changed the clinic",
    "clinic.founded": "Founded the clinic",
    "clinic.numbers-checked": "Checked the numbers to call",
    "document.accepted": "Accepted a document",
    "emergencies.read": "Opened the emergencies",
    "emergency.acknowledged": "Acknowledged an emergency",
    "emergency.joined": "Joined an answer to an open emergency",
    "emergency.raised": "Raised an emergency",
    "emergency.told": "Told a clinician of an emergency",
    "entries.brought": "Brought earlier entries",
    "entry.written": "Wrote an entry",
    "episode.opened": "Opened an episode",
    "erasure.asked": "Asked to be erased",
    "erasure.refused": "Kept a record that somebody wanted erased",
    "erasure.taken-back": "Took back the wish to be erased",
    "erasures.listed": "Listed the wishes to be erased",
    "event.set-aside": "Set an event aside",
    "event.settled": "Settled an event",
    "invitation.made": "Invited somebody",
    "invitation.used": "Used an invitation",
    "invitation.withdrawn": "Withdrew an invitation",
    "link.ended": "Ended a link to exercises",
    "link.made": "Made a link to exercises",
    "note.sent": "Sent a note to a patient",
    "parameters.changed": "Accepted own values of parameters as the second person",
    "parameters.changed-alone": "Changed own values of parameters alone, there being nobody else",
    "parameters.declined": "Declined proposed values",
    "parameters.moves-read": "Saw who a change of values would move",
    "parameters.previewed": "Tried a change of own values",
    "parameters.proposed": "Proposed own values of parameters",
    "parameters.withdrawn": "Withdrew proposed values",
    "patient.read": "Opened a record",
    "person.corrected": "Corrected who a person is",
    "person.erased": "Erased a person",
    "person.imported": "Imported a person",
    "person.opened": "Entered a person",
    "persons.listed": "Listed everybody",
    "programme.printed": "Printed a programme",
    "push.allowed": "Allowed reminders by push",
    "push.ended": "Ended reminders by push",
    "record.downloaded": "Downloaded their own record",
    "record.exported": "Exported a record",
    "record.read": "Read a record as JSON",
    "reminders.calendar-ended": "Ended a calendar of reminders",
    "reminders.calendar-made": "Made a calendar of reminders",
    "reminders.phone-added": "Turned on reminders on a phone",
    "reminders.phones-dropped": "Turned off reminders on phones",
    "reminders.set": "Set reminders",
    "retention.listed": "Listed records past their keeping",
    "role.ended": "Ended a role",
    "role.given": "Gave a role",
    "self-care.allowed": "Allowed self-care, with a new address",
    "self-care.begun": "Began self-care, and agreed to it",
    "self-care.ended": "Ended self-care",
    "self-care.listed": "Let everybody find the address of self-care",
    "self-care.summary-made": "Made a summary for their doctor",
    "self-care.unlisted": "Let only whoever has the address begin self-care",
}
"""Every action that has words of its own; another is shown as it is written."""

READS = "read"
"""The last word of an action by which a record was read."""

SHORT = 8
"""Characters of an id that are shown."""


@dataclass(frozen=True)
class Row:
    """One event as it is shown.

    when     in the clinic's time zone
    who      the name of staff; for a patient and for the clock what they are
    actor    the id of who did it, by which the list can be narrowed
    about    what it was done to: the name of staff, or the start of the id
    episode  the id, where it was done to a record of the clinic
    """

    number: int
    when: datetime
    who: str
    role: str
    actor: str
    did: str
    about: str
    subject: str
    episode: str
    detail: str


def action_words(action: str) -> str:
    """What was done.

    >>> action_words("exam.signed-late")
    'Exam: signed late'
    """
    if action in ACTIONS:
        return ACTIONS[action]
    thing, _, done = action.replace("-", " ").partition(".")
    return f"{thing.capitalize()}: {done}" if done else thing.capitalize()


def who_words(event: Event) -> str:
    """Who did it. Of a patient neither name nor address is shown."""
    if event.actor_id is None:
        return "Stepwell itself"
    if event.role == Role.PATIENT:
        return f"Patient {str(event.actor_id)[:SHORT]}"
    actor = event.actor
    return str((actor.name or actor.email) if actor else event.actor_id)


def role_words(role: str) -> str:
    """The role in which it was done."""
    return str(Role(role).label) if role in Role.values else role


def detail_words(detail: Mapping[str, Any]) -> str:
    """What else is kept of an event, as one line."""
    return "; ".join(
        f"{_key(name)} {_value(value)}" for name, value in detail.items() if value not in ("", [], {})
    )


def _key(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_key(str(name))} {_value(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value)
    return {True: "yes", False: "no", None: "none"}.get(value, str(value)) if _is_truth(value) else str(value)


def _is_truth(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def rows_of(events: Iterable[Event], member: Membership) -> list[Row]:
    """Events as they are shown to a member. Two queries more, whatever their number."""
    found = list(events)
    subjects = {one.subject for one in found if _is_id(one.subject)}
    records = _records(subjects, member)
    staff = _staff(subjects, member)
    zone = ZoneInfo(member.clinic.time_zone)
    return [_row(one, zone, records, staff) for one in found]


def _row(one: Event, zone: ZoneInfo, records: frozenset[str], staff: Mapping[str, str]) -> Row:
    is_record = one.subject in records
    about = one.subject[:SHORT] if _is_id(one.subject) else one.subject
    return Row(
        number=one.number,
        when=one.at.astimezone(zone),
        who=who_words(one),
        role=role_words(one.role),
        actor="" if one.role == Role.PATIENT else str(one.actor_id or ""),
        did=action_words(one.action),
        about=staff.get(one.subject, f"Record {about}" if is_record else about),
        subject=one.subject,
        episode=one.subject if is_record else "",
        detail=detail_words(one.detail),
    )


def _records(subjects: Iterable[str], member: Membership) -> frozenset[str]:
    """Which ids are those of records of the clinic."""
    found = Episode.objects.filter(pk__in=list(subjects), person__clinic_id=member.clinic_id)
    return frozenset(str(one) for one in found.values_list("pk", flat=True))


def _staff(subjects: Iterable[str], member: Membership) -> dict[str, str]:
    """The names of staff among what events were done to, by the id of the membership."""
    found = Membership.objects.of_clinic(member).staff().filter(pk__in=list(subjects)).select_related("user")
    return {str(one.pk): one.user.name or one.user.email for one in found}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
