"""Who and what the tests of this folder begin with."""

from datetime import timedelta

import pytest

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes import services as episodes
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.pathway import pathway_of
from tests.clinic.conftest import new_episode
from tests.clinic.parameters.world import SCREENED_DAYS_AGO


@pytest.fixture(autouse=True)
def at_once(settings):
    """Tasks are done while somebody waits."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def officer(member, browse):
    """A browser in which the clinical safety officer has signed in."""
    return browse(member(Role.SAFETY_OFFICER))


@pytest.fixture
def doctor(member, browse):
    """A browser in which a physician has signed in."""
    return browse(member(Role.PHYSICIAN))


@pytest.fixture
def people(clinic, physio):
    """Two people: one whom the number concerns, and one with nothing in the record."""
    nadia = new_episode(clinic.clinic, physio, name="Nadia Petrova")
    on = (episodes.today_of(clinic.clinic) - timedelta(days=SCREENED_DAYS_AGO)).isoformat()
    flags = [one.id for one in pathway_of(clinic.clinic).findings.values() if one.flag and one.derive is None]
    no = [{"finding": name, "value": "no", "on": on} for name in flags]
    add_entry(nadia, "visit", no, by=Author.of(physio))
    return [nadia, new_episode(clinic.clinic, physio, name="Omar Haddad")]
