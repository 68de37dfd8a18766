"""What the tests of this folder share."""

import uuid

from django.db import connection
from django.utils import timezone

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import add_entry, key_of, stored_content
from stepwell.clinic.patient.versions import version_of
from tests.clinic.test_access import filled, pages

PATIENT_PAGES = ("today", "progress", "way", "get_help", "learn", "own_record")


ABOUT_A_PERSON = sorted({(name, route) for route, name, _ in pages() if "<uuid:episode>" in route})


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def write(episode, by, **values):
    """Answers of a visit."""
    lines = [{"finding": name.replace("_", "-"), "value": value} for name, value in values.items()]
    add_entry(episode, "visit", lines, by=Author.of(by))


def plan_of(episode):
    return stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]


def whole_pages(client, routes, episode):
    """Each of these addresses that answers with a whole page: its name and the answer."""
    for name, route in routes:
        answer = client.get(filled(route, episode))
        if answer.status_code == 200 and b"<main" in answer.content:
            yield name, answer


def event(episode, **answers):
    """An event as the phone of a person sends it."""
    version = version_of(episode, episode.count, timezone.now().date(), key_of(episode.person))
    return {
        "id": str(uuid.uuid4()), "kind": "check-in", "at": timezone.now().isoformat(), "tz": "UTC",
        "plan_version": version, "payload": {"answers": answers},
    }  # fmt: skip


WITH_SIDE = {"person", "timeline", "outcomes", "intake", "exam", "advice", "exits", "notes"}
"""Pages on which somebody reads or writes what belongs to a side."""


def everything_kept():
    """All that stands in the tables of the database, as bytes and text in one."""
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            kept += [bytes(one) if isinstance(one, memoryview) else one for row in cursor for one in row]
    return b"\n".join(one if isinstance(one, bytes) else str(one).encode() for one in kept if one is not None)
