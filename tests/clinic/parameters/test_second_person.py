"""A clinic's own value counts only when a second person has looked at it and accepted it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import Membership, Role
from stepwell.clinic.accounts.services import give_role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.library.models import LocalValues
from stepwell.clinic.library.proposals import MAY_ACCEPT, Answer, Proposal
from stepwell.clinic.pathway import pathway_of
from tests.clinic.conftest import opened
from tests.clinic.parameters.world import another, looked, saved, sent, shown, text_of, tried


@pytest.fixture
def proposed(officer, people):
    """What the clinical safety officer proposed."""
    sent(officer, tried(officer, screen_interval=7))
    return Proposal.objects.get()


def value_of(clinic):
    return pathway_of(clinic.clinic).parameters["screen-interval"].value


def test_a_local_value_needs_a_second_person(officer, clinic, people, member, browse):
    preview = tried(officer, screen_interval=7)
    assert "It is proposed" in text_of(sent(officer, preview))
    assert value_of(clinic) == 28
    assert not LocalValues.objects.exists()
    listed = text_of(officer.get(reverse("parameters")))
    assert "Waiting for a second person" in listed
    assert "moved 1 of your people then" in listed
    physio = browse(member(Role.PHYSIOTHERAPIST))
    look = looked(physio, Proposal.objects.get())
    page = text_of(shown(physio, look))
    assert "This change moves 1 of your people" in page
    assert "Accept: save as version 1" in page
    assert "Version 1 is saved" in text_of(sent(physio, look))
    assert value_of(clinic) == 7
    made, answer = LocalValues.objects.get(), Answer.objects.get()
    assert (made.by.email, made.moved) == ("safety-officer@harbour.example.org", 1)
    assert (answer.by.email, answer.outcome, answer.version) == (
        "physiotherapist@harbour.example.org",
        "accepted",
        1,
    )
    for action in ("parameters.proposed", "parameters.changed"):
        assert Event.objects.filter(action=action).count() == 1
    assert "accepted by Some physiotherapist" in text_of(officer.get(reverse("parameters")))
    assert verify() == []


def test_who_proposed_it_cannot_accept_it_in_whatever_role(proposed, officer, clinic, browse):
    look = looked(officer, proposed)
    assert "Accept: save" not in text_of(shown(officer, look))
    assert "who proposed it cannot accept it" in text_of(sent(officer, look)).lower()
    also = give_role(proposed.by, clinic.clinic, Role.PHYSICIAN, by=clinic)
    as_physician = browse(also)
    assert (
        "who proposed it cannot accept it"
        in text_of(sent(as_physician, looked(as_physician, proposed))).lower()
    )
    assert value_of(clinic) == 28


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_answers_for_no_advice_is_no_second_person(proposed, role, member, browse, clinic):
    assert role not in MAY_ACCEPT
    client = browse(member(role))
    assert client.post(reverse("parameters_look", args=[proposed.pk])).status_code == 403
    assert client.post(reverse("parameters_answer", args=[proposed.pk]), {"words": "no"}).status_code == 403
    assert value_of(clinic) == 28


def test_a_colleague_of_another_clinic_is_no_second_person(proposed, member, browse):
    theirs = browse(member(Role.PHYSICIAN, opened("Elsewhere")))
    assert theirs.post(reverse("parameters_look", args=[proposed.pk])).status_code == 404
    assert theirs.post(reverse("parameters_answer", args=[proposed.pk]), {"words": "no"}).status_code == 404


def test_it_is_declined_with_a_reason_and_then_never_accepted(proposed, clinic, officer):
    colleague = another(clinic.clinic)
    look, place = looked(colleague, proposed), reverse("parameters_answer", args=[proposed.pk])
    assert "Say why" in text_of(colleague.post(place, {"words": " "}, follow=True))
    assert not Answer.objects.exists()
    assert "Declined" in text_of(colleague.post(place, {"words": "Too short for us"}, follow=True))
    assert Answer.objects.get().words == "Too short for us"
    sent(colleague, look)
    assert value_of(clinic) == 28
    assert colleague.post(place, {"words": "again"}).status_code == 404


def test_who_proposed_it_can_withdraw_it(proposed, officer, clinic):
    officer.post(reverse("parameters_answer", args=[proposed.pk]))
    assert Answer.objects.get().outcome == "withdrawn"
    assert "Waiting for a second person" not in text_of(officer.get(reverse("parameters")))


def test_what_was_overtaken_by_another_version_cannot_be_accepted(proposed, officer, clinic):
    saved(officer, tried(officer, nsaid_pain=5))
    colleague = another(clinic.clinic)
    assert "It cannot be accepted any more" in text_of(colleague.get(reverse("parameters")))
    assert "own values were saved" in text_of(sent(colleague, looked(colleague, proposed)))
    assert value_of(clinic) == 28


def test_sent_twice_there_is_one_proposal(officer, people):
    preview = tried(officer, screen_interval=7)
    for _ in range(2):
        sent(officer, preview)
    assert Proposal.objects.count() == 1
    assert Event.objects.filter(action="parameters.proposed").count() == 1


def test_proposals_and_answers_only_grow(proposed, clinic):
    colleague = another(clinic.clinic)
    sent(colleague, looked(colleague, proposed))
    for table in (Proposal.objects.all(), Answer.objects.all()):
        for change in (
            lambda rows=table: rows.update(at=timezone.now()),
            lambda rows=table: rows._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                change()


# A clinic in which nobody else can be the second person


def test_one_person_accepts_alone_by_a_tick_of_its_own_and_the_audit_says_so(officer, clinic):
    preview = tried(officer, nsaid_pain=5)
    page = text_of(shown(officer, preview))
    assert "nobody else in this clinic can be one" in page
    assert "Tick that you answer for it alone" in text_of(sent(officer, preview))
    assert not LocalValues.objects.exists()
    assert "Version 1 is saved" in text_of(sent(officer, preview, alone="yes"))
    assert Answer.objects.get().outcome == "alone"
    assert Event.objects.filter(action="parameters.changed-alone").count() == 1
    assert "accepted alone, as nobody else here could" in text_of(officer.get(reverse("parameters")))


def test_that_way_is_closed_as_soon_as_there_is_somebody_else(officer, clinic, member):
    preview = tried(officer, nsaid_pain=5)
    member(Role.PHYSIOTHERAPIST)
    assert "It is proposed" in text_of(sent(officer, preview, alone="yes"))
    assert not LocalValues.objects.exists()


def test_another_role_of_the_same_person_is_nobody_else(officer, clinic):
    user = Membership.objects.get(role=Role.SAFETY_OFFICER).user
    give_role(user, clinic.clinic, Role.PHYSICIAN, by=clinic)
    assert "nobody else in this clinic can be one" in text_of(shown(officer, tried(officer, nsaid_pain=5)))
