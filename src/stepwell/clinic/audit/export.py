"""The audit as CSV.

Lives here: its columns and lines. Lives elsewhere: who may have it (audit/views.py).

A cell that a spreadsheet would run as a formula begins with an apostrophe.
"""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from stepwell.clinic.audit.models import Event
from stepwell.clinic.audit.words import action_words, who_words

COLUMNS = ("number", "at", "who", "actor", "role", "action", "in words", "subject", "detail")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 500


class _Echo:
    """Gives back what is written."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def lines_of(events: "QuerySet[Event]") -> Iterator[str]:
    """The lines of the file, one after the other."""
    out = csv.writer(_Echo(), lineterminator="\r\n")
    yield out.writerow(COLUMNS)
    for one in events.iterator(chunk_size=CHUNK):
        yield out.writerow([_safe(cell) for cell in _cells(one)])


def _cells(one: Event) -> Iterator[Any]:
    yield one.number
    yield one.at.isoformat(timespec="seconds")
    yield who_words(one)
    yield one.actor_id or ""
    yield one.role
    yield one.action
    yield action_words(one.action)
    yield one.subject
    yield json.dumps(one.detail, ensure_ascii=False, sort_keys=True)


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
