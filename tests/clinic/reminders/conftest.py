"""A person with an account who set reminders, at a time that is now."""

from datetime import UTC, datetime, time

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from stepwell.clinic.reminders import services
from tests.clinic.reminders.world import Service

NOW = datetime(2026, 11, 10, 17, 5, tzinfo=UTC)
"""Five past six in the evening in Madrid."""


@pytest.fixture
def reminded(nadia):
    """Nadia, reminded by e-mail at six in the evening in Madrid."""
    services.save(
        nadia.episode.person,
        by=nadia,
        now=datetime(2026, 11, 1, tzinfo=UTC),
        route="mail",
        at=time(18),
        zone="Europe/Madrid",
    )
    return nadia


@pytest.fixture
def service():
    one = Service()
    yield one
    one.close()


@pytest.fixture
def browser_key():
    """The key that a browser makes when it subscribes."""
    return ec.generate_private_key(ec.SECP256R1())
