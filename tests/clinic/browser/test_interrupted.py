"""Nothing that was typed is lost: in a second tab, and where a session ends in the middle of a form.

Lives here: interruptions. Lives elsewhere: visits that nothing disturbs (test_visits.py).
"""

import pytest
from playwright.sync_api import expect

from tests.clinic.browser.state import PHYSIO
from tests.clinic.browser.window import DESKTOP, PHONE

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SIZES
def test_a_second_tab_is_told_and_loses_nothing(size, window, house):
    """Two tabs send a note: the later one hears of the earlier one, keeps its words, and can send them after a look."""
    who = {PHONE: "hannah-cole", DESKTOP: "luis-ortega"}[size]
    one = window(PHYSIO, size)
    first, second = one.page, one.another()
    for tab in (first, second):
        tab.goto(f"/people/{house.episodes[who]}/notes/")
    _note(first, "From the first tab.")
    expect(first.get_by_role("status").first).to_contain_text("sent")
    _note(second, "From the second tab.")
    expect(second.get_by_role("alert").first).to_be_visible()
    expect(second.locator("form textarea").first).to_have_value("From the second tab.")
    assert "From the second tab." not in _reloaded(first)
    second.locator("form.deciding-form, main form").first.locator("button.go").click()
    second.wait_for_load_state()
    assert "From the second tab." in _reloaded(first)


def _note(page, words):
    page.locator("main form textarea").first.fill(words)
    page.locator("main form button.go").first.click()
    page.wait_for_load_state()


def _reloaded(page):
    page.goto(page.url)
    return page.locator("main").inner_text()


@SIZES
def test_two_tabs_of_one_exam_say_so(size, window, house):
    """The draft of the earlier tab is not written over by the later one."""
    who = {PHONE: "emre-yildiz", DESKTOP: "carlos-mendes"}[size]
    one = window(PHYSIO, size)
    first, second = one.page, one.another()
    for tab in (first, second):
        tab.goto(f"/people/{house.episodes[who]}/exam/")
    first.locator("#reason").fill("Felt in the first tab.")
    expect(first.locator("#saved")).to_contain_text("Saved")
    second.locator("#reason").fill("Felt in the second tab.")
    expect(second.locator("#saved")).not_to_contain_text("Saved", timeout=5_000)
    expect(second.locator("#saved")).not_to_be_empty()
    expect(second.locator("#reason")).to_have_value("Felt in the second tab.")


@SIZES
def test_a_session_that_ends_in_a_form_keeps_what_was_typed(size, window, house):
    """The autosave is answered with 401 and where to sign in; the page stays, says so, and saves after signing in again."""
    who = {PHONE: "noah-fischer", DESKTOP: "linh-nguyen"}[size]
    one = window(PHYSIO, size)
    one.expected = "status of 40"
    page = one.page
    page.goto(f"/people/{house.episodes[who]}/exam/")
    one.context.clear_cookies(name="session")
    with page.expect_response(lambda answer: "/exam/draft/" in answer.url) as saved:
        page.locator("#reason").fill("Half a sentence of the")
    assert saved.value.status == 401
    assert saved.value.headers["hx-redirect"].startswith("/accounts/login/")
    expect(page.locator("#saved")).to_contain_text("What you typed is still here")
    expect(page.locator("#reason")).to_have_value("Half a sentence of the")
    one.sign_in(PHYSIO)
    page.get_by_role("button", name="Save again").click()
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=10_000)
    kept = one.another()
    kept.goto(page.url)
    expect(kept.locator("#reason")).to_have_value("Half a sentence of the")


def test_a_page_without_a_session_leads_to_signing_in(window):
    page = window().page
    page.goto("/caseload/")
    assert page.url.endswith("/accounts/login/?next=%2Fcaseload%2F")
