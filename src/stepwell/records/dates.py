"""When a line happened: from what a person wrote to a day within bounds.

Lives here: dates, partial dates, before, after and between, and where an undated line lies among the others.
Lives elsewhere: which keys of a line hold a date (records/lines.py).

A day is a proleptic ordinal. Ordinal 1 stands for "no earliest day is known".
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from stepwell.records.bounds import Bounds
from stepwell.records.faults import Unreadable

FIRST_YEAR, LAST_YEAR = 1900, 2200
NO_EARLIEST = 1

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TIME = re.compile(r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_FORMS = (
    "Write 2026-03-01, 2026-03 or 2026; {before: DAY}, {after: DAY} or {from: DAY, to: DAY}; or leave it out."
)


class Stated(NamedTuple):
    """The first and the last possible day as written, ends included; None where the line does not say."""

    low: int | None = None
    high: int | None = None


def read_on(written: object, *, key: str = "on") -> Stated:
    """The day of a line as written.

    written  a day, a month, a year, a mapping with before, after or from and to, or None
    returns  both ends for a date; low = 1 for `before`, no high for `after`; nothing for None
    raises   Unreadable
    """
    if written is None:
        return Stated()
    if not isinstance(written, dict):
        return Stated(*span(written, key=key))
    if written.keys() == {"from", "to"}:
        return _ordered(span(written["from"], key=key)[0], span(written["to"], key=key)[1], key)
    if written and written.keys() <= {"before", "after"}:
        return _open(written, key)
    raise Unreadable(f"{key} is not a day.", _FORMS)


def _open(written: dict[str, object], key: str) -> Stated:
    low = span(written["after"], key=key)[1] + 1 if "after" in written else NO_EARLIEST
    if "before" not in written:
        return Stated(low, None)
    return _ordered(low, span(written["before"], key=key)[0] - 1, key)


def _ordered(low: int, high: int, key: str) -> Stated:
    if low > high:
        raise Unreadable(f"{key} ends before it begins.", "Correct one of the two days.")
    return Stated(low, high)


def span(written: object, *, key: str) -> tuple[int, int]:
    """The first and the last day of a date, a month (2024-03) or a year (2024). raises Unreadable

    >>> [date.fromordinal(day).isoformat() for day in span("2024-02", key="on")]
    ['2024-02-01', '2024-02-29']
    """
    if isinstance(written, bool) or not isinstance(written, str | int):
        raise Unreadable(f"{key} is not a day.", _FORMS)
    return _span(str(written), key)


def recorded_day(written: object) -> int:
    """The day of `recorded_at`: a whole date, with or without a time, which is left out. raises Unreadable"""
    word = str(written)
    if not isinstance(written, str) or not (word[10:] == "" or _TIME.fullmatch(word[10:])):
        raise Unreadable("recorded_at is not a day.", "Write it as 2026-03-01 or 2026-03-01T09:30:00Z.")
    low, high = _span(word[:10], "recorded_at")
    if low != high:
        raise Unreadable(
            "recorded_at is not a whole date.", "Write it as 2026-03-01 or 2026-03-01T09:30:00Z."
        )
    return low


@lru_cache(maxsize=4096)
def _span(word: str, key: str) -> tuple[int, int]:
    match = _DAY.fullmatch(word)
    if match is None:
        raise Unreadable(f"{key} is not a day.", _FORMS)
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"{key} lies outside the years {FIRST_YEAR} to {LAST_YEAR}.", "Check the year.")
    try:
        return _first(year, month, day), _last(year, month, day)
    except ValueError:
        raise Unreadable(f"{key} is a day that does not exist.", "Check the month and the day.") from None


def _first(year: int, month: int | None, day: int | None) -> int:
    return date(year, 1 if month is None else month, 1 if day is None else day).toordinal()


def _last(year: int, month: int | None, day: int | None) -> int:
    month = 12 if month is None else month
    return date(year, month, monthrange(year, month)[1] if day is None else day).toordinal()


def days_within_bounds(stated: Sequence[Stated], recorded: Sequence[int | None]) -> list[Bounds]:
    """The day of each line within bounds.

    stated    what each line says of its day, in the order of `seq`
    recorded  the day on which each line was recorded, where it says so
    returns   for a line with `after` alone: until the last dated day of the record; for an undated line: between
              the dated lines before and after it, or anywhere until the last dated day where these disagree with
              each other or with the day of recording. Without any dated line, ordinal 1
    """
    if not stated:
        return []
    last = max(_latest(line) for line in stated)
    closed = [_closed(line, last) for line in stated]
    limits = zip(closed, _earlier(closed), _later(closed, last), recorded, strict=True)
    return [line or _between(low, high, last, day) for line, low, high, day in limits]


def _latest(line: Stated) -> int:
    return line.high or line.low or NO_EARLIEST


def _closed(line: Stated, last: int) -> Bounds | None:
    if line.low is None:
        return None
    return Bounds(line.low, max(line.low, last) if line.high is None else line.high)


def _earlier(lines: Iterable[Bounds | None]) -> Iterator[int]:
    """For each line, the greatest lower bound of the lines before it."""
    lows = [NO_EARLIEST if line is None else int(line.low) for line in lines]
    return accumulate([NO_EARLIEST, *lows[:-1]], max)


def _later(lines: Sequence[Bounds | None], last: int) -> list[int]:
    """For each line, the least upper bound of the lines after it."""
    highs = [last if line is None else int(line.high) for line in lines]
    return list(accumulate([last, *highs[:0:-1]], min))[::-1]


def _between(low: int, high: int, last: int, recorded: int | None) -> Bounds:
    agreed = low <= high and (recorded is None or low <= recorded)
    return Bounds(low, high) if agreed else Bounds(NO_EARLIEST, last)
