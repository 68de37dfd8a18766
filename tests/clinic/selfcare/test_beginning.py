"""Self-care is off until an administrator allows it. Then a person begins by themselves: an adult, who read what it is and agreed."""

import re
import time

import pytest
from django.core import mail
from django.urls import reverse

from stepwell.clinic.accounts.models import Invitation, Membership, Role
from stepwell.clinic.accounts.services import invite
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.sealed import identity_of
from stepwell.clinic.episodes.services import entries_of
from stepwell.clinic.selfcare.models import Door
from stepwell.clinic.selfcare.services import allow, end, set_listed
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode
from tests.clinic.selfcare.world import BEGIN


@pytest.fixture
def admin(clinic, browse):
    """The administrator in a browser, having just proved who they are."""
    client = browse(clinic)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(clinic.user_id)
    session.save()
    return client


@pytest.fixture
def at_door(door):
    """Where the door is."""
    return reverse("self_care_door", args=[door.secret])


@pytest.fixture
def newcomer(door, member, browse):
    """Somebody who has just come in by their link, in a browser."""
    return browse(member(Role.PATIENT, email="iris@example.org"))


def test_it_is_off_and_there_is_no_door(clinic, client):
    """A clinic without the setting has no page for it, and no person comes in."""
    assert not clinic.clinic.self_care
    assert client.get(reverse("self_care_places")).status_code == 404
    assert client.get(reverse("self_care_door", args=["anything"])).status_code == 404


def test_an_administrator_allows_it_and_ends_it(clinic, admin, client):
    """Allowing makes an address; ending closes it. Both are audited."""
    admin.post(reverse("self_care_setting"), {"do": "allow"})
    place = reverse("self_care_door", args=[Door.objects.get().secret])
    assert place in admin.get(reverse("self_care_setting")).content.decode()
    assert client.get(place).status_code == 200
    admin.post(reverse("self_care_setting"), {"do": "end"})
    assert client.get(place).status_code == 404
    did = set(Event.objects.values_list("action", flat=True))
    assert {"self-care.allowed", "self-care.ended", "clinic.changed"} <= did


def test_a_new_address_ends_the_old_one(clinic, door, client, at_door):
    """Who was given the old address does not come in any more."""
    new = allow(clinic.clinic, by=clinic)
    assert client.get(at_door).status_code == 404
    assert client.get(reverse("self_care_door", args=[new.secret])).status_code == 200


def test_everybody_finds_it_only_where_the_clinic_says_so(clinic, door, client):
    """The page for self-care names a clinic that lets everybody begin, and no other."""
    assert client.get(reverse("self_care_places")).status_code == 404
    set_listed(clinic.clinic, True, by=clinic)
    assert "Harbour" in words(client.get(reverse("self_care_places")))


def test_a_link_comes_by_mail_and_leads_to_the_first_page(client, at_door):
    """The address is proved by the link; then the person says who they are, before any other page opens."""
    client.post(at_door, {"email": "Iris@example.org"})
    sent = mail.outbox[-1]
    assert sent.to == ["iris@example.org"]
    assert "Harbour" not in sent.subject
    link = re.search(r"http://localhost:8000(\S+)", sent.body)[1]
    answer = client.post(link, {"password": ""}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("self_care_begin")
    assert client.get(reverse("progress")).url == reverse("self_care_begin")


def test_the_answer_tells_nobody_whether_an_address_is_known(client, at_door, physio):
    """A known address and an unknown one get the same page."""
    pages = [client.post(at_door, {"email": one}).content for one in (physio.user.email, "new@example.org")]
    assert pages[0] == pages[1]


def test_three_messages_a_day_go_to_one_address(client, at_door):
    """Nobody fills the mailbox of somebody else."""
    for _ in range(6):
        client.post(at_door, {"email": "much@example.org"})
    assert len(mail.outbox) == 3


def test_it_does_not_end_an_invitation_of_the_clinic(clinic, physio, client, at_door):
    """Who was invited to their own record keeps that invitation."""
    person = new_episode(clinic.clinic, physio).person
    made, _ = invite(clinic.clinic, email="nadia@example.org", role=Role.PATIENT, by=physio, person=person)
    client.post(at_door, {"email": "nadia@example.org"})
    assert not mail.outbox
    assert Invitation.objects.get(pk=made.pk).expires_at == made.expires_at


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "x" * 400 + "@example.org", "\x00@example.org"])
def test_garbage_in_the_address_sends_nothing(client, at_door, typed):
    """It is told at the field."""
    assert client.post(at_door, {"email": typed}).status_code == 200
    assert not mail.outbox


def test_beginning_opens_an_episode_without_a_clinician(newcomer):
    """Consent and what was accepted stand first, in their versions; then age and country."""
    assert newcomer.post(reverse("self_care_begin"), BEGIN).url == reverse("own_questions")
    episode = Episode.objects.kept().get()
    assert episode.responsible is None
    assert episode.side == "left"
    assert identity_of(episode.person).name == "Iris Sample"
    consent, known = entries_of(episode)
    assert (consent.kind, consent.role) == ("consent", "patient")
    assert {"said": "given", "version": 1, "self_care": 1}.items() <= consent.more.items()
    assert [(line["finding"], line["value"]) for line in known.lines] == [("age", 42), ("country", "other")]


def test_beginning_twice_opens_one(newcomer):
    """A form that is sent twice, or a page that is opened again."""
    for _ in range(2):
        newcomer.post(reverse("self_care_begin"), BEGIN)
    assert Person.objects.count() == 1
    assert Episode.objects.count() == 1
    assert newcomer.get(reverse("self_care_begin")).url == reverse("today")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"born": "2015-01-01"}, "This is for adults, from 18 years on"),
        ({"born": "1984"}, "Write the day as"),
        ({"born": "3000-01-01"}, "Write the day as"),
        ({"consent": ""}, "required"),
        ({"alone": ""}, "required"),
        ({"side": "up"}, "up"),
        ({"name": "  "}, "required"),
    ],
)
def test_children_and_who_does_not_agree_go_no_further(newcomer, changed, told):
    """What is missing is told at its field, and nothing is written."""
    answer = newcomer.post(reverse("self_care_begin"), BEGIN | changed)
    assert told in words(answer)
    assert not Person.objects.exists()


def test_who_was_invited_by_the_clinic_is_not_asked(clinic, physio, door, member, browse):
    """A patient of the clinic goes straight to their pages, and their questions are asked by the clinic."""
    patient = member(Role.PATIENT, email="nadia@example.org")
    new_episode(clinic.clinic, physio, user=patient.user)
    client = browse(patient)
    assert client.get(reverse("progress")).status_code == 200
    assert client.get(reverse("own_questions")).url == reverse("way")
    assert client.get(reverse("own_doctor")).status_code == 404


def test_nobody_begins_once_it_has_ended(clinic, newcomer):
    """The clinic ended self-care between the link and the first page."""
    end(clinic.clinic, by=clinic)
    assert newcomer.post(reverse("self_care_begin"), BEGIN).status_code == 404
    assert Membership.objects.filter(role=Role.PATIENT).exists()
    assert not Person.objects.exists()
