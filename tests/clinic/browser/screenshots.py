"""`python -m tests.clinic.browser.screenshots [NAME ...]`: every page at 360 and 1280 px, in light and dark, into docs/screens, with
their index docs/guide/clinic-screens.md. With names only those, and no index.

Lives here: taking pictures and listing them. Lives elsewhere: which pages there are (shown.py).

A picture is a WebP file as the browser makes it, at most `LONGEST` high: what follows below is on the page itself.
"""

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.clinic.browser.house import ROOT, House, opened
from tests.clinic.browser.shown import AREAS, everything
from tests.clinic.browser.state import Shown
from tests.clinic.browser.window import Window, launched

FOLDER = ROOT / "docs" / "screens"
INDEX = ROOT / "docs" / "guide" / "clinic-screens.md"
WIDTHS = {360: 740, 1280: 800}
THEMES = ("light", "dark")
LONGEST = {360: 900, 1280: 960}
QUALITY = 8
HEAD = """# The clinic's pages

Every page of the clinic at 360 and at 1280 px, in light and in dark. The people are those of the demo: nobody is real.
`make screens` takes the pictures anew, and writes this page. Tests open the same list of pages
(`tests/clinic/browser/shown.py`), and fail where an address is not in it.
"""


def main(names: list[str]) -> None:
    """Take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [one for one in everything() if not names or one.file in names]
    with opened() as house, sync_playwright() as playwright:
        browser = launched(playwright)
        for one in wanted:
            print(one.file, flush=True)
            take(browser, house, one, FOLDER)
        browser.close()
    if not names:
        _forget_others()
        INDEX.write_text(index(), encoding="utf-8")
    sizes = sum(path.stat().st_size for path in FOLDER.glob("*.webp"))
    print(f"{len(wanted)} pages; {sizes / 1e6:.1f} MB in {FOLDER.relative_to(ROOT)}")


def take(browser: Browser, house: House, one: Shown, folder: Path) -> None:
    """The pictures of one page."""
    with Window(browser, house, who=one.who, size=(1280, 800)) as window:
        one.open(window.page, house)
        for width, height in WIDTHS.items():
            window.page.set_viewport_size({"width": width, "height": height})
            for theme in THEMES:
                window.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                (folder / _name(one, width, theme)).write_bytes(_picture(window.page, width, height))


def _picture(page: Page, width: int, height: int) -> bytes:
    whole = page.evaluate("document.documentElement.scrollHeight")
    session = page.context.new_cdp_session(page)
    clip = {"x": 0, "y": 0, "width": width, "height": min(max(whole, height), LONGEST[width]), "scale": 1}
    shot = session.send(
        "Page.captureScreenshot",
        {"format": "webp", "quality": QUALITY, "clip": clip, "captureBeyondViewport": True},
    )
    session.detach()
    return base64.b64decode(shot["data"])


def _name(one: Shown, width: int, theme: str) -> str:
    return f"{one.file}-{width}-{theme}.webp"


def _forget_others() -> None:
    """Remove pictures of pages that are no longer there."""
    kept = {_name(one, width, theme) for one in everything() for width in WIDTHS for theme in THEMES}
    for path in FOLDER.glob("*.webp"):
        if path.name not in kept:
            path.unlink()


def index() -> str:
    """The page of the documentation: for each page its pictures."""
    lines = [HEAD]
    for area, pages in AREAS.items():
        lines += [f"## {area}", "", "| Page | 1280 px | 360 px |", "| --- | --- | --- |"]
        lines += [f"| {one.title} | {_links(one, 1280)} | {_links(one, 360)} |" for one in pages]
        lines.append("")
    return "\n".join(lines)


def _links(one: Shown, width: int) -> str:
    return ", ".join(f"[{theme}](../screens/{_name(one, width, theme)})" for theme in THEMES)


if __name__ == "__main__":
    main(sys.argv[1:])
