"""What a phone does with a push: it shows neutral words, and a tap answers or opens the plan; erased, it keeps nothing.

The browser's own push service is outside, so that a message is handed to the worker through the debugging protocol; encrypting and
signing are tested against a service of our own (tests/clinic/reminders/test_webpush.py).
"""

import json

import pytest

from tests.clinic.browser.phone import settled
from tests.clinic.browser.state import PERSON_IN_PAIN
from tests.clinic.reminders.shown import ANSWER, by_mail

SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(
  one => ({title: one.title, body: one.body, tag: one.tag, actions: one.actions.map(tap => tap.title)}))"""


@pytest.fixture
def phone(window):
    """A window whose worker runs and may show notifications; `push(message)` hands it one."""
    one = window(PERSON_IN_PAIN, permissions=["notifications"])
    one.page.goto("/today/")
    settled(one.page)
    one.page.evaluate("navigator.serviceWorker.register('/sw.js')")
    one.page.wait_for_function(
        "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
    )
    one.page.wait_for_function("navigator.serviceWorker.controller !== null")
    session = one.context.new_cdp_session(one.page)
    known = {}
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.update(_running(told, one)))
    session.send("ServiceWorker.enable")
    for _ in range(50):
        if known:
            break
        one.page.wait_for_timeout(100)

    def push(message):
        data = message if isinstance(message, str) else json.dumps(message)
        session.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": one.house.address, "registrationId": known[one.house.address], "data": data},
        )

    one.push = push
    return one


def _running(told, one):
    """The registration of the clinic's worker, by its address; those that ended are left out."""
    there = [each for each in told["registrations"] if not each["isDeleted"]]
    ours = [each for each in there if each["scopeURL"].startswith(one.house.address)]
    return {one.house.address: ours[-1]["registrationId"]} if ours else {}


def shown(phone, message):
    """Hand over a message, and what the phone shows then. The protocol loses one now and then: it is handed over again."""
    for turn in range(60):
        if turn % 20 == 0:
            phone.push(message)
        phone.page.wait_for_timeout(100)
        if found := phone.page.evaluate(SHOWN):
            return found
    return []


def test_a_push_shows_neutral_words_with_taps(phone):
    phone.expected = "404"
    place = "/reminders/answer/x/"
    (found,) = shown(
        phone, {"title": "Time for your plan", "url": "/today/", "answer": place, "kind": "test"}
    )
    assert (found["title"], found["body"]) == ("Time for your plan", "")
    assert found["actions"][:2] == ["In one hour", "Not today"]


@pytest.mark.parametrize("message", ["not json", "{}", "[]", '{"title": 7}'])
def test_whatever_comes_something_is_shown(phone, message):
    assert len(shown(phone, message)) == 1


def test_a_later_one_takes_the_place_of_the_first(phone):
    shown(phone, {"title": "Time for your plan"})
    later = {"title": "Keep your reminders?", "kind": "ask"}
    for _ in range(20):
        found = [one["title"] for one in shown(phone, later)]
        if found == [later["title"]]:
            break
    assert found == [later["title"]]


def click(phone, tap):
    """Run the worker's own handler with a tap: no part of the protocol taps a notification."""
    (worker,) = phone.context.service_workers
    return worker.evaluate(
        """async (tap) => {
          const [one] = await self.registration.getNotifications();
          const waits = [];
          const event = new NotificationEvent("notificationclick", {notification: one, action: tap});
          event.waitUntil = promise => { waits.push(promise); };
          self.dispatchEvent(event);
          await Promise.allSettled(waits);
          return (await self.registration.getNotifications()).length;
        }""",
        tap,
    )


def test_a_tap_on_not_today_is_taken_and_closes_it(phone):
    phone.page.goto("/reminders/")
    by_mail(phone.page, phone.house)
    place = [ANSWER.search(one.read_text()) for one in (phone.house.home / "mail").glob("*")]
    secret = next(one[0] for one in place if one)
    shown(phone, {"title": "Time for your plan", "answer": secret, "url": "/today/"})
    with phone.context.expect_event(
        "response", lambda one: secret in one.url and "not-today" in (one.request.post_data or "")
    ) as took:
        assert click(phone, "not-today") == 0
    assert took.value.status == 200


def test_erased_the_phone_keeps_nothing(phone):
    page = phone.page
    page.goto("/today/")
    page.wait_for_function("async () => (await Stepwell.store.get('plan')) !== undefined")
    page.goto("/record/erased/")
    page.wait_for_selector("#emptied:not([hidden])")
    assert page.evaluate("async () => (await Stepwell.store.get('plan')) === undefined")
    assert (
        page.evaluate("async () => (await caches.keys()).filter(one => one.startsWith('shell-')).length") == 0
    )
