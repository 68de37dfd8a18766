"""Importing a caseload from a FHIR Bundle."""

import json
from datetime import date

import pytest
from django.urls import reverse

from stepwell.clinic.administration.importing.bundle import read_bundle
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.episodes.services import entries_of
from tests.clinic.answers import words
from tests.clinic.importing.world import (
    HEAD,
    PATIENT,
    SHAPES,
    SIDE,
    SUBJECT,
    TODAY,
    bundle,
    observation,
    read,
)


def test_a_patient_with_the_side_of_the_condition(meanings):
    _, bo = read(meanings, PATIENT, SIDE)
    assert (bo.name, bo.born, bo.birthday, bo.side, bo.email) == (
        "Bo Sample",
        1971,
        date(1971, 3, 9),
        "left",
        "bo@example.org",
    )
    assert {one["finding"]: one["value"] for one in bo.lines} == {"sex": "male", "country": "GB"}
    assert bo.wrong == []


def test_values_of_observations_keep_their_units_bounds_and_days(meanings):
    _, bo = read(
        meanings,
        PATIENT,
        SIDE,
        observation("72514-3", valueInteger=4),
        observation("29463-7", on="2026-09", valueQuantity={"value": 165, "code": "[lb_av]"}),
        observation("2160-0", valueQuantity={"value": 80, "comparator": ">", "code": "umol/L"}),
        observation("diabetes", system="urn:stepwell:findings", valueBoolean=False),
        observation(
            "saddle-numbness",
            system="urn:stepwell:findings",
            dataAbsentReason={"coding": [{"code": "asked-unknown"}]},
        ),
    )
    said = {
        one["finding"]: (one["value"], one["on"])
        for one in bo.lines
        if one["finding"] not in ("sex", "country")
    }
    assert said["worst-pain"] == (4, "2026-10-04")
    assert said["weight"] == (74.8, {"from": "2026-09-01", "to": "2026-09-30"})
    assert said["creatinine"][0]["from"] == 80
    assert said["diabetes"][0] == "no"
    assert said["saddle-numbness"][0] == "not-sure"
    assert bo.wrong == []


def test_a_medicine_is_started_and_where_it_ended_stopped(meanings):
    taken = {
        "resourceType": "MedicationStatement",
        **SUBJECT,
        "status": "completed",
        "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": "N02BF01"}]},
        "effectivePeriod": {"start": "2026-05-01", "end": "2026-07-01"},
    }
    _, bo = read(meanings, PATIENT, SIDE, taken)
    assert [(one["value"], one["on"]) for one in bo.lines if one["finding"] == "gabapentin"] == [
        ("started", "2026-05-01"),
        ("stopped", "2026-07-01"),
    ]


def test_what_is_refuted_cancelled_or_not_known_is_left_out_and_never_a_no(meanings):
    refuted = {**SIDE, "code": {"coding": [{"system": "urn:stepwell:findings", "code": "diabetes"}]}}
    refuted["verificationStatus"] = {"coding": [{"code": "refuted"}]}
    reading, bo = read(
        meanings,
        PATIENT,
        SIDE,
        refuted,
        observation("8867-4", valueQuantity={"value": 77, "code": "/min"}),
        {**observation("72514-3", valueInteger=9), "status": "entered-in-error"},
        {"resourceType": "Immunization", **SUBJECT},
        {**observation("72514-3", valueInteger=3), "subject": {"reference": "Patient/2"}},
    )
    assert {one["finding"] for one in bo.lines} == {"sex", "country"}
    assert {what for what, _ in reading.left_out} == {
        "Condition",
        "http://loinc.org|8867-4",
        "Observation",
        "Immunization",
    }


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (observation("29463-7", valueQuantity={"value": 70}), "weight unit"),
        (observation("29463-7", valueQuantity={"value": 70, "code": "furlong"}), "weight value"),
        (observation("72514-3", valueInteger=14), "worst-pain value"),
        (observation("72514-3", on="2199", valueInteger=4), "Observation.effective"),
        (
            observation("72514-3", valueInteger=4, bodySite={"coding": [{"code": "nose"}]}),
            "Observation.bodySite",
        ),
    ],
)
def test_what_a_resource_says_wrongly_is_named_by_its_place(meanings, wrong, column):
    _, bo = read(meanings, PATIENT, SIDE, wrong)
    assert [(one.row, one.column) for one in bo.wrong] == [(3, column)]


def test_a_bundle_is_looked_at_and_made(send):
    content = json.dumps(bundle(PATIENT, observation("72514-3", valueInteger=4)))
    assert "there is no side of the episode" in words(send(content))
    assert "1 person would be made" in words(send(content, side="right"))
    send(content, do="make", side="right")
    episode = Episode.objects.kept().get()
    assert identity_of(episode.person).born == 1971
    assert {one["finding"] for one in entries_of(episode)[0].lines} >= {"worst-pain", "age", "sex"}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_a_resource_is_a_fault_of_ours(meanings, shape):
    for resource in (PATIENT, SIDE, observation("72514-3", valueInteger=4)):
        for key in [
            *resource,
            "component",
            "valueQuantity",
            "valueRange",
            "valueCodeableConcept",
            "bodySite",
        ]:
            broken = {**resource, key: shape}
            others = [one for one in (PATIENT, SIDE) if one is not resource]
            read_bundle(json.dumps(bundle(*others, broken)), meanings, TODAY)


def test_many_people_are_made_in_portions_of_which_each_is_whole(send, monkeypatch):
    from stepwell.clinic.administration.importing import views

    monkeypatch.setattr(views, "MOST_PEOPLE", 2)
    rows = HEAD + "".join(f"Sample {one},1980,left,2026-10-04,3\n" for one in "ABC")
    assert "Make the first 2" in words(send(rows))
    page = send(rows, do="make")
    assert "2 people were made" in words(page)
    assert "Make 1 person" in words(page)
    assert send(rows, do="make").url == reverse("persons")
    assert Person.objects.count() == 3


def test_an_import_needs_nothing_that_a_clinic_does_not_install():
    """The libraries of `population` are not there; nor may a table of units be another one than theirs."""
    import subprocess
    import sys

    code = (
        "import sys, django; django.setup()\n"
        "import stepwell.clinic.administration.importing.views\n"
        "heavy = {'duckdb', 'numpy', 'pyarrow', 'orjson', 'sqlglot'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]


@pytest.mark.parametrize(
    "unit", ["kg", "g", "[lb_av]", "[stone_av]", "cm", "furlong", "{score}", "1", "mg/dL"]
)
def test_a_unit_means_what_it_means_for_a_population(meanings, unit):
    from stepwell.clinic.administration.importing import units
    from stepwell.population.intake.units import in_unit

    for name in ("weight", "height", "worst-pain", "creatinine", "symptom-days"):
        finding = meanings.pathway.findings[name]
        assert units.in_unit(finding, unit) == in_unit(finding, unit)
