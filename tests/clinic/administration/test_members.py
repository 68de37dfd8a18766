"""Members: second factors, invitations, roles."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import Invitation, Membership, Role
from stepwell.clinic.accounts.services import invite
from stepwell.clinic.administration.factor import has_factor
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Person
from tests.clinic.administration.world import user_has_a_passkey
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode, opened


def test_staff_of_a_real_clinic_are_asked_for_a_passkey_before_they_see_anybody(
    clinic, physio, episode, browse, real, guarded
):
    page = reverse("consent", args=[episode.pk])
    clinic.clinic.intended_use = 1
    clinic.clinic.save()
    client = browse(physio)
    assert client.get(page).url == reverse("second_factor")
    assert "Add a passkey first" in words(client.get(reverse("second_factor")))
    assert not has_factor(physio.user)
    user_has_a_passkey(physio.user)
    assert client.get(page).status_code == 200


def test_a_demo_asks_for_none(physio, episode, browse, guarded):
    assert browse(physio).get(reverse("consent", args=[episode.pk])).status_code == 200


def test_who_did_not_just_prove_who_they_are_is_asked_to(clinic, physio, episode, browse, proven):
    pages = [
        (clinic, reverse("invite")),
        (clinic, reverse("roles", args=[physio.user_id])),
        (clinic, reverse("erase", args=[episode.person_id])),
        (physio, reverse("export", args=[episode.pk])),
    ]
    for who, place in pages:
        for client in (browse(who), proven(who, ago=301)):
            for method in (client.get, client.post):
                answer = method(place, {"typed": "Nadia Petrova", "file": "json"})
                assert answer.status_code == 302
                assert answer.url.startswith("/accounts/")
        assert proven(who).get(place).status_code == 200
    assert Person.objects.get().erased_at is None


def test_an_invitation_is_sent_with_a_subject_that_says_nothing_and_joins_once(clinic, proven):
    client = proven(clinic)
    told = {"name": "Ruth Sample", "email": "Ruth@example.org", "role": "physiotherapist"}
    assert client.post(reverse("invite"), told).url == reverse("members")
    (message,) = mail.outbox
    assert message.subject == "Stepwell: you have an invitation"
    assert message.to == ["ruth@example.org"]
    link = re.search(r"http\S+", message.body)[0]
    assert "ruth@example.org" in words(client.get(reverse("members")))
    joining = Client()
    place = "/" + link.split("/", 3)[3]
    assert joining.get(place)["Referrer-Policy"] == "same-origin"
    joining.post(place, {"name": "Ruth Sample", "password": "a long enough sentence"})
    member = Membership.objects.get(role=Role.PHYSIOTHERAPIST)
    assert (member.user.name, member.clinic) == ("Ruth Sample", clinic.clinic)
    assert joining.get(reverse("intended_use")).status_code == 200
    assert joining.get(place).status_code == 404
    assert [one.action for one in Event.objects.filter(action__startswith="invitation")] == [
        "invitation.used",
        "invitation.made",
    ]


@pytest.mark.parametrize("secret", ["x", "../..", "a" * 900, "%00", "ü"])
def test_a_link_that_was_never_made_looks_like_one_that_is_too_old(clinic, secret, db):
    _, old = invite(
        clinic.clinic,
        email="old@example.org",
        role=Role.PHYSICIAN,
        by=clinic,
        now=timezone.now() - timedelta(days=8),
    )
    pages = [Client().get(f"/invitation/{one}/") for one in (old, secret)]
    assert [one.status_code for one in pages] == [404, 404]


def test_a_second_invitation_ends_the_first(clinic):
    _, earlier = invite(clinic.clinic, email="r@example.org", role=Role.PHYSICIAN, by=clinic)
    _, later = invite(clinic.clinic, email="r@example.org", role=Role.PHYSICIAN, by=clinic)
    assert Client().get(reverse("invitation", args=[earlier])).status_code == 404
    assert Client().get(reverse("invitation", args=[later])).status_code == 200


def test_an_invitation_does_not_sign_in_to_an_account_that_is_in_use(clinic, member):
    used = member(Role.PHYSICIAN)
    used.user.last_login = timezone.now()
    used.user.save()
    password = used.user.password
    _, secret = invite(clinic.clinic, email=used.user.email, role=Role.AUDITOR, by=clinic)
    client = Client()
    answer = client.post(
        reverse("invitation", args=[secret]), {"name": "Mallory", "password": "a long enough sentence"}
    )
    assert answer.url == reverse("account_login")
    assert "_auth_user_id" not in client.session
    used.user.refresh_from_db()
    assert (used.user.name, used.user.password) == ("Some physician", password)
    assert Membership.objects.current().filter(user=used.user).count() == 2


def test_a_weak_password_is_refused_in_words(clinic):
    _, secret = invite(clinic.clinic, email="r@example.org", role=Role.PHYSICIAN, by=clinic)
    page = Client().post(reverse("invitation", args=[secret]), {"name": "Ruth", "password": "password"})
    assert "This password is too short" in words(page)
    assert Invitation.objects.get().used_at is None


def test_invitation_pages_are_opened_only_so_often(clinic):
    from django.core.cache import cache

    cache.clear()
    codes = [Client().get("/invitation/guess/").status_code for _ in range(22)]
    assert codes[:20] == [404] * 20
    assert codes[20:] == [429, 429]
    cache.clear()


def test_where_mail_cannot_be_sent_there_is_no_invitation(clinic, proven, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
    told = {"name": "Ruth", "email": "ruth@example.org", "role": "physician"}
    page = proven(clinic).post(reverse("invite"), told)
    assert "The message could not be sent" in words(page).replace("the message", "The message")
    assert not Invitation.objects.filter(expires_at__gt=timezone.now()).exists()


def test_a_role_is_given_and_ended_but_the_last_administrator_stays(clinic, physio, proven):
    client = proven(clinic)
    roles = reverse("roles", args=[physio.user_id])
    client.post(roles, {"do": "add", "role": "administrator"})
    assert Membership.objects.current().filter(user=physio.user).count() == 2
    second = Membership.objects.get(user=physio.user, role=Role.ADMINISTRATOR)
    client.post(roles, {"do": "end", "end": str(second.pk)})
    assert Membership.objects.current().filter(user=physio.user).count() == 1
    page = client.post(
        reverse("roles", args=[clinic.user_id]), {"do": "end", "end": str(clinic.pk)}, follow=True
    )
    assert "This is the last administrator" in words(page)
    assert Membership.objects.current().filter(pk=clinic.pk).exists()


def test_the_members_of_another_clinic_are_not_there(clinic, proven):
    other = opened("Elsewhere")
    theirs = new_episode(other.clinic, None, name="Somebody Else")
    invitation, _ = invite(other.clinic, email="x@example.org", role=Role.PHYSICIAN, by=other)
    client = proven(clinic)
    for place in (
        reverse("roles", args=[other.user_id]),
        reverse("erase", args=[theirs.person_id]),
        reverse("invite_person", args=[theirs.person_id]),
    ):
        assert client.get(place).status_code == 404
        assert client.post(place, {"typed": "Somebody Else", "reason": "retention"}).status_code == 404
    assert client.post(reverse("withdraw_invitation", args=[invitation.pk])).status_code == 404
    for name in ("members", "persons", "retention"):
        assert "lsewhere" not in words(client.get(reverse(name))).replace("Somebody Else", "lsewhere")
