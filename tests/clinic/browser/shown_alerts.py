"""Emergencies that wait, and what was set aside, as they are looked at.

Lives here: those pages, and sending what cannot be stored. Lives elsewhere: the list of all (shown.py).
"""

from playwright.sync_api import Page

from tests.clinic.browser.house import House
from tests.clinic.browser.state import PERSON_IN_PAIN, PHYSIO, Shown
from tests.clinic.browser.steps import open_all

ODD = """async () => {
  const key = await Stepwell.queue.token(), plan = await Stepwell.store.get("plan");
  const late = new Date(Date.now() - 20 * 86400000).toISOString(), answers = {"worst-pain": 7, "next-morning": "settled"};
  const one = {id: crypto.randomUUID(), kind: "check-in", at: late, tz: "Europe/London", plan_version: plan.version, payload: {answers: answers}};
  const other = {id: crypto.randomUUID(), kind: "check-in", at: late, tz: "nowhere", plan_version: plan.version, payload: {answers: {"no-such": 1}}};
  await fetch("/api/events", {method: "POST", headers: {"Content-Type": "application/json", "X-CSRFToken": key},
                              body: JSON.stringify({events: [one, other]})});
}"""


def with_odd_answers(page: Page, house: House) -> None:
    """The person's phone sends what cannot be stored; then the page is looked at, unfolded."""
    browser = page.context.browser
    assert browser is not None
    phone = browser.new_context(base_url=house.address)
    phone.add_cookies([{"name": "session", "value": house.sessions[PERSON_IN_PAIN], "url": house.address}])
    sending = phone.new_page()
    sending.goto("/today/")
    sending.wait_for_selector("#things > section")
    sending.evaluate(ODD)
    phone.close()
    page.reload()
    open_all(page, house)


ALERTS = (
    Shown("emergencies", "emergencies", PHYSIO, "/emergencies/", "Emergencies that nobody has seen"),
    Shown("emergency", "emergency", PHYSIO, "/people/{aisha-rahman}/emergency/", "One of them"),
    Shown("emergency-none", "emergency", PHYSIO, "/people/{mei-tanaka}/emergency/", "Nothing that waits"),
    Shown(
        "set-aside",
        "set_aside",
        PHYSIO,
        "/people/{daniel-okafor}/set-aside/",
        "What a phone sent and could not be stored",
        with_odd_answers,
    ),
    Shown("set-aside-none", "set_aside", PHYSIO, "/people/{mei-tanaka}/set-aside/", "Nothing set aside"),
)
