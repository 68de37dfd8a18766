"""Every page in light and dark, narrow and wide: no fault that axe finds, no sideways scroll, no error of the console.

Lives here: what holds for each page by itself. Lives elsewhere: which pages there are (shown.py), visits over several pages
(test_visits.py).
"""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from stepwell.clinic.accounts.access import access_of
from tests.clinic.browser.shown import NO_PAGE, everything
from tests.clinic.browser.window import DESKTOP, faults_of, wider
from tests.clinic.test_access import pages

SHOWN = list(everything())
NARROW, WIDE = 320, 1280
TALL = 800
API = "api/"
"""Below it is JSON."""


def test_every_address_is_looked_at_or_is_no_page():
    listed = {one.page for one in SHOWN if not one.page.isdigit()}
    named = {name for route, name, view in pages() if access_of(view, name) and not route.startswith(API)}
    assert listed | set(NO_PAGE) == named
    assert not listed & set(NO_PAGE)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda one: one.file)
def test_a_page_has_no_fault_in_light_and_dark_narrow_and_wide(shown, window, house):
    one = window(shown.who, DESKTOP)
    one.expected = "the server responded with a status of"
    assert shown.open(one.page, house) == shown.code
    if not shown.page.isdigit():
        assert resolve(urlsplit(one.page.url).path).url_name == shown.page
    assert "\n".join(_faults(one.page)) == ""


def _faults(page):
    for theme in ("light", "dark"):
        for width in (WIDE, NARROW):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": TALL})
            yield from (f"{theme} {width}: {fault}" for fault in faults_of(page))
            if theme == "light" and (more := wider(page)) > 0:
                yield f"{width}: scrolls sideways by {more} px"
