"""One person's script made into saves: what was recorded on a day, by whom, in the form of record lines.

Lives here: entries of a life, their sets of answers and courses, days that count from today. Lives elsewhere: rows of
digits (diaries.py), what a line may say (records/lines.py).

An entry of a life is `{day: -42, visit: physiotherapist, use: [SET], answers: {FINDING: VALUE}, care: {ID: EVENT}}`. Its
kind is one of KINDS, and the word beside it is who recorded it. A value or an event may be a mapping with more keys of a
line; `on` in it is a number of days, `{year: -2}` (the whole year, two years ago), `{before: -400}` or `unknown`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from stepwell.knowledge.types import Pathway

Kind = Literal["check-in", "session", "visit", "exam", "decision"]
KINDS: tuple[Kind, ...] = ("check-in", "session", "visit", "exam", "decision")
"""What a save is, in the order of a day."""

RecordLine = dict[str, Any]
Script = Mapping[str, Any]


class DemoSave(NamedTuple):
    """Lines that were recorded together, and whether the plan had no session on that day."""

    on: date
    by: str
    kind: Kind
    lines: tuple[RecordLine, ...]
    rest: bool = False


@dataclass(frozen=True)
class AnswerSets:
    """Answers that are given together, by name. "None of these" is a no to each finding of a page or a test."""

    written: Mapping[str, Mapping[str, Any]]
    pathway: Pathway

    def answers(self, name: str) -> dict[str, Any]:
        """The answers of a set. raises ValueError for a name that lives/answers.yaml does not have"""
        if name not in self.written:
            raise ValueError(
                f"lives/answers.yaml has no answers {name}. Write one of {', '.join(self.written)}."
            )
        found = dict(self.written[name])
        pages = found.pop("none-of", ())
        return {**dict.fromkeys((finding for page in pages for finding in self._shown(page)), "no"), **found}

    def _shown(self, page: str) -> tuple[str, ...]:
        sets = {one.id: one.findings for one in self.pathway.question_sets}
        return sets[page] if page in sets else self.pathway.interventions[page].finds


class Calendar(NamedTuple):
    """Days as a script counts them, on a day that is taken as today."""

    today: date

    def day(self, count: int) -> date:
        return self.today + timedelta(days=count)

    def on(self, written: object) -> object:
        """The `on` of a line, for what a script writes; None where nobody knows the day."""
        if isinstance(written, int):
            return self.day(written).isoformat()
        if isinstance(written, Mapping):
            year = written.get("year")
            ends = {key: self.on(value) for key, value in written.items()}
            return ends if year is None else str(self.today.year + int(year))
        return None


def life_of(script: Script, sets: AnswerSets, today: date) -> Iterator[DemoSave]:
    """The saves of the entries under `life`. The first says who the person is."""
    calendar = Calendar(today)
    about: Mapping[str, Any] = {"age": script["age"], "sex": script["sex"], "country": script["country"]}
    for entry in script["life"]:
        answers = {**about, **_answers(entry, sets)}
        about = {}
        kind = next(kind for kind in KINDS if kind in entry)
        yield DemoSave(
            calendar.day(entry["day"]), entry[kind], kind, tuple(_lines(entry, kind, answers, calendar))
        )


def _answers(entry: Script, sets: AnswerSets) -> dict[str, Any]:
    used = [sets.answers(name) for name in entry.get("use", ())]
    return {name: value for one in (*used, entry.get("answers", {})) for name, value in one.items()}


def _lines(entry: Script, kind: Kind, answers: Script, calendar: Calendar) -> Iterator[RecordLine]:
    given = [*answers.items(), *_each(entry.get("care", {}))]
    for name, value in given:
        yield line(name, value, calendar, day=entry["day"], by=entry[kind])


def _each(care: Script) -> Iterable[tuple[str, Any]]:
    """What happened to each intervention; a list says several things of one."""
    for name, events in care.items():
        yield from ((name, event) for event in (events if isinstance(events, list) else [events]))


def line(name: str, written: object, calendar: Calendar, *, day: int, by: str) -> RecordLine:
    """One line of a record. What happened on another day than that of the save says when it was recorded."""
    parts = dict(written) if isinstance(written, Mapping) else {"value": written}
    saved = calendar.day(day).isoformat()
    on = calendar.on(parts.pop("on", day))
    if "until" in parts:
        parts["until"] = calendar.on(parts["until"])
    late = {} if on == saved else {"recorded_at": saved}
    return {"on": on, "finding": name, **parts, "by": by, **late}
