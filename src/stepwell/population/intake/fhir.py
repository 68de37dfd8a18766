"""FHIR R4 bulk NDJSON as the raw form: one statement for each type of resource.

Lives here: which part of a resource becomes which column. Lives elsewhere: what the codes stand for (intake/codings.py), other
tables (intake/tables.py).

    Observation         a value of a finding; its components too. Entered in error or cancelled: left out. A reason for absent
                        data is "not sure" only where it says asked; every other absence says nothing
    Condition           a yes to a finding that the mapping names, on the day it began; refuted or in error: left out
    Procedure           an intervention done, or started and stopped where it has a period and is no single act
    MedicationStatement, MedicationRequest     a medicine started and, where it ended, stopped
    Patient             day of birth, sex (as given at birth where that is recorded), country

All codings of a concept are kept, as `system|code` with tabs between them, so that any of them may be mapped. A day that is
known to the month or the year stays so; of a period without an end, an observation is known to lie after its start.
"""

from stepwell.population.intake.engine import STORE, Engine, filled, literal, quoted
from stepwell.population.intake.sources import SourceFile
from stepwell.population.intake.tables import Staged, insert

CONCEPT = 'STRUCT(coding STRUCT("system" VARCHAR, code VARCHAR)[], "text" VARCHAR)'
PERIOD = 'STRUCT("start" VARCHAR, "end" VARCHAR)'
QUANTITY = 'STRUCT("value" VARCHAR, comparator VARCHAR, unit VARCHAR, code VARCHAR)'
REFERENCE = "STRUCT(reference VARCHAR)"
RANGE = f"STRUCT(low {QUANTITY}, high {QUANTITY})"
VALUES = {
    "valueQuantity": QUANTITY,
    "valueBoolean": "VARCHAR",
    "valueInteger": "VARCHAR",
    "valueString": "VARCHAR",
    "valueCodeableConcept": CONCEPT,
    "valueRange": RANGE,
    "dataAbsentReason": CONCEPT,
}
COMPONENT = (
    f"STRUCT({', '.join(f'{quoted(name)} {kind}' for name, kind in {'code': CONCEPT, **VALUES}.items())})"
)
_SHARED = {"resourceType": "VARCHAR", "status": "VARCHAR", "subject": REFERENCE}
COLUMNS = {
    "Observation": {
        **_SHARED,
        "code": CONCEPT,
        "effectiveDateTime": "VARCHAR",
        "effectiveInstant": "VARCHAR",
        "effectivePeriod": PERIOD,
        "issued": "VARCHAR",
        "bodySite": CONCEPT,
        **VALUES,
        "component": f"{COMPONENT}[]",
    },
    "Condition": {
        **_SHARED,
        "code": CONCEPT,
        "verificationStatus": CONCEPT,
        "onsetDateTime": "VARCHAR",
        "onsetPeriod": PERIOD,
        "recordedDate": "VARCHAR",
        "bodySite": f"{CONCEPT}[]",
    },
    "Procedure": {
        **_SHARED,
        "code": CONCEPT,
        "performedDateTime": "VARCHAR",
        "performedPeriod": PERIOD,
        "bodySite": f"{CONCEPT}[]",
    },
    "MedicationStatement": {
        **_SHARED,
        "medicationCodeableConcept": CONCEPT,
        "effectiveDateTime": "VARCHAR",
        "effectivePeriod": PERIOD,
    },
    "MedicationRequest": {**_SHARED, "medicationCodeableConcept": CONCEPT, "authoredOn": "VARCHAR"},
    "Patient": {
        "resourceType": "VARCHAR",
        "id": "VARCHAR",
        "birthDate": "VARCHAR",
        "gender": "VARCHAR",
        "address": "STRUCT(country VARCHAR)[]",
        "extension": "STRUCT(url VARCHAR, valueCode VARCHAR)[]",
    },
}
BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"

NOTHING = "no value"
_CODES = (
    "ARRAY_TO_STRING(LIST_TRANSFORM($concept.coding, LAMBDA x: CONCAT_WS('|', x.system, x.code)), CHR(9))"
)
_WHO = """CASE WHEN STARTS_WITH(subject.reference, 'Patient/') THEN SPLIT_PART(subject.reference, '/', 2)
  WHEN CONTAINS(subject.reference, '/Patient/') THEN REGEXP_EXTRACT(subject.reference, '/Patient/([^/]+)', 1)
  WHEN STARTS_WITH(subject.reference, 'urn:uuid:') THEN SUBSTR(subject.reference, 10) END"""
_NO_PERSON = f"WHEN subject.reference IS NOT NULL AND {_WHO} IS NULL THEN 'not about a patient'"
_PROBLEM = "CASE WHEN resourceType IS NULL THEN 'broken' WHEN resourceType <> $kind THEN 'other' END"
_ABSENT = """CASE WHEN LEN(LIST_FILTER(dataAbsentReason.coding, LAMBDA x: STARTS_WITH(x.code, 'asked'))) > 0
  THEN 'not-sure' END"""
_ABOVE = "('>', '>=', 'ad')"
_BELOW = "('<', '<=')"


def codes(concept: str) -> str:
    """All codings of a concept in one text; without any, its words under the system `text`; or null."""
    return f"COALESCE(NULLIF({filled(_CODES, concept=concept)}, ''), 'text|' || {concept}.text)"


def value_columns(own: str = "") -> dict[str, str]:
    """The value of an observation, or of one of its components, in the columns of the raw form."""
    quantity, range_ = f"{own}valueQuantity", f"{own}valueRange"
    exact = f"CASE WHEN {quantity}.comparator IS NULL THEN {quantity}.value END"
    plain = (f"{own}{name}" for name in ("valueBoolean", "valueInteger", "valueString"))
    absent = _ABSENT.replace("dataAbsentReason", f"{own}dataAbsentReason")
    value = ", ".join([exact, *plain, codes(f"{own}valueCodeableConcept"), absent])
    return {
        "value": f"COALESCE({value})",
        "value_from": f"CASE WHEN {quantity}.comparator IN {_ABOVE} THEN {quantity}.value ELSE {range_}.low.value END",
        "value_to": f"CASE WHEN {quantity}.comparator IN {_BELOW} THEN {quantity}.value ELSE {range_}.high.value END",
        "unit": f"COALESCE({quantity}.code, {quantity}.unit, {range_}.low.code, {range_}.high.code, {range_}.low.unit)",
    }


def _empty(own: str = "") -> str:
    """Whether there is no value."""
    values = value_columns(own)
    return " AND ".join(f"{values[name]} IS NULL" for name in ("value", "value_from", "value_to"))


def _observation() -> dict[str, str]:
    period = "effectivePeriod"
    return {
        "patient_id": _WHO,
        "on": "COALESCE(effectiveDateTime, effectiveInstant)",
        "on_from": f"{period}.start",
        "on_to": f"{period}.end",
        "finding": codes("code"),
        **value_columns(),
        "side": codes("bodySite"),
        "recorded_at": "issued",
        "component": "component",
        "left_out": f"CASE WHEN status IN ('entered-in-error', 'cancelled') THEN status {_NO_PERSON} "
        f"WHEN {_empty()} THEN '{NOTHING}' END",
    }


def _condition() -> dict[str, str]:
    unsure = "verificationStatus.coding[1].code"
    return {
        "patient_id": _WHO,
        "on": "COALESCE(onsetDateTime, CASE WHEN onsetPeriod.start IS NULL THEN recordedDate END)",
        "on_from": "onsetPeriod.start",
        "on_to": "CASE WHEN onsetDateTime IS NULL AND onsetPeriod.start IS NOT NULL THEN onsetPeriod.start END",
        "finding": codes("code"),
        "value": "'yes'",
        "side": codes("bodySite[1]"),
        "recorded_at": "CASE WHEN LENGTH(recordedDate) >= 10 THEN recordedDate END",
        "left_out": f"CASE WHEN {unsure} IN ('entered-in-error', 'refuted', 'unconfirmed', 'provisional', 'differential') "
        f"THEN {unsure} {_NO_PERSON} END",
    }


_PARTS_OF = """
SELECT w.rowid AS row, 0 AS origin, w.part, w.patient_id, w.on, w.on_from, w.on_to, w.side, w.recorded_at, w.left_out,
  $selected
FROM (
  SELECT rowid, patient_id, "on", on_from, on_to, side, recorded_at, NULLIF(left_out, '$nothing') AS left_out,
    UNNEST(component) AS c, GENERATE_SUBSCRIPTS(component, 1) AS part
  FROM text_observations WHERE component IS NOT NULL AND problem IS NULL
) AS w WHERE NOT ($empty)
"""


def components() -> str:
    """The parts of observations as observations of their own."""
    columns = {"finding": codes("c.code"), **value_columns("c.")}
    selected = ", ".join(f"{text} AS {name}" for name, text in columns.items())
    return filled(_PARTS_OF, selected=selected, nothing=NOTHING, empty=_empty("c."))


def _patient() -> dict[str, str]:
    at_birth = f"LIST_FILTER(extension, LAMBDA x: x.url = {literal(BIRTH_SEX)})[1].valueCode"
    return {
        "patient_id": "id",
        "birth_date": "birthDate",
        "sex": f"CASE COALESCE({at_birth}, gender) WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' "
        "WHEN 'female' THEN 'female' WHEN 'male' THEN 'male' END",
        "country": "address[1].country",
    }


def _course(concept: str, start: str, end: str, begun: tuple[str, ...]) -> dict[str, str]:
    """A treatment with a start and perhaps an end; `begun` are the states in which it took place."""
    return {
        "patient_id": _WHO,
        "intervention": codes(concept),
        "start": start,
        "end": end,
        "status": "status",
        "left_out": f"CASE WHEN status IS NULL OR status NOT IN {begun} THEN COALESCE(status, 'no status') {_NO_PERSON} "
        f"WHEN {codes(concept)} IS NULL THEN 'no code, or only a reference to one' END",
    }


_TAKEN = ("active", "completed", "stopped", "on-hold")
_STATEMENT = "COALESCE(effectiveDateTime, effectivePeriod.start)", "effectivePeriod.end"
_PERFORMED = (
    "COALESCE(performedDateTime, performedPeriod.start)",
    "COALESCE(performedPeriod.end, CASE WHEN status <> 'in-progress' THEN performedDateTime END)",
)
_COURSES = {
    "Procedure": _course("code", *_PERFORMED, ("completed", "in-progress", "stopped"))
    | {"side": codes("bodySite[1]")},
    "MedicationStatement": _course("medicationCodeableConcept", *_STATEMENT, _TAKEN),
    "MedicationRequest": _course("medicationCodeableConcept", "authoredOn", "NULL", _TAKEN),
}
_PARTS = {"Observation": _observation(), "Condition": _condition(), "Patient": _patient(), **_COURSES}
HOLDS = {
    "Observation": "observations",
    "Condition": "observations",
    "Patient": "persons",
    **dict.fromkeys(_COURSES, "courses"),
}


def stage_fhir(engine: Engine, file: SourceFile, *, lenient: bool) -> Staged:
    """Put the resources of one file into the table of text that they belong to. raises RecordError

    lenient   keep a line that cannot be read as a row that names its problem
    """
    kind = literal(file.kind)
    parts = _PARTS[file.kind] | {"problem": filled(_PROBLEM, kind=kind)}
    parts["left_out"] = f"CASE WHEN resourceType = {kind} THEN {parts.get('left_out', 'NULL')} END"
    selected = ", ".join(f"{text} AS {quoted(name)}" for name, text in parts.items())
    columns = ", ".join(f"{name}: {literal(kind)}" for name, kind in COLUMNS[file.kind].items())
    text = (
        "INSERT INTO $store.text_$holds BY NAME SELECT $selected "
        "FROM read_ndjson($path, columns = {$columns}, ignore_errors = $lenient)"
    )
    holds = HOLDS[file.kind]
    parts_of = {
        "store": STORE,
        "holds": holds,
        "selected": selected,
        "path": literal(file.path),
        "columns": columns,
    }
    return insert(engine, file, holds, filled(text, **parts_of, lenient=str(lenient).lower()))
