"""Nobody gives a role to themselves, and an administrator opens no record."""

import pytest
from django.urls import reverse

from stepwell.clinic.accounts.models import STAFF, Invitation, Membership, Role
from stepwell.clinic.accounts.services import give_role, user_of
from stepwell.clinic.audit.models import Event
from tests.clinic.answers import words


def roles_of(user):
    return {one.role for one in Membership.objects.current().filter(user=user)}


@pytest.fixture
def second(clinic):
    """A second administrator of the same clinic."""
    return give_role(
        user_of("second@example.org", name="Sam Second"), clinic.clinic, Role.ADMINISTRATOR, by=clinic
    )


def test_nobody_gives_a_role_to_themselves(clinic, second, proven):
    client = proven(clinic)
    page = client.post(reverse("roles", args=[clinic.user_id]), {"do": "add", "role": "physician"})
    assert "Nobody gives a role to themselves" in words(page)
    page = client.post(
        reverse("invite"),
        {"email": clinic.user.email.upper(), "name": "Ada", "role": "physician"},
        follow=True,
    )
    assert "Nobody gives a role to themselves" in words(page)
    assert roles_of(clinic.user) == {"administrator"}
    assert not Invitation.objects.exists()


def test_another_administrator_gives_it_and_the_audit_names_both(clinic, second, proven):
    proven(second).post(reverse("roles", args=[clinic.user_id]), {"do": "add", "role": "physician"})
    assert roles_of(clinic.user) == {"administrator", "physician"}
    event = Event.objects.filter(action="role.given").order_by("-number").first()
    assert (event.actor, event.detail["given"]) == (second.user, "physician")


def test_who_administers_alone_may_so_that_a_clinic_of_one_can_treat_and_the_audit_shows_it(clinic, proven):
    proven(clinic).post(reverse("roles", args=[clinic.user_id]), {"do": "add", "role": "physician"})
    assert roles_of(clinic.user) == {"administrator", "physician"}
    event = Event.objects.filter(action="role.given").order_by("-number").first()
    assert (event.actor, event.detail["given"]) == (clinic.user, "physician")


@pytest.mark.parametrize("role", [one for one in STAFF if one != Role.ADMINISTRATOR])
def test_no_other_role_reaches_the_pages_on_which_roles_are_given(role, member, proven):
    mine = member(role)
    client = proven(mine)
    assert (
        client.post(reverse("roles", args=[mine.user_id]), {"do": "add", "role": "administrator"}).status_code
        == 403
    )
    typed = {"email": mine.user.email, "name": "x", "role": "administrator"}
    assert client.post(reverse("invite"), typed).status_code == 403
    assert roles_of(mine.user) == {str(role)}


def test_roles_are_given_only_by_who_just_proved_who_they_are(clinic, physio, browse, proven):
    place, typed = reverse("roles", args=[physio.user_id]), {"do": "add", "role": "administrator"}
    for client in (browse(clinic), proven(clinic, ago=3600)):
        assert "reauthenticate" in client.post(place, typed).url
    assert roles_of(physio.user) == {"physiotherapist"}


def test_an_administrator_opens_no_record_and_exports_none(clinic, episode, proven):
    client = proven(clinic)
    for name in ("person", "timeline", "advice", "export", "letters"):
        assert client.get(reverse(name, args=[episode.pk])).status_code == 403, name
