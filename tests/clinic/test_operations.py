"""What runs a clinic: work in the background, the line of writers, the demo, what the log may say."""

import http
import json
import logging
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stepwell.clinic.accounts.models import Invitation, Role
from stepwell.clinic.accounts.services import invite
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.demo.people import people
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode, StoredPlan
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.episodes.services import add_entry, basis, stored_content
from stepwell.clinic.episodes.stored import content_of
from stepwell.clinic.operations import bulk, demo, heartbeat, links, tasks, tombstones, work
from stepwell.clinic.operations.clock import tick
from stepwell.clinic.operations.logs import Places, Unaddressed
from stepwell.clinic.operations.proxy import address_of
from tests.clinic.conftest import new_episode


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    """What is written beside the database goes to a folder of each test."""
    home = settings.HOME
    settings.HOME = type(home)(
        **{**vars(home), "folder": tmp_path, "erased": tmp_path / "erased.txt"},
    )


# Work in the background


def stored_yesterday(episode):
    StoredPlan.objects.filter(pk=episode.pk).update(as_of=timezone.now().date() - timedelta(1))


def test_a_plan_of_yesterday_is_computed_again(episode, clinic):
    stored_yesterday(episode)
    assert tasks.refresh_plans.call(str(clinic.clinic.pk)) == {"done": 1, "failed": 0}
    assert StoredPlan.objects.get().as_of == timezone.now().date()
    assert not tasks.stale(clinic.clinic).exists()


def test_a_plan_of_other_knowledge_is_computed_again_even_where_the_episode_is_closed(episode, clinic):
    Episode.objects.filter(pk=episode.pk).update(closed_at=timezone.now())
    stored_yesterday(episode)
    assert not tasks.stale(clinic.clinic).exists()
    StoredPlan.objects.filter(pk=episode.pk).update(digest="of an earlier version")
    assert list(tasks.stale(clinic.clinic)) == [episode]


def test_one_plan_that_cannot_be_computed_does_not_keep_the_others_waiting(episode, physio, clinic):
    other = new_episode(clinic.clinic, physio, name="Somebody Else")
    other.person.key.wrapped = b"not a key of this house"
    other.person.key.save()
    for one in (episode, other):
        stored_yesterday(one)
    assert tasks.refresh_plans.call(str(clinic.clinic.pk)) == {"done": 1, "failed": 1}


def test_an_erased_person_has_no_plan_to_compute(episode, clinic):
    erase(episode.person, by=clinic, reason="asked-by-person")
    assert not tasks.stale(clinic.clinic).exists()


def test_the_clock_enqueues_what_is_due_and_does_not_enqueue_it_twice(episode, clinic):
    stored_yesterday(episode)
    assert tick(timezone.now()) == ["beat", "expire", f"plans of {clinic.clinic.pk}"]
    assert tick(timezone.now()) == []
    assert DBTaskResult.objects.count() == 3


def test_what_a_worker_that_died_had_begun_is_begun_again_and_given_up_after_three_times(db):
    tasks.beat.enqueue()
    for attempts in (1, 2, 3):
        DBTaskResult.objects.update(status="RUNNING", worker_ids=["a"] * attempts)
        work.take_up()
        assert DBTaskResult.objects.get().status == ("READY" if attempts < 3 else "FAILED")


def test_what_has_ended_is_deleted_and_what_has_not_stays(clinic):
    for email, days in (("old@example.org", 60), ("new@example.org", 1)):
        made, _ = invite(clinic.clinic, email=email, role=Role.AUDITOR, by=clinic)
        Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(days))
    for key, days in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(days))
    tasks.expire.call()
    assert Invitation.objects.get().email == "new@example.org"
    assert Session.objects.get().session_key == "open"


def test_staff_see_when_work_in_the_background_was_last_done(db):
    assert heartbeat.state().words == "Background work has not run yet."
    tasks.beat.call()
    now = timezone.now()
    assert heartbeat.state(now).words == "Background work last ran just now."
    soon = heartbeat.state(now + timedelta(minutes=2, seconds=30))
    assert (soon.words, soon.late) == ("Background work last ran 2 minutes ago.", False)
    late = heartbeat.state(now + timedelta(hours=3, minutes=1))
    assert late.late
    assert late.words == (
        "Background work last ran 3 hours ago. Tell who runs this clinic's computer: plans are not kept up to date."
    )


# Who was erased


def test_the_list_of_the_erased_holds_ids_and_dates_and_forgets_nobody(episode, clinic, settings):
    gone = "00000000-0000-4000-8000-000000000001 2026-01-01T00:00:00+00:00"
    settings.HOME.erased.write_text(f"{gone}\n")
    erase(episode.person, by=clinic, reason="asked-by-person")
    tombstones.write()
    listed = settings.HOME.erased.read_text().splitlines()[1:]
    assert listed[0] == gone
    assert listed[1].split()[0] == str(episode.person.pk)
    assert "Nadia" not in settings.HOME.erased.read_text()


def test_a_list_that_was_spoilt_is_refused_at_its_line(settings):
    settings.HOME.erased.write_text("# a list\nnobody yesterday\n")
    with pytest.raises(tombstones.StepwellError) as wrong:
        tombstones.read(settings.HOME.erased)
    assert str(wrong.value) == (
        f"{settings.HOME.erased}:2: this is not an id and a date.\n  Put back the file as it was."
    )


# The line of writers


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_of_eight_who_write_at_once_nobody_fails(database):
    """Eight processes store, then eight compute and store, then eight browsers send a form; every chain holds afterwards."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.clinic_writes", "--each", "3", "--json", "--database", database],
        capture_output=True,
        text=True,
        env={**_plain_environment(), "PYTHONPATH": "src"},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["failed"], found["breaches"]) == (0, 0)
    assert [len(found[way]) for way in ("storing", "service", "http")] == [96, 24, 24]


def _plain_environment():
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("STEPWELL_", "DJANGO_"))
    }


# The demo


@pytest.fixture
def house(db, settings, monkeypatch):
    """A demo of two people, with their plans computed in this process."""
    settings.DEMO = True
    two = [one for one in people(timezone.now().date()) if one.id in ("paolo-ricci", "nia-bevan")]
    monkeypatch.setattr(demo, "people", lambda today: two)
    monkeypatch.setattr(demo, "refresh_all", lambda ids: [one for one in ids if not bulk.refresh_one(one)])
    return demo.load_demo(timezone.now().date())


def test_the_demo_is_written_as_the_clinic_writes(house):
    assert verify() == []
    episode = Episode.objects.kept().get(pk=house.episodes["paolo-ricci"].pk)
    assert episode.count > 20
    assert stored_content(episode) == content_of(basis(episode))
    author = Author.of(house.staff["hana.orlic@example.org"])
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 2}], by=author)
    assert verify() == []


def test_each_entry_of_the_demo_keeps_the_day_on_which_it_was_recorded(house):
    episode = house.episodes["paolo-ricci"]
    days = {entry.at.date() for entry in episode.entries.all()}
    assert len(days) > 20
    assert max(entry.at for entry in episode.entries.all()) <= timezone.now()


def test_numbers_to_call_are_marked_as_those_of_a_demo(house):
    clinic = house.staff["hana.orlic@example.org"].clinic
    assert clinic.open
    assert clinic.emergency.endswith("(demo)")


def test_a_link_signs_in_and_belongs_to_the_first_browser_that_opens_it(house):
    (words, secret), *_ = demo.sign_ins(house)
    assert words == "Physiotherapist: Ruth Adeyemi, Harbour Physiotherapy"
    first, second = Client(), Client()
    assert first.get(f"/demo/{secret}/").status_code == http.HTTPStatus.FOUND
    assert first.get("/").headers["Location"] == "/caseload/"
    assert second.get(f"/demo/{secret}/").status_code == http.HTTPStatus.NOT_FOUND
    assert "_auth_user_id" not in second.session
    assert first.get(f"/demo/{secret}/").status_code == http.HTTPStatus.FOUND


def test_there_is_a_link_for_each_role(house):
    assert [words.split(":")[0] for words, _ in demo.sign_ins(house)] == [
        "Physiotherapist", "Physician", "Administrator", "Auditor", "Clinical safety officer", "Patient",
    ]  # fmt: skip


@pytest.mark.parametrize("secret", ["x", "a" * 32, "%2e%2e", "a" * 31 + "é"])
def test_a_link_that_was_not_made_is_no_page(house, secret):
    assert Client().get(f"/demo/{secret}/").status_code == http.HTTPStatus.NOT_FOUND


def test_outside_of_a_demo_no_link_works(house, settings):
    (_, secret), *_ = demo.sign_ins(house)
    settings.DEMO = False
    assert Client().get(f"/demo/{secret}/").status_code == http.HTTPStatus.NOT_FOUND
    assert links.member_of_link(secret, "browser") is None


def test_the_demo_needs_nothing_but_what_the_clinic_needs():
    """A bare machine has requirements/run.txt and no engine of populations."""
    heavy = ("duckdb", "numpy", "orjson", "pyarrow", "sqlglot", "z3")
    code = (
        "import sys, os, tempfile; from stepwell.clinic.operations.ready import set_up;"
        "os.environ.update(STEPWELL_HOME=tempfile.mkdtemp(), STEPWELL_MODE='demo'); set_up();"
        "import stepwell.commands.demo, stepwell.clinic.operations.demo, stepwell.clinic.operations.work,"
        "stepwell.clinic.operations.web, stepwell.clinic.urls;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**_plain_environment(), "PYTHONPATH": "src"},
    )
    assert done.stdout.strip() == "[]", done.stderr


# What the log may say


def test_a_fault_in_the_log_carries_its_place_and_not_its_words():
    try:
        raise ValueError("worst-pain 7 of Nadia")
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "%s", ("x",), sys.exc_info())
    written = Places("%(message)s").format(record)
    assert "test_operations.py" in written
    assert written.endswith("ValueError")
    assert "Nadia" not in written.replace('raise ValueError("worst-pain 7 of Nadia")', "")


def test_a_failed_request_is_named_by_its_id_and_not_by_its_address():
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Failed: %s", ("/invitation/secret/",), None
    )
    record.request = type("Request", (), {"id": "1c1752a2b1c6"})()
    assert Unaddressed().filter(record)
    assert record.getMessage() == "request 1c1752a2b1c6 failed"


def test_behind_a_proxy_it_is_the_browser_that_is_locked_out_and_not_the_proxy(settings, rf):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    asked = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}, REMOTE_ADDR="127.0.0.1")
    assert address_of(asked) == "198.51.100.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert address_of(asked) == "127.0.0.1"
