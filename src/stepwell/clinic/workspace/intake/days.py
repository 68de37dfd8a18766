"""The day of a result or a treatment, as somebody remembers it.

Lives here: a day, a month, a year, or the time before it, as a record writes it. Lives elsewhere: which answers have a day
(intake/answers.py), how a record reads one (records/dates.py).
"""

import re
from datetime import date

from stepwell.records.dates import read_on
from stepwell.records.faults import Unreadable

WHEN = {"on": "On or in", "before": "Before"}
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def day_within(written: str, *, before: bool, today: date) -> object:
    """A day, a month or a year, or the time before it, as a record writes it, and not after today. raises Unreadable"""
    if not _DAY.fullmatch(written):
        raise Unreadable("the day cannot be read.", "Write it as 2026-03-14, 2026-03 or 2026.")
    stated = read_on({"before": written} if before else written, key="the day")
    low, high = stated.low or 1, stated.high or today.toordinal()
    if low > today.toordinal():
        raise Unreadable("the day lies in the future.", "Check the year and the month.")
    if high > today.toordinal():
        return (
            {"before": date.fromordinal(today.toordinal() + 1).isoformat()} if before else _until(low, today)
        )
    return {"before": written} if before else written


def _until(low: int, today: date) -> object:
    first = date.fromordinal(low)
    return today.isoformat() if first == today else {"from": first.isoformat(), "to": today.isoformat()}
