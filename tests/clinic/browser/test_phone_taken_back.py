"""Consent was taken back on another phone: this one says so, sends nothing, and sends once it is given again."""

from playwright.sync_api import expect

from tests.clinic.browser.phone import none_of_these, sent

SOMEBODY = "sara-johansson"


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
    expect(page.locator("#waits")).to_have_text("You took your consent back. Not sent from this phone: 1.")
    says(page, "given")
    assert page.evaluate("Stepwell.queue.flush()") == "sent"
    expect(page.locator("#waits")).to_be_hidden()
