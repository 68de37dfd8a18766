"""Who and what the tests of this folder begin with."""

import pytest

from stepwell.clinic.accounts.services import found_clinic


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
