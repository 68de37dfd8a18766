"""Telling of an activity, the light that follows, and the lists to tick that stay on the phone."""

from playwright.sync_api import expect

from tests.clinic.browser.phone import none_of_these, offline, online, sent, waits

KWAME, ROSA = "kwame-boateng", "rosa-delgado"
RUNNING = "Stop or cut down running for now"


def activities(page):
    page.get_by_role("link", name="Your activities").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your activities")


def row(page, title):
    return page.locator("#things .lights > li").filter(has_text=title)


def test_what_is_told_of_an_activity_is_sent_and_its_light_follows(phone):
    page = phone(KWAME).page
    none_of_these(page)
    activities(page)
    expect(row(page, RUNNING)).to_contain_text("Not needed. You said that you do not do this.")
    expect(page.locator("#things input:checked")).to_have_count(0)
    row(page, RUNNING).locator("summary").click()
    row(page, RUNNING).locator(".pick").first.click()
    page.get_by_role("button", name="Send what I told").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    sent(page)
    page.reload()
    page.wait_for_selector("#things > section")
    activities(page)
    expect(row(page, RUNNING)).to_contain_text("Green. Nothing stands against it now.")


def test_without_a_network_it_is_kept_and_nothing_at_all_is_not_sent(phone):
    one = phone(ROSA)
    page = one.page
    none_of_these(page)
    sent(page)
    activities(page)
    page.get_by_role("button", name="Send what I told").click()
    expect(page.get_by_role("alert")).to_have_text("Answer something first.")
    offline(one)
    page.locator("#things summary").first.click()
    page.locator("#things .pick").first.click()
    page.get_by_role("button", name="Send what I told").click()
    expect(page.get_by_text("wait to be sent")).to_be_visible()
    assert waits(page) == 1
    online(one)


def test_ticks_stay_on_the_phone_and_are_of_who_ticked(phone, patients):
    one = phone(KWAME)
    page, posted = one.page, []
    page.on("request", lambda asked: posted.append(asked.url) if asked.method != "GET" else None)
    sent(page)
    posted.clear()
    page.get_by_role("link", name="Chair, desk, car and bed").click()
    page.get_by_label("Never sit on a wallet").check()
    expect(page.get_by_text("1 of 2 done")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Never sit on a wallet")).to_be_checked()
    assert posted == []
    one.context.clear_cookies()
    one.sign_in(patients[ROSA])
    with page.expect_response(lambda answer: "/today/token/" in answer.url):
        page.goto("/today/")
    page.wait_for_timeout(300)
    page.goto("/ergonomics/")
    expect(page.get_by_label("Never sit on a wallet")).not_to_be_checked()


def test_learning_leads_to_telling(phone):
    page = phone(ROSA).page
    none_of_these(page)
    page.goto("/learn/")
    page.get_by_role("link", name="Tell us about an activity").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your activities")
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
