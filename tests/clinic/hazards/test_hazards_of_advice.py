"""Hazards of advice: that what the log says is so."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes import services
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.middleware import LAST, MINUTE
from stepwell.clinic.patient.events import receive
from stepwell.clinic.templatetags.stepwell import STATUSES
from stepwell.clinic.workspace.advice.choices import offer_of
from stepwell.clinic.workspace.advice.forms import DecisionForm
from stepwell.clinic.workspace.caseload.rows import rows_of
from stepwell.clinic.workspace.exam.sources import sources_of
from stepwell.clinic.workspace.intake.known import known_of
from stepwell.knowledge.loader import load_pathway
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode
from tests.clinic.hazards.world import (
    ABOUT_A_PERSON,
    PATIENT_PAGES,
    WITH_SIDE,
    event,
    plan_of,
    whole_pages,
    write,
)


def test_each_status_of_the_plan_is_shown_with_its_word_and_what_counts(episode, physio, browse):
    write(episode, physio, age=41, sex="male", buttock_pain="yes", worst_pain=6, nsaid_allergy="yes")
    one_of_each = {row["status"]: row for row in plan_of(episode) if not row["urgency"]}
    assert {"recommended", "ask-first", "contraindicated"} <= set(one_of_each)
    client = browse(physio)
    for status, row in one_of_each.items():
        said = words(client.get(reverse("why", args=[episode.pk, row["id"]])))
        assert STATUSES[status][2] in said
        assert "All that counts" in said


def test_an_answer_that_was_queued_for_another_person_is_set_aside(hers, patient, clinic, physio):
    other = new_episode(clinic.clinic, physio, name="Somebody Else")
    received = receive(hers, [event(other, **{"worst-pain": 5})], by=patient, now=timezone.now())
    assert [one["reason"] for one in received.answers] == ["unknown-plan"]
    assert Episode.objects.get(pk=hers.pk).count == 0


def test_a_new_weakness_leads_although_pain_falls(clinic, physio):
    weak = new_episode(clinic.clinic, physio, name="Wanda Weak")
    sore = new_episode(clinic.clinic, physio, name="Sam Sore")
    today = services.today_of(clinic.clinic)
    for episode, values in ((weak, range(8, 2, -1)), (sore, range(3, 9))):
        for ago, value in zip(range(6, 0, -1), values, strict=True):
            on = (today - timedelta(days=ago)).isoformat()
            add_entry(
                episode,
                "check-in",
                [{"finding": "worst-pain", "value": value, "on": on}],
                by=Author.of(physio),
            )
    write(weak, physio, worsening_weakness="yes")
    first = next(iter(rows_of(physio)))
    assert first.identity.name == "Wanda Weak"
    assert first.first["id"] == "red-flag"


def test_a_side_has_no_default(physio, browse):
    page = browse(physio).get(reverse("new_person")).content.decode()
    choices = re.findall(r'<input[^>]*name="side"[^>]*>', page)
    assert choices
    assert not any("checked" in one for one in choices)


def test_every_page_about_a_person_names_them_and_those_of_the_record_the_side(episode, physio, browse):
    shown = whole_pages(browse(physio), ABOUT_A_PERSON, episode)
    said = {name: words(answer) for name, answer in shown}
    assert set(said) >= {*WITH_SIDE, "programme", "letters", "consent", "snooze"}
    assert {name for name, one in said.items() if "Nadia Petrova" not in one} == set()
    assert {name for name in WITH_SIDE if "right side" not in said[name].lower()} == set()


def test_a_session_of_staff_ends_after_rest(physio, browse):
    client = browse(physio)
    assert client.get(reverse("caseload")).status_code == 200
    session = client.session
    session[LAST] -= (settings.IDLE_MINUTES + 1) * MINUTE
    session.save()
    assert client.get(reverse("caseload")).url.startswith(reverse("account_login"))


def test_a_request_that_a_page_makes_by_itself_keeps_no_session_alive(physio, browse):
    client = browse(physio)
    client.get(reverse("caseload"))
    session = client.session
    session[LAST] -= 2 * MINUTE
    session.save()
    client.get(reverse("caseload"), headers={"X-Request-Kind": "background"})
    assert client.session[LAST] == session[LAST]


def test_what_counted_names_its_people_and_every_possibility_is_listed(episode, physio, browse):
    write(episode, physio, seated_piriformis_stretch="yes", active_piriformis="yes", notch_tenderness="yes")
    known = known_of(Episode.objects.kept().get(pk=episode.pk))
    beside = sources_of(known.pathway, known.facts_with((), by=Author.of(physio).words))
    assert beside.counted
    assert len(beside.bars) == len(load_pathway().sources["sources"])
    said = words(browse(physio).get(reverse("exam", args=[episode.pk])))
    for one in beside.counted:
        assert one.evidence
        assert one.evidence in said
        assert one.population in said
    assert any("33 people" in one.population for one in beside.counted)
    for bar in (*beside.bars, beside.not_dgs):
        assert f"{bar.title} {bar.median}%" in said


@pytest.mark.parametrize("medicine", ["gabapentin", "pregabalin"])
def test_what_sources_disagree_on_is_accepted_only_with_a_reason_and_an_end(medicine, clinic):
    pathway = load_pathway()
    entry = pathway.interventions[medicine]
    offer = offer_of(entry, "recommended", Role.PHYSICIAN)
    today = services.today_of(clinic.clinic)
    sent = {"key": str(uuid.uuid4()), "seen": "0"}

    def form(**typed):
        return DecisionForm(
            sent | typed, action="accept", entry=entry, offer=offer, pathway=pathway, today=today
        )

    assert {"reason", "until"} <= set(form().errors)
    assert form(reason="Both sides were talked through", until=today.isoformat()).is_valid()


def test_a_dose_of_the_pathway_is_on_no_page_of_a_patient(hers, patient, physio, browse):
    write(hers, physio, age=41, weight=80, height=180, creatinine=80, gabapentin="started")
    doses = [line for row in plan_of(hers) for line in row["dose"]]
    assert any("mg" in line for line in doses)
    client = browse(patient)
    for place in (*(reverse(name) for name in PATIENT_PAGES), "/api/today"):
        answer = client.get(place)
        assert answer.status_code == 200
        assert not re.search(r"\d\s*mg\b", answer.content.decode()), place
