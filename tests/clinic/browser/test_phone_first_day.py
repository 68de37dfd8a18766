"""The first day of somebody: from the invitation in the mail to the first finished session, on a phone."""

import re
import uuid
from datetime import UTC, datetime

from playwright.sync_api import expect

from stepwell.clinic.demo.people import people
from tests.clinic.browser.phone import none_of_these, sent, settled
from tests.clinic.browser.state import ADMINISTRATOR, PHYSIO
from tests.clinic.browser.steps import sent_to
from tests.clinic.browser.window import DESKTOP, PHONE

LIKE = "chloe-martin"
"""Whose first answers the new person gives."""
PARTS = 200
"""More looks at the screen than a session of a first day needs."""


def first_answers():
    who = next(one for one in people(datetime.now(UTC).date()) if one.id == LIKE)
    keys = ("finding", "value", "side", "on")
    lines = [line for save in who.saves for line in save.lines if save.kind in ("check-in", "exam")]
    return [{key: line[key] for key in keys if key in line} for line in lines]


def opened_by_the_clinic(window, email):
    """A record with first answers, and an invitation in the mail. returns the id of the episode"""
    page = window(PHYSIO, DESKTOP).page
    page.goto("/people/new/")
    name = f"First {uuid.uuid4().hex[:6]}"
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Date of birth").fill("1975-03-14")
    page.get_by_label("Right").check()
    page.get_by_role("button", name="Open the record").click()
    episode = re.search(r"/people/([0-9a-f-]{36})/", page.url)[1]
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrf")
    body = {"kind": "visit", "key": str(uuid.uuid4()), "seen": 0, "lines": first_answers()}
    answer = page.request.post(f"/api/people/{episode}/entries", headers={"X-CSRFToken": token}, data=body)
    if answer.status == 409:
        seen = page.request.get(f"/api/people/{episode}/plan").json()["entries"]
        answer = page.request.post(
            f"/api/people/{episode}/entries", headers={"X-CSRFToken": token}, data=body | {"seen": seen}
        )
    assert answer.ok, answer.text()
    page = window(ADMINISTRATOR, DESKTOP).page
    page.goto("/administration/people/")
    page.locator("input[name=find]").last.fill(name)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.locator("main a[href*='/invite/']").first.click()
    page.locator("main input[type=email]").fill(email)
    page.locator("main button.go").first.click()
    page.wait_for_load_state()
    return episode


def link_in_the_mail(house, email):
    [message] = sent_to(house, email)
    return re.search(r"/accounts/invitation/\S+|/invitation/\S+", message.replace("=\n", ""))[0]


def finish(page):
    """Go through a session as somebody who does all of it, on a clock that runs as fast as the test likes."""
    for _ in range(PARTS):
        if page.locator("#how").is_visible():
            return
        key = page.locator("#main-key-words").inner_text()
        if key in ("Done with this set", "Carry on"):
            page.locator("#main-key").click()
        else:
            page.clock.run_for(10_000)
    raise AssertionError("the session does not end")


def test_from_the_invitation_to_the_first_finished_session(window, house):
    email = f"{uuid.uuid4().hex[:8]}@example.org"
    episode = opened_by_the_clinic(window, email)
    page = window(None, PHONE).page
    page.goto(link_in_the_mail(house, email))
    for field in page.locator("main input[type=password]").all():
        field.fill("down the stair to water")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/today/")
    page.wait_for_selector("#things > section")
    assert page.locator("#things > section").count() <= 4
    expect(page.locator("#things input:checked")).to_have_count(0)
    none_of_these(page)
    expect(page.get_by_role("button", name="Start session")).to_be_visible()
    expect(page.get_by_role("heading", name="Weekly check-in")).to_have_count(0)
    page.clock.install()
    page.reload()
    settled(page)
    page.get_by_role("button", name="Start session").click()
    finish(page)
    page.locator("#how .pick").nth(2).click()
    expect(page.get_by_role("heading", name="Session done")).to_be_visible()
    page.clock.resume()
    sent(page)
    request = window(PHYSIO, DESKTOP).page.request
    for _ in range(20):
        record = request.get(f"/api/people/{episode}/record").text()
        if "session-pain" in record:
            break
        page.wait_for_timeout(500)
    assert record.count("session-pain") == 1
    expect(page.locator(".week .now svg")).to_have_attribute("aria-label", "done")
