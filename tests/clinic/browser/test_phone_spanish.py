"""A phone in Spanish: the choice, the day, and help in both languages, also without a network."""

import pytest
from playwright.sync_api import expect

from tests.clinic.browser.phone import is_kept, offline
from tests.clinic.browser.window import faults_of, wider

HERE = "ana-sousa"
"""Nobody else's test is about this person: one sign locks the day."""
SMALL = (320, 640)


@pytest.fixture
def spanish(window, patients, house):
    """A phone on which Spanish was chosen, once the plan is there."""

    def opened(name, **more):
        one = window(patients[name], **more)
        one.page.goto("/language/")
        one.page.get_by_role("button", name="Español").click()
        one.page.wait_for_selector("#things > section")
        return one

    return opened


def test_the_language_is_chosen_by_its_own_name_and_the_day_is_in_it(spanish):
    page = spanish("hannah-cole").page
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", name="Hoy", exact=True)).to_be_visible()
    expect(page.get_by_text("Traducción sin revisar")).to_have_count(1)
    expect(page.get_by_role("link", name="Ayuda", exact=True)).to_be_visible()


def test_help_without_a_network_stands_in_both_languages(spanish):
    one = spanish("hannah-cole")
    is_kept(one.page)
    offline(one)
    one.page.goto("/help/")
    one.page.get_by_role("heading", name="¿Tiene ahora algo de esto?").wait_for()
    sign = one.page.locator(".signs li", has_text="¿Se le ha dormido la zona del ano").first
    assert sign.locator("p[lang=en]").inner_text().startswith("Have you gone numb around your bottom")
    expect(one.page.locator("p[lang=en]", has_text="Emergency: ring now")).to_be_visible()


def test_a_sign_locks_the_day_in_both_languages(spanish):
    page = spanish(HERE).page
    page.locator("li", has_text="¿Se le ha dormido la zona del ano").get_by_role("button", name="Sí").click()
    page.get_by_text("Sus ejercicios están cerrados").wait_for()
    card = page.locator(".locked li").first
    assert card.locator("p").first.inner_text().startswith("Llame ya al número de emergencias")
    assert "Call the emergency number" in card.locator("p[lang=en]").inner_text()
    assert (wider(page), faults_of(page)) == (0, [])


@pytest.mark.parametrize("place", ["/today/", "/help/", "/pathway/", "/learn/", "/ladders/", "/language/"])
def test_longer_words_fit_a_small_phone_and_axe_finds_nothing(spanish, place):
    page = spanish("hannah-cole", size=SMALL).page
    page.goto(place)
    page.wait_for_load_state("networkidle")
    assert (wider(page), faults_of(page)) == (0, [])
