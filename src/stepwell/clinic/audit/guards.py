"""Whether the database still refuses to change and to delete what only grows.

Lives here: comparing the triggers that are there with those that the migrations make. Lives elsewhere: their text
(keeping/triggers.py), the chains that show a change nevertheless (audit/verify.py).
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from stepwell.clinic.keeping.triggers import EVENTS, POSTGRES, POSTGRES_FUNCTION, SQLITE

GROWING = (
    "audit_event",
    "episodes_entry",
    "library_answer",
    "library_localvalues",
    "library_proposal",
)
"""The tables whose rows the database itself refuses to change or delete."""


def unguarded() -> Iterator[str]:
    """The triggers that are gone or were changed, in words; nothing where the database refuses as it should."""
    there = _triggers_there()
    for table in GROWING:
        for event in EVENTS[connection.vendor]:
            name = f"{table}_only_grows_{event.lower()}"
            text = SQLITE if connection.vendor == "sqlite" else POSTGRES
            if there.get(name) != _plain(text.format(table=table, event=event, name=event.lower())):
                yield f"the trigger {name} is missing or is not as it was made"
    if connection.vendor == "postgresql":
        yield from _function()


def _triggers_there() -> dict[str, str]:
    """The triggers that work, by name, each as the text that makes it."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, pg_get_triggerdef(oid, true) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    )
    return {name: _plain(text) for name, text in _rows(query)}


def _function() -> Iterator[str]:
    """That the function behind the triggers of PostgreSQL still refuses."""
    body = _plain(POSTGRES_FUNCTION.split("$$")[1])
    found = [
        _plain(text) for (text,) in _rows("SELECT prosrc FROM pg_proc WHERE proname = 'stepwell_only_grows'")
    ]
    if found != [body]:
        yield "the function stepwell_only_grows is missing or is not as it was made"


def _rows(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _plain(text: str) -> str:
    """A statement with its space made even."""
    return " ".join(text.split())
