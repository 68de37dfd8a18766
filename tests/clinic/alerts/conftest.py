"""Who and what the tests of this folder begin with."""

import pytest

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.models import Episode
from tests.clinic.conftest import new_episode


@pytest.fixture
def patient(member):
    return member(Role.PATIENT, email="nadia@example.org")


@pytest.fixture
def hers(clinic, physio, patient):
    """The episode of a person with an account, for whom the physiotherapist answers."""
    episode = new_episode(clinic.clinic, physio, user=patient.user)
    return Episode.objects.kept().get(pk=episode.pk)


@pytest.fixture
def physician(member):
    return member(Role.PHYSICIAN)


@pytest.fixture
def officer(member):
    return member(Role.SAFETY_OFFICER)
