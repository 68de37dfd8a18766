"""A person with an account and a record, and browsers in which somebody has just proved who they are."""

import time

import pytest

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from tests.clinic.conftest import new_episode
from tests.clinic.owning.world import OF, RECORDS


@pytest.fixture
def nadia(clinic, member, physio):
    """A patient with an account, of whom little is known."""
    patient = member(Role.PATIENT, email="nadia@example.org")
    patient.episode = new_episode(clinic.clinic, physio, user=patient.user)
    return patient


@pytest.fixture
def proven(browse):
    """A browser in which a member has just proved again who they are: `proven(nadia)`."""

    def signed_in(membership, *, ago=0):
        client = browse(membership)
        session = client.session
        session[RECORDS] = [{"method": "password", "at": time.time() - ago, "reauthenticated": True}]
        session[OF] = str(membership.user_id)
        session.save()
        return client

    return signed_in


@pytest.fixture
def told(nadia):
    """Write lines as the person: `told({"finding": "worst-pain", "value": 6})`."""

    def write(*lines, kind="check-in", by=None, **more):
        return add_entry(nadia.episode, kind, lines, by=Author.of(by or nadia), **more)

    return write
