"""A clinic that allows self-care, and a person who uses it alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.demo.people import people
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.operations.bulk import Earlier, open_earlier, refresh_one
from stepwell.clinic.selfcare.services import allow, begin
from tests.clinic.selfcare.world import Alone


@pytest.fixture
def door(clinic):
    """The door of a clinic that allows self-care."""
    return allow(clinic.clinic, by=clinic)


@pytest.fixture
def iris(door, member):
    """A person who began by themselves; the membership, with the episode."""
    patient = member(Role.PATIENT, email="iris@example.org")
    patient.episode = begin(patient, Identity("Iris Sample", 1984, birthday="1984-03-14"), "left")
    return patient


@pytest.fixture
def alone(iris, browse):
    """Iris in a browser."""
    return Alone(browse(iris), iris.episode)


@pytest.fixture
def whose_life(door, member, physio):
    """A person alone with the record of somebody of the demo: `whose_life("thandi-nkosi")`; the membership, with the episode."""

    def lived(name):
        one = next(one for one in people(timezone.localdate()) if one.id == name)
        patient = member(Role.PATIENT, email=one.email)
        person = open_person(patient.clinic, Identity(one.name, one.birth_year), user=patient.user)
        saves = [
            Earlier(save.kind, timezone.now() - timedelta(minutes=1), Author.of(patient), save.lines)
            for save in one.saves
        ]
        at = timezone.now() - timedelta(days=80)
        patient.episode = open_earlier(person, saves, side=one.side, responsible=None, at=at)
        assert refresh_one(patient.episode.pk)
        return patient

    return lived
