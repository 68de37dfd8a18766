"""Hazards of access and keeping: that what the log says is so."""

import base64
import re

from django.conf import settings
from django.test import Client
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.episodes.services import key_of
from stepwell.clinic.keeping.keys import read_master
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode, opened
from tests.clinic.hazards.world import (
    ABOUT_A_PERSON,
    BACKEND,
    PATIENT_PAGES,
    everything_kept,
    whole_pages,
    write,
)
from tests.clinic.test_access import pages


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
    erase(here.person, by=clinic, reason="asked-by-person")
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
