"""Whether somebody is to be reminded now.

Lives here: the rules, as a pure function of settings, time and what was sent. Lives elsewhere: reading and sending (reminders/sending.py).

    one a day at the picked time, in the person's own zone, only if nothing is logged; at most one more
    nothing in the quiet hours, nothing on a day that the person left out, nothing before the time until which they put it off
    where the clinic was off at the time it comes late, but not later than LATE
    after five that nothing followed, one question; then nothing until the person says so
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.clinic.reminders.models import AGAIN, REMINDER, Delivery, Reminding

LATE = timedelta(hours=3)
AGAIN_AFTER = timedelta(hours=2)
LATER = timedelta(hours=1)
"""For how long a reminder is put off by a tap."""
MOST_IGNORED = 5


@dataclass(frozen=True)
class Due:
    """What is to be sent: a kind of message, on a day of the person."""

    kind: str
    day: date


def day_of(settings: Reminding, now: datetime) -> date:
    """The person's own day."""
    return now.astimezone(ZoneInfo(settings.zone)).date()


def due(settings: Reminding, now: datetime, sent: Sequence[Delivery]) -> Due | None:
    """What is due but for what the person has logged; None where nothing is.

    sent  reminders of the last days, newest first; tests are not among them
    """
    local = now.astimezone(ZoneInfo(settings.zone))
    day = local.date()
    later = settings.later_at if settings.later_at and _same_day(settings, settings.later_at, day) else None
    if settings.not_on == day or is_quiet(settings, local.time()) or later and now < later:
        return None
    today = [one for one in sent if one.day == day]
    if not today:
        return _first(settings, local, sent, later)
    return _second(settings, now, today, later)


def _first(
    settings: Reminding, local: datetime, sent: Sequence[Delivery], later: datetime | None
) -> Due | None:
    start = later or datetime.combine(local.date(), settings.at, local.tzinfo)
    if not start <= local <= start + LATE or _rests(settings, local.date(), sent):
        return None
    return Due(REMINDER, local.date())


def _rests(settings: Reminding, day: date, sent: Sequence[Delivery]) -> bool:
    """Whether it is the day between two reminders."""
    return settings.every > 1 and any(one.day == day - timedelta(1) for one in sent)


def _second(
    settings: Reminding, now: datetime, today: Sequence[Delivery], later: datetime | None
) -> Due | None:
    first = next((one for one in today if one.kind == REMINDER), None)
    if first is None or any(one.kind == AGAIN for one in today):
        return None
    start = later if later and later > first.at else first.at + AGAIN_AFTER if settings.again else None
    return Due(AGAIN, first.day) if start and start <= now <= start + LATE else None


def _same_day(settings: Reminding, at: datetime, day: date) -> bool:
    return day_of(settings, at) == day


def is_quiet(settings: Reminding, at: time) -> bool:
    """Whether a time of day lies in the quiet hours, which may go across midnight."""
    start, end = settings.quiet_from, settings.quiet_until
    return start <= at < end if start <= end else at >= start or at < end
