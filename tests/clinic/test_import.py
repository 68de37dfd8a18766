"""A caseload from a file: looked at first, made only then, all of it or nothing."""

import copy
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.administration.importing.bundle import read_bundle
from stepwell.clinic.administration.importing.checks import ages
from stepwell.clinic.administration.importing.drafts import Draft
from stepwell.clinic.administration.importing.meanings import Meanings
from stepwell.clinic.administration.importing.table import read_table
from stepwell.clinic.administration.importing.views import EXAMPLE
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.episodes.services import basis, entries_of, stored_content
from stepwell.clinic.episodes.stored import content_of
from stepwell.clinic.pathway import pathway_with
from tests.clinic.conftest import new_episode
from tests.clinic.test_administration import text

TODAY = date(2026, 11, 30)
HEAD = "name,born,side,on,worst-pain\n"


@pytest.fixture(scope="module")
def meanings():
    """What words mean for the pathway as it stands in the package."""
    return Meanings(pathway_with("{}"))


@pytest.fixture
def send(clinic, physio, browse):
    """Send a file to the page that looks at it: `send(text)`; `send(text, do="make")` makes its people."""

    def sent(content, *, do="look", **more):
        client = browse(clinic)
        told = {"do": do, "answers": str(physio.pk), "side": "", **more}
        if do == "look":
            raw = content if isinstance(content, bytes) else content.encode()
            told["file"] = SimpleUploadedFile("caseload.csv", raw)
        else:
            told |= {
                "text": content,
                "count": more.get("count", str(Person.objects.filter(erased_at=None).count())),
            }
        return client.post(reverse("import"), told)

    return sent


def faults(reading):
    """Everything that is wrong, as row, column, problem."""
    drafts = [one for draft in reading.drafts for one in draft.wrong]
    return [(one.row, one.column, one.problem) for one in [*reading.wrong, *drafts]]


# Looking


def test_the_example_is_sound_and_nothing_is_written_by_looking(send):
    page = send(EXAMPLE.read_text())
    said = text(page)
    assert "2 people would be made" in said
    assert "Nothing is written yet" in said
    assert "With faults" not in said
    assert "Not understood" not in said
    assert not Person.objects.exists()


def test_confirmed_it_makes_the_people_with_what_the_file_says(send, clinic, physio):
    assert send(EXAMPLE.read_text(), do="make").url == reverse("persons")
    made = {identity_of(one.person).name: one for one in Episode.objects.kept()}
    assert set(made) == {"Sample Person A", "Sample Person B"}
    first = made["Sample Person A"]
    assert (first.side, first.responsible) == ("right", physio)
    assert identity_of(first.person).called == "Ann"
    lines = {(one["finding"], one["on"]): one["value"] for one in entries_of(first)[0].lines}
    assert lines[("worst-pain", "2026-10-04")] == 6
    assert lines[("worst-pain", "2026-10-18")] == 5
    assert lines[("weight", "2026-10-04")] == 71.5
    assert lines[("diabetes", "2026-10-04")] == "no"
    assert lines[("gabapentin", "2026-10-18")] == "started"
    assert stored_content(Episode.objects.kept().get(pk=first.pk)) == content_of(basis(first))
    assert Event.objects.get(action="caseload.imported").detail == {"people": 2, "lines": 14}


def test_an_age_follows_from_the_day_of_birth_and_is_known_within_a_year_from_the_year(meanings):
    reading = read_table(EXAMPLE.read_text(), meanings, TODAY)
    assert [ages(one, TODAY) for one in reading.drafts] == [(42, 42), (68, 69)]
    born_today = Draft(1, "x", 2008, date(2008, 11, 30))
    assert ages(born_today, TODAY) == (18, 18)
    assert ages(Draft(1, "x", 2008, date(2008, 12, 1)), TODAY) == (17, 17)


@pytest.mark.parametrize("born", ["2009", "2008", "2015-01-01", "1890", "2100"])
def test_nobody_is_made_who_may_be_a_child_or_who_cannot_be(send, born):
    said = text(send(f"{HEAD}Young Sample,{born},left,2026-01-05,3\n"))
    assert "0 people would be made" in said
    assert ("may be younger than 18" in said) or ("nobody has this age" in said)


def test_an_empty_cell_says_nothing_and_is_no_no(meanings):
    reading = read_table("name,born,side,diabetes\nA Sample,1980,left,\n", meanings, TODAY)
    assert reading.drafts[0].lines == []


def test_columns_are_known_by_id_title_and_code_with_a_unit_in_brackets(meanings):
    head = "name;born;side;Worst pain in the last 24 hours;29463-7 [[lb_av]];GABAPENTIN;sex"
    reading = read_table(f"{head}\nA Sample;1980;beidseits;3;165;done;Female\n", meanings, TODAY)
    said = {one["finding"]: one["value"] for one in reading.drafts[0].lines}
    assert said == {"worst-pain": 3, "weight": 74.8, "gabapentin": "done", "sex": "female"}
    assert faults(reading) == [(2, "side", "this is not the side of the episode.")]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("A Sample,1980,left,2026-10-04,eleven", (2, "worst-pain", "worst-pain is not a number.")),
        ("A Sample,1980,left,2026-10-04,11", (2, "worst-pain", "worst-pain lies outside its range.")),
        ("A Sample,1980,left,2199-01-01,3", (2, "on", "this day is still to come.")),
        ("A Sample,1980,left,someday,3", (2, "on", "on is not a day.")),
        ("A Sample,80,left,2026-10-04,3", (2, "born", "this is no year or day of birth.")),
        (",1980,left,2026-10-04,3", (2, "name", "there is no name.")),
        ("A Sample,1980,up,2026-10-04,3", (2, "side", "this is not the side of the episode.")),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(meanings, row, place):
    reading = read_table(f"{HEAD}{row}\n", meanings, TODAY)
    assert place in faults(reading)
    assert reading.to_make() == []


def test_a_fault_says_how_to_mend_it_and_keeps_only_its_own_person_out(send):
    page = send(f"{HEAD}A Sample,1980,left,2026-10-04,11\nB Sample,1980,left,2026-10-04,3\n")
    said = text(page)
    assert "1 person would be made" in said
    assert "Row 2, worst-pain: worst-pain lies outside its range. It runs from 0 to 10." in said
    send(f"{HEAD}A Sample,1980,left,2026-10-04,11\nB Sample,1980,left,2026-10-04,3\n", do="make")
    assert [identity_of(one).name for one in Person.objects.all()] == ["B Sample"]


def test_two_answers_that_contradict_each_other_are_a_fault_of_the_file(send):
    rows = "A Sample,1980,left,2026-10-04,3\nA Sample,1980,right,2026-10-05,3\n"
    assert "0 people would be made" in text(send(HEAD + rows))


def test_a_column_that_is_not_understood_is_left_out_and_listed(send):
    page = send("name,born,side,favourite colour,adult\nA Sample,1980,left,blue,yes\n")
    said = text(page)
    assert "1 person would be made" in said
    assert "favourite colour , 1 time. It is no id, title or code of the knowledge." in said
    assert "adult , 1 time. It follows from other answers" in said


def test_who_is_here_already_is_left_out_unless_somebody_says_it_is_another(send, clinic, physio):
    new_episode(clinic.clinic, physio, name="Ann  SAMPLE")
    rows = f"{HEAD}Ann Sample,1992,left,2026-10-04,3\n"
    said = text(send(rows))
    assert "0 people would be made" in said
    assert "Here already: left out" in said
    send(rows, do="make")
    assert Person.objects.count() == 1
    send(rows, do="make", again="ann sample|1992")
    assert Person.objects.count() == 2


def test_sent_twice_it_makes_nobody_twice(send):
    rows = f"{HEAD}Ann Sample,1992,left,2026-10-04,3\n"
    send(rows, do="make", again="ann sample|1992", count="0")
    page = send(rows, do="make", again="ann sample|1992", count="0")
    assert "There are more people now than when you looked" in text(page)
    assert Person.objects.count() == 1


def test_where_one_cannot_be_made_nobody_is(send, monkeypatch):
    from stepwell.clinic.administration.importing import services
    from stepwell.errors import Fault, RecordError

    written = services.add_entry

    def fails(episode, *given, **more):
        if Episode.objects.count() == 2:
            raise RecordError([Fault("x", 0, "it cannot be written.", "Look again.")])
        return written(episode, *given, **more)

    monkeypatch.setattr(services, "add_entry", fails)
    page = send(EXAMPLE.read_text(), do="make")
    assert "Nobody was made" in text(page)
    assert not Person.objects.exists()
    assert not Event.objects.filter(action="person.imported").exists()


def test_the_file_says_who_answers_for_a_person(send, member, clinic):
    doctor = member(Role.PHYSICIAN)
    head = "name,born,side,clinician\n"
    assert "nobody of this address treats here" in text(
        send(f"{head}A Sample,1980,left,{clinic.user.email}\n")
    )
    send(f"{head}A Sample,1980,left,{doctor.user.email.upper()}\n", do="make")
    assert Episode.objects.get().responsible == doctor


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n\n",
        "name\n",
        "name,born,side,name\nA,1980,left,B\n",
        'name,born,side\n"A,1980,left\n',
        "name,born,side\nA,1980,left,more,cells\n",
        "{",
        "[]",
        "{}",
        '{"resourceType": "Bundle"}',
        '{"resourceType": "Bundle", "entry": [1, {"resource": 3}]}',
        '{"a":' * 5000,
        "\x00\x01",
        "name,born,side\n" + "A,1980,left\x00\n",
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_none_is_refused_in_words(send, content):
    page = send(content)
    assert page.status_code == 200
    said = text(page)
    assert "Nothing can be made of this file" in said or "would be made" not in said
    assert not Person.objects.exists()


def test_a_file_that_is_too_large_is_refused(send):
    assert "larger than 5 MB" in text(send("x" * 5_000_001))


# FHIR


def bundle(*resources):
    """A Bundle of resources about Patient/1."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": copy.deepcopy(one)} for one in resources],
    }


PATIENT = {
    "resourceType": "Patient",
    "id": "1",
    "name": [{"use": "nickname", "given": ["Bo"]}, {"use": "official", "given": ["Bo"], "family": "Sample"}],
    "birthDate": "1971-03-09",
    "gender": "male",
    "address": [{"country": "GB"}],
    "telecom": [{"system": "email", "value": "bo@example.org"}],
}
SUBJECT = {"subject": {"reference": "Patient/1"}}
SIDE = {
    "resourceType": "Condition",
    **SUBJECT,
    "code": {"coding": [{"system": "urn:stepwell:episodes", "code": "dgs"}]},
    "bodySite": [{"coding": [{"code": "left"}]}],
}


def observation(code, on="2026-10-04", system="http://loinc.org", **value):
    """An Observation of Patient/1."""
    coding = {"coding": [{"system": system, "code": code}]}
    return {
        "resourceType": "Observation",
        "status": "final",
        **SUBJECT,
        "code": coding,
        "effectiveDateTime": on,
        **value,
    }


def read(meanings, *resources, side=""):
    """The one person of a Bundle."""
    reading = read_bundle(json.dumps(bundle(*resources)), meanings, TODAY, side=side)
    return reading, reading.drafts[0]


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
    assert "there is no side of the episode" in text(send(content))
    assert "1 person would be made" in text(send(content, side="right"))
    send(content, do="make", side="right")
    episode = Episode.objects.kept().get()
    assert identity_of(episode.person).born == 1971
    assert {one["finding"] for one in entries_of(episode)[0].lines} >= {"worst-pain", "age", "sex"}


SHAPES = [None, 1, "x", [], {}, [None], [{}], {"coding": 1}, {"coding": [1]}, True, 1.5]


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
    assert "Make the first 2" in text(send(rows))
    page = send(rows, do="make")
    assert "2 people were made" in text(page)
    assert "Make 1 person" in text(page)
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
