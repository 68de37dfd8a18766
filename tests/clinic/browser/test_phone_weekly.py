"""The weekly check-in: one question at a time, nothing lost, never twice, and a sentence on what changes."""

import pytest
from playwright.sync_api import expect

from tests.clinic.browser.phone import is_kept, none_of_these, offline, online, sent

ZANELE, SARA, THANDI, BJORN = "zanele-dube", "sara-johansson", "thandi-nkosi", "bjorn-halvorsen"


def opened(phone, name):
    one = phone(name)
    none_of_these(one.page)
    one.page.get_by_role("link", name="Start", exact=True).click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Weekly check-in")
    return one


def answer(page):
    """Answer the question that is shown, whatever it is."""
    if page.locator("[data-own]").count():
        page.get_by_label("Activity 1").fill("Sit through a film")
        page.locator("[data-own]").first.locator(".pick").nth(4).click()
    elif page.locator("#things input[type=number]").count():
        page.locator("#things input[type=number]").fill("20")
    else:
        page.locator("#things .pick").nth(2).click()
    page.get_by_role("button", name="Next").click()


def go_through(page):
    """Answer until it is over. returns how many questions there were"""
    count = int(page.locator("[data-text=place]").inner_text().split()[-1])
    for number in range(1, count + 1):
        expect(page.locator("[data-text=place]")).to_have_text(f"Question {number} of {count}")
        expect(page.locator("#things input:checked")).to_have_count(0)
        answer(page)
    return count


def test_at_most_two_taps_a_question_and_at_most_ten_questions_then_what_changes_and_why(phone):
    page = opened(phone, ZANELE).page
    assert go_through(page) <= 10
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    said = page.locator("#things [role=status]")
    expect(said).not_to_have_text("It is being sent.")
    assert said.inner_text() not in ("", "You will see what changes when this is sent.")
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_role("heading", name="What changed, and why")).to_be_visible()
    expect(page.get_by_role("heading", name="Weekly check-in")).to_have_count(0)


def test_once_it_is_done_it_is_not_asked_again_that_week_on_another_phone_either(phone):
    page = phone(ZANELE).page
    none_of_these(page)
    page.goto("/today/#weekly")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.get_by_role("heading", name="Weekly check-in")).to_have_count(0)


def test_an_interruption_loses_nothing_and_each_question_may_be_skipped(phone):
    one = opened(phone, SARA)
    page = one.page
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_have_text("Choose an answer, or skip this one.")
    page.locator("#things .pick").nth(6).click()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("[data-text=place]")).to_contain_text("Question 2")
    page.get_by_role("button", name="Skip this one").click()
    expect(page.locator("[data-text=place]")).to_contain_text("Question 3")
    page.goto("/today/")
    page.get_by_role("link", name="Go on with it").click()
    expect(page.locator("[data-text=place]")).to_contain_text("Question 3")
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Back").click()
    expect(page.locator("#things input:checked")).to_have_value("6")


def test_a_number_that_cannot_be_is_told_at_the_field(phone):
    page = opened(phone, THANDI).page
    while not page.locator("#things input[type=number]").count():
        page.get_by_role("button", name="Skip this one").click()
        page.wait_for_timeout(200)
    page.locator("#things input[type=number]").fill("-3")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_contain_text("Give a number from 0 to")


def test_without_a_network_it_is_kept_sent_later_and_told_then(phone):
    one = phone(THANDI)
    page = one.page
    none_of_these(page)
    sent(page)
    is_kept(page)
    offline(one)
    page.goto("/today/#weekly")
    if page.locator("[data-last]:visible").count():
        page.evaluate("Stepwell.store.keep('weekly', {})")
        page.reload()
    go_through(page)
    expect(page.locator("#things [role=status]")).to_have_text("You will see what changes when this is sent.")
    kept = page.evaluate("Stepwell.store.waiting().then(all => all.map(one => [one.kind, one.payload]))")
    assert [kind for kind, _ in kept] == ["weekly"]
    assert kept[0][1]["own"] == [{"name": "Sit through a film", "value": 4}]
    assert kept[0][1]["answers"]["psfs"] == 4
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.get_by_role("heading", name="Weekly check-in")).to_have_count(0)
    online(one)
    expect(page.get_by_role("heading", name="What changed, and why")).to_be_visible()


@pytest.mark.parametrize(
    ("weekday", "last", "day", "due"),
    [
        (2, "2026-12-01", "2026-12-07", False),
        (2, "2026-12-01", "2026-12-08", True),
        (2, "2026-12-01", "2026-12-10", True),
        (2, "2026-12-10", "2026-12-14", False),
        (2, "2026-12-12", "2026-12-15", False),
        (2, "2026-12-10", "2026-12-15", True),
        (7, "2026-12-01", "2026-12-06", True),
        (4, "2026-12-01", "2026-12-01", False),
    ],
)
def test_it_is_due_once_since_its_weekday_and_never_within_four_days(phone, weekday, last, day, due):
    page = phone().page
    asked = "([weekly, last, day]) => Stepwell.weekly.isDue(weekly, last, day)"
    assert page.evaluate(asked, [{"weekday": weekday}, last, day]) is due


def test_a_sign_of_danger_among_the_answers_locks_the_day_at_once_without_a_network(phone):
    one = phone(BJORN)
    page = one.page
    none_of_these(page)
    sent(page)
    is_kept(page)
    offline(one)
    page.goto("/today/#weekly")
    expect(page.locator("[data-text=place]")).to_be_visible()
    while "weak" not in page.locator("#things legend").first.inner_text():
        page.get_by_role("button", name="Skip this one").click()
        page.wait_for_timeout(200)
    page.locator("#things .pick").first.click()
    page.get_by_role("button", name="Next").click()
    while page.locator("[data-text=place]").count():
        page.get_by_role("button", name="Skip this one").click()
        page.wait_for_timeout(200)
    expect(page.get_by_text("Your exercises are locked")).to_be_visible()
