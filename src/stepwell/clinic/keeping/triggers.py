"""Triggers of the database that forbid changing and deleting what only grows.

Lives here: their text for each engine, as an operation of a migration. Lives elsewhere: the tables.
"""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER {table}_only_grows_{name} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION stepwell_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_only_grows_{name} BEFORE {event} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION stepwell_only_grows()
"""
EVENTS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}


def only_grows(table: str) -> migrations.RunPython:
    """The operation that forbids changing and deleting the rows of a table."""

    def forbid(_apps: Any, editor: Any) -> None:
        vendor = editor.connection.vendor
        if vendor == "postgresql":
            editor.execute(POSTGRES_FUNCTION, None)
        for event in EVENTS[vendor]:
            text = SQLITE if vendor == "sqlite" else POSTGRES
            editor.execute(text.format(table=table, event=event, name=event.lower()), None)

    def permit(_apps: Any, editor: Any) -> None:
        vendor = editor.connection.vendor
        place = f" ON {table}" if vendor == "postgresql" else ""
        for event in EVENTS[vendor]:
            editor.execute(f"DROP TRIGGER {table}_only_grows_{event.lower()}{place}")

    return migrations.RunPython(forbid, permit)
