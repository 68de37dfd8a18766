"""Who and what the tests of this folder begin with."""

import time

import pytest

from stepwell.clinic.accounts.services import found_clinic
from tests.clinic.administration.world import OF, RECORDS


@pytest.fixture
def proven(browse):
    """A browser in which a member has just proved again who they are: `proven(clinic)`."""

    def signed_in(membership, *, ago=0):
        client = browse(membership)
        session = client.session
        session[RECORDS] = [{"method": "password", "at": time.time() - ago, "reauthenticated": True}]
        session[OF] = str(membership.user_id)
        session.save()
        return client

    return signed_in


@pytest.fixture
def real(settings):
    """The same clinic, for real people."""
    from dataclasses import replace

    settings.HOME = replace(settings.HOME, mode="production")


@pytest.fixture
def unset(db):
    """A clinic that nobody has set up, with its administrator."""
    admin = found_clinic("Quay", administrator="admin@quay.example.org")
    admin.user.name = "Ada Sample"
    admin.user.save()
    return admin


@pytest.fixture
def guarded(settings):
    """The check that staff have a passkey is on."""
    wanted = "stepwell.clinic.administration.factor.SecondFactor"
    if wanted not in settings.MIDDLEWARE:
        place = settings.MIDDLEWARE.index("stepwell.clinic.middleware.DenyByDefault") + 1
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], wanted, *settings.MIDDLEWARE[place:]]
