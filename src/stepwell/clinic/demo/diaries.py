"""Rows of digits made into daily check-ins and sessions: the last four weeks day by day, before that week by week.

Lives here: what each sign of a row means. Lives elsewhere: visits and decisions (scripts.py), exercises
(knowledge/dgs/exercises).

    pain: "5455445 4454344 3443433 3343333"      one sign a day, today last; `.` is a day without a check-in
    sessions: "d-d-p-d ..."                      see LOGS; `-` is a day of rest, `.` one of which nothing is known
    weekly: {worst-pain: [8, 7, 7]}              one value a week, the last of them five weeks ago
    monthly: {worst-pain: [6, 3, 1]}             the same every fourth week, the last of them eight weeks ago
    sits: [10, 10, 15, 15]                       minutes, on the last check-in of each of the four weeks
    programme: [{from: -60, phase: mobilise, exercises: {clamshell: L1}}]
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from stepwell.clinic.demo.scripts import (
    AnswerSets,
    Calendar,
    DemoSave,
    Kind,
    RecordLine,
    Script,
    line,
)

SHORT_SCREEN = "short-screen-clear"
DAYS = 28
WEEK = 7
RECENT = 14
"""The short screen was asked in the last days only, so that a record stays small."""


class Log(NamedTuple):
    """How an exercise went, and how bad the pain was during it; `none` for one that was left out."""

    response: str
    pain: int | None


class Session(NamedTuple):
    """What a sign says of the first exercise, of the others, and of the next morning."""

    first: Log
    others: Log
    next_morning: str


LOGS: Mapping[str, Session] = {
    "d": Session(Log("good", 2), Log("good", 2), "settled"),
    "e": Session(Log("good", 1), Log("good", 1), "settled"),
    "p": Session(Log("partial", 3), Log("none", None), "same"),
    "w": Session(Log("partial", 3), Log("worse", 6), "worse"),
    "s": Session(Log("none", None), Log("none", None), ""),
}
"""Done, done with ease, done in part, stopped, skipped. The script says why under `stopped` and `skipped`."""
REST = "-"


def diary_of(script: Script, sets: AnswerSets, today: date) -> Iterator[DemoSave]:
    """The saves of the rows of a script."""
    diary = _Diary(script, sets, Calendar(today))
    yield from diary.long_ago("monthly", every=4 * WEEK, last=2 * DAYS)
    yield from diary.long_ago("weekly", every=WEEK, last=DAYS + WEEK)
    yield from diary.phases()
    for day in range(1 - DAYS, 1):
        yield from diary.check_in(day)
        yield from diary.session(day)


class _Diary:
    def __init__(self, script: Script, sets: AnswerSets, calendar: Calendar) -> None:
        self.script, self.calendar = script, calendar
        self.pain, self.sessions = _row(script, "pain"), _row(script, "sessions")
        self.screen = sets.answers(SHORT_SCREEN)

    def long_ago(self, key: str, *, every: int, last: int) -> Iterator[DemoSave]:
        rows: Mapping[str, list[object]] = self.script.get(key, {})
        for place in range(max(map(len, rows.values()), default=0), 0, -1):
            given = {name: row[-place] for name, row in rows.items() if place <= len(row)}
            yield self._save(-last - every * (place - 1), "check-in", given)

    def phases(self) -> Iterator[DemoSave]:
        phase = ""
        for part in self.script.get("programme", ()):
            if part["phase"] != phase:
                phase = part["phase"]
                yield self._save(
                    part["from"], "decision", {"phase": phase}, by=part.get("by", "physiotherapist")
                )

    def check_in(self, day: int) -> Iterator[DemoSave]:
        """The morning's check-in, with how the session of the day before has settled."""
        pain = self._at(self.pain, day)
        if pain == ".":
            return
        yesterday = LOGS.get(self._at(self.sessions, day - 1))
        answers: dict[str, object] = {"worst-pain": int(pain)}
        if self._is_last_of_week(day) and "sits" in self.script:
            answers["sitting-tolerance"] = self.script["sits"][(day + DAYS - 1) // WEEK]
        if yesterday and yesterday.next_morning:
            answers["next-morning"] = yesterday.next_morning
        yield self._save(day, "check-in", answers)._replace(rest=self._at(self.sessions, day) == REST)

    def _is_last_of_week(self, day: int) -> bool:
        rest_of_week = range(day + 1, day - (day + DAYS - 1) % WEEK + WEEK)
        return all(self._at(self.pain, later) == "." for later in rest_of_week)

    def session(self, day: int) -> Iterator[DemoSave]:
        found = LOGS.get(self._at(self.sessions, day))
        if found is None:
            return
        logs = dict(self._logs(found, day))
        pains = [log.pain for log in (found.first, found.others) if log.pain is not None]
        screen = self.screen if pains and day > -RECENT else {}
        felt = {"session-pain": max(pains)} if pains else {}
        yield self._save(day, "session", {**screen, **logs, **felt})

    def _logs(self, session: Session, day: int) -> Iterator[tuple[str, object]]:
        skipped = session.first.response == "none"
        reasons = {"worse": self.script.get("stopped"), "none": self.script["skipped"] if skipped else None}
        for place, (exercise, dose) in enumerate(self._exercises(day).items()):
            log = session.others if place else session.first
            more = {"pain": log.pain, "reason": reasons.get(log.response)}
            told = {key: value for key, value in more.items() if value is not None}
            yield exercise, {"value": "done", "dose": dose, "response": log.response, **told}

    def _exercises(self, day: int) -> Mapping[str, str]:
        parts = [part for part in self.script["programme"] if part["from"] <= day]
        exercises: Mapping[str, str] = parts[-1]["exercises"]
        return exercises

    @staticmethod
    def _at(row: str, day: int) -> str:
        return row[day + DAYS - 1] if -DAYS < day <= 0 else "."

    def _save(self, day: int, kind: Kind, answers: Mapping[str, object], *, by: str = "patient") -> DemoSave:
        lines: list[RecordLine] = [
            line(name, value, self.calendar, day=day, by=by) for name, value in answers.items()
        ]
        return DemoSave(self.calendar.day(day), by, kind, tuple(lines))


def _row(script: Script, key: str) -> str:
    """One sign a day. raises ValueError where it does not have four weeks"""
    row = str(script.get(key, "." * DAYS)).replace(" ", "")
    if len(row) != DAYS:
        raise ValueError(f"{script['id']}: {key} has {len(row)} days. Write {DAYS} signs, today last.")
    return row
