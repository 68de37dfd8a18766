"""Who and what the tests of this folder begin with."""

import uuid

import pytest

from stepwell.clinic.episodes.linking import Author
from tests.clinic.person.world import day


@pytest.fixture
def author(physio):
    return Author.of(physio)


@pytest.fixture
def look(browse, physio, episode):
    """The words of a page of the person: `look()` is the overview, `look("timeline/?page=2")` another."""
    client = browse(physio)

    def shown(path="", **more):
        response = client.get(f"/people/{episode.pk}/{path}", **more)
        assert response.status_code == 200
        return response.content.decode()

    shown.client = client
    return shown


@pytest.fixture
def send(look, episode):
    """Send the form of measures; what it says, and how many entries there are then."""

    def sent(**values):
        episode.refresh_from_db()
        filled = {"on": day(0), "seen": episode.count, "key": uuid.uuid4(), **values}
        response = look.client.post(f"/people/{episode.pk}/outcomes/", filled, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    return sent
