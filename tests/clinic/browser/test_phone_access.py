"""The shell of today by keyboard alone, for a reader of the screen, without motion, enlarged, and in colours that a person forces."""

import json

import pytest
from playwright.sync_api import expect

from tests.clinic.browser.phone import none_of_these, settled
from tests.clinic.browser.window import DESKTOP, faults_of, wider

RAJESH, PAOLO, NADIA = "rajesh-menon", "paolo-ricci", "nadia-benali"
ENLARGED = (320, 256)
"""What is left of 1280 by 1024 at 400 %."""
NAMELESS = """() => [...document.querySelectorAll("#day-page :is(button, a, input, select, summary), #player :is(button, a)")]
  .filter(one => one.checkVisibility() && !(one.getAttribute("aria-label") || one.innerText ||
    (one.labels && [...one.labels].map(label => label.innerText).join("")))).map(one => one.outerHTML)"""
CUT_OFF = """() => [...document.querySelectorAll("#things :is(button, a, input, legend, h2)")].filter(one => {
  const box = one.getBoundingClientRect(); return one.checkVisibility() && (box.left < 0 || box.right > innerWidth); }).map(one => one.outerHTML)"""
MOVING = "() => document.getAnimations().length"
PLACES = ["", "#weekly", "#activity"]


def tab_to(page, name, *, most=60):
    """Go on with the tab key until something of that name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const at = document.activeElement; return at.getAttribute('aria-label') || at.innerText || at.value || ''; }"
        )
        if told.strip().startswith(name):
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


def opened(phone, name, place="", **more):
    page = phone(name, **more).page
    none_of_these(page)
    page.goto(f"/today/{place}")
    settled(page)
    return page


def test_the_day_is_done_by_keyboard_alone(phone):
    page = phone(RAJESH).page
    tab_to(page, "None of these")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('[data-none]')")
    assert page.evaluate("document.getElementById('things').contains(document.activeElement)")
    tab_to(page, "Start session")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Exercise 1 of")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#main-key-words")).to_have_text("Carry on")
    page.keyboard.press("Space")
    expect(page.locator("#main-key-words")).to_have_text("Pause")
    tab_to(page, "Skip")
    page.keyboard.press("Enter")
    expect(page.locator("#skip-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#skip-sheet")).not_to_be_visible()
    expect(page.locator("#main-key-words")).to_have_text("Pause")
    page.get_by_role("button", name="Close, your progress is kept").press("Enter")
    expect(page.get_by_role("button", name="Go on with it")).to_be_visible()


def test_arrow_keys_pass_over_numbers_and_only_enter_says_one(phone):
    page = opened(phone, PAOLO)
    page.locator("#things input[name=pain]").first.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Save 6")).to_be_visible()
    expect(page.get_by_text("Pain noted")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#things").get_by_text("You said 6 of 10.")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#things input[name=pain]").first).to_be_visible()
    assert page.evaluate("Stepwell.store.waiting().then(all => all.length)") == 0


@pytest.mark.parametrize("place", PLACES)
def test_everything_has_a_name_and_the_focus_is_never_under_the_bar(place, phone):
    page = opened(phone, NADIA, place)
    assert page.evaluate(NAMELESS) == []
    for _ in range(25):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => { const at = document.activeElement.getBoundingClientRect(), bar = document.querySelector(".tabs").getBoundingClientRect();
            return !document.activeElement.closest(".tabs") && at.top >= bar.top && at.height > 0; }"""
        )
        assert not hidden, page.evaluate("document.activeElement.outerHTML")


def test_a_reader_of_the_screen_hears_each_part_and_not_each_second(phone):
    page = opened(phone, NADIA)
    page.get_by_role("button", name="Start session").click()
    expect(page.locator("[role=timer]")).to_have_attribute("aria-live", "off")
    expect(page.locator("#told")).to_contain_text("Get ready")
    expect(page.locator("#figure title")).not_to_be_empty()
    expect(page.get_by_role("progressbar", name="How far the session is")).to_be_visible()
    assert page.evaluate(NAMELESS) == []


def test_without_motion_two_numbered_stills_stand_for_the_moving_picture(phone):
    page = opened(phone, NADIA, reduced_motion="reduce")
    page.get_by_role("button", name="Start session").click()
    expect(page.locator("#still")).to_be_visible()
    assert page.locator("#still").get_attribute("alt")
    expect(page.locator("#figure")).to_be_hidden()
    assert page.evaluate(MOVING) == 0


def test_a_pause_stops_the_picture(phone):
    page = opened(phone, NADIA)
    page.get_by_role("button", name="Start session").click()
    page.wait_for_selector("#figure path", state="attached")
    page.get_by_role("button", name="Pause").last.click()
    drawn = "() => [...document.querySelectorAll('#figure path')].map(one => one.getAttribute('d')).join()"
    before = page.evaluate(drawn)
    page.wait_for_timeout(600)
    assert page.evaluate(drawn) == before


@pytest.mark.parametrize("place", PLACES)
def test_at_four_hundred_percent_nothing_is_cut_off_and_nothing_scrolls_sideways(place, phone):
    page = opened(phone, NADIA, place, size=ENLARGED)
    assert wider(page) <= 0
    assert page.evaluate(CUT_OFF) == []


def test_the_player_at_four_hundred_percent_reaches_every_key(phone):
    page = opened(phone, NADIA, size=ENLARGED)
    page.get_by_role("button", name="Start session").click()
    assert wider(page) <= 0
    for name in ("Pause", "Skip", "Too painful", "Close, your progress is kept"):
        key = page.get_by_role("button", name=name).last
        key.scroll_into_view_if_needed()
        box = key.bounding_box()
        assert 0 <= box["y"] <= ENLARGED[1] - box["height"], name
    page.get_by_role("button", name="Too painful").click()
    expect(page.get_by_role("button", name="Stop this one")).to_be_visible()


@pytest.mark.parametrize("place", PLACES)
def test_forced_colours_hide_nothing(place, phone):
    page = opened(phone, NADIA, place, forced_colors="active")
    chosen = page.locator("#things .pick").first
    if chosen.is_visible() and place == "#weekly":
        chosen.click()
        style = "one => getComputedStyle(one.querySelector('span')).outlineStyle"
        assert chosen.evaluate(style) == "solid"
    shapes = page.evaluate(
        """() => [...document.querySelectorAll("#day-page svg.i")].filter(one => one.checkVisibility()).map(one => {
        const look = getComputedStyle(one); return look.stroke === look.backgroundColor; })"""
    )
    assert not any(shapes)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("place", [*PLACES, "session"])
def test_axe_finds_nothing_in_any_view_of_the_shell(place, theme, phone):
    page = opened(phone, NADIA, "" if place == "session" else place, size=(320, 740), color_scheme=theme)
    if place == "session":
        page.get_by_role("button", name="Start session").click()
        page.get_by_role("button", name="Pause").last.click()
    page.evaluate("document.querySelectorAll('#day-page main details').forEach(one => { one.open = true; })")
    assert json.dumps(faults_of(page), indent=1) == "[]"


def test_in_a_wide_window_it_reads_as_one_column(phone):
    page = opened(phone, NADIA, size=DESKTOP)
    assert page.locator("main").bounding_box()["width"] <= 620


@pytest.mark.parametrize(
    "path",
    ["/today/", "/today/#weekly", "/today/#activity", "/ergonomics/", "/ladders/", "/learn/", "/help/"],
)
def test_who_has_set_text_of_twice_the_size_reads_everything_in_one_column(path, phone):
    one = phone(NADIA, (360, 740))
    none_of_these(one.page)
    one.context.new_cdp_session(one.page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    one.page.goto("/progress/")
    one.page.goto(path)
    one.page.wait_for_selector("main h1")
    one.page.wait_for_timeout(500)
    assert one.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert wider(one.page) <= 0
    bar = one.page.locator(".tabs").bounding_box()
    assert bar["height"] < 740 / 4
