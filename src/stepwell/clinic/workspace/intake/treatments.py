"""Treatments of the time before: what was tried, about when, and whether it helped.

Lives here: rows of a form and the lines of record that they become. Lives elsewhere: days within bounds (intake/days.py), what
more is asked of some of them (intake/tried.py), what a
course means (reasoning/courses.py), the question whether all of them are recorded (a finding of the knowledge).

    t.N.what  t.N.event  t.N.w  t.N.day  t.N.since  t.N.target  t.N.response      for the row N, from 1
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stepwell.clinic.workspace.advice.procedures import NOT_KNOWN, SIDES
from stepwell.clinic.workspace.advice.words import GUIDANCE, STOPS
from stepwell.clinic.workspace.intake import tried
from stepwell.clinic.workspace.intake.answers import LONGEST, Posted, Values, in_words
from stepwell.clinic.workspace.intake.days import WHEN, day_within
from stepwell.clinic.workspace.intake.known import Known
from stepwell.knowledge.types import TREATMENTS, Pathway
from stepwell.reasoning.openings import HISTORY
from stepwell.records.faults import Unreadable
from stepwell.records.parts import read_part
from stepwell.records.types import NOT_SURE

MOST_ROWS = 12
SPARE_ROWS = 2
FIELDS = ("what", "event", "w", "day", "since", "target", "response", *tried.FIELDS)
EVENTS = {"done": "Done", "started": "Under way since", "stopped": "Stopped", "declined": "Declined"}
RESPONSES = {"none": "No relief", "partial": "Some relief", "good": "Good relief", "worse": "Worse"}
KINDS = {
    "load": "Exercise and care",
    "medicine": "Medicines",
    "needle": "Injections",
    "surgery": "Operations",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form. `fault` says what is wrong with it."""

    number: int
    typed: Mapping[str, str]
    fault: str = ""

    @property
    def more(self) -> bool:
        """Whether anything of what more is asked was typed, or is missing."""
        return bool(self.fault) or any(self.typed.get(name) for name in tried.FIELDS)


@dataclass(frozen=True)
class Form:
    """The rows, the words of their choices, and what was recorded already."""

    rows: tuple[Row, ...]
    groups: Mapping[str, Sequence[tuple[str, str]]]
    targets: Mapping[str, str]
    recorded: Sequence[tuple[str, str, str]]
    events: Mapping[str, str]
    responses: Mapping[str, str]
    when: Mapping[str, str]
    sides: Mapping[str, str]
    guidance: Mapping[str, str]
    stops: Mapping[str, str]


def belongs_to(findings: Sequence[str]) -> bool:
    """Whether a page asks for earlier treatments."""
    return HISTORY in findings


def fields_in(posted: Posted) -> dict[str, str]:
    """What was typed in the rows; what is empty is left out."""
    names = (f"t.{number}.{name}" for number in range(1, MOST_ROWS + 1) for name in FIELDS)
    return {name: posted[name][:LONGEST] for name in names if posted.get(name)}


def form_of(known: Known, posted: Posted, faults: Mapping[int, str]) -> Form:
    """The rows that are filled, and a few more."""
    filled = [number for number in range(1, MOST_ROWS + 1) if _typed(posted, number)]
    shown = min(MOST_ROWS, max(filled, default=0) + SPARE_ROWS)
    rows = tuple(
        Row(number, _typed(posted, number), faults.get(number, "")) for number in range(1, shown + 1)
    )
    return Form(
        rows=rows,
        groups={words: _of_kind(known.pathway, kind) for kind, words in KINDS.items()},
        targets=known.pathway.targets,
        recorded=tuple(_recorded(known)),
        events=EVENTS,
        responses=RESPONSES,
        when=WHEN,
        sides={**SIDES, NOT_SURE: NOT_KNOWN},
        guidance={**GUIDANCE, NOT_SURE: NOT_KNOWN},
        stops=STOPS,
    )


def _typed(posted: Posted, number: int) -> dict[str, str]:
    typed = {name: posted.get(f"t.{number}.{name}", "").strip() for name in FIELDS}
    return typed if any(typed[name] for name in FIELDS if name not in ("w", "rest")) else {}


def _of_kind(pathway: Pathway, kind: str) -> list[tuple[str, str]]:
    return [(one.id, one.title) for one in pathway.interventions.values() if one.kind == kind]


def _recorded(known: Known) -> Iterator[tuple[str, str, str]]:
    """What the record says of treatments so far: title, event, day."""
    replaced = {row.get("replaces") for row in known.rows}
    for seq, row in enumerate(known.rows, start=1):
        one = known.pathway.interventions.get(str(row.get("finding")))
        if one is not None and one.kind in TREATMENTS and row.get("value") in EVENTS and seq not in replaced:
            yield one.title, EVENTS[str(row["value"])].lower(), _day_words(row.get("on"))


def _day_words(on: object) -> str:
    if isinstance(on, Mapping):
        return ", ".join(f"{word} {day}" for word, day in on.items())
    return str(on or "")


def lines_of(known: Known, posted: Posted) -> tuple[list[Values], dict[int, str]]:
    """The lines of all rows, and what is wrong by row."""
    lines: list[Values] = []
    faults: dict[int, str] = {}
    for number in range(1, MOST_ROWS + 1):
        typed = _typed(posted, number)
        try:
            lines += _lines(known, typed) if typed else []
        except Unreadable as wrong:
            faults[number] = in_words(wrong)
    return lines, faults


def _lines(known: Known, typed: Mapping[str, str]) -> Iterator[Values]:
    """raises Unreadable"""
    one = known.pathway.interventions.get(typed["what"])
    if one is None or one.kind not in TREATMENTS:
        raise Unreadable("the treatment is missing.", "Choose it from the list.")
    if typed["event"] not in EVENTS:
        raise Unreadable("what became of it is missing.", "Choose done, under way, stopped or declined.")
    line: Values = {"finding": one.id, "value": typed["event"]}
    line["on"] = _day(typed["day"], before=typed["w"] == "before", today=known.today)
    line |= _part("target", typed["target"], known.pathway)
    line |= _part("response", typed["response"], known.pathway)
    line |= tried.more_of(one, typed, known.pathway, side=known.episode.side)
    if typed["since"]:
        if typed["event"] != "stopped":
            raise Unreadable(
                "only what stopped has a day of its own for the start.", "Leave the start empty."
            )
        start = {"finding": one.id, "value": "started", **_part("target", typed["target"], known.pathway)}
        yield {**start, "on": _day(typed["since"], before=False, today=known.today)}
    yield line


def _day(written: str, *, before: bool, today: date) -> Any:
    """An empty day is some day before today."""
    if not written.strip():
        return {"before": (today + timedelta(days=1)).isoformat()}
    return day_within(written.strip(), before=before, today=today)


def _part(key: str, written: str, pathway: Pathway) -> Values:
    if not written:
        return {}
    read_part(written, key, pathway)
    return {key: written}
