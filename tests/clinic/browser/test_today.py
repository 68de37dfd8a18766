"""Today on a phone: the short form, a session, the network that goes and comes back."""

from playwright.sync_api import expect

from tests.clinic.browser.phone import is_kept, offline, online, waits

MEERA = "meera-iyer"
HANNAH = "hannah-cole"
JONAS = "jonas-weber"
"""Has answered today's short form; has not; is signed out by a test, and so of use to no other."""


def test_at_most_four_things_and_nothing_is_chosen_beforehand(phone):
    page = phone().page
    assert page.locator("#things > section").count() <= 4
    expect(page.locator("#things input:checked")).to_have_count(0)


def test_a_session_is_begun_paused_and_gone_on_with(phone):
    page = phone().page
    page.get_by_role("button", name="Start session").click()
    expect(page.locator("#state")).to_have_text("Get ready")
    page.get_by_role("button", name="Pause").last.click()
    before = page.locator("#digits").inner_text()
    page.wait_for_timeout(1_500)
    assert page.locator("#digits").inner_text() == before
    page.get_by_role("button", name="Close, your progress is kept").click()
    page.reload()
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()


def test_too_painful_stops_at_once_and_the_way_back_is_plain(phone):
    page = phone().page
    page.get_by_role("button", name="Start session").click()
    page.get_by_role("button", name="Too painful").click()
    expect(page.get_by_role("heading", name="Let’s stop there")).to_be_visible()
    page.get_by_role("button", name="Back to the exercise").click()
    page.get_by_role("button", name="Too painful").click()
    page.get_by_role("button", name="Stop this one").click()
    expect(page.get_by_role("heading", name="Exercise 2 of")).to_be_visible()


def test_after_a_lock_nothing_is_counted_and_the_person_is_asked(phone):
    page = phone().page
    page.clock.install()
    page.reload()
    page.wait_for_selector("#things > section")
    page.get_by_role("button", name="Start session").click()
    page.clock.fast_forward(60_000)
    page.clock.run_for(1_000)
    expect(page.get_by_text("You were away for")).to_be_visible()
    page.get_by_role("button", name="Redo this set").click()
    expect(page.locator("#state")).to_have_text("Get ready")


def test_without_a_network_today_opens_and_pain_is_kept_and_sent_later(phone):
    one = phone()
    page = one.page
    is_kept(page)
    offline(one)
    page.reload()
    page.wait_for_selector("#things > section")
    page.locator(".eleven label").nth(4).click()
    page.get_by_text("wait to be sent").wait_for()
    assert waits(page) == 1
    online(one)


def test_sent_twice_it_is_a_duplicate_and_not_a_second_entry(phone):
    page = phone().page
    page.locator(".eleven label").nth(3).click()
    page.wait_for_function("() => Stepwell.store.waiting().then(all => all.length === 0)")
    said = page.evaluate(
        """async () => {
          const key = await Stepwell.queue.token();
          const event = {id: crypto.randomUUID(), kind: "check-in", at: new Date().toISOString(), tz: "Europe/London",
                         plan_version: (await Stepwell.store.get("plan")).version, payload: {answers: {"worst-pain": 4}}};
          const send = () => fetch("/api/events", {method: "POST", headers: {"Content-Type": "application/json", "X-CSRFToken": key},
                                                   body: JSON.stringify({events: [event]})}).then(answer => answer.json());
          return [(await send()).answers[0].answer, (await send()).answers[0].answer];
        }"""
    )
    assert said == ["stored", "duplicate"]


def test_a_sign_locks_the_day_at_once_without_a_network(phone):
    one = phone(HANNAH)
    page = one.page
    is_kept(page)
    offline(one)
    page.reload()
    page.locator(".asked button[value=not-sure]").first.click()
    page.get_by_text("Your exercises are locked").wait_for()
    expect(page.get_by_role("button", name="Start session")).to_have_count(0)
    assert page.locator("[data-call=emergency]").get_attribute("href").startswith("tel:")


def test_signing_out_leaves_nothing_on_the_phone_from_whichever_page(phone):
    one = phone(JONAS)
    page = one.page
    is_kept(page)
    page.goto("/progress/")
    page.on("dialog", lambda asked: asked.accept())
    page.get_by_text("Menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/**")
    assert page.evaluate("caches.keys()") == []
    kept = page.evaluate(
        """() => new Promise(done => { const asked = indexedDB.open("stepwell", 1);
          asked.onsuccess = () => { const all = asked.result.transaction("kept").objectStore("kept").getAllKeys();
          all.onsuccess = () => done(all.result); }; })"""
    )
    assert kept == []


def test_no_page_about_anybody_is_in_a_cache(phone):
    page = phone().page
    is_kept(page)
    for place in ("/progress/", "/record/"):
        page.goto(place)
    page.goto("/today/")
    kept = page.evaluate(
        """async () => { const all = []; for (const name of await caches.keys())
          for (const one of await (await caches.open(name)).keys()) all.push(new URL(one.url).pathname); return all; }"""
    )
    assert all(place == "/today/" or place.startswith(("/static/", "/figures/")) for place in kept)


def test_what_waits_is_never_sent_by_another_person_on_the_same_phone(phone, patients):
    """A sign counts whatever its plan: in another person's record it would be an alarm about the wrong one."""
    one = phone()
    page = one.page
    is_kept(page)
    offline(one)
    page.locator(".eleven label").nth(7).click()
    page.get_by_text("wait to be sent").wait_for()
    one.context.clear_cookies()
    one.sign_in(patients[HANNAH])
    one.context.set_offline(False)
    page.reload()
    page.wait_for_selector("#things > section")
    page.evaluate("Stepwell.queue.flush()")
    page.wait_for_timeout(1_000)
    assert waits(page) == 1
    assert page.evaluate("Stepwell.queue.mine().then(all => all.length)") == 0


def test_getting_help_opens_without_a_network_with_the_numbers_and_the_signs(phone):
    one = phone()
    page = one.page
    is_kept(page)
    offline(one)
    page.get_by_role("link", name="Get help").click()
    page.get_by_role("heading", name="Do you have any of these now?").wait_for()
    assert page.locator("[data-call=emergency]").get_attribute("href").startswith("tel:")
    assert page.locator(".signs li").count() > 5
