"""The pages of a person's own rights as they are looked at (tests/clinic/browser/shown.py lists them)."""

from tests.clinic.browser.state import ADMINISTRATOR, PERSON_IN_PAIN, Shown

THEIRS = "meera-iyer@patient"
"""A second person, whose wish and link are made on the way."""


def make_link(page, house):
    """Make a link."""
    page.locator("main form button.go").click()
    page.wait_for_selector("#link")


def open_link(page, house):
    """Make a link, and open it."""
    make_link(page, house)
    page.goto(page.locator("#link").input_value())


def ask(page, house):
    """Ask to be erased, where that was not done yet."""
    if page.locator("[name=typed]").count():
        page.locator("[name=typed]").fill(page.locator("main form b").inner_text())
        page.locator("main form button.red").click()
        page.wait_for_selector("text=must answer by")


def wish(page, house):
    """The first wish that waits; somebody asks first, where nobody did."""
    if not page.locator("main td a").count():
        other = page.context.browser.new_context(base_url=house.address)
        other.add_cookies([{"name": "session", "value": house.sessions[THEIRS], "url": house.address}])
        asking = other.new_page()
        asking.goto("/record/erase/")
        ask(asking, house)
        other.close()
        page.reload()
    page.locator("main td a").first.click()
    page.wait_for_selector("text=asks to be erased")


def an_answer(page, house):
    """Correct the first answer that can be corrected."""
    page.locator(".told a:visible").first.click()
    page.wait_for_selector("main form button.go")


OWNING = (
    Shown("own-correction", "own_correction", PERSON_IN_PAIN, "/record/", "Correcting an answer", an_answer),
    Shown("own-download", "own_download", PERSON_IN_PAIN, "/record/download/", "Taking a copy"),
    Shown("own-links", "own_links", PERSON_IN_PAIN, "/record/links/", "Sharing exercises"),
    Shown("own-links-made", "own_links", PERSON_IN_PAIN, "/record/links/", "A new link", make_link),
    Shown("shared", "shared", PERSON_IN_PAIN, "/record/links/", "What a link shows", open_link),
    Shown("shared-ended", "shared", None, "/shared/ended/", "A link that has ended", code=404),
    Shown("own-consent", "own_consent", PERSON_IN_PAIN, "/record/consent/", "Consent"),
    Shown("own-erase", "own_erase", PERSON_IN_PAIN, "/record/erase/", "Asking to be erased"),
    Shown("own-erase-asked", "own_erase", THEIRS, "/record/erase/", "A wish that waits", ask),
    Shown("own-erased", "own_erased", None, "/record/erased/", "Erased"),
    Shown("erasures", "erasures", ADMINISTRATOR, "/administration/erasures/", "Wishes to be erased"),
    Shown("erasure", "erasure", ADMINISTRATOR, "/administration/erasures/", "Settling a wish", wish),
)
NO_PAGE = {
    "own_file": "a file",
    "own_link_end": "a button of the links",
    "own_request_end": "a button of the wish",
}
