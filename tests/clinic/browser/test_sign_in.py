"""Signing in by a passkey, with the authenticator that Chromium makes up for tests.

Lives here: what only a browser can show. Lives elsewhere: passwords, codes, locks (tests/clinic/test_accounts.py).
"""

import re

import pytest
from playwright.sync_api import expect

from tests.clinic.browser.steps import code_of, sent_to
from tests.clinic.browser.window import DESKTOP, PHONE

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_code_first_then_a_passkey(size, window, house):
    """Somebody signs in by a code of an e-mail, adds a passkey, signs out, and comes back by the passkey alone."""
    who = {PHONE: "hana.orlic@example.org", DESKTOP: "luca.brennan@example.org"}[size]
    page = window(None, size).page
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/accounts/login/code/")
    page.locator("input[type=email]").fill(who)
    _send_code(page, house, who)
    page.wait_for_url("**/caseload/")

    page.goto("/accounts/2fa/webauthn/add/")
    expect(page).to_have_url(re.compile("/reauthenticate/code/"))
    _send_code(page, house, who)
    page.get_by_label("What you call it").fill("This phone")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/2fa/recovery-codes/**")

    page.goto("/accounts/logout/")
    page.locator("main button").first.click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_role("button", name="passkey").click()
    page.wait_for_url("**/caseload/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _send_code(page, house, who):
    """Have a code sent, and type it in."""
    earlier = sent_to(house, who)
    page.locator("main button").first.click()
    page.wait_for_url("**/code/confirm/**")
    page.locator("input[name=code]").fill(code_of(house, who, but=earlier))
    page.locator("main button").first.click()
    page.wait_for_load_state()
