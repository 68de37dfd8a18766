"""Who and what the tests of this folder begin with."""

import pytest

from stepwell.clinic.accounts.models import Role


@pytest.fixture
def officer(member):
    return member(Role.SAFETY_OFFICER)
