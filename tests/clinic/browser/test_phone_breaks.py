"""Breaks from sitting on the page: hours, getting up, a snooze, a meeting; and the gap that is welcomed."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.clinic.browser.phone import none_of_these

LINH, LUIS = "linh-nguyen", "luis-ortega"
MINUTE = 60_000


@pytest.fixture
def at_ten(phone):
    """A phone at ten in the morning whose clock only goes on when a test says so, with hours from nine to five."""

    def opened(**more):
        one = phone(LINH, timezone_id="UTC", **more)
        page = one.page
        none_of_these(page)
        now = datetime.now(UTC)
        page.clock.install(time=now.replace(hour=10, minute=0, second=0, microsecond=0))
        page.reload()
        page.wait_for_selector("#things > section")
        page.evaluate("Stepwell.day.note({morning: true, pain: 3, session: true})")
        page.get_by_text("Remind me to get up").click()
        page.get_by_label("From").fill("09:00")
        page.get_by_label("Until").fill("17:00")
        page.get_by_role("button", name="Keep these hours").click()
        expect(page.get_by_text("until your next stand-up")).to_be_visible()
        return page

    return opened


def budget(page):
    return page.evaluate("Stepwell.store.get('plan').then(plan => plan.sitting.minutes)")


def pass_by(page, minutes):
    page.clock.fast_forward(minutes * MINUTE)
    page.clock.run_for(11_000)


def test_it_is_told_once_comes_first_and_may_be_put_off_once(at_ten):
    page = at_ten()
    pass_by(page, budget(page))
    expect(page.locator("#things > section").first).to_contain_text("Time to stand up")
    expect(page.locator("#told-day")).to_have_text("Time to stand up")
    assert page.title().startswith("● ")
    page.get_by_role("button", name="5 more minutes").click()
    expect(page.get_by_text("until your next stand-up")).to_be_visible()
    pass_by(page, 5)
    expect(page.get_by_text("Time to stand up").first).to_be_visible()
    expect(page.get_by_role("button", name="5 more minutes")).to_be_hidden()
    page.get_by_role("button", name="I just got up").click()
    expect(page.get_by_text("until your next stand-up")).to_be_visible()
    assert not page.title().startswith("● ")


def test_a_meeting_goes_by_and_the_breaks_go_on_by_themselves(at_ten):
    page = at_ten()
    page.get_by_label("In a meeting?").select_option("60")
    pass_by(page, 55)
    expect(page.get_by_text("more of your meeting")).to_be_visible()
    pass_by(page, 6)
    expect(page.get_by_text("Time to stand up").first).to_be_visible()


def test_after_the_phone_was_asleep_it_is_right_at_once_and_the_hours_are_kept(at_ten):
    page = at_ten()
    page.clock.fast_forward(3 * 60 * MINUTE)
    page.reload()
    expect(page.get_by_text("Time to stand up").first).to_be_visible()
    expect(page.get_by_text("Breaks from 09:00 to 17:00")).to_be_visible()
    page.clock.fast_forward(5 * 60 * MINUTE)
    page.reload()
    expect(page.get_by_text("Breaks begin again in your hours")).to_be_visible()


def test_after_a_gap_the_person_is_welcomed_and_offered_two_exercises(phone):
    page = phone(LUIS).page
    none_of_these(page)
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    expect(page.get_by_text("Start with two exercises?")).to_be_visible()
    page.get_by_role("button", name="Start with two").click()
    expect(page.get_by_role("heading", name="Exercise 1 of 2")).to_be_visible()


def test_the_week_marks_what_was_done_and_puts_no_mark_on_a_day_without(phone):
    page = phone("meera-iyer").page
    week = page.locator(".week li")
    expect(week).to_have_count(7)
    expect(page.locator(".week [aria-label*=missed i]")).to_have_count(0)
    expect(page.locator(".week .now")).to_have_count(1)
