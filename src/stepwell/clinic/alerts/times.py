"""Since when somebody waits, in the clinic's own time.

>>> from datetime import UTC, datetime
>>> since_words(datetime(2026, 12, 1, 13, 2, tzinfo=UTC), "Europe/Amsterdam", datetime(2026, 12, 1, 20, tzinfo=UTC))
'14:02'
>>> since_words(datetime(2026, 11, 30, 13, 2, tzinfo=UTC), "Europe/Amsterdam", datetime(2026, 12, 1, 20, tzinfo=UTC))
'30 Nov, 14:02'
"""

from datetime import datetime
from zoneinfo import ZoneInfo


def since_words(at: datetime, zone: str, now: datetime) -> str:
    """The time of a moment of today, with its day where that was another."""
    here, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    return f"{here:%H:%M}" if here.date() == today else f"{here.day} {here:%b, %H:%M}"
