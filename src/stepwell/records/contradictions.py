"""What cannot hold between two lines of one record.

Lives here: two lines with one `seq`, and lines that contradict each other. Lives elsewhere: faults of a single
line, and lines that name another (records/lines.py). A line that another replaces contradicts nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from stepwell.knowledge.types import Finding
from stepwell.records.bounds import Bounds
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.faults import Faults
from stepwell.records.lines import Frame
from stepwell.records.types import NOT_SURE, CourseEvent, Line, Observation, Value

SAME_THROUGHOUT = {"age": "age_years", "sex": "sex"}
"""Findings of which `patient` and a line must agree, and their keys in `patient`."""


class Placed(NamedTuple):
    """A line of the record, and the line of the file on which it stands."""

    at: int
    line: Line


class Seen(NamedTuple):
    """The same for an observation."""

    at: int
    line: Observation


class Happened(NamedTuple):
    """The same for a course event."""

    at: int
    line: CourseEvent


def note_repeated_seq(frames: Iterable[Frame], faults: Faults) -> None:
    """Note each line whose `seq` an earlier line of the file has."""
    first: dict[int, int] = {}
    for frame in frames:
        if frame.seq in first:
            problem = f"seq {frame.seq} is that of line {first[frame.seq]} too."
            faults.add(frame.line_of("seq"), problem, "Give every line a seq of its own, or none of them.")
        first.setdefault(frame.seq, frame.row.line)


def note_contradictions(
    placed: Iterable[Placed], patient: Sequence[Seen], findings: Mapping[str, Finding], faults: Faults
) -> None:
    """Note what lines say against each other, and against `patient`. The lines come in the order of `seq`."""
    lines = _standing(tuple(placed))
    seen = [Seen(at, line) for at, line in lines if isinstance(line, Observation)]
    happened = [Happened(at, line) for at, line in lines if isinstance(line, CourseEvent)]
    _note_against_patient(seen, patient, faults)
    _note_two_values(seen, findings, faults)
    _note_pregnancy(seen, patient, faults)
    _note_stop_before_start(happened, faults)
    _note_done_and_declined(happened, faults)


def _standing(placed: Sequence[Placed]) -> list[Placed]:
    replaced = {line.replaces for _, line in placed}
    return [one for one in placed if one.line.seq not in replaced]


def _note_against_patient(seen: Iterable[Seen], patient: Sequence[Seen], faults: Faults) -> None:
    stated = {line.finding: Seen(at, line) for at, line in patient if line.finding in SAME_THROUGHOUT}
    for at, line in seen:
        first = stated.get(line.finding)
        if first and _differ(first.line.value, line.value):
            problem = f"{line.finding} does not agree with patient.{SAME_THROUGHOUT[line.finding]} on line {first.at}."
            faults.add(at, problem, "Correct one of the two.")


def _differ(one: Value | None, other: Value | None) -> bool:
    """Whether two values cannot both hold."""
    if one is None or other is None or NOT_SURE in (one, other):
        return False
    if isinstance(one, Bounds) and isinstance(other, Bounds):
        return one.high < other.low or other.high < one.low
    return one != other


def _note_two_values(seen: Iterable[Seen], findings: Mapping[str, Finding], faults: Faults) -> None:
    first: dict[tuple[object, ...], Seen] = {}
    for at, line in seen:
        if findings[line.finding].type not in ("yes-no", "choice") or not _dated(line) or _open(line):
            continue
        earlier = first.setdefault((line.finding, line.side, line.on, line.by), Seen(at, line))
        if _differ(earlier.line.value, line.value):
            problem = f"{line.finding} has another value on line {earlier.at}: the same day, side and person."
            remedy = f"Keep one of them, or write `replaces: {earlier.line.seq}` in the later one."
            faults.add(at, problem, remedy)


def _dated(line: Line) -> bool:
    return line.on.exact and line.on.low > NO_EARLIEST


def _open(line: Observation) -> bool:
    return line.value is None or line.value == NOT_SURE


def _note_pregnancy(seen: Iterable[Seen], patient: Iterable[Seen], faults: Faults) -> None:
    seen = (*patient, *seen)
    male = next((at for at, line in seen if line.finding == "sex" and line.value == "male"), None)
    for at, line in seen:
        if male and line.finding == "pregnancy" and line.value != "none" and not _open(line):
            problem = f"pregnancy is not none, but sex is male on line {male}."
            faults.add(at, problem, "Correct one of the two; sex is the one given at birth.")


def _note_stop_before_start(happened: Sequence[Happened], faults: Faults) -> None:
    starts: dict[tuple[object, ...], Happened] = {}
    for one in happened:
        if one.line.event == "started":
            earliest = starts.setdefault(_course(one.line), one)
            starts[_course(one.line)] = min(earliest, one, key=lambda start: start.line.on.low)
    for at, line in happened:
        start = starts.get(_course(line)) if line.event == "stopped" else None
        if start and line.on.high < start.line.on.low:
            problem = f"{line.intervention} stopped before it started on line {start.at}."
            faults.add(at, problem, "Correct one of the two days, or add the earlier start.")


def _course(line: CourseEvent) -> tuple[object, ...]:
    return line.intervention, line.target, line.side


def _note_done_and_declined(happened: Iterable[Happened], faults: Faults) -> None:
    first: dict[tuple[object, ...], Happened] = {}
    for at, line in happened:
        if line.event not in ("done", "declined") or not _dated(line):
            continue
        earlier = first.setdefault((*_course(line), line.on), Happened(at, line))
        if earlier.line.event != line.event:
            problem = (
                f"{line.intervention} is both done and declined on one day, here and on line {earlier.at}."
            )
            faults.add(at, problem, "Keep one of them.")
