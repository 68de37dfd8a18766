"""Rows of a table, many at a time.

Lives here: storing new rows with one statement, and changing some columns of a few. Lives elsewhere: what is stored (patient/writing.py).

It does what `bulk_create` and `bulk_update` of Django do. Those compile the statement anew for every row of every request, which takes
longer than everything else that is done for a batch. One statement for all rows holds the lock of the database for as short as can be.
The names in a statement are those of our own models and quoted; every value is bound.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

VALUES = 900
"""How many values a statement has at most: SQLite may be built to take no more than 999."""


def insert(rows: Sequence[Model]) -> None:
    """Store new rows of one table whose numbers the database gives."""
    if not rows:
        return
    head, marks, names = _insert(type(rows[0]))
    made = list(_values(rows, names))
    some = VALUES // len(names)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        for start in range(0, len(made), some):
            part = made[start : start + some]
            cursor.execute(head + ",".join([marks] * len(part)), [value for row in part for value in row])


def update(rows: Sequence[Model], *names: str) -> None:
    """Change these columns of rows that are there."""
    kind = type(rows[0])
    statement, key = _update(kind, names)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.executemany(statement, list(_values(rows, (*names, key))))


@lru_cache(maxsize=16)
def _insert(kind: type[Model]) -> tuple[str, str, tuple[str, ...]]:
    about: Any = kind._meta
    fields = [one for one in about.concrete_fields if one is not about.auto_field]
    columns = ", ".join(_quoted(one.column) for one in fields)
    marks = ", ".join("%s" for _ in fields)
    head = f"INSERT INTO {_quoted(about.db_table)} ({columns}) VALUES "  # noqa: S608
    return head, f"({marks})", tuple(one.name for one in fields)


@lru_cache(maxsize=16)
def _update(kind: type[Model], names: tuple[str, ...]) -> tuple[str, str]:
    about: Any = kind._meta
    columns = ", ".join(f"{_quoted(about.get_field(name).column)} = %s" for name in names)
    where = f"WHERE {_quoted(about.pk.column)} = %s"
    return f"UPDATE {_quoted(about.db_table)} SET {columns} {where}", about.pk.name  # noqa: S608


def _quoted(name: str) -> str:
    return str(connections[DEFAULT_DB_ALIAS].ops.quote_name(name))


def _values(rows: Sequence[Model], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The values of each row as the database takes them. The connection is looked up once: that is dear for every value."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields: list[Any] = [type(rows[0])._meta.get_field(name) for name in names]
    columns = [
        list(_prepared(field, (getattr(row, field.attname) for row in rows), connection)) for field in fields
    ]
    return zip(*columns, strict=True)


def _prepared(field: Any, values: Iterable[Any], connection: Any) -> Iterator[Any]:
    """Values of a column; many are the same as the one before."""
    before, made = object(), None
    for value in values:
        if value is not before:
            before, made = value, field.get_db_prep_save(value, connection)
        yield made
