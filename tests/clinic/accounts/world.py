"""What the tests of this folder share."""

import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

SENTENCE = "a long enough sentence"


CHROMIUM = Path("/usr/bin/chromium")


def sign_in(client, email, password=""):
    """Send the form of signing in."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def code_of(secret):
    """The code that an app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


PAGES = [
    "account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done",
    "account_inactive", "account_logout",
]  # fmt: skip


OWN_PAGES = [
    "mfa_index", "mfa_list_webauthn", "account_set_password", "account_request_reauthentication_code",
    "second_factor", "choose_clinic", "account_logout",
]  # fmt: skip


SERVE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from stepwell.clinic.administration.first import found
print(found("Harbour", "ada@harbour.example.org"), flush=True)
call_command("runserver", "{port}", use_reloader=False, verbosity=0)
"""


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
