"""What the tests of this folder share."""

import uuid

from django.db import connection

from stepwell.clinic.audit.guards import GROWING
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.episodes.models import Entry
from stepwell.clinic.keeping.triggers import EVENTS


def without_triggers():
    """What somebody with full rights does first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GROWING:
            for event in EVENTS[connection.vendor]:
                place = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {table}_only_grows_{event.lower()}{place}")


def sql(text, *values):
    """Change rows behind the program's back."""
    with connection.cursor() as cursor:
        cursor.execute(text, [plain(one) for one in values])


def plain(value):
    """An id as the database keeps it."""
    return value.hex if isinstance(value, uuid.UUID) and connection.vendor == "sqlite" else value


SEEN = "as the audit saw it written"
"""Ends what is said where the audit names an entry that is not there any more, or another one in its place."""


def found():
    """What is found beside the triggers and what the audit saw."""
    return [one for one in verify() if "trigger" not in one and SEEN not in one]


def entry(record, number):
    return Entry.objects.get(episode=record, number=number)
