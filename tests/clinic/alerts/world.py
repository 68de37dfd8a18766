"""What the tests of this folder share."""

from datetime import timedelta

from django.utils import timezone

from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.alerts.telling import tell_all
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.events import receive
from tests.clinic.events.world import event

QUARTER = timedelta(minutes=15)


def answers(episode, patient, **signs):
    """The person answers the day's short form: no to everything but what is named."""
    finds = pathway_of(episode.person.clinic).interventions["daily-screen"].finds
    said = dict.fromkeys(finds, "no") | {name.replace("_", "-"): value for name, value in signs.items()}
    now = timezone.now()
    sent = event(episode, "red-flags", {"answers": said}, at=now)
    return receive(episode, [sent], by=patient, now=now).answers


def writes(episode, member, **values):
    """A clinician writes what they saw."""
    lines = [{"finding": name.replace("_", "-"), "value": value} for name, value in values.items()]
    add_entry(episode, "visit", lines, by=Author.of(member))


def waiting():
    return list(Alert.objects.waiting())


def minutes_later(alert, minutes):
    """The clock looks so many minutes after the emergency began to wait."""
    return tell_all(alert.raised_at + timedelta(minutes=minutes, seconds=1))


def audited(action):
    return list(Event.objects.filter(action=f"emergency.{action}").order_by("id"))


def seen(client, alert, count=None):
    """Press the button of the page."""
    return client.post(
        f"/people/{alert.episode_id}/emergency/", {"alert": alert.pk, "seen": count or alert.count}
    )
