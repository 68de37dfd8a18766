"""Who and what the tests of this folder begin with."""

import pytest
from django.urls import reverse

from tests.clinic.intake.world import Visit, person


@pytest.fixture
def at(physio, browse, episode):
    """A browser at the intake of the episode: `at.open(page)`, `at.sign(page, answers)`, `at.keep(page, answers)`."""
    return Visit(browse(physio), episode)


@pytest.fixture
def opening(physio, browse):
    """Send the form of a new person: `opening(name="...")`."""
    client = browse(physio)

    def send(**changes):
        return client.post(reverse("new_person"), {"responsible": str(physio.pk), **person(**changes)})

    return send
