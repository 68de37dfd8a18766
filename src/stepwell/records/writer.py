"""Writes a record as a file that reads back to the same record.

Lives here: YAML from a record. Lives elsewhere: what each key means to the reader (records/reader.py).
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from stepwell.knowledge.types import Finding, Pathway
from stepwell.knowledge.yaml_text import plain
from stepwell.records.bounds import Bounds, Exact, exactly
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.parts import PARTS
from stepwell.records.patient import FINDINGS, patient_seqs
from stepwell.records.types import WITHDRAWN, CourseEvent, Line, Observation, Record, Value
from stepwell.records.values import in_words

_WORD = re.compile(r"[A-Za-z](?:[A-Za-z0-9_./ -]*[A-Za-z0-9_./-])?")
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_UNDATED = exactly(NO_EARLIEST)

Written = dict[str, str]
"""The keys of one line, with their YAML."""


def write_record(record: Record, pathway: Pathway) -> str:
    """The record as the text of a record file.

    record   as the reader makes it: numbers scaled as the pathway's findings are
    returns  YAML that `parse_record` reads back to an equal record
    raises   ValueError for what a file cannot say: a fraction, a day of no record, no side where a line inherits one
    """
    patient, lines = _parts(record)
    _check_days(lines)
    head = ["schema: stepwell-record/1"]
    if written := _patient(record, patient, pathway):
        head.append(f"patient: {_flow(written)}")
    if record.side:
        head.append(f"side: {record.side}")
    rows = [f"  - {_flow(_line(line, place, record, pathway))}" for place, line in enumerate(lines, start=1)]
    return "\n".join([*head, "observations:" if rows else "observations: []", *rows, ""])


def _parts(record: Record) -> tuple[list[Observation], list[Line]]:
    """The observations that `patient` says, and all other lines in the order of `seq`."""
    everything: list[Line] = [*record.observations, *record.events]
    everything.sort(key=lambda line: line.seq)
    count = next((n for n, line in enumerate(everything) if not _of_patient(line)), len(everything))
    seqs = patient_seqs(everything[count].seq if count < len(everything) else 1)
    patient = [line for line in everything[:count] if isinstance(line, Observation)]
    if all(line.seq == seqs[line.finding] for line in patient):
        return patient, everything[count:]
    return [], everything


def _of_patient(line: Line) -> bool:
    if not isinstance(line, Observation) or line.value is None or line.finding not in FINDINGS.values():
        return False
    return line == Observation(line.seq, _UNDATED, line.finding, line.value)


def _patient(record: Record, patient: Sequence[Observation], pathway: Pathway) -> Written:
    keys = {name: key for key, name in FINDINGS.items()}
    written = {keys[line.finding]: _value(line.value, pathway.findings[line.finding]) for line in patient}
    if record.country and not any(line.finding == "country" for line in record.observations):
        written["country"] = _word(record.country)
    return {key: written[key] for key in FINDINGS if key in written}


def _line(line: Line, place: int, record: Record, pathway: Pathway) -> Written:
    written = {} if line.seq == place else {"seq": str(line.seq)}
    if line.on != _UNDATED:
        written["on"] = _day(line.on)
    if isinstance(line, Observation):
        written |= _observation(line, record, pathway.findings[line.finding])
    else:
        written |= _event(line, record)
    return written | _shared(line)


def _check_days(lines: Sequence[Line]) -> None:
    undated = [line.seq for line in lines if line.on == _UNDATED]
    if undated and len(undated) < len(lines):
        raise ValueError(f"seq {undated[0]} has no day, and other lines have")


def _observation(line: Observation, record: Record, finding: Finding) -> Written:
    written = {"finding": _word(line.finding)}
    if line.value is not None:
        written["value"] = _value(line.value, finding)
    return written | _side(line, record.side if finding.per_side else None)


def _event(line: CourseEvent, record: Record) -> Written:
    written = {"finding": _word(line.intervention)}
    if line.event != WITHDRAWN:
        written["value"] = line.event
    parts = {key: getattr(line, key) for key in PARTS}
    return (
        written
        | _side(line, record.side)
        | {key: _part(key, part) for key, part in parts.items() if part is not None}
    )


def _part(key: str, part: Bounds | str | int) -> str:
    if isinstance(part, Bounds):
        return _number(part, 0)
    if isinstance(part, str):
        return _word(part)
    return _date(part) if key == "until" else str(part)


def _side(line: Line, inherited: str | None) -> Written:
    if line.side == inherited:
        return {}
    if line.side is None:
        raise ValueError(f"seq {line.seq} has no side, but inherits one")
    return {"side": line.side}


def _shared(line: Line) -> Written:
    written = {}
    if line.by:
        written["by"] = _word(line.by)
    if line.recorded_on is not None:
        written["recorded_at"] = _date(line.recorded_on)
    if line.replaces is not None:
        written["replaces"] = str(line.replaces)
    return written


def _value(value: Value | None, finding: Finding) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Bounds):
        return _number(value, finding.decimals)
    return _word(str(value))


def _number(value: Bounds, decimals: int) -> str:
    if value.exact:
        return _scaled(value.low, decimals)
    return f"{{from: {_scaled(value.low, decimals)}, to: {_scaled(value.high, decimals)}}}"


def _scaled(value: Exact, decimals: int) -> str:
    if value != int(value):
        raise ValueError(f"{value} is a fraction")
    return in_words(int(value), decimals)


def _day(on: Bounds) -> str:
    low, high = int(on.low), int(on.high)
    if low == high:
        return _date(low)
    if low == NO_EARLIEST:
        return f"{{before: {_date(high + 1)}}}"
    return f"{{from: {_date(low)}, to: {_date(high)}}}"


def _date(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _word(text: str) -> str:
    """Text as YAML, in quotes where it would not be read as the same text without them."""
    if _WORD.fullmatch(text) and plain(text) == text:
        return text
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _flow(written: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {value}' for key, value in written.items())}}}"
