"""No medicine, injection or operation is proposed to a person alone, whatever their plan has come to, on any page and in no file."""

import json
import re

import pytest
from django.urls import reverse

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import stored_content
from stepwell.clinic.patient.pages import lessons
from stepwell.clinic.selfcare.doctor import doctors_paper
from stepwell.clinic.selfcare.shown import (
    DOCTORS_KINDS,
    doctors_steps,
    names_of_medicines,
    own_plan,
    own_sets,
)
from stepwell.knowledge.loader import load_pathway

PATHWAY = load_pathway()
PAGES = (
    "today", "progress", "way", "learn", "ergonomics", "ladders", "get_help", "own_links", "own_consent",
    "reminders", "own_questions", "own_doctor", "api_today",
)  # fmt: skip
MEDICINES = "thandi-nkosi"


def name_of(view):
    """The address of a page; those of the API have a name of their own."""
    return "/api/today" if view == "api_today" else reverse(view)


def recommended(patient):
    """The kinds of treatment that the plan recommends, before anything is left out."""
    plan = stored_content(Episode.objects.kept().get(pk=patient.episode.pk))["plan"]
    return {one["kind"] for one in plan["recommendations"] if one["status"] == "recommended"}


def named_in(text):
    """The medicines and procedures of the knowledge that a text names, by name or by title."""
    said = text.lower()
    titles = {one.title.lower() for one in PATHWAY.interventions.values() if one.kind in DOCTORS_KINDS}
    titles -= {"steroid tablets"}  # a sign of danger asks about them: thin bones after months of taking them
    words = set(re.findall(r"\w+", said))
    return (names_of_medicines(PATHWAY) & words) | {one for one in titles if one in said}


def test_the_names_are_those_of_the_knowledge():
    """The test below would find each of these, by its name alone."""
    assert {"gabapentin", "ibuprofen", "naproxen", "paracetamol", "opioid"} <= names_of_medicines(PATHWAY)
    assert named_in("<p>Take GABAPENTIN.</p>") == {"gabapentin"}
    assert named_in("Piriformis release with neurolysis")


def test_no_page_names_one(whose_life, browse):
    """After nine weeks the plan recommends a medicine. A clinician would see it; a person alone sees none on any of their pages."""
    patient = whose_life(MEDICINES)
    assert "medicine" in recommended(patient)
    client = browse(patient)
    pages = [name_of(view) for view in PAGES]
    pages += [reverse("own_question_page", args=[one.id]) for one in own_sets(PATHWAY)]
    for place in pages:
        answer = client.get(place)
        assert answer.status_code == 200, place
        assert named_in(answer.content.decode()) == set(), place


def test_a_clinicians_patient_still_sees_what_the_plan_says(whose_life, physio, browse):
    """With a clinician who answers for them, the pathway page names what is talked about."""
    patient = whose_life(MEDICINES)
    Episode.objects.filter(pk=patient.episode.pk).update(responsible=physio)
    assert named_in(browse(patient).get(reverse("way")).content.decode())


def test_it_does_not_hang_on_the_setting(whose_life, clinic, browse):
    """The clinic has ended self-care; whoever has no clinician is shown no medicine all the same."""
    patient = whose_life(MEDICINES)
    clinic.clinic.self_care = False
    clinic.clinic.save(update_fields=["self_care"])
    assert named_in(browse(patient).get(reverse("way")).content.decode()) == set()


def test_the_record_and_its_files_propose_none(whose_life, proven):
    """The record, and what can be downloaded, hold what was said and done, and nothing that the plan recommends."""
    patient = whose_life(MEDICINES)
    plan = stored_content(Episode.objects.kept().get(pk=patient.episode.pk))["plan"]
    proposed = [one for one in plan["recommendations"] if one["kind"] in DOCTORS_KINDS]
    proposed = {one["id"] for one in proposed if one["status"] == "recommended"}
    assert proposed
    client = proven(patient)
    for kind in ("everything", "answers", "fhir"):
        answer = client.post(reverse("own_file"), {"file": kind})
        assert json.loads(answer.content)
        assert not [one for one in proposed if f'"{one}"' in answer.content.decode()], kind
    record = client.get(reverse("own_record")).content.decode()
    assert not [one for one in proposed if PATHWAY.interventions[one].title in record]


def test_a_plan_keeps_every_exit_and_what_the_person_does(whose_life):
    """Exits stay, whatever their step; of the rest only what a person decides, in a step without medicines and procedures."""
    patient = whose_life(MEDICINES)
    plan = stored_content(Episode.objects.kept().get(pk=patient.episode.pk))["plan"]
    kept = {one["id"] for one in own_plan(plan, PATHWAY)["recommendations"]}
    exits = {one["id"] for one in plan["recommendations"] if PATHWAY.interventions[one["id"]].exit}
    assert exits <= kept
    for one in (PATHWAY.interventions[name] for name in kept - exits):
        assert one.kind == "education" or one.decided_by == "patient"
        assert one.kind not in DOCTORS_KINDS
        assert one.step not in doctors_steps(PATHWAY)
    assert {"conservative-care"} <= kept


def test_recurrence_and_prevention_are_taught():
    """The watch for the pain's return, and what keeps it away, belong to what a person alone reads."""
    steps = doctors_steps(PATHWAY)
    assert steps == {"medicines-and-injections", "surgery"}
    taught = {one.id for one in lessons(PATHWAY) if PATHWAY.interventions[one.id].step not in steps}
    assert "recurrence-plan" in taught


def test_every_sign_of_danger_is_asked():
    """Leaving out medicines leaves out no sign that a patient can be asked about."""
    asked = {name for one in own_sets(PATHWAY) for name in one.findings}
    signs = {
        name
        for one in PATHWAY.question_sets
        if one.audience == "patient" and one.urgency
        for name in one.findings
    }
    assert signs <= asked


@pytest.mark.parametrize("name", ["warfarin", "ibuprofen"])
def test_no_question_names_a_medicine_to_take(name):
    """A question about a medicine belongs to choosing one, and a doctor asks it."""
    asked = (
        PATHWAY.findings[one].ask.get("patient", "") for page in own_sets(PATHWAY) for one in page.findings
    )
    assert not [text for text in asked if name in text.lower()]


def test_the_paper_for_the_doctor_is_made(whose_life):
    """It is a PDF, and its words are those of the page."""
    patient = whose_life(MEDICINES)
    assert doctors_paper(Episode.objects.kept().get(pk=patient.episode.pk)).startswith(b"%PDF")
