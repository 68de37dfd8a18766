"""Who and what the tests of this folder begin with."""

import time

import pytest

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from tests.clinic.administration.world import OF, RECORDS


@pytest.fixture
def physician(member):
    """A physician of the clinic."""
    return member(Role.PHYSICIAN)


@pytest.fixture
def write(episode, physio):
    """Writes lines of record as an earlier visit."""

    def written(*lines):
        return add_entry(episode, "visit", lines, by=Author.of(physio))

    return written


@pytest.fixture
def proven(browse):
    """A browser in which a member has just proved again who they are: `proven(clinic)`."""

    def signed_in(membership):
        client = browse(membership)
        session = client.session
        session[RECORDS] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session[OF] = str(membership.user_id)
        session.save()
        return client

    return signed_in
