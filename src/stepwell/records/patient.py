"""The `patient` part of a record file: who the person is.

Lives here: its keys, and that each is an observation that counts on every day. Lives elsewhere: the values
(records/values.py).
"""

from stepwell.knowledge.types import Pathway
from stepwell.knowledge.yaml_text import Tree
from stepwell.records.bounds import exactly
from stepwell.records.contradictions import Seen
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.faults import Faults, Unreadable
from stepwell.records.types import Observation, Value
from stepwell.records.values import read_value

FINDINGS = {"age_years": "age", "sex": "sex", "country": "country"}
"""The keys of `patient`, and the finding that each is."""


def read_patient(
    written: object, line: int, pathway: Pathway, faults: Faults
) -> dict[str, tuple[int, Value]]:
    """What `patient` says, by finding, with the line of the file. Faults are noted."""
    if written is None:
        return {}
    if not isinstance(written, Tree):
        faults.add(line, "patient is not a mapping.", "Write {age_years: 41, sex: female, country: GB}.")
        return {}
    faults.unknown_keys(written.lines.items(), FINDINGS, where="patient")
    read = {name: _read(written, key, pathway, faults) for key, name in FINDINGS.items() if key in written}
    return {name: found for name, found in read.items() if found is not None}


def _read(written: Tree, key: str, pathway: Pathway, faults: Faults) -> tuple[int, Value] | None:
    if written[key] is None:
        return None
    value = faults.attempt(written.lines[key], lambda: _value(written[key], key, pathway))
    return None if value is None else (written.lines[key], value)


def _value(written: object, key: str, pathway: Pathway) -> Value:
    finding = pathway.findings.get(FINDINGS[key])
    if finding is None:
        raise Unreadable(f"this pathway does not use patient.{key}.", "Leave it out.")
    try:
        return read_value(written, finding)
    except Unreadable as wrong:
        raise Unreadable(f"patient.{key}: {wrong.problem}", wrong.remedy) from None


def patient_lines(values: dict[str, tuple[int, Value]], first_seq: int) -> list[Seen]:
    """What `patient` says as observations before the line `first_seq`, on a day before every other."""
    on = exactly(NO_EARLIEST)
    return [
        Seen(values[name][0], Observation(seq, on, name, values[name][1]))
        for name, seq in patient_seqs(first_seq).items()
        if name in values
    ]


def patient_seqs(first_seq: int) -> dict[str, int]:
    """The `seq` that each part of `patient` gets where the first line has `first_seq`."""
    return {name: first_seq - len(FINDINGS) + place for place, name in enumerate(FINDINGS.values())}
