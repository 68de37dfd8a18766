"""A clinician at work, in a real browser, on a phone and at a desk.

Lives here: visits over several pages. Lives elsewhere: what holds for each page by itself (test_pages.py), two people and two windows
at once (test_interrupted.py), signing in (test_sign_in.py). Each visit is to somebody of its own.
"""

import re
import uuid
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.clinic.browser.state import PHYSICIAN, PHYSIO
from tests.clinic.browser.window import DESKTOP, PHONE, faults_of, wider

SIGNS = "main a[href*='-signs/'], main a[href*='power-check'], main a[href*='sign-details']"
TWICE = 26
"""Pixels: twice the smaller text of a clinician's page."""
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SIZES
def test_a_visit_from_intake_to_letter(size, window):
    page = window(PHYSIO, size).page
    name = f"Visit {uuid.uuid4().hex[:6]}"
    page.goto("/caseload/")
    page.get_by_role("link", name="New patient").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Date of birth").fill("1984")
    page.get_by_label("Right").check()
    page.get_by_role("button", name="Open the record").click()
    place = re.search(r"/people/[0-9a-f-]{36}/", page.url)[0]

    _screen(page, place)
    _answer_pain(page, place)

    page.goto(place + "exam/")
    test = page.get_by_role("group", name=re.compile("^Seated piriformis stretch"))
    test.get_by_label("Positive").check()
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.get_by_role("button", name="Sign exam").click()
    expect(page.locator("main")).not_to_contain_text("Not signed")

    page.goto(place + "advice/")
    accept = page.locator("article.rec").get_by_role("button", name=re.compile("^Accept"))
    accept.first.click()
    expect(page.get_by_role("status").first).to_contain_text("Accepted")

    page.goto(place + "letters/")
    with page.expect_popup() as opened, page.context.expect_event("response", _is_letter) as letter:
        page.get_by_role("button", name=re.compile("^Make")).first.click()
    assert letter.value.headers["content-type"] == "application/pdf"
    opened.value.close()

    page.goto(place + "timeline/")
    expect(page.locator("main")).to_contain_text("letter", ignore_case=True)


def _is_letter(response):
    return "/letters/make/" in response.url


def _screen(page, place):
    """Every page of signs: nothing of it, signed in one press each."""
    page.goto(place + "intake/")
    signs = page.locator(SIGNS)
    for path in dict.fromkeys(one.get_attribute("href") for one in signs.all()):
        page.goto(path)
        button = page.get_by_role("button", name="No to the rest, sign")
        if button.count():
            button.click()
            page.wait_for_load_state()
            expect(page.locator("main")).not_to_contain_text("Not signed")


def _answer_pain(page, place):
    page.goto(place + "intake/how-it-is-now/")
    question = page.locator("fieldset.q").first
    question.locator("label.pick").nth(5).click()
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.get_by_role("button", name="Sign and go on").click()
    expect(page.locator("main")).not_to_contain_text("Not signed")


@SIZES
def test_a_red_flag_halts_and_is_settled(size, window, house):
    who = {PHONE: "aisha-rahman", DESKTOP: "marta-sobol"}[size]
    page = window(PHYSICIAN, size).page
    place = f"/people/{house.episodes[who]}/"
    page.goto(place)
    expect(page.locator("[role=alert], .alarm").first).to_be_visible()
    page.goto(place + "exits/")
    expect(page.locator("article.exit").first).to_contain_text("While it is open it halts")
    before = page.locator("article.exit").count()
    page.get_by_role("link", name=re.compile("^Follow up")).first.click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_contain_text("Nothing was saved yet")
    page.get_by_label(re.compile("xcluded|uled out|not there")).first.check()
    page.get_by_label("By whom").fill("Leila Farrant")
    page.get_by_label("What it rests on").fill("Emergency MRI of today: no compression.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto(place + "exits/")
    assert page.locator("article.exit").count() < before


@SIZES
def test_an_override_needs_a_reason_and_an_end(size, window, house):
    who = {PHONE: "ivan-petrov", DESKTOP: "emily-carter"}[size]
    what = {PHONE: "strengthening", DESKTOP: "return-to-sport-clearance"}[size]
    page = window(PHYSICIAN, size).page
    place = f"/people/{house.episodes[who]}/advice/{what}/"
    page.goto(f"{place}decide/?do=override&back=why")
    page.get_by_label("Reason").fill("Read the scan with the surgeon; light load only.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved yet")
    expect(page.get_by_label("Reason")).to_have_value("Read the scan with the surgeon; light load only.")
    page.get_by_label("Until").fill((date.today() + timedelta(days=14)).isoformat())
    page.get_by_label(re.compile("answer for this decision")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Overridden")
    expect(page.locator("main")).to_contain_text("light load only")


def test_caseload_and_decision_by_keyboard_alone(window, house):
    """Tab and Enter are enough: the skip link, a person, a card's form in place, its field, its button."""
    page = window(PHYSIO, DESKTOP).page
    page.goto("/caseload/?show=all")
    page.keyboard.press("Tab")
    assert _focused(page) == "Skip to content"
    page.keyboard.press("Enter")
    _tab_to(page, "Omar Haddad")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{house.episodes['omar-haddad']}/")
    page.goto(page.url + "advice/")
    decline = page.locator("article.rec").get_by_role("link", name=re.compile("^Decline")).first
    words = decline.inner_text()
    _tab_to(page, words)
    page.keyboard.press("Enter")
    reason = page.locator(".deciding textarea").first
    expect(reason).to_be_focused()
    page.keyboard.type("Tried twice; would rather not.")
    _tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Tried twice; would rather not.")


def _focused(page):
    return page.evaluate("document.activeElement.innerText.trim()")


def _tab_to(page, words):
    """Press Tab until something of these words has the focus, which has to be seen."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if _focused(page) == words:
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none", f"the focus on {words} cannot be seen"
            return
    raise AssertionError(f"{words} is not reached by Tab")


@pytest.mark.parametrize("path", ["/caseload/", "/people/{}/", "/people/{}/exam/", "/people/{}/advice/"])
def test_text_of_twice_the_size_needs_no_sideways_scroll(path, window, house):
    """Text of 200 percent in a window of 640 px. What zoom of 400 percent leaves of 1280 px is in test_pages.py: 320."""
    page = window(PHYSIO, (640, 800)).page
    page.goto(path.format(house.episodes["grace-mwangi"]))
    _twice(page)
    size = page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize")
    assert float(size.removesuffix("px")) >= TWICE
    assert wider(page) <= 0
    assert faults_of(page) == []


def _twice(page):
    """Every text twice as large. The sheet is made by script, which the content policy allows for one that is adopted."""
    page.evaluate(
        "{const sheet = new CSSStyleSheet(); sheet.replaceSync('html{font-size:200%}');"
        "document.adoptedStyleSheets = [sheet];}"
    )


def test_colours_that_a_person_forces_hide_nothing(window, house):
    page = window(PHYSIO, DESKTOP, forced_colors="active").page
    page.goto(f"/people/{house.episodes['grace-mwangi']}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults_of(page) == []
