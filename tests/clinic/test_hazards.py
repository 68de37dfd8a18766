"""Controls of the hazard log that no other file shows: each is named in docs/safety/hazards.yaml or in a page beside it.

Lives here: what holds over many pages at once, and hazards that no area of its own answers for. Lives elsewhere: the hazards
(docs/safety/), that what they name exists (test_hazard_log.py), the areas themselves (test_AREA.py).
"""

import base64
import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes import services
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Author, add_entry, key_of, stored_content
from stepwell.clinic.keeping.keys import read_master
from stepwell.clinic.middleware import LAST, MINUTE
from stepwell.clinic.patient.events import receive
from stepwell.clinic.patient.versions import version_of
from stepwell.clinic.templatetags.stepwell import STATUSES
from stepwell.clinic.workspace.advice.choices import offer_of
from stepwell.clinic.workspace.advice.forms import DecisionForm
from stepwell.clinic.workspace.caseload.rows import rows_of
from stepwell.clinic.workspace.exam.sources import sources_of
from stepwell.clinic.workspace.intake.known import known_of
from stepwell.knowledge.loader import load_pathway
from tests.clinic.conftest import new_episode, opened
from tests.clinic.test_access import filled, pages

PATIENT_PAGES = ("today", "progress", "way", "get_help", "learn", "own_record")
ABOUT_A_PERSON = sorted({(name, route) for route, name, _ in pages() if "<uuid:episode>" in route})
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def patient(member):
    """A patient with an account."""
    return member(Role.PATIENT, email="nadia@example.org")


@pytest.fixture
def hers(clinic, physio, patient):
    """The episode of that patient."""
    return new_episode(clinic.clinic, physio, user=patient.user)


@pytest.fixture
def physician(member):
    """A physician of the clinic."""
    return member(Role.PHYSICIAN)


def write(episode, by, **values):
    """Answers of a visit."""
    lines = [{"finding": name.replace("_", "-"), "value": value} for name, value in values.items()]
    add_entry(episode, "visit", lines, by=Author.of(by))


def plan_of(episode):
    return stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]


def words(answer):
    """The words of a page, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def whole_pages(client, routes, episode):
    """Each of these addresses that answers with a whole page: its name and the answer."""
    for name, route in routes:
        answer = client.get(filled(route, episode))
        if answer.status_code == 200 and b"<main" in answer.content:
            yield name, answer


# All hazards: the plan is on the page


def test_each_status_of_the_plan_is_shown_with_its_word_and_what_counts(episode, physio, browse):
    write(episode, physio, age=41, sex="male", buttock_pain="yes", worst_pain=6, nsaid_allergy="yes")
    one_of_each = {row["status"]: row for row in plan_of(episode) if not row["urgency"]}
    assert {"recommended", "ask-first", "contraindicated"} <= set(one_of_each)
    client = browse(physio)
    for status, row in one_of_each.items():
        said = words(client.get(reverse("why", args=[episode.pk, row["id"]])))
        assert STATUSES[status][2] in said
        assert "All that counts" in said


# H01, H08: what a phone queued


def event(episode, **answers):
    """An event as the phone of a person sends it."""
    version = version_of(episode, episode.count, timezone.now().date(), key_of(episode.person))
    return {
        "id": str(uuid.uuid4()), "kind": "check-in", "at": timezone.now().isoformat(), "tz": "UTC",
        "plan_version": version, "payload": {"answers": answers},
    }  # fmt: skip


def test_an_answer_that_was_queued_for_another_person_is_set_aside(hers, patient, clinic, physio):
    other = new_episode(clinic.clinic, physio, name="Somebody Else")
    received = receive(hers, [event(other, **{"worst-pain": 5})], by=patient, now=timezone.now())
    assert [one["reason"] for one in received.answers] == ["unknown-plan"]
    assert Episode.objects.get(pk=hers.pk).count == 0


# H03: power


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


# H07, H08: who, and which side


def test_a_side_has_no_default(physio, browse):
    page = browse(physio).get(reverse("new_person")).content.decode()
    choices = re.findall(r'<input[^>]*name="side"[^>]*>', page)
    assert choices
    assert not any("checked" in one for one in choices)


WITH_SIDE = {"person", "timeline", "outcomes", "intake", "exam", "advice", "exits", "notes"}
"""Pages on which somebody reads or writes what belongs to a side."""


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


# H09, H10: the sources


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


# H16: sources that disagree


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


# H17: what a patient sees


def test_a_dose_of_the_pathway_is_on_no_page_of_a_patient(hers, patient, physio, browse):
    write(hers, physio, age=41, weight=80, height=180, creatinine=80, gabapentin="started")
    doses = [line for row in plan_of(hers) for line in row["dose"]]
    assert any("mg" in line for line in doses)
    client = browse(patient)
    for place in (*(reverse(name) for name in PATIENT_PAGES), "/api/today"):
        answer = client.get(place)
        assert answer.status_code == 200
        assert not re.search(r"\d\s*mg\b", answer.content.decode()), place


# Threats


def test_a_change_without_a_token_is_refused(physio, episode):
    client = Client(enforce_csrf_checks=True)
    client.force_login(physio.user, backend=BACKEND)
    for name, args in (
        ("new_person", []),
        ("notes", [episode.pk]),
        ("exam", [episode.pk]),
        ("decide", [episode.pk, "safety-screen"]),
        ("account_logout", []),
    ):
        assert client.post(reverse(name, args=args), {"text": "x", "do": "accept"}).status_code == 403, name
    assert Episode.objects.get(pk=episode.pk).count == 0


def test_every_page_has_the_strict_policy_and_none_about_anybody_is_stored(
    hers, patient, physio, clinic, browse
):
    everything = sorted({(name, route) for route, name, _ in pages() if name})
    seen = set()
    for client in (Client(), browse(patient), browse(physio), browse(clinic)):
        for name, answer in whole_pages(client, everything, hers):
            seen.add(name)
            policy = answer["Content-Security-Policy"]
            assert "default-src 'none'" in policy, name
            assert "script-src 'self';" in f"{policy};", name
            assert "unsafe" not in policy, name
            assert "no-store" in answer["Cache-Control"], name
    assert {"account_login", "person", "own_record", "administration"} <= seen


def test_markup_in_a_name_is_shown_as_text(clinic, physio, browse):
    episode = new_episode(clinic.clinic, physio, name="<script>alert(1)</script>")
    client = browse(physio)
    for _, answer in whole_pages(client, [*ABOUT_A_PERSON, ("caseload", "caseload/")], episode):
        assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in client.get(reverse("person", args=[episode.pk])).content.decode()


def everything_kept():
    """All that stands in the tables of the database, as bytes and text in one."""
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            kept += [bytes(one) if isinstance(one, memoryview) else one for row in cursor for one in row]
    return b"\n".join(one if isinstance(one, bytes) else str(one).encode() for one in kept if one is not None)


def test_no_answer_and_no_name_of_a_patient_and_no_master_key_stands_in_any_table(hers, physio, browse):
    write(hers, physio, worst_pain=6, saddle_numbness="not-sure")
    browse(physio).get(reverse("person", args=[hers.pk]))
    kept = everything_kept()
    assert b"Harbour" in kept
    for words_of_hers in (b"Petrova", b"worst-pain", b"saddle-numbness", b"not-sure"):
        assert words_of_hers not in kept
    master = read_master(settings.HOME.master)
    for key in (master, base64.urlsafe_b64encode(master), key_of(hers.person)):
        assert key not in kept


def test_erasing_in_one_clinic_leaves_the_other_as_it_was(clinic, member, physio):
    elsewhere = opened("Elsewhere")
    patient = member(Role.PATIENT, email="nadia@example.org")
    member(Role.PATIENT, elsewhere, email="nadia@example.org")
    here = new_episode(clinic.clinic, physio, user=patient.user)
    there = new_episode(elsewhere.clinic, None, user=patient.user)
    services.erase(here.person, by=clinic, reason="asked-by-person")
    patient.user.refresh_from_db()
    assert patient.user.is_active
    assert patient.user.email == "nadia@example.org"
    assert list(Episode.objects.of_patient(patient.user)) == [there]
    assert key_of(Episode.objects.kept().get(pk=there.pk).person)


def test_reading_is_audited_on_every_page_about_a_person(episode, physio, browse):
    client, unseen = browse(physio), []
    for name, route in ABOUT_A_PERSON:
        before = Event.objects.filter(subject=str(episode.pk)).count()
        for shown, _ in whole_pages(client, [(name, route)], episode):
            if Event.objects.filter(subject=str(episode.pk)).count() == before:
                unseen.append(shown)
    assert unseen == []


def test_every_page_of_a_demo_says_that_nobody_is_real(hers, patient, physio, clinic, browse, settings):
    settings.DEMO = True
    everything = sorted({(name, route) for route, name, _ in pages() if name})
    seen = set()
    for client in (browse(patient), browse(physio), browse(clinic)):
        for name, answer in whole_pages(client, everything, hers):
            seen.add(name)
            assert "Nobody here is real" in words(answer), name
    assert {"person", "caseload", "today", "get_help", "administration"} <= seen


def test_help_stands_in_the_same_place_on_every_page_of_a_patient(hers, patient, browse):
    client = browse(patient)
    for name in PATIENT_PAGES:
        tabs = re.search(r'<nav class="tabs".*?</nav>', client.get(reverse(name)).content.decode(), re.DOTALL)
        assert re.findall(r'<a href="([^"]+)"', tabs[0])[-1] == reverse("get_help"), name
