"""A clinic for each test: its home in a temporary folder, on SQLite or, with STEPWELL_TEST_DATABASE, on PostgreSQL.

Django needs its settings before anything of the clinic is imported, so that the home is made when this file is read.
"""

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="stepwell-test-"))
os.environ["STEPWELL_HOME"] = str(HOME)
os.environ["STEPWELL_MODE"] = "test"
os.environ["STEPWELL_ADDRESS"] = "http://localhost:8000"
os.environ["DJANGO_SETTINGS_MODULE"] = "stepwell.clinic.settings"
if "STEPWELL_TEST_DATABASE" in os.environ:
    os.environ["STEPWELL_DATABASE"] = os.environ["STEPWELL_TEST_DATABASE"]

import django

django.setup()

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.accounts.services import check_numbers, found_clinic, give_role, user_of
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.episodes.services import add_entry, open_episode

PROOFS, PROVED_BY = "account_authentication_methods", "account_authentication_methods_user"
"""Where allauth keeps in the session how somebody proved who they are."""


def pytest_unconfigure():
    """Leave no home behind."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """The files that pages name, as they are served.

    Workers have one home where this file was read before they began: then the settings are those of who began them.
    """
    with (settings.HOME.folder / "static.line").open("w") as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        if not settings.STATIC_ROOT.exists():
            call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def own_language():
    """No test begins in the language of the one before."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request):
    """Beside each other, tests on PostgreSQL have a database each; on SQLite each process has its own in memory anyway."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture
def clinic(db):
    """A clinic that is open, with its administrator (a membership)."""
    return opened("Harbour")


def opened(name):
    """A new clinic that is open; its administrator."""
    admin = found_clinic(name, administrator=f"admin@{name.lower()}.example.org")
    check_numbers(admin.clinic, {"emergency": "112"}, country="NL", by=admin, on=date(2026, 11, 1))
    return admin


@pytest.fixture
def member(clinic):
    """A member of the clinic in a role: `member(Role.PHYSIOTHERAPIST)`."""

    def made(role, place=clinic, email=None):
        user = user_of(email or f"{role}@{place.clinic.name.lower()}.example.org", name=f"Some {role}")
        return give_role(user, place.clinic, role, by=place)

    return made


@pytest.fixture
def physio(member):
    """A physiotherapist of the clinic."""
    return member(Role.PHYSIOTHERAPIST)


@pytest.fixture
def physician(member):
    """A physician of the clinic."""
    return member(Role.PHYSICIAN)


@pytest.fixture
def patient(member):
    """A patient with an account."""
    return member(Role.PATIENT, email="nadia@example.org")


@pytest.fixture
def hers(clinic, physio, patient):
    """The episode of that patient, for whom the physiotherapist answers."""
    episode = new_episode(clinic.clinic, physio, user=patient.user)
    return Episode.objects.kept().get(pk=episode.pk)


@pytest.fixture
def nadia(patient, hers):
    """The patient, with the episode."""
    patient.episode = hers
    return patient


@pytest.fixture
def told(nadia):
    """Write lines as the patient: `told({"finding": "worst-pain", "value": 6})`."""

    def write(*lines, kind="check-in", by=None, **more):
        return add_entry(nadia.episode, kind, lines, by=Author.of(by or nadia), **more)

    return write


@pytest.fixture
def episode(clinic, physio):
    """An episode with nothing in it yet."""
    return new_episode(clinic.clinic, physio)


def new_episode(clinic, responsible, *, name="Nadia Petrova", side="right", user=None):
    """An episode of a new person."""
    person = open_person(clinic, Identity(name=name, born=1992, called=name.split()[0]), user=user)
    return open_episode(person, side=side, responsible=responsible)


@pytest.fixture
def proven(browse):
    """A browser in which a member has just proved again who they are, or some seconds `ago`: `proven(nadia)`."""

    def signed_in(membership, *, ago=0):
        client = browse(membership)
        session = client.session
        session[PROOFS] = [{"method": "password", "at": time.time() - ago, "reauthenticated": True}]
        session[PROVED_BY] = str(membership.user_id)
        session.save()
        return client

    return signed_in


@pytest.fixture
def browse():
    """A browser without a window in which a member has signed in: `browse(physio)`."""

    def signed_in(membership):
        client = Client()
        client.force_login(membership.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["membership"] = str(membership.pk)
        session.save()
        return client

    return signed_in
