"""Signing in: by a password, a code, an app and a passkey; what nobody learns from it, and how often it may be tried."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.accounts.services import found_clinic, give_role
from tests.clinic.test_administration import text

SENTENCE = "a long enough sentence"
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(autouse=True)
def signing_in(settings):
    """The form that takes an address with or without a password, and attempts that count for an address."""
    settings.ACCOUNT_FORMS = {"login": "stepwell.clinic.accounts.forms.SignInForm"}
    settings.AXES_USERNAME_CALLABLE = "stepwell.clinic.accounts.adapter.name_of_attempt"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada(clinic):
    """An administrator who has a password."""
    clinic.user.set_password(SENTENCE)
    clinic.user.save()
    return clinic


def sign_in(client, email, password=""):
    """Send the form of signing in."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


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
    assert "Enter the code" in text(client.get(reverse("account_confirm_login_code")))
    assert "Incorrect code" in text(client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"}))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get(reverse("administration")).status_code == 200


@pytest.mark.parametrize("password", ["", "not the password"])
def test_nobody_learns_whether_an_address_has_an_account(ada, password):
    known, unknown = (
        sign_in(Client(), address, password) for address in (ada.user.email, "nobody@example.org")
    )
    assert (known.status_code, known.get("Location")) == (unknown.status_code, unknown.get("Location"))
    if password:
        words = [
            text(one).replace(ada.user.email, "").replace("nobody@example.org", "")
            for one in (known, unknown)
        ]
        assert words[0] == words[1]
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
    assert "Too many failed login attempts" in text(sign_in(Client(), ada.user.email, SENTENCE))
    assert sign_in(Client(), physio.user.email, SENTENCE).status_code == 302


def test_the_lock_holds_for_every_worker_and_says_how_to_go_on(ada):
    """Each worker counts for itself in its cache; the database counts for all of them."""
    for _ in range(6):
        cache.clear()
        sign_in(Client(), ada.user.email, "wrong wrong wrong")
    cache.clear()
    locked = sign_in(Client(), ada.user.email, SENTENCE)
    assert locked.status_code == 429
    assert "Wait 15 minutes, or sign in with a passkey or a code by e-mail" in text(locked)


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


def code_of(secret):
    """The code that an app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_who_has_several_clinics_chooses_where_they_work_now(clinic, browse):
    second = found_clinic("Quay", administrator=clinic.user.email)
    give_role(clinic.user, clinic.clinic, Role.PHYSICIAN, by=clinic)
    client = browse(clinic)
    said = text(client.get(reverse("choose_clinic")))
    assert "Harbour Administrator, now" in said
    assert "Quay Administrator, not open yet" in said
    client.post(reverse("choose_clinic"), {"membership": str(second.pk)})
    assert "Quay" in text(client.get(reverse("administration")))


@pytest.mark.parametrize("chosen", ["", "x", "z" * 32, "00000000-0000-0000-0000-000000000000", "\0"])
def test_no_membership_of_somebody_else_is_chosen(clinic, member, browse, chosen):
    client = browse(member(Role.AUDITOR))
    for one in (chosen, str(clinic.pk)):
        assert client.post(reverse("choose_clinic"), {"membership": one}).status_code == 404


PAGES = [
    "account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done",
    "account_inactive", "account_logout",
]  # fmt: skip
OWN_PAGES = [
    "mfa_index", "mfa_list_webauthn", "account_set_password", "account_request_reauthentication_code",
    "second_factor", "choose_clinic", "account_logout",
]  # fmt: skip


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


# A real browser with a virtual authenticator, against a server of its own

SERVE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from stepwell.clinic.administration.first import found
print(found("Harbour", "ada@harbour.example.org"), flush=True)
call_command("runserver", "{port}", use_reloader=False, verbosity=0)
"""


@pytest.fixture
def served(tmp_path):
    """A clinic that was just founded, on a server of its own: its address, and the link for its administrator."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    home = {"STEPWELL_HOME": str(tmp_path), "STEPWELL_MODE": "test", "STEPWELL_ADDRESS": address}
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE.replace("{port}", str(port))],
        env={**{k: v for k, v in os.environ.items() if not k.startswith("STEPWELL_")}, **home},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        link = server.stdout.readline().strip()
        _until_it_answers(f"{address}/alive/")
        yield address, link
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()
        log.close()


def _until_it_answers(place):
    for _ in range(100):
        try:
            with urlopen(place):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


WALK = """
import json, sys
from playwright.sync_api import sync_playwright
address, link, chromium = sys.argv[1:]
seen, wrong = {}, []
with sync_playwright() as player:
    browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda said: wrong.append(str(said)))
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}})
    page.goto(link)
    page.fill("[name=name]", "Ada Sample")
    page.click("button:has-text('Join')")
    page.click("a:has-text('Add a passkey')")
    page.fill("[name=name]", "Phone")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    seen["codes"] = page.locator(".codes li").count()
    page.goto(address + "/accounts/logout/")
    page.click("main button")
    page.wait_for_url("**/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/administration/")
    seen["signed in"] = page.locator("h1").inner_text()
    page.goto(address + "/administration/members/invite/")
    seen["fresh"] = page.locator("h1").inner_text()
    page.goto(address + "/accounts/2fa/webauthn/")
    seen["key"] = page.locator(".keys-of-mine b").inner_text()
    page.click("a:has-text('Rename')")
    if "reauthenticate" in page.url:
        page.goto(address + "/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/webauthn/")
        page.click("#mfa_webauthn_reauthenticate")
        page.wait_for_url("**/accounts/2fa/webauthn/")
        page.click("a:has-text('Rename')")
    page.fill("[name=name]", "Desk")
    page.click("button:has-text('Save')")
    seen["renamed"] = page.goto(address + "/accounts/2fa/webauthn/") and page.locator(".keys-of-mine b").inner_text()
    page.goto(address + "/accounts/logout/")
    page.click("main button")
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device["authenticatorId"], "isUserVerified": False})
    page.wait_for_url("**/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_selector("#passkey_failed:visible")
    seen["unverified"] = page.locator("#passkey_failed").inner_text()
    browser.close()
print(json.dumps([seen, wrong]))
"""


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's Chromium")
def test_a_passkey_is_made_by_invitation_and_signs_in_alone(served):
    """The whole way on a phone: the link of the first administrator, a passkey, signing out, and signing in with nothing else.

    The browser runs in a process of its own, since it and Django do not share a thread.
    """
    address, link = served
    walked = subprocess.run(
        [sys.executable, "-c", WALK, address, link, str(CHROMIUM)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert walked.returncode == 0, walked.stderr[-2000:]
    seen, wrong = json.loads(walked.stdout)
    assert seen == {
        "codes": 10,
        "signed in": "Harbour not open yet",
        "fresh": "Invite a member",
        "key": "Phone",
        "renamed": "Desk",
        "unverified": "The passkey did not work. Try again, or sign in by e-mail.",
    }
    assert wrong == []
