"""Synthetic people as FHIR R4 bulk NDJSON: Patient, Condition, Observation, Procedure, MedicationStatement.

Lives here: the lines. Lives elsewhere: what a reader makes of them (population/intake/fhir.py). What FHIR has no plain place
for here (advice declined, signs settled, responses) is left out; record files and raw tables keep it.

A line is joined from pieces: what hangs on one number only is worded once for each distinct number.
"""

import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import codes_of
from stepwell.population.intake.meanings import EPISODES, FINDINGS, INTERVENTIONS
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.types import NOT_SURE
from stepwell.simulate.tables import Tables
from stepwell.simulate.writing import raw
from stepwell.simulate.writing.marks import TAG
from stepwell.simulate.writing.wording import Part, Sides, Values, days, ids, listed

META = json.dumps({"tag": [TAG]}, separators=(",", ":"))
ABSENT = {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "asked-unknown"}
_ACTIVE = json.dumps(
    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
    separators=(",", ":"),
)
_TEXT = pa.large_string()


TYPES = ("Patient", "Condition", "Observation", "Procedure", "MedicationStatement")


def write_bucket(parts: Iterable[Part], pathway: Pathway, folder: Path, place: int) -> None:
    """Write one bucket as a part of each type of resource."""
    with ExitStack() as open_files:
        files = {
            name: open_files.enter_context((folder / f"{name}-{place:04}.ndjson").open("wb"))
            for name in TYPES
        }
        for tables, sides in parts:
            rows = raw.dated(tables.observations)
            files["Patient"].write(_bytes(patients(tables, sides, pathway)))
            files["Condition"].write(_bytes(conditions(tables, sides, pathway)))
            files["Observation"].write(_bytes(observations(rows, tables, sides, pathway)))
            for one in procedures(tables, sides, pathway):
                files["Procedure"].write(_bytes(one))
            files["MedicationStatement"].write(_bytes(medicines(tables, pathway)))


def _bytes(lines: pa.LargeStringArray) -> bytes:
    """The lines, one after another."""
    _, offsets, text = lines.buffers()
    if text is None or not len(lines):
        return b""
    ends = np.frombuffer(offsets, np.int64)
    return memoryview(text)[ends[lines.offset] : ends[lines.offset + len(lines)]].tobytes()


def _joined(*pieces: Any) -> pa.Array:
    """Pieces of lines put together, a piece that is null left out."""
    large = [
        pa.scalar(one, _TEXT) if isinstance(one, str) else pc.fill_null(one, "").cast(_TEXT) for one in pieces
    ]
    found = pc.binary_join_element_wise(*large, pa.scalar("", _TEXT))
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _resource(kind: str, rows: pa.Table, sort: str) -> pa.Array:
    """The opening of a line, up to the person."""
    person, numbers = ids(rows["patient_id"].to_numpy()), rows["seq"].cast(pa.string())
    opening = f'{{"resourceType":"{kind}","meta":{META},"id":"'
    return _joined(opening, person, f"-{sort}", numbers, '","subject":{"reference":"Patient/', person, '"}')


def patients(tables: Tables, sides: Sides, pathway: Pathway) -> pa.Array:
    """One Patient for each person. The year of birth is told, where the age is known at the first visit."""
    persons = raw.persons(tables, sides, pathway)
    born = _births(tables, persons)
    sex = _keyed(persons["sex"], ',"gender":"', '"')
    country = _keyed(persons["country"], ',"address":[{"country":"', '"}]')
    opening = f'{{"resourceType":"Patient","meta":{META},"id":"'
    return _joined(
        opening, persons["patient_id"], '"', _keyed(born, ',"birthDate":"', '"'), sex, country, "}\n"
    )


def _births(tables: Tables, persons: pa.Table) -> pa.Array:
    """The year in which each person was born, counted from the first dated line."""
    rows = tables.observations
    dated = pc.filter(rows, pc.not_equal(rows["on_high"], NO_EARLIEST))
    first = dated.group_by("patient_id").aggregate([("on_high", "min")]).sort_by("patient_id")
    where = np.searchsorted(first["patient_id"].to_numpy(), tables.persons["patient_id"].to_numpy())
    years = pc.cast(
        pc.utf8_slice_codeunits(days(first["on_high_min"].to_numpy()[where % max(1, len(first))]), 0, 4),
        pa.int32(),
    )
    return pc.cast(pc.subtract(years, pc.cast(persons["age_years"], pa.int32())), pa.string())


def conditions(tables: Tables, sides: Sides, pathway: Pathway) -> pa.Array:
    """One Condition for each person: the complaint itself, with its side where that is stated."""
    person = ids(tables.persons["patient_id"].to_numpy())
    words = pa.array([one or None for one in sides.tolist()], pa.string())
    code = json.dumps({"coding": [{"system": EPISODES, "code": pathway.id}]}, separators=(",", ":"))
    return _joined(
        f'{{"resourceType":"Condition","meta":{META},"id":"',
        person,
        f'-e","clinicalStatus":{_ACTIVE},"code":{code},"subject":{{"reference":"Patient/',
        person,
        '"}',
        _keyed(words, ',"bodySite":[{"text":"', '"}]'),
        "}\n",
    )


def _keyed(words: pa.Array, before: str, after: str) -> pa.Array:
    """Words within their key, or nothing where they are null."""
    return pc.binary_join_element_wise(before, words, after, "", null_handling="emit_null")


def observations(rows: pa.Table, tables: Tables, sides: Sides, pathway: Pathway) -> pa.Array:
    """One Observation for each dated value."""
    finding, low, high = (rows[name].to_numpy() for name in ("finding", "low", "high"))
    said = Values(pathway).text(finding, low, high, _coded_value)
    return _joined(
        _resource("Observation", rows, "o"),
        ',"status":"final"',
        _when(rows, "effective"),
        _site(rows, tables, sides, many=False),
        said,
        "}\n",
    )


def _coded_value(finding: Finding, value: str) -> str:
    """The code of a finding and its value, as the rest of a line."""
    code = {"coding": [{"system": FINDINGS, "code": finding.id}]}
    return f',"code":{json.dumps(code)},{json.dumps(_value(finding, value))[1:-1]}'


def _value(finding: Finding, value: str) -> dict[str, Any]:
    if value == NOT_SURE:
        return {"dataAbsentReason": {"coding": [ABSENT]}}
    if finding.type == "yes-no":
        return {"valueBoolean": value == "yes"}
    if finding.type == "choice":
        return {"valueCodeableConcept": {"coding": [{"system": f"{FINDINGS}:{finding.id}", "code": value}]}}
    number = json.loads(value) if finding.decimals == 0 else float(value)
    return {"valueQuantity": {"value": number, **({"unit": finding.unit} if finding.unit else {})}}


def _when(rows: pa.Table, word: str) -> pa.Array:
    """The day, or a period with what is known of its ends."""
    low, high = rows["on_low"].to_numpy(), rows["on_high"].to_numpy()
    exact = pa.array(low == high)
    end = days(high)
    start = pc.if_else(pa.array(low == NO_EARLIEST), "", _keyed(days(low), '"start":"', '",'))
    period = _joined(f',"{word}Period":{{', start, '"end":"', end, '"}')
    return pc.if_else(exact, _joined(f',"{word}DateTime":"', end, '"'), period)


def _site(rows: pa.Table, tables: Tables, sides: Sides, *, many: bool) -> pa.Array:
    """The side of the body that a line is about."""
    opening, closing = ("[", "]") if many else ("", "")
    before = f',"bodySite":{opening}{{"text":"'
    return _keyed(raw.side_words_of(rows, tables, sides), before, f'"}}{closing}')


def procedures(tables: Tables, sides: Sides, pathway: Pathway) -> tuple[pa.Array, pa.Array]:
    """One Procedure for each thing that was done, and one for each course of an exercise treatment."""
    done = codes_of(pathway).events["done"]
    rows = tables.events.filter(pc.equal(tables.events["event"], done))
    acts = _joined(
        _resource("Procedure", rows, "p"),
        ',"status":"completed"',
        _when(rows, "performed"),
        _site(rows, tables, sides, many=True),
        _coded(rows, pathway, "code"),
        "}\n",
    )
    return acts, _courses(tables, pathway, "load", ("Procedure", "c", "performed", "in-progress", "code"))


def medicines(tables: Tables, pathway: Pathway) -> pa.Array:
    """One MedicationStatement for each time that a medicine was taken."""
    words = ("MedicationStatement", "m", "effective", "active", "medicationCodeableConcept")
    return _courses(tables, pathway, "medicine", words)


def _courses(tables: Tables, pathway: Pathway, kind: str, words: tuple[str, str, str, str, str]) -> pa.Array:
    """What was started, with its end where it was stopped. A course whose start nobody remembers is left out."""
    name, sort, when, going, key = words
    rows, ended = _started(tables.events, pathway, kind)
    status = pa.array(["completed", going]).take(pa.array((ended < 0).astype(np.int32)))
    end = pc.if_else(pa.array(ended < 0), "", _keyed(days(np.maximum(ended, 1)), ',"end":"', '"'))
    return _joined(
        _resource(name, rows, sort),
        ',"status":"',
        status,
        f'","{when}Period":{{"start":"',
        days(rows["on_high"].to_numpy()),
        '"',
        end,
        "}",
        _coded(rows, pathway, key),
        "}\n",
    )


def _started(events: pa.Table, pathway: Pathway, kind: str) -> tuple[pa.Table, Any]:
    """The starts of courses of a kind, and the day of the stop that follows each, or -1."""
    codes = codes_of(pathway)
    of_kind = [codes.interventions[one.id] for one in pathway.interventions.values() if one.kind == kind]
    wanted = [codes.events[one] for one in ("started", "stopped")]
    chosen = pc.and_(
        pc.is_in(events["intervention"], pa.array(of_kind, pa.int32())),
        pc.is_in(events["event"], pa.array(wanted, pa.int32())),
    )
    rows = events.filter(chosen).sort_by(
        [(name, "ascending") for name in ("patient_id", "intervention", "seq")]
    )
    columns = [rows[name].to_numpy() for name in ("patient_id", "intervention", "event", "on_low", "on_high")]
    person, course, event, first, last = columns
    following = np.roll(np.arange(len(rows)), -1)
    same = (person == person[following]) & (course == course[following]) & (event[following] == wanted[1])
    ended = np.where(same, last[following], -1)
    starts = (event == wanted[0]) & (first == last)
    return rows.filter(pa.array(starts)), ended[starts]


def _coded(rows: pa.Table, pathway: Pathway, key: str) -> pa.Array:
    names = listed(rows["intervention"].to_numpy(), ["", *codes_of(pathway).interventions])
    return _joined(f',"{key}":{{"coding":[{{"system":"{INTERVENTIONS}","code":"', names, '"}]}')
