"""Reads a record file (`schema: stepwell-record/1`) and reports every fault of it at once.

Lives here: the file as a whole. Lives elsewhere: one line (records/lines.py), the patient (records/patient.py),
lines against each other (records/contradictions.py), the way back (records/writer.py), a FHIR Bundle (interop/).
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.knowledge.yaml_text import Items, Tree, load, planted
from stepwell.records.contradictions import Placed, Seen, note_contradictions, note_repeated_seq
from stepwell.records.dates import days_within_bounds
from stepwell.records.faults import Faults
from stepwell.records.lines import Frame, LineReader, read_frame
from stepwell.records.parts import read_side
from stepwell.records.patient import patient_lines, read_patient
from stepwell.records.types import NOT_SURE, CourseEvent, Line, Observation, Record, Side

SCHEMA = "stepwell-record/1"
LARGEST_BYTES = 10_000_000

_KEYS = ("schema", "patient", "side", "observations")
_START = f"Begin the file with `schema: {SCHEMA}`."


def read_record(path: Path, pathway: Pathway) -> Record:
    """One person's record from a file.

    path     the file, in UTF-8, of at most 10 MB
    pathway  gives the findings, interventions and exercises that a line may be about
    raises   RecordError with every fault
    """
    return parse_record(_text(path), pathway, name=str(path))


def parse_record(text: str, pathway: Pathway, *, name: str) -> Record:
    """One person's record from the text of a file.

    text     the whole file
    pathway  gives the findings, interventions and exercises that a line may be about
    name     the file as the person knows it, for messages
    raises   RecordError with every fault
    """
    return _checked(_document(text, name), pathway, name)


def read_lines(
    lines: Sequence[Mapping[str, object]], pathway: Pathway, *, side: str | None, name: str
) -> Record:
    """One person's record from lines as plain values, such as a database keeps.

    lines    in their order, each with the keys of a line of a record file; the first has `seq` 1
    pathway  gives the findings, interventions and exercises that a line may be about
    side     the side that the record is about
    name     what the record is called in messages; the line of a fault is the place in `lines`, from 1
    raises   RecordError with every fault
    """
    tree = planted({"schema": SCHEMA, "side": side}, 0)
    tree["observations"] = rows = Items(0)
    tree.lines["observations"] = 0
    for place, line in enumerate(lines, start=1):
        rows.append(planted(line, place))
        rows.lines.append(place)
    return _checked(tree, pathway, name)


def _checked(tree: Tree, pathway: Pathway, name: str) -> Record:
    faults = Faults(name)
    record = _record(tree, pathway, faults)
    if faults.found:
        raise RecordError(faults.found)
    return record


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES or len(content := _start_of(path)) > LARGEST_BYTES:
            raise _only(path, "the file is larger than 10 MB.", "A record holds one person. Split the file.")
        return content.decode("utf-8-sig")
    except OSError as wrong:
        problem = f"the file cannot be read: {wrong.strerror or wrong}."
        raise _only(path, problem, "Check its name and its permissions.") from None
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise _only(path, "the file is not in UTF-8.", "Save it again as UTF-8.", line=line) from None


def _start_of(path: Path) -> bytes:
    """One byte more than a record may have, since a pipe does not tell its size."""
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def _document(text: str, name: str) -> Tree:
    tree = load(text, name=name, error=RecordError)
    if tree is None:
        raise _only(name, "the file is empty.", _START)
    if not isinstance(tree, Tree):
        raise _only(name, "the file is not a mapping.", _START)
    if tree.get("schema") != SCHEMA:
        line = tree.lines.get("schema", tree.line)
        raise _only(name, f"the file is not of the schema {SCHEMA}.", _START, line=line)
    return tree


def _only(path: Path | str, problem: str, remedy: str, *, line: int = 0) -> RecordError:
    return RecordError([Fault(str(path), line, problem, remedy)])


def _record(tree: Tree, pathway: Pathway, faults: Faults) -> Record:
    faults.unknown_keys(tree.lines.items(), _KEYS, where="a record")
    side = _side(tree, faults)
    frames = _frames(tree, faults)
    known = read_patient(tree.get("patient"), tree.lines.get("patient", tree.line), pathway, faults)
    patient = patient_lines(known, min((frame.seq for frame in frames), default=1))
    placed = _placed(
        frames, LineReader(pathway, faults, side=side, about={one.seq: one.name for one in frames})
    )
    note_contradictions(placed, patient, pathway.findings, faults)
    return _of_lines(side, [*patient, *placed])


def _side(tree: Tree, faults: Faults) -> Side | None:
    written = tree.get("side")
    return None if written is None else faults.attempt(tree.lines["side"], lambda: read_side(written))


def _frames(tree: Tree, faults: Faults) -> list[Frame]:
    """The frame of every line, in the order of `seq`."""
    rows = tree.get("observations")
    if rows is not None and not isinstance(rows, Items):
        faults.add(tree.lines["observations"], "observations is not a list.", "Begin each line with a dash.")
    frames = list(_frames_of(rows, faults)) if isinstance(rows, Items) else []
    note_repeated_seq(frames, faults)
    return sorted(frames, key=lambda frame: frame.seq)


def _frames_of(rows: Items, faults: Faults) -> Iterable[Frame]:
    for position, (row, line) in enumerate(zip(rows, rows.lines, strict=True), start=1):
        if isinstance(row, Tree):
            yield read_frame(row, position, faults)
        else:
            faults.add(line, "the line is not a mapping.", "Write {on: DAY, finding: ID, value: VALUE}.")


def _placed(frames: list[Frame], reader: LineReader) -> list[Placed]:
    days = days_within_bounds([one.stated for one in frames], [one.recorded_on for one in frames])
    read = ((frame.row.line, reader.read(frame, on)) for frame, on in zip(frames, days, strict=True))
    return [Placed(at, line) for at, line in read if line is not None]


def _of_lines(side: Side | None, placed: Iterable[Placed | Seen]) -> Record:
    lines: list[Line] = [one.line for one in placed]
    observations = tuple(line for line in lines if isinstance(line, Observation))
    events = tuple(line for line in lines if isinstance(line, CourseEvent))
    return Record(side, _country(observations), observations, events)


def _country(observations: Iterable[Observation]) -> str | None:
    """The country that was recorded last and not withdrawn."""
    seen = [line for line in observations if line.finding == "country"]
    replaced = {line.replaces for line in seen}
    values = [line.value for line in seen if line.seq not in replaced and isinstance(line.value, str)]
    return values[-1] if values and values[-1] != NOT_SURE else None
