"""A person takes their record with them: as data that is read back, on paper, for another clinic."""

import io
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse

from stepwell.clinic.administration.importing.bundle import read_bundle
from stepwell.clinic.administration.importing.meanings import Meanings
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.services import basis, today_of
from stepwell.clinic.pathway import pathway_of
from stepwell.records.reader import parse_record, read_lines
from tests.clinic.answers import words

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


def bought(client, kind):
    """A file, downloaded."""
    answer = client.post(reverse("own_file"), {"file": kind})
    assert answer.status_code == 200
    return answer


@pytest.fixture
def lived(nadia, told, physio):
    """A record with answers of both, exact and within bounds, a medicine, and a correction."""
    today = today_of(nadia.episode.person.clinic)
    month = {"from": (today - timedelta(60)).isoformat(), "to": (today - timedelta(30)).isoformat()}
    told(
        {"finding": "worst-pain", "value": 8},
        {"finding": "sitting-tolerance", "value": 15, "on": (today - timedelta(3)).isoformat()},
        {"finding": "saddle-numbness", "value": "no"},
    )
    told(
        {"finding": "seated-piriformis-stretch", "value": "yes"},
        {"finding": "symptom-days", "value": {"from": 100, "to": 200}, "on": month},
        {"finding": "weight", "value": 71.5},
        {"finding": "night-pain-not-positional", "value": "not-sure"},
        {"finding": "oral-naproxen", "value": "started", "on": (today - timedelta(20)).isoformat()},
        {"finding": "oral-naproxen", "value": "stopped", "on": (today - timedelta(6)).isoformat()},
        kind="visit",
        by=physio,
    )
    told({"finding": "worst-pain", "value": 3, "replaces": 1}, kind="correction")
    told(kind="note", by=physio, text="ring on Monday")
    return nadia


def test_a_person_downloads_all_that_is_kept(lived, proven):
    found = bought(proven(lived), "everything").json()
    assert found["person"]["name"] == "Nadia Petrova"
    assert found["account"]["email"] == "nadia@example.org"
    entries = found["episodes"][0]["entries"]
    assert [one["kind"] for one in entries] == ["check-in", "visit", "correction", "note"]
    assert entries[0]["lines"][0]["value"] == 8
    assert entries[3]["text"] == "ring on Monday"


def test_answers_are_read_back_to_the_same_record(lived, proven, clinic):
    written = bought(proven(lived), "answers").content.decode()
    assert "Nadia" not in written
    pathway = pathway_of(clinic.clinic)
    assert parse_record(written, pathway, name="own") == basis(lived.episode).record


def test_the_command_line_reads_the_file_of_answers(lived, proven, tmp_path):
    path = tmp_path / "my-answers.json"
    path.write_bytes(bought(proven(lived), "answers").content)
    command = [sys.executable, "-m", "stepwell.cli", "next", str(path), "--json"]
    run = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "src"}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    plan = json.loads(run.stdout)
    assert plan["step"] == basis(lived.episode).plan.step


def test_a_bundle_reads_back_as_the_same_record(lived, proven, clinic):
    """What the importer makes of it: every answer that counts, with its day and its bounds, and each medicine."""
    written = bought(proven(lived), "fhir").content.decode()
    pathway = pathway_of(clinic.clinic)
    reading = read_bundle(written, Meanings(pathway), today_of(clinic.clinic))
    (draft,) = reading.drafts
    assert (reading.wrong, draft.wrong, dict(reading.left_out)) == ([], [], {})
    assert (draft.name, draft.born, draft.side) == ("Nadia Petrova", 1992, "right")
    record = read_lines(draft.lines, pathway, side=draft.side, name="back")
    here = basis(lived.episode).seen
    assert _said(record.observations) == _said(here.observations)
    assert _happened(record.events) == _happened(here.events)


def _said(observations):
    return {(one.finding, one.on, one.value, one.side) for one in observations}


def _happened(events):
    return {(one.intervention, one.event, one.on) for one in events}


def test_a_bundle_has_known_codes_and_no_corrected_answer(lived, proven):
    bundle = bought(proven(lived), "fhir").json()
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    kinds = [one["resource"]["resourceType"] for one in bundle["entry"]]
    assert set(kinds) == {"Patient", "Condition", "Observation", "MedicationStatement"}
    weight = next(one["resource"] for one in bundle["entry"] if "weight" in json.dumps(one["resource"]))
    assert {"system": "http://loinc.org", "code": "29463-7"} in weight["code"]["coding"]
    assert (weight["valueQuantity"]["value"], weight["valueQuantity"]["code"]) == (71.5, "kg")
    pain = [one["resource"] for one in bundle["entry"] if "worst-pain" in json.dumps(one["resource"])]
    assert [one["valueQuantity"]["value"] for one in pain] == [3]


@pytest.mark.parametrize("kind", ["paper", "exercises"])
def test_a_pdf_is_made(lived, proven, kind):
    answer = bought(proven(lived), kind)
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) >= 1


def test_the_record_on_paper_says_what_was_corrected(lived):
    from stepwell.clinic.episodes.sealed import identity_of
    from stepwell.clinic.owning import paper

    shown = {}
    kept = paper.pdf_of
    paper.pdf_of = lambda _template, values, day: shown.update(values) or b""
    try:
        paper.record_pdf(lived.episode, identity_of(lived.episode.person), lived.user, date(2026, 12, 1))
    finally:
        paper.pdf_of = kept
    lines = [line for day in shown["days"] for one in day["entries"] for line in one["lines"]]
    assert any("8" in line and "corrected later" in line for line in lines)
    assert any("3" in line and "corrects an earlier answer" in line for line in lines)


def test_each_download_is_audited_and_names_no_answer(lived, proven):
    bought(proven(lived), "answers")
    event = Event.objects.get(action="record.downloaded")
    assert (event.actor_id, event.detail) == (lived.user_id, {"file": "answers"})


def test_who_did_not_just_prove_who_they_are_is_asked_to(lived, proven):
    client = proven(lived, ago=3600)
    assert "reauthenticate" in client.get(reverse("own_download")).url
    assert client.post(reverse("own_file"), {"file": "everything"}).url == reverse("own_download")
    assert not Event.objects.filter(action="record.downloaded").exists()


def test_the_page_names_every_file_and_an_unknown_one_leads_back(lived, proven):
    client = proven(lived)
    page = words(client.get(reverse("own_download")))
    assert "Everything as data" in page
    assert "For another clinic" in page
    assert client.post(reverse("own_file"), {"file": "\x00"}).url == reverse("own_download")


def test_an_empty_record_is_downloaded_too(nadia, proven):
    client = proven(nadia)
    for kind in ("paper", "exercises", "everything", "answers", "fhir"):
        assert client.post(reverse("own_file"), {"file": kind}).status_code in (200, 302), kind
