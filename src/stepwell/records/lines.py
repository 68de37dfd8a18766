"""One line of a record: from its keys to an observation or a course event.

Lives here: which keys a line may have. Lives elsewhere: dates (records/dates.py), values (records/values.py),
parts of a course (records/parts.py), what must hold between lines (records/contradictions.py).

Reading takes two passes, since the day of an undated line depends on the others: first its frame, then the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from stepwell.knowledge.conditions import OTHER_SIDE
from stepwell.knowledge.derivations import Aggregate, DaysOn, Derivation, courses_of, reads
from stepwell.knowledge.types import Finding, Pathway
from stepwell.knowledge.yaml_text import Tree
from stepwell.records.bounds import Bounds
from stepwell.records.dates import Stated, read_on, recorded_day
from stepwell.records.faults import Faults, Unreadable, shown
from stepwell.records.parts import PARTS, read_event, read_part, read_seq, read_side
from stepwell.records.types import NOT_SURE, WITHDRAWN, CourseEvent, Line, Observation, Side
from stepwell.records.values import read_text, read_value

_SHARED = frozenset(("on", "finding", "value", "side", "seq", "recorded_at", "by", "replaces"))
_OF_FINDING = _SHARED | {"unit"}
_OF_COURSE = _SHARED.union(PARTS)

T = TypeVar("T")


MOST_SOURCES = 8
"""How many names a remedy lists."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What places a line among the others. `sound` says whether all of it could be read."""

    row: Tree
    seq: int
    stated: Stated
    recorded_on: int | None
    sound: bool

    @property
    def name(self) -> str:
        """The finding, intervention or exercise that the line is about."""
        return shown(self.row.get("finding"))

    def line_of(self, key: str) -> int:
        """The line of the file on which the key stands."""
        return self.row.lines.get(key, self.row.line)


def read_frame(row: Tree, position: int, faults: Faults) -> Frame:
    """Where a line stands; `position` is its `seq` where it names none. Faults are noted."""
    before = len(faults.found)
    seq = _read(row, "seq", faults, partial(read_seq, key="seq"))
    stated = _read(row, "on", faults, read_on) or Stated()
    recorded = _read(row, "recorded_at", faults, recorded_day)
    if recorded is not None and stated.low is not None and recorded < stated.low:
        problem = "recorded_at lies before the day of the line."
        faults.add(row.lines["recorded_at"], problem, "Correct `on` or `recorded_at`.")
    return Frame(row, position if seq is None else seq, stated, recorded, len(faults.found) == before)


def _read(row: Tree, key: str, faults: Faults, read: Callable[[object], T]) -> T | None:
    """The value under a key that may be left out; None where it is or where it cannot be read."""
    written = row.get(key)
    return None if written is None else faults.attempt(row.lines[key], partial(read, written))


class LineReader:
    """Reads the lines of one record.

    side   the side that the record is about
    about  what the line of each `seq` is about, for lines that name another
    """

    def __init__(
        self, pathway: Pathway, faults: Faults, *, side: Side | None, about: Mapping[int, str]
    ) -> None:
        self.pathway = pathway
        self.faults = faults
        self.side = side
        self.about = about
        self.names = (*pathway.findings, *pathway.interventions, *pathway.exercises)

    def read(self, frame: Frame, on: Bounds) -> Line | None:
        """The line, or None where a fault was noted, here or in its frame."""
        before = len(self.faults.found)
        line = self._line(frame, on)
        return line if frame.sound and len(self.faults.found) == before else None

    def _line(self, frame: Frame, on: Bounds) -> Line | None:
        name = frame.row.get("finding")
        if not isinstance(name, str):
            remedy = "Write `finding:` with the id of a finding, an intervention or an exercise."
            self.faults.add(frame.line_of("finding"), "the line names no finding.", remedy)
        elif name in self.pathway.findings:
            return self._observation(frame, on, self.pathway.findings[name])
        elif name in self.pathway.interventions or name in self.pathway.exercises:
            return self._event(frame, on, name)
        else:
            self._unknown(frame, name)
        return None

    def _unknown(self, frame: Frame, name: str) -> None:
        listed = "`stepwell knowledge show` lists the findings, interventions and exercises."
        remedy = self.faults.nearest(name, self.names, otherwise=listed)
        self.faults.add(frame.line_of("finding"), f"there is no finding {shown(name)}.", remedy)

    def _observation(self, frame: Frame, on: Bounds, finding: Finding) -> Observation | None:
        if finding.derive is not None:
            problem = f"{finding.id} is derived, and so cannot be recorded."
            self.faults.add(frame.line_of("finding"), problem, _record_instead(finding.derive, self.pathway))
            return None
        self._keys(frame, _OF_FINDING, f"a line about the finding {finding.id}")
        shared = self._shared(frame, inherits=finding.per_side)
        if shared["side"] is not None and not finding.per_side:
            problem = f"{finding.id} has one value for the person, not one for each side."
            self.faults.add(frame.line_of("side"), problem, "Leave `side` out of this line.")
        value = self._value(frame, partial(read_value, finding=finding, unit=frame.row.get("unit")))
        return Observation(frame.seq, on, finding.id, value, **shared)

    def _event(self, frame: Frame, on: Bounds, name: str) -> CourseEvent:
        self._keys(frame, _OF_COURSE, f"a line about {name}")
        shared = self._shared(frame, inherits=True)
        event = self._value(frame, partial(read_event, name=name, pathway=self.pathway)) or WITHDRAWN
        parts = self._parts(frame)
        if parts.get("until") is not None and parts["until"] < on.low:
            problem = "until lies before the day of the line."
            self.faults.add(frame.line_of("until"), problem, "Correct `on` or `until`.")
        return CourseEvent(frame.seq, on, name, event, **parts, **shared)

    def _value(self, frame: Frame, read: Callable[[object], T]) -> T | None:
        if frame.row.get("value") is None and frame.row.get("replaces") is None:
            remedy = (
                "Give it `value:`. Only a line that withdraws another with `replaces` may leave it empty."
            )
            self.faults.add(frame.line_of("value"), f"{frame.name} has no value.", remedy)
        return _read(frame.row, "value", self.faults, read)

    def _shared(self, frame: Frame, *, inherits: bool) -> dict[str, Any]:
        row = frame.row
        side = _read(row, "side", self.faults, read_side)
        return {
            "side": self.side if side is None and inherits else side,
            "by": _read(row, "by", self.faults, partial(read_text, name="by")) or "",
            "recorded_on": frame.recorded_on,
            "replaces": _read(row, "replaces", self.faults, partial(self._earlier, frame=frame)),
        }

    def _parts(self, frame: Frame) -> dict[str, Any]:
        parts: dict[str, Any] = {}
        for key, written in frame.row.items():
            if key in PARTS and written != NOT_SURE:
                parts[key] = _read(frame.row, key, self.faults, partial(self._part, key=key, frame=frame))
        return parts

    def _part(self, written: object, *, key: str, frame: Frame) -> object:
        return self._same(written, key, frame) if key == "of" else read_part(written, key, self.pathway)

    def _earlier(self, written: object, *, frame: Frame) -> int:
        seq = self._same(written, "replaces", frame)
        if seq > frame.seq:
            raise Unreadable(
                f"replaces names seq {seq}, which comes later.", "Only an earlier line can be replaced."
            )
        return seq

    def _same(self, written: object, key: str, frame: Frame) -> int:
        """The `seq` of another line that is about the same."""
        seq = read_seq(written, key)
        if seq == frame.seq:
            raise Unreadable(f"{key} names the line itself.", "Write the seq of the other line.")
        if seq not in self.about:
            raise Unreadable(
                f"{key} names seq {seq}, which does not exist.", "Write the seq of a line of this record."
            )
        if self.about[seq] != frame.name:
            problem = f"{key} names seq {seq}, which is about {self.about[seq]} and not about {frame.name}."
            raise Unreadable(problem, f"Write the seq of a line about {frame.name}.")
        return seq

    def _keys(self, frame: Frame, known: frozenset[str], where: str) -> None:
        if not frame.row.keys() <= known:
            self.faults.unknown_keys(frame.row.lines.items(), known, where=where)


def _record_instead(derive: Derivation, pathway: Pathway) -> str:
    """What to record instead: what it is derived from in the end, as far as a line has room."""
    sources = sorted(_sources(derive, pathway, set()))
    more = f" and {len(sources) - MOST_SOURCES} more" if len(sources) > MOST_SOURCES else ""
    return (
        f"Record {', '.join(sources[:MOST_SOURCES])}{more}." if sources else "Record what it is derived from."
    )


def _sources(derive: Derivation, pathway: Pathway, seen: set[str]) -> set[str]:
    """The findings that are asked or tested, and the interventions, that a derived finding rests on."""
    courses = courses_of(derive)
    if courses or isinstance(derive, DaysOn):
        return set(courses.interventions if courses else derive.interventions)  # type: ignore[union-attr]
    names = (
        {derive.finding}
        if isinstance(derive, Aggregate)
        else {name.removesuffix(OTHER_SIDE) for name in reads(derive)}
    )
    found: set[str] = set()
    for name in names - seen:
        seen.add(name)
        below = pathway.findings[name].derive
        found |= {name} if below is None else _sources(below, pathway, seen)
    return found
