"""One clinic and one browser for all tests of this folder, and what every page is watched for.

Both end with the folder: Playwright's loop would else keep later tests of the same process from the database.
"""

import contextlib

import pytest
from playwright.sync_api import sync_playwright

from tests.clinic.browser.house import opened
from tests.clinic.browser.phone import settled
from tests.clinic.browser.window import PHONE, Window, launched


@pytest.fixture(scope="package")
def house():
    """The demo's clinics, served."""
    with opened() as one:
        yield one


@pytest.fixture(scope="package")
def chromium():
    """The browser."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def window(house, chromium):
    """A window in which somebody has signed in: `window("ruth.adeyemi@example.org", PHONE)`. Whatever went wrong in it fails the test."""
    with contextlib.ExitStack() as stack:
        made = []

        def one(who=None, size=PHONE, **more):
            opened_one = stack.enter_context(Window(chromium, house, who=who, size=size, **more))
            made.append(opened_one)
            return opened_one

        yield one
        wrong = [words for each in made for words in each.wrong]
    assert wrong == []


@pytest.fixture(scope="package")
def patients(house):
    """The key of each patient's session, by the patient's id."""
    return {one.removesuffix("@patient"): one for one in house.sessions if one.endswith("@patient")}


@pytest.fixture
def phone(window, patients):
    """A phone on which somebody has signed in, on the page of today, once its plan is there."""

    def opened(name="meera-iyer", size=PHONE, **more):
        one = window(patients[name], size, **more)
        one.page.goto("/today/")
        settled(one.page)
        return one

    return opened
