"""Who and what the tests of this folder begin with."""

import pytest

from stepwell.clinic.demo.people import people
from tests.clinic.demo_people.world import END_OF_MONTH, LEAP_DAY, NEW_YEAR, USUAL, seen_on


@pytest.fixture(scope="module", params=[USUAL, LEAP_DAY, END_OF_MONTH, NEW_YEAR], ids=str)
def seen(request):
    """Everybody with their record and plan, on a day."""
    day = request.param
    return {person.id: seen_on(person, day) for person in people(day)}


@pytest.fixture(scope="module")
def today():
    """The same on a usual day."""
    return {person.id: seen_on(person, USUAL) for person in people(USUAL)}
