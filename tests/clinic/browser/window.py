"""A window of the browser: who has signed in, how large it is, and what went wrong on its pages.

Lives here: launching Chromium, watching pages, the rules of axe. Lives elsewhere: which pages there are (shown.py).
"""

import shutil
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from tests.clinic.browser.house import House

PHONE, DESKTOP = (390, 844), (1280, 800)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
TELL = """
document.addEventListener("securitypolicyviolation", function (event) {
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile);
});
"""
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap(one => one.nodes.map(node => one.id + " at " + node.target.join(" ")));
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def launched(playwright: Playwright) -> Browser:
    """Debian's Chromium without a window."""
    path = shutil.which("chromium")
    assert path, "there is no chromium: make test installs it, or says how"
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@lru_cache(maxsize=1)
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


class Window:
    """A window with cookies of its own.

    page      its first page; `another()` opens one more with the same cookies
    wrong     errors of the console and of scripts, and what the content policy refused
    expected  a part of the words of an error that the test brings about
    """

    def __init__(
        self, browser: Browser, house: House, *, who: str | None = None, size: tuple[int, int], **more: Any
    ) -> None:
        self.house, self.wrong, self.expected = house, [], ""
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=house.address, locale="en-GB", **more
        )
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(TELL)
        if who:
            self.sign_in(who)
        self.page = self.another()

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.context.close()

    def sign_in(self, who: str) -> None:
        """Take the session of somebody."""
        cookie = {"name": "session", "value": self.house.sessions[who], "url": self.house.address}
        self.context.add_cookies([cookie])

    def another(self) -> Page:
        """One more tab."""
        page = self.context.new_page()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("request", self._asked)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not (self.expected and self.expected in message.text):
            self.wrong.append(f"{message.location.get('url', '')}: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.house.address, "data:", "blob:")):
            self.wrong.append(f"{request.url} is of another origin")


def faults_of(page: Page) -> list[str]:
    """What axe finds wrong on a page: rule and place. The content policy lets no script be added, so it is evaluated."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    return page.evaluate(RUN, list(RULES))


def wider(page: Page) -> int:
    """By how many pixels a page has to be scrolled sideways."""
    return page.evaluate(WIDER)
