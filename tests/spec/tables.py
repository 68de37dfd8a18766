"""The tables of the specs: from a few words to one person's record.

Lives here: the grammar below. Lives elsewhere: what is recorded of everyone (backgrounds.py), which engines run a
table (conftest.py), how it is printed (document.py).

    patient | fever | worst pain | notch tenderness (other side) | course: corticosteroid injection
    --------+-------+------------+-------------------------------+--------------------------------------
    ann     | yes   | 8, 60 d ago; 5 |                           | done 30 d ago, target piriformis

A row is a person, seen on one day. A column is one of

    a finding               its id with spaces or hyphens; `(other side)` after it for the side without the complaint
    course: TREATMENT       an intervention that was started, done, declined ...; an exit that was settled
    side                    the side of the complaint, right unless the table says otherwise

A blank cell means: not recorded, also where the background would say something. Several entries of a cell stand apart
by a semicolon. An entry of a finding is a value, then a comma and its day where that is not today:

    yes, no, not sure       8       2.5       45 min       at least 6       at most 3       5 to 7       fibrous band

An entry of a course is an event with its day, then its parts, apart by commas:

    started 60 d ago, adherence 80       done 30 d ago, target piriformis, guidance ultrasound, relief percent 70

A day is `today`, `60 d ago` or `undated`. For a part of a course that ends in the future: `until in 30 d`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from stepwell.knowledge.types import Finding, Pathway
from stepwell.records.bounds import Bounds, exactly
from stepwell.records.parts import PARTS, read_event, read_part
from stepwell.records.types import CourseEvent, Line, Observation, Record
from stepwell.records.values import read_value

TODAY = date(2026, 3, 1)
SIDE = "right"
OTHER_SIDE = {"right": "left", "left": "right"}

_OTHER = " (other side)"
_COURSE = "course: "
_DAY = re.compile(r"(?P<rest>.*?),? ?(?P<day>today|undated|(?P<ago>\d+) d ago)")
_NUMBER = re.compile(
    r"(?P<end>at least |at most )?(?P<low>-?[\d.]+)(?: to (?P<high>[\d.]+))?(?: (?P<unit>\S+))?"
)


@dataclass(frozen=True)
class Table:
    """The columns after `patient`, and for each patient the cells under them."""

    columns: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]

    def cells(self, patient: str) -> dict[str, str]:
        """One patient's cells by column."""
        return dict(zip(self.columns, self.rows[patient], strict=True))


def read_table(text: str) -> Table:
    """The table in a text; the first line has the names of the columns. raises ValueError"""
    lines = [line for line in text.strip().splitlines() if line.strip(" -+|")]
    first, *columns = _split(lines[0])
    if first != "patient":
        raise ValueError(f"The first column is {first}, not patient.")
    rows = {}
    for line in lines[1:]:
        patient, *cells = _split(line)
        if len(cells) != len(columns) or patient in rows:
            raise ValueError(f"The row of {patient} does not fit the table.")
        rows[patient] = tuple(cells)
    return Table(tuple(columns), rows)


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def record_of(cells: Mapping[str, str], pathway: Pathway, *, background: Mapping[str, str]) -> Record:
    """The record that a row stands for. A column of the row replaces what the background says there."""
    said = {_key(column): cell for column, cell in (*background.items(), *cells.items())}
    side = said.pop("side", SIDE) or None
    lines = [line for key, cell in said.items() if cell for line in _lines(key, cell, side, pathway)]
    numbered = [
        replace(line, seq=seq)
        for seq, line in enumerate(sorted(lines, key=lambda line: line.on.high), start=1)
    ]
    observations = tuple(line for line in numbered if isinstance(line, Observation))
    return Record(side, None, observations, tuple(line for line in numbered if isinstance(line, CourseEvent)))


def _key(column: str) -> str:
    """A column with hyphens for spaces, so that both ways of writing it are the same column."""
    for mark in (_COURSE, ""):
        if column.startswith(mark):
            name = column.removeprefix(mark).removesuffix(_OTHER)
            return mark + name.replace(" ", "-") + (_OTHER if column.endswith(_OTHER) else "")
    raise AssertionError(column)


def _lines(key: str, cell: str, side: str | None, pathway: Pathway) -> Iterator[Line]:
    entries = [entry.strip() for entry in cell.split(";")]
    if key.startswith(_COURSE):
        name = _known(key.removeprefix(_COURSE), (*pathway.interventions, *pathway.exercises))
        yield from (_event(name, entry, side, pathway) for entry in entries)
        return
    finding = pathway.findings[_known(key.removesuffix(_OTHER), pathway.findings)]
    if finding.derive is not None:
        raise ValueError(f"{finding.id} is worked out from other findings; record those.")
    here = OTHER_SIDE[side or SIDE] if key.endswith(_OTHER) else side
    yield from (_observation(finding, entry, here if finding.per_side else None) for entry in entries)


def _known(name: str, names: Mapping[str, object] | tuple[str, ...]) -> str:
    if name not in names:
        raise ValueError(
            f"{name} is not known. Near it: {', '.join(get_close_matches(name, names)) or 'nothing'}."
        )
    return name


def _observation(finding: Finding, entry: str, side: str | None) -> Observation:
    words, on = _dated(entry)
    written, unit = _number(words) if finding.type == "number" else (words.replace(" ", "-"), None)
    return Observation(0, on, finding.id, read_value(written, finding, unit=unit), side)


def _dated(entry: str) -> tuple[str, Bounds]:
    """An entry without its day, and the day; today where it names none."""
    today = TODAY.toordinal()
    match = _DAY.fullmatch(entry)
    if match is None:
        return entry, exactly(today)
    if match["day"] == "undated":
        return match["rest"], Bounds(1, today)
    return match["rest"], exactly(today - int(match["ago"] or 0))


def _number(words: str) -> tuple[object, str | None]:
    match = _NUMBER.fullmatch(words)
    if match is None:
        return words.replace(" ", "-"), None
    low = _exact(match["low"])
    if match["high"]:
        return {"from": low, "to": _exact(match["high"])}, match["unit"]
    return ({match["end"].strip().replace(" ", "_"): low} if match["end"] else low), match["unit"]


def _exact(digits: str) -> int | float:
    return float(digits) if "." in digits else int(digits)


def _event(name: str, entry: str, side: str | None, pathway: Pathway) -> CourseEvent:
    first, *parts = [part.strip() for part in entry.split(",")]
    happened, on = _dated(first)
    read = dict(_part(part, pathway) for part in parts)
    if name in pathway.exercises:
        return CourseEvent(0, on, name, happened, side, **read)
    return CourseEvent(0, on, name, read_event(happened, name, pathway), side, **read)


def _part(part: str, pathway: Pathway) -> tuple[str, object]:
    """A part of a course, such as `relief percent 70`: its key, and what it was."""
    key = next((key for key in PARTS if part.startswith(key.replace("_", " ") + " ")), None)
    if key is None:
        raise ValueError(f"{part} is no part of a course.")
    words = part[len(key) + 1 :]
    if key == "until":
        return key, TODAY.toordinal() + int(words.removeprefix("in ").removesuffix(" d"))
    if key in ("target", "guidance", "response", "agent", "approach", "dose", "outcome", "reason"):
        return key, read_part(words.replace(" ", "-"), key, pathway)
    return key, read_part(_number(words)[0], key, pathway)
