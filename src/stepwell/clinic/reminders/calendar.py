"""The calendar of reminders: one event a day with an alarm, and no word about health.

Lives here: the file. Lives elsewhere: its address (reminders/services.py), the page (reminders/views.py).

A calendar fetches it again and again. So today's event is left out once something is logged, where the calendar looks in time; that it
does is up to the calendar.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from stepwell.clinic.reminders.due import day_of
from stepwell.clinic.reminders.models import Reminding
from stepwell.clinic.reminders.sending import logged_on

DAYS_AHEAD = 28
LENGTH = timedelta(minutes=15)
FETCH_AGAIN = timedelta(hours=1)


def calendar_of(found: Reminding, now: datetime) -> bytes:
    """The events of the next weeks at the picked time, in the person's zone."""
    made = Calendar()
    made.add("prodid", "-//Stepwell//Reminders//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Stepwell")
    made.add("refresh-interval", FETCH_AGAIN, parameters={"value": "DURATION"})
    made.add("x-published-ttl", FETCH_AGAIN)
    for day in _days(found, now):
        made.add_component(_event(found, day, now))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _days(found: Reminding, now: datetime) -> list[date]:
    today = day_of(found, now)
    days = [today + timedelta(ahead) for ahead in range(DAYS_AHEAD)]
    kept = [day for day in days if day.toordinal() % found.every == 0 and day != found.not_on]
    return [day for day in kept if day != today or not logged_on(found.person, day, found.zone)]


def _event(found: Reminding, day: date, now: datetime) -> Event:
    start = datetime.combine(day, found.at, ZoneInfo(found.zone))
    event = Event()
    event.add("uid", str(uuid5(UUID(str(found.person_id)), f"reminder {day}")))
    event.add("dtstamp", now)
    event.add("dtstart", start)
    event.add("dtend", start + LENGTH)
    event.add("summary", _("Time for your plan"))
    event.add("url", f"{settings.HOME.address.geturl().rstrip('/')}{reverse('today')}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Time for your plan"))
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event
