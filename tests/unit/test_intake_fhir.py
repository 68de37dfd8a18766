"""FHIR R4 bulk NDJSON: which part of a resource says what, and what says nothing."""

import gzip
import json

from stepwell.population.intake.mapping import Code, InputMap
from tests.unit.intake_world import happened, prepare, prepared, seen, write_ndjson

PAIN = {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}
NUMB = {
    "coding": [
        {"system": "urn:site", "code": "1"},
        {"system": "urn:stepwell:findings", "code": "saddle-numbness"},
    ]
}
OWN = "urn:stepwell:findings"


def observation(code=PAIN, person="Patient/a", on="2026-03-01", **parts):
    made = {"resourceType": "Observation", "status": "final", "code": code, "subject": {"reference": person}}
    return made | {"effectiveDateTime": on} | parts


def own(finding):
    return {"coding": [{"system": OWN, "code": finding}]}


def quantity(value, unit=None, **more):
    return {"value": value, **({"code": unit, "system": "http://unitsofmeasure.org"} if unit else {}), **more}


def _seen(tmp_path, rows, mapped=None, **wishes):
    write_ndjson(tmp_path / "in" / "Observation.ndjson", rows)
    report = prepare(tmp_path / "in", tmp_path / "out", mapped, **wishes)
    return seen(tmp_path / "out"), report


def test_values_of_every_kind(tmp_path):
    rows, _ = _seen(
        tmp_path,
        [
            observation(valueQuantity=quantity(7, "{score}")),
            observation(valueInteger=6),
            observation(NUMB, valueBoolean=True),
            observation(
                own("pregnancy"), valueCodeableConcept={"coding": [{"system": "urn:x", "code": "none"}]}
            ),
            observation(
                own("diabetes"),
                valueCodeableConcept={"coding": [{"system": "http://loinc.org", "code": "LA32-8"}]},
            ),
            observation(own("egfr"), valueQuantity=quantity(90, "mL/min/{1.73_m2}", comparator=">")),
            observation(own("weight"), valueQuantity=quantity(5, "[stone_av]", comparator="<=")),
            observation(
                own("sitting-tolerance"), valueRange={"low": quantity(10, "min"), "high": quantity(15, "min")}
            ),
            observation(valueString="5"),
        ],
    )
    assert [(row[1], *row[4:6]) for row in rows] == [
        ("worst-pain", 7, 7),
        ("worst-pain", 6, 6),
        ("saddle-numbness", 1, 1),
        ("pregnancy", 1, 1),
        ("diabetes", 0, 0),
        ("egfr", 90, 200),
        ("weight", 250, 318),
        ("sitting-tolerance", 10, 15),
        ("worst-pain", 5, 5),
    ]


def test_absent_data_is_not_sure_only_where_it_was_asked(tmp_path):
    def absent(code):
        system = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
        return observation(NUMB, dataAbsentReason={"coding": [{"system": system, "code": code}]})

    rows, report = _seen(
        tmp_path, [absent("asked-unknown"), absent("not-asked"), absent("unknown"), observation(NUMB)]
    )
    assert [row[4:6] for row in rows] == [(1, 0)]
    assert dict(report.left_out) == {"no value": 3}


def test_entered_in_error_is_left_out(tmp_path):
    rows, report = _seen(tmp_path, [observation(NUMB, valueBoolean=False, status="entered-in-error")])
    assert (rows, dict(report.left_out), report.people) == ([], {"entered-in-error": 1}, 1)


def test_components_are_observations_of_their_own(tmp_path):
    parts = [
        {"code": PAIN, "valueInteger": 3},
        {"code": NUMB, "valueBoolean": False},
        {"code": {"text": "heart rate"}, "valueInteger": 70},
        {"code": own("diabetes")},
    ]
    error = observation({"text": "panel"}, component=parts, status="entered-in-error")
    rows, _ = _seen(tmp_path, [observation({"text": "panel"}, component=parts), error])
    assert [(row[1], *row[4:6]) for row in rows] == [("worst-pain", 3, 3), ("saddle-numbness", 0, 0)]


def test_days_are_whole_partial_or_a_period(tmp_path):
    period = observation(
        valueInteger=3, effectivePeriod={"start": "2026-01-02T08:00:00Z", "end": "2026-01-05"}
    )
    del period["effectiveDateTime"]
    rows, _ = _seen(
        tmp_path, [observation(valueInteger=1, on="2026"), observation(valueInteger=2, on="2026-02"), period]
    )
    assert [row[2:5] for row in rows] == [
        ("2026-01-02", "2026-01-05", 3),
        ("2026-02-01", "2026-02-28", 2),
        ("2026-01-01", "2026-12-31", 1),
    ]


def test_a_side_that_nobody_mapped_is_a_bad_row(tmp_path):
    """A finding of the other side must not count for this one."""
    site = {"coding": [{"system": "urn:site", "code": "XL"}]}
    rows = [observation(own("buttock-pain"), valueBoolean=True, bodySite=site)]
    assert _seen(tmp_path, rows, quarantine=tmp_path / "bad")[1].bad == 1
    (tmp_path / "out").rename(tmp_path / "first")
    known, _ = _seen(tmp_path, rows, InputMap(sides={"urn:site|XL": "left"}))
    assert len(known) == 1


def test_people_come_from_any_reference_and_from_patient(tmp_path):
    write_ndjson(
        tmp_path / "in" / "Patient.000.ndjson",
        [
            {"resourceType": "Patient", "id": "a", "gender": "female", "birthDate": "1980-07-01"},
            {"resourceType": "Patient", "id": "b", "gender": "other", "address": [{"country": "GB"}]},
            {
                **{"resourceType": "Patient", "id": "c", "gender": "female"},
                "extension": [
                    {
                        "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
                        "valueCode": "M",
                    }
                ],
            },
        ],
    )
    persons = ("Patient/a", "https://fhir.example/r4/Patient/b", "urn:uuid:0c3151bd")
    rows, report = _seen(tmp_path, [observation(valueInteger=1, person=one) for one in persons])
    assert {row[0] for row in rows} == {"a", "b", "c", "0c3151bd"}
    assert [row[:2] + row[4:5] for row in rows if row[1] == "sex"] == [("a", "sex", 1), ("c", "sex", 2)]
    assert [row[4:6] for row in rows if row[1] == "age"] == [(45, 45), (46, 46)]
    assert [row[0] for row in rows if row[1] == "country"] == ["b"]
    assert report.people == 4


def test_conditions_say_yes_and_never_no(tmp_path):
    def condition(code, status="confirmed", **parts):
        made = {"resourceType": "Condition", "code": {"coding": [{"system": "urn:icd", "code": code}]}}
        made |= {"subject": {"reference": "Patient/a"}, "verificationStatus": {"coding": [{"code": status}]}}
        return made | parts

    rows = [
        condition("E11", onsetDateTime="2019"),
        condition("E11", status="refuted", onsetDateTime="2020"),
        condition("E11", recordedDate="2021-02-03"),
        condition("Z99", onsetDateTime="2019"),
    ]
    write_ndjson(tmp_path / "in" / "Condition.ndjson", rows)
    report = prepare(tmp_path / "in", tmp_path / "out", InputMap(findings={"urn:icd|E11": Code("diabetes")}))
    assert [row[1:6] for row in seen(tmp_path / "out")] == [
        ("diabetes", "2019-01-01", "2019-12-31", 1, 1),
        ("diabetes", "2021-02-03", "2021-02-03", 1, 1),
    ]
    assert dict(report.left_out) == {"refuted": 1}
    assert dict(report.ignored) == {"urn:icd|Z99": 1}


def test_medicines_and_procedures_become_courses(tmp_path):
    drug = {"coding": [{"system": "http://www.whocc.no/atc", "code": "N02BF01"}]}
    who = {"subject": {"reference": "Patient/a"}}
    taken = {"resourceType": "MedicationStatement", "medicationCodeableConcept": drug, **who}
    write_ndjson(
        tmp_path / "in" / "MedicationStatement.ndjson",
        [
            taken | {"status": "completed", "effectivePeriod": {"start": "2026-01-01", "end": "2026-01-31"}},
            taken | {"status": "active", "effectiveDateTime": "2026-02-05"},
            taken | {"status": "not-taken", "effectiveDateTime": "2026-02-06"},
        ],
    )
    asked = {
        "resourceType": "MedicationRequest",
        "medicationCodeableConcept": drug,
        **who,
        "authoredOn": "2025-12-01",
    }
    write_ndjson(tmp_path / "in" / "MedicationRequest.ndjson", [asked | {"status": "cancelled"}])
    block = {"coding": [{"system": "urn:local", "code": "BLOCK"}]}
    done = {"resourceType": "Procedure", "code": block, **who}
    write_ndjson(
        tmp_path / "in" / "Procedure.ndjson",
        [
            done | {"status": "completed", "performedDateTime": "2026-03-01T10:00:00Z"},
            done | {"status": "not-done", "performedDateTime": "2026-03-02"},
        ],
    )
    mapped = InputMap(interventions={"BLOCK": "diagnostic-block"})
    report = prepare(tmp_path / "in", tmp_path / "out", mapped)
    assert [row[1:4] for row in happened(tmp_path / "out")] == [
        ("gabapentin", "started", "2026-01-01"),
        ("gabapentin", "stopped", "2026-01-31"),
        ("gabapentin", "started", "2026-02-05"),
        ("diagnostic-block", "done", "2026-03-01"),
    ]
    assert dict(report.left_out) == {"not-taken": 1, "cancelled": 1, "not-done": 1}


def test_a_number_without_a_unit_is_bad_where_the_finding_has_one(tmp_path):
    rows = [observation(own("weight"), valueQuantity=quantity(70)), observation(valueQuantity=quantity(7))]
    known, report = _seen(tmp_path, rows, quarantine=tmp_path / "bad")
    assert [(row[1], *row[4:6]) for row in known] == [("weight", 1, 0), ("worst-pain", 7, 7)]
    assert report.bad == 1


def test_a_code_of_another_system_is_not_a_finding_for_its_name(tmp_path):
    rows, report = _seen(
        tmp_path, [observation({"coding": [{"system": "urn:x", "code": "age"}]}, valueInteger=7)]
    )
    assert (rows, dict(report.ignored)) == ([], {"urn:x|age": 1})


def test_gzip_is_read(tmp_path):
    (tmp_path / "in").mkdir()
    line = json.dumps(observation(valueInteger=4)) + "\n"
    (tmp_path / "in" / "Observation.ndjson.gz").write_bytes(gzip.compress(line.encode()))
    prepare(tmp_path / "in", tmp_path / "out")
    assert [row[4] for row in seen(tmp_path / "out")] == [4]


def test_what_is_not_about_a_patient_or_has_no_code_is_left_out(tmp_path):
    """A group or a device with a person's id is not that person; a medicine by reference names no code."""
    taken = {"resourceType": "MedicationStatement", "status": "active", "subject": {"reference": "Patient/a"}}
    by_reference = taken | {
        "medicationReference": {"reference": "Medication/1"},
        "effectiveDateTime": "2026-01-01",
    }
    write_ndjson(tmp_path / "in" / "MedicationStatement.ndjson", [by_reference])
    rows, report = _seen(tmp_path, [observation(valueInteger=3, person="Group/a")])
    assert (rows, report.people) == ([], 1)
    assert dict(report.left_out) == {"not about a patient": 1, "no code, or only a reference to one": 1}


def test_the_side_of_the_episode_is_that_of_its_condition(tmp_path):
    """A finding of the other side is then told apart."""
    made = {
        "resourceType": "Condition",
        "code": {"coding": [{"system": "urn:stepwell:episodes", "code": "dgs"}]},
    }
    made |= {"subject": {"reference": "Patient/a"}, "bodySite": [{"text": "Left"}]}
    write_ndjson(tmp_path / "in" / "Condition.ndjson", [made])
    sides = ("Left", "right")
    found = [observation(own("buttock-pain"), valueBoolean=True, bodySite={"text": one}) for one in sides]
    rows, _ = _seen(tmp_path, found)
    assert [row[6] for row in rows] == [1, 2]
    assert prepared(tmp_path / "out", "persons") == [(1, True)]


def test_an_act_within_a_period_is_done_on_some_day_of_it(tmp_path):
    block = {"coding": [{"system": "urn:stepwell:interventions", "code": "diagnostic-block"}]}
    done = {
        "resourceType": "Procedure",
        "code": block,
        "subject": {"reference": "Patient/a"},
        "status": "completed",
    }
    periods = ({"start": "2026-01-01", "end": "2026-01-03"}, {"end": "2026-02-03"}, {"start": "2026-03-01"})
    write_ndjson(tmp_path / "in" / "Procedure.ndjson", [done | {"performedPeriod": one} for one in periods])
    prepare(tmp_path / "in", tmp_path / "out")
    assert [row[2:] for row in happened(tmp_path / "out")] == [
        ("done", "2026-01-01", "2026-01-03"),
        ("done", None, "2026-02-03"),
        ("done", "2026-03-01", "2026-03-01"),
    ]
