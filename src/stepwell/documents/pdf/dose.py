"""A dosage in the words that a person follows.

Lives here: amount, frequency, hold and rest as sentences in the language of the document. Lives elsewhere: the
dosage itself (programme/dosage.py), the words (words/).
"""

from math import ceil

from stepwell.documents.pdf.wording import Said, Wording
from stepwell.programme.dosage import Dosage
from stepwell.programme.exercises import Exercise, Span
from stepwell.programme.knowledge import Programme

DAYS_A_WEEK = 7


def dose_line(dosage: Dosage, words: Wording) -> str:
    """`2 sets of 10 · 2 times a day · every day`."""
    return " · ".join((_amount(dosage, words), _times(dosage, words), _days(dosage, words)))


def how_line(dosage: Dosage, exercise: Exercise, programme: Programme, words: Wording) -> str:
    """`Hold 5 seconds each time. Then leave 1 day of rest.`; empty where neither is prescribed."""
    held = dosage.hold_seconds if dosage.repetitions is not None else None
    days = (
        exercise.rest_days if exercise.rest_days is not None else programme.groups[exercise.group].rest_days
    )
    hold = words("dose.hold_each", seconds=held) if held else ""
    rest = words("dose.rest_one") if days == 1 else words("dose.rest", days=days) if days else ""
    return " ".join(filter(None, (hold, rest)))


def extras(dosage: Dosage, words: Wording) -> list[dict[str, Said]]:
    """Range, load and support, each with its name, in the words of the knowledge."""
    named = (("range", dosage.range), ("load", dosage.load), ("support", dosage.support))
    return [{"name": words(f"dose.{name}"), "say": words.known(text)} for name, text in named if text]


def boxes(dosage: Dosage) -> int:
    """How many boxes to tick on a day."""
    return max(1, ceil(dosage.times_per_day[1]))


def _amount(dosage: Dosage, words: Wording) -> str:
    sets = dosage.sets
    if dosage.run_minutes is not None:
        walk, run = f"{dosage.walk_minutes or 0:g}", f"{dosage.run_minutes:g}"
        return words("dose.runs", sets=sets, walk=walk, run=run)
    if dosage.minutes is not None:
        return words("dose.minutes", minutes=_span(dosage.minutes, words))
    if dosage.repetitions is not None:
        return words("dose.set" if sets == 1 else "dose.sets", sets=sets, repetitions=dosage.repetitions)
    if dosage.hold_seconds:
        return words("dose.hold" if sets == 1 else "dose.holds", sets=sets, seconds=dosage.hold_seconds)
    return words("dose.round" if sets == 1 else "dose.rounds", sets=sets)


def _times(dosage: Dosage, words: Wording) -> str:
    times = _span(dosage.times_per_day, words)
    return words("dose.once") if times == "1" else words("dose.times", times=times)


def _days(dosage: Dosage, words: Wording) -> str:
    low, high = dosage.days_per_week
    if low == high == DAYS_A_WEEK:
        return words("dose.every_day")
    return words("dose.day") if low == high == 1 else words("dose.days", days=_span((low, high), words))


def _span(span: Span, words: Wording) -> str:
    low, high = span
    return f"{low:g}" if low == high else words("dose.span", low=f"{low:g}", high=f"{high:g}")
