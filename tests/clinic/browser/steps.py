"""What is done on a page before it is looked at, and the addresses of people.

A name in braces of an address is a person's: {aisha-rahman} is the id of her episode, {person:aisha-rahman} that of the person herself.
"""

import re
import time
from collections.abc import Callable, Collection
from pathlib import Path

from playwright.sync_api import Page

from tests.clinic.browser.house import KEYS, PASSWORD, House

CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)
Steps = Callable[[Page, House], object]
EXAMPLES = Path(__file__).parents[3] / "src/stepwell/clinic/administration/importing"


def filled(path: str, house: House) -> str:
    """An address with the ids of this house."""
    known = {
        **house.episodes,
        **house.secrets,
        **{f"person:{name}": one for name, one in house.persons.items()},
        **{f"user:{name}": one for name, one in house.users.items()},
    }
    return re.sub(r"\{([^}]+)\}", lambda found: known[found[1]], path)


def open_all(page: Page, house: House) -> None:
    """Open everything that unfolds."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")


def in_the_shell(page: Page, house: House) -> None:
    """Wait until the phone's page has drawn what its address asks for, and open everything that unfolds."""
    page.wait_for_selector("#things > section")
    open_all(page, house)


def password(who: str, then: str) -> Steps:
    """Sign in by a password, up to what is asked next."""

    def sent(page: Page, house: House) -> None:
        page.fill("input[name=login]", who)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form button.go, form button[type=submit]").first.click()
        page.wait_for_url(then)

    return sent


def type_code(page: Page, house: House) -> None:
    """Ask for a code by e-mail."""
    page.locator("input[type=email]").fill("nobody.of.this.name@example.org")
    page.locator("main button").first.click()
    page.wait_for_url("**/login/code/confirm/")


def sent_to(house: House, receiver: str) -> list[str]:
    """What was sent to somebody, earliest first."""
    sent = sorted((house.home / "mail").glob("*"), key=lambda one: one.stat().st_mtime)
    texts = [one.read_text(encoding="utf-8") for one in sent]
    return [text for text in texts if f"To: {receiver}" in text]


def code_of(house: House, receiver: str, *, but: Collection[str] = ()) -> str:
    """The code of the newest message to somebody.

    but  messages of before
    """
    for _ in range(100):
        for text in sent_to(house, receiver)[len(but) :]:
            if code := CODE.search(text):
                return code[1]
        time.sleep(0.1)
    raise AssertionError(f"no code was sent to {receiver}")


def reset(page: Page, house: House) -> None:
    page.locator("input[type=email]").fill(KEYS)
    page.locator("main button").first.click()
    page.wait_for_url("**/password/reset/done/")


def wrong_password(page: Page, house: House) -> None:
    """Six wrong passwords: the seventh sign-in has to wait."""
    for _ in range(7):
        if page.locator("input[name=password]").count():
            page.fill("input[name=login]", "guessed@example.org")
            page.fill("input[name=password]", "not the password")
            page.locator("form button.go, form button[type=submit]").first.click()
            page.wait_for_load_state()


def old_form(page: Page, house: House) -> None:
    """Send a form after its cookie is gone."""
    page.context.clear_cookies(name="csrf")
    page.fill("input[name=login]", KEYS)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form button.go, form button[type=submit]").first.click()
    page.wait_for_load_state()


def upload(page: Page, house: House) -> None:
    page.set_input_files("input[type=file]", EXAMPLES / "example.csv")
    page.locator("main form select").first.select_option(index=1)
    page.locator("main form button.go").first.click()
    page.wait_for_load_state()


def try_values(page: Page, house: House) -> None:
    """Set one value to the end of its range, and look at what that would do."""
    open_all(page, house)
    row = page.locator("form.values li").filter(has=page.locator("input")).first
    most = re.search(r"may be \S+ to ([0-9.]+[0-9]|[0-9])", row.inner_text())
    assert most, row.inner_text()
    row.locator("input").first.fill(most[1])
    page.get_by_label("Why").fill("Agreed by the team in November.")
    page.get_by_role("button", name="See who would move").click()
    page.wait_for_url("**/preview/**")


def saved(page: Page, house: House) -> None:
    """Make a version of the programme, and look at the first."""
    page.locator("main form button.go").first.click()
    page.wait_for_url("**/programme/")
    page.goto(page.url + "version/1/")
