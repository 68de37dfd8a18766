"""A whole week without a network, and midnight in the zone where the person is."""

import json
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.clinic.browser.phone import is_kept, none_of_these, offline, online, waits

STEFAN, ELENA = "stefan-novotny", "elena-marin"
CLINICIAN = "samuel.eriksen@example.org"
WEEK = 7


def lines_of(window, house, who):
    """What the clinic has of somebody."""
    answer = window(CLINICIAN).page.request.get(f"/api/people/{house.episodes[who]}/record")
    assert answer.ok, answer.text()
    return answer.text()


def pains(text, day):
    """How often a worst pain was recorded on a day, by the lines of the record."""
    return [
        one for one in json.loads(text)["observations"] if one["finding"] == "worst-pain" and one["on"] == day
    ]


def at(page, when):
    """The phone's clock, and the page as it is then."""
    page.clock.install(time=when)
    page.reload()
    page.wait_for_selector("#things > section")


def say_pain(page, value):
    page.locator("#things .pick:has(input[name=pain])").nth(value).click()
    expect(page.locator("#things").get_by_text(f"You said {value} of 10.")).to_be_visible()
    page.clock.run_for(6_000)


def travel(tools, zone):
    """Take the phone to another zone."""
    tools.send("Emulation.setTimezoneOverride", {"timezoneId": ""})
    tools.send("Emulation.setTimezoneOverride", {"timezoneId": zone})


def test_a_week_without_a_network_is_delivered_whole_one_duplicate_once_and_one_stale_set_aside(
    phone, window, house
):
    one = phone(STEFAN, timezone_id="UTC")
    page, answers = one.page, []
    is_kept(page)
    page.on(
        "response",
        lambda answer: answers.extend(answer.json()["answers"]) if "/api/events" in answer.url else None,
    )
    offline(one)
    today = datetime.now(UTC).replace(hour=0, minute=5, second=0, microsecond=0)
    days = [today - timedelta(back) for back in reversed(range(WEEK))]
    for number, day in enumerate(days):
        at(page, day)
        none_of_these(page)
        say_pain(page, number)
    kept = waits(page)
    assert kept == 2 * WEEK
    first = page.evaluate("Stepwell.store.waiting().then(all => all.find(one => one.kind === 'check-in'))")
    stale = {**first, "id": "5e7c3c7a-0d0a-4a57-9a52-6f5d3a1b2c4d", "order": first["order"] - 1}
    stale["at"] = (today - timedelta(20)).isoformat()
    page.evaluate("event => Stepwell.store.add(event)", stale)
    page.clock.resume()
    online(one)
    assert sorted(said["answer"] for said in answers) == ["quarantined"] + ["stored"] * kept
    expect(page.locator("#waits")).to_contain_text("Your clinic looks at 1 that did not fit.")
    answers.clear()
    page.evaluate("event => Stepwell.store.add(event)", first)
    online(one)
    assert [said["answer"] for said in answers] == ["duplicate"]
    record = lines_of(window, house, STEFAN)
    for number, day in enumerate(days):
        said = [
            line
            for line in pains(record, day.date().isoformat())
            if line["value"] == number and line["by"] == "patient"
        ]
        assert len(said) == 1, day


def test_midnight_is_that_of_the_place_and_who_flies_west_finds_the_day_again(phone, window, house):
    one = phone(ELENA)
    page, tools = one.page, one.context.new_cdp_session(one.page)
    travel(tools, "Pacific/Auckland")
    page.reload()
    is_kept(page)
    offline(one)
    night = datetime.now(UTC).replace(hour=10, minute=57, second=0, microsecond=0) - timedelta(1)
    local = night + timedelta(hours=13)
    at(page, night)
    none_of_these(page)
    say_pain(page, 3)
    page.clock.run_for(4 * 60_000)
    expect(page.locator("#things input[name=pain]").first).to_be_attached()
    none_of_these(page)
    say_pain(page, 5)
    travel(tools, "Europe/Madrid")
    page.reload()
    page.wait_for_selector("#things > section")
    expect(page.locator("#things").get_by_text("You said 3 of 10.")).to_be_visible()
    expect(page.get_by_role("button", name="None of these")).to_have_count(0)
    zones = page.evaluate("Stepwell.store.waiting().then(all => [...new Set(all.map(one => one.tz))])")
    assert zones == ["Pacific/Auckland"]
    page.clock.resume()
    online(one)
    record = lines_of(window, house, ELENA)
    for value, day in ((3, local), (5, local + timedelta(minutes=4))):
        said = [line["value"] for line in pains(record, day.date().isoformat()) if line["by"] == "patient"]
        assert said.count(value) == 1, (value, day)
