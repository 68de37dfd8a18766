"""Who and what the tests of this folder begin with."""

import pytest

from stepwell.clinic.accounts.models import Role
from tests.clinic.conftest import new_episode


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
