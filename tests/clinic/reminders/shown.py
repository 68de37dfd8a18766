"""The pages of reminders as they are looked at (tests/clinic/browser/shown.py lists them)."""

import re
import time

from tests.clinic.browser.state import ADMINISTRATOR, PERSON_IN_PAIN, Shown

ANSWER = re.compile(r"/reminders/answer/[^/\s]+/")


def by_mail(page, house):
    """Choose e-mail, and send a test."""
    page.locator("label.pick", has_text="By e-mail").click()
    page.locator("main form button.go").first.click()
    page.wait_for_selector("text=Saved.")
    page.get_by_role("button", name="Send me a test").click()
    page.wait_for_selector("text=/on its way|many tests/")


def answer(page, house):
    """Open the address in the message that was sent."""
    by_mail(page, house)
    for _ in range(50):
        found = [ANSWER.search(one.read_text()) for one in (house.home / "mail").glob("*")]
        places = [one[0] for one in found if one]
        if places:
            page.goto(places[-1])
            return
        time.sleep(0.1)


def calendar(page, house):
    """Make a calendar address."""
    page.get_by_role("button", name=re.compile("calendar address|new address")).click()
    page.wait_for_selector("#calendar")


REMINDING = (
    Shown("reminders", "reminders", PERSON_IN_PAIN, "/reminders/", "Reminders"),
    Shown("reminders-sent", "reminders", PERSON_IN_PAIN, "/reminders/", "A test was sent", by_mail),
    Shown(
        "reminders-calendar",
        "reminder_calendar",
        PERSON_IN_PAIN,
        "/reminders/",
        "A new calendar address",
        calendar,
    ),
    Shown("reminder-answer", "reminder_answer", PERSON_IN_PAIN, "/reminders/", "Answering one", answer),
    Shown("push-setting", "push_setting", ADMINISTRATOR, "/administration/push/", "Whether push is allowed"),
)
NO_PAGE = {
    "calendar_feed": "a calendar",
    "reminder_phone": "a button of the reminders",
    "reminder_test": "a button of the reminders",
}
