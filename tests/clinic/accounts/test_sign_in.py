"""Signing in: passwords, codes, locks."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.accounts.services import found_clinic, give_role
from tests.clinic.accounts.world import OWN_PAGES, PAGES, SENTENCE, code_of, sign_in
from tests.clinic.answers import words


def test_a_password_signs_in_and_what_comes_next_need_not_be_proven_again(ada):
    client = Client()
    assert sign_in(client, ada.user.email.upper(), SENTENCE).url == "/"
    assert client.get(reverse("home")).url == reverse("administration")
    assert client.get(reverse("invite")).status_code == 200


def test_without_a_password_a_code_comes_by_mail_and_signs_in(ada):
    client = Client()
    assert sign_in(client, ada.user.email).url == reverse("account_confirm_login_code")
    (message,) = mail.outbox
    assert message.subject == "Stepwell: your code"
    code = re.search(r"^([0-9A-Z-]{6,})$", message.body, re.MULTILINE)[1]
    assert "Enter the code" in words(client.get(reverse("account_confirm_login_code")))
    assert "Incorrect code" in words(client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"}))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get(reverse("administration")).status_code == 200


@pytest.mark.parametrize("password", ["", "not the password"])
def test_nobody_learns_whether_an_address_has_an_account(ada, password):
    known, unknown = (
        sign_in(Client(), address, password) for address in (ada.user.email, "nobody@example.org")
    )
    assert (known.status_code, known.get("Location")) == (unknown.status_code, unknown.get("Location"))
    if password:
        said = [
            words(one).replace(ada.user.email, "").replace("nobody@example.org", "")
            for one in (known, unknown)
        ]
        assert said[0] == said[1]
    assert {one.to[0] for one in mail.outbox} <= {ada.user.email}


def test_a_forgotten_password_tells_nobody_either(ada):
    answers = [
        Client().post(reverse("account_reset_password"), {"email": address}).url
        for address in (ada.user.email, "nobody@example.org")
    ]
    assert answers[0] == answers[1]
    assert [one.to for one in mail.outbox] == [[ada.user.email]]


def test_wrong_passwords_lock_the_account_for_that_place_and_no_other_account(ada, physio):
    physio.user.set_password(SENTENCE)
    physio.user.save()
    for _ in range(5):
        sign_in(Client(), ada.user.email, "wrong wrong wrong")
    assert "Too many failed login attempts" in words(sign_in(Client(), ada.user.email, SENTENCE))
    assert sign_in(Client(), physio.user.email, SENTENCE).status_code == 302


def test_the_lock_holds_for_every_worker_and_says_how_to_go_on(ada):
    """Each worker counts for itself in its cache; the database counts for all of them."""
    for _ in range(6):
        cache.clear()
        sign_in(Client(), ada.user.email, "wrong wrong wrong")
    cache.clear()
    locked = sign_in(Client(), ada.user.email, SENTENCE)
    assert locked.status_code == 429
    assert "Wait 15 minutes, or sign in with a passkey or a code by e-mail" in words(locked)


def test_nobody_signs_up(db):
    assert Client().get("/accounts/signup/").status_code == 403
    assert Client().post("/accounts/signup/", {"email": "x@example.org"}).status_code == 403


def test_an_app_that_makes_codes_is_asked_for_at_the_next_sign_in(ada):
    client = Client()
    sign_in(client, ada.user.email, SENTENCE)
    client.post(reverse("account_reauthenticate"), {"password": SENTENCE})
    page = client.get(reverse("mfa_activate_totp"))
    assert b"<svg" in page.content
    assert b"data:image" not in page.content
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert len(codes.context["unused_codes"]) == 10
    later = Client()
    assert sign_in(later, ada.user.email, SENTENCE).url == reverse("mfa_authenticate")
    assert later.get(reverse("administration")).status_code == 302
    later.post(reverse("mfa_authenticate"), {"code": codes.context["unused_codes"][0]})
    assert later.get(reverse("administration")).status_code == 200


def test_who_has_several_clinics_chooses_where_they_work_now(clinic, browse):
    second = found_clinic("Quay", administrator=clinic.user.email)
    give_role(clinic.user, clinic.clinic, Role.PHYSICIAN, by=clinic)
    client = browse(clinic)
    said = words(client.get(reverse("choose_clinic")))
    assert "Harbour Administrator, now" in said
    assert "Quay Administrator, not open yet" in said
    client.post(reverse("choose_clinic"), {"membership": str(second.pk)})
    assert "Quay" in words(client.get(reverse("administration")))


@pytest.mark.parametrize("chosen", ["", "x", "z" * 32, "00000000-0000-0000-0000-000000000000", "\0"])
def test_no_membership_of_somebody_else_is_chosen(clinic, member, browse, chosen):
    client = browse(member(Role.AUDITOR))
    for one in (chosen, str(clinic.pk)):
        assert client.post(reverse("choose_clinic"), {"membership": one}).status_code == 404


def test_every_page_of_signing_in_has_our_look_and_no_script_or_style_within(ada, browse):
    pages = [Client().get(reverse(name), follow=True) for name in PAGES]
    pages += [browse(ada).get(reverse(name), follow=True) for name in OWN_PAGES]
    for page in pages:
        content = page.content.decode()
        assert page.status_code == 200
        assert content.count("<h1>") == 1
        assert 'class="brand"' in content
        assert " style=" not in content
        assert not re.search(r"<script(?![^>]*(src=|application/json))", content)


@pytest.mark.parametrize(
    "sent",
    [{}, {"login": "\0", "password": "\0"}, {"login": "x" * 9000}, {"code": "\0"}, {"credential": "{"}],
)
def test_no_page_of_signing_in_fails_on_garbage(ada, browse, sent):
    for name in (
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "mfa_login_webauthn",
    ):
        assert Client().post(reverse(name), sent).status_code < 500
    client = browse(ada)
    for name in ("account_set_password", "account_request_reauthentication_code", "mfa_add_webauthn"):
        assert client.post(reverse(name), sent).status_code < 500
