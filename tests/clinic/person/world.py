"""What the tests of this folder share."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry
from stepwell.clinic.episodes.sealed import key_of, sealed_entry
from stepwell.clinic.episodes.services import add_entry, refresh, today_of

PATIENT = Author(None, "patient", "patient")


SHORT_SCREEN = ("saddle-numbness", "urine-retention", "leaking-unaware")


def ago(days):
    """A moment so many days ago, at nine."""
    return (timezone.now() - timedelta(days)).replace(hour=9, minute=0)


def day(days):
    return (today_of_now() - timedelta(days)).isoformat()


def today_of_now():
    return timezone.now().astimezone(UTC).date()


def write(episode, *lines, by, days=0, kind="visit", **more):
    return add_entry(episode, kind, lines, by=by, at=ago(days), **more)


def fill_a_year(episode):
    """Five lines a day for a year, as the patient writes them."""
    key, today = key_of(episode.person), today_of(episode.person.clinic)
    rows = []
    for number in range(1, 366):
        on = (today - timedelta(365 - number)).isoformat()
        values = {"worst-pain": number % 7, "sitting-tolerance": 10 + number % 30, "night-waking": number % 4}
        lines = [{"finding": name, "value": value} for name, value in values.items()]
        lines += [{"finding": "next-morning", "value": "settled"}]
        lines += [{"finding": "clamshell", "value": "done", "dose": "L2", "response": "good"}]
        signed = [{"on": on, **line, "by": "patient", "recorded_at": on} for line in lines]
        at = datetime.fromisoformat(f"{on}T09:00:00+00:00")
        sealed = sealed_entry(episode, number, signed, {}, key)
        rows.append(Entry(episode=episode, number=number, kind="check-in", first_seq=5 * number - 4, at=at,
                          role="patient", sealed=sealed, hash=b"\0" * 32))  # fmt: skip
    Entry.objects.bulk_create(rows)
    episode.count, episode.lines = 365, 5 * 365
    episode.save()
    refresh(episode)
