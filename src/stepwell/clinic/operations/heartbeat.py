"""When work in the background was last done, so that staff can see that it still is.

Lives here: the mark and its words. Lives elsewhere: what is done (tasks.py), the footer that shows it (templates/stepwell/).

The mark is a file of the home, whose time is that of the last task that ended: a page asks for it without a query.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

LATE = timedelta(minutes=5)
"""A task is done each minute; after so long without one, something is wrong."""

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class Heartbeat:
    """When a task last ended, and whether that is too long ago. `words` is what a page says."""

    at: datetime | None
    late: bool
    words: str


def mark() -> None:
    """Say that a task has ended now."""
    path = _path()
    path.touch(mode=0o600)
    os.utime(path)


def state(now: datetime | None = None) -> Heartbeat:
    """How it stands."""
    now = now or timezone.now()
    try:
        at = datetime.fromtimestamp(_path().stat().st_mtime, UTC)
    except FileNotFoundError:
        return Heartbeat(None, True, "Background work has not run yet.")
    late = now - at > LATE
    asked = " Tell who runs this clinic's computer: plans are not kept up to date." if late else ""
    return Heartbeat(at, late, f"Background work last ran {ago(now - at)}.{asked}")


def ago(span: timedelta) -> str:
    """How long ago, in words.

    >>> ago(timedelta(seconds=20)), ago(timedelta(minutes=2)), ago(timedelta(hours=30))
    ('just now', '2 minutes ago', '1 day ago')
    """
    seconds = max(0, int(span.total_seconds()))
    for unit, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        count = seconds // unit
        if count:
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"


def _path() -> Path:
    folder: Path = settings.HOME.folder
    return folder / "background-work"
