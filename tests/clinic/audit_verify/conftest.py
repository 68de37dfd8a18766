"""Who and what the tests of this folder begin with."""

import pytest
from django.db import connection

from stepwell.clinic.audit.guards import GROWING
from stepwell.clinic.audit.services import note
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.keeping.triggers import EVENTS
from tests.clinic.audit_verify.world import without_triggers


@pytest.fixture
def record(clinic, physio, episode):
    """An episode with five entries in a clinic with a handful of events."""
    for number in range(5):
        add_entry(episode, "note", by=Author.of(physio), text=f"note {number}")
        note("patient.read", by=physio, subject=episode.pk)
    assert verify() == []
    return episode


@pytest.fixture
def unlocked(record):
    """The record, after somebody took the triggers away: that alone is found, and is left out of what follows."""
    without_triggers()
    gone = verify()
    assert len(gone) == len(GROWING) * len(EVENTS[connection.vendor])
    assert all("trigger" in one for one in gone)
    return record
