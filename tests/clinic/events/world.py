"""What the tests of this folder share."""

import uuid
from datetime import timedelta

from django.utils import timezone

from stepwell.clinic.episodes import services
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import entries_of, stored_content
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.events import receive
from stepwell.clinic.patient.versions import version_of

NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


NOW = NOON + timedelta(hours=6)


def version(episode):
    return version_of(episode, episode.count, NOON.date(), services.key_of(episode.person))


def event(episode, kind="check-in", payload=None, *, at=NOON, **more):
    """An event as a phone sends it."""
    made = {
        "id": str(uuid.uuid4()),
        "kind": kind,
        "at": at.isoformat(),
        "tz": "UTC",
        "plan_version": version(episode),
        "payload": payload if payload is not None else {"answers": {"worst-pain": 5}},
    }
    return made | more


def send(episode, patient, *events, now=NOW):
    """Each event's answer, with the reason where it was set aside."""
    received = receive(episode, list(events), by=patient, now=now)
    return [(one["answer"], one.get("reason")) for one in received.answers]


def lines(episode):
    return [line for one in entries_of(episode) for line in one.lines]


def screen(episode, **changed):
    """The day's short screen, all no but for what is named."""
    finds = pathway_of(episode.person.clinic).interventions["daily-screen"].finds
    answers = dict.fromkeys(finds, "no") | {name.replace("_", "-"): value for name, value in changed.items()}
    return {"answers": answers}


STORED = ("stored", None)


DUPLICATE = ("duplicate", None)


def open_exits(episode):
    plan = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]
    return [
        one["id"]
        for one in plan["recommendations"]
        if one["urgency"] == "emergency" and one["status"] == "recommended"
    ]


CAUDA = "cauda-equina-emergency"


def a_week(episode):
    """Thirty events of a week without a network."""
    log = {
        "part": "exercise",
        "session": "s",
        "exercise": "clamshell",
        "level": "L1",
        "response": "good",
        "pain": 2,
    }
    for day in range(7, 0, -1):
        at = NOON - timedelta(days=day)
        yield event(episode, "red-flags", screen(episode), at=at)
        yield event(episode, payload={"answers": {"worst-pain": 5, "next-morning": "settled"}}, at=at)
        yield event(episode, "session", log, at=at)
        yield event(episode, "session", {"part": "finish", "session": "s", "pain": 2}, at=at)
    yield event(episode, "weekly", {"answers": {"average-pain": 4, "psfs": 6}})
    yield event(episode, "activity", {"answers": {"prolonged-sitting": "no"}})
