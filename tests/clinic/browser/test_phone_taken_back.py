"""Consent was taken back on another phone: this one says so, sends nothing but a sign of danger, and sends once it is given again."""

from playwright.sync_api import expect

from tests.clinic.browser.phone import none_of_these, sent
from tests.clinic.browser.window import DESKTOP

SOMEBODY = "sara-johansson"
IN_DANGER, CLINICIAN = "omar-haddad", "ruth.adeyemi@example.org"
"""Nobody else's test is about this person: one sign locks the day."""


def says(page, value):
    """Take consent back or give it, in another window of the same person."""
    other = page.context.new_page()
    other.goto("/record/consent/")
    other.locator(f"button[value={value}]").click()
    other.wait_for_load_state()
    other.close()


def test_it_is_told_apart_from_no_network(phone):
    one = phone(SOMEBODY)
    one.expected, page = "the server responded with a status of 403", one.page
    none_of_these(page)
    sent(page)
    says(page, "withdrawn")
    page.evaluate("Stepwell.queue.log('check-in', {answers: {'worst-pain': 3}})")
    expect(page.locator("#waits")).to_have_text("You took your consent back. Saved on this phone: 1.")
    says(page, "given")
    assert page.evaluate("Stepwell.queue.flush()") == "sent"
    expect(page.locator("#waits")).to_be_hidden()


def test_a_sign_locks_the_day_and_reaches_the_clinic_all_the_same(phone, window, house):
    one = phone(IN_DANGER)
    one.expected, page = "the server responded with a status of 403", one.page
    says(page, "withdrawn")
    page.locator("#things button[value=yes]").first.click()
    expect(page.get_by_text("Your exercises are locked")).to_be_visible()
    expect(page.locator("#waits")).to_have_text("You took your consent back. Saved on this phone: 1.")
    staff = window(CLINICIAN, DESKTOP).page
    staff.goto(f"/people/{house.episodes[IN_DANGER]}/set-aside/")
    expect(staff.get_by_text("It tells of a sign of danger")).to_be_visible()
    expect(staff.get_by_text("Only the sign of danger was taken from the phone.")).to_be_visible()
