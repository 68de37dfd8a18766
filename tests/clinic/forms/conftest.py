"""Who and what the tests of this folder begin with."""

import pytest

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry


@pytest.fixture
def write(episode, physio):
    """Writes lines of record as an earlier visit."""

    def written(*lines):
        return add_entry(episode, "visit", lines, by=Author.of(physio))

    return written
