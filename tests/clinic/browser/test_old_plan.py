"""What the phone may not know yet: a plan that is newer than its own, and an injection of which nobody told."""

import pytest
from playwright.sync_api import expect

from tests.clinic.browser.phone import is_kept, none_of_these, offline

AS_OF_YESTERDAY = """async () => {
  const plan = await Stepwell.store.get("plan");
  const day = new Date(Date.parse(plan.day) - 86400000).toISOString().slice(0, 10);
  await Stepwell.store.put("plan", Object.assign({}, plan, {day: day, version: "0-20200101-0000000000000000", session: plan.session.slice(0, 1)}));
}"""
KEPT = "async () => { const plan = await Stepwell.store.get('plan'); return [plan.version, plan.session.length]; }"


def grow_old(page):
    """Make the plan that the phone keeps that of yesterday, once nothing is on its way any more."""
    page.wait_for_load_state("networkidle")
    page.evaluate(AS_OF_YESTERDAY)


def test_an_old_plan_is_replaced_before_the_next_session(phone):
    """Without a network the phone says that its plan is old; with one it takes the new plan as soon as Today is opened."""
    one = phone()
    page = one.page
    is_kept(page)
    fresh = page.evaluate(KEPT)
    grow_old(page)
    offline(one)
    page.reload()
    page.wait_for_selector("#things > section")
    expect(page.get_by_text("This is the plan of an earlier day.")).to_be_visible()
    assert page.evaluate(KEPT)[1] == 1
    one.context.set_offline(False)
    page.reload()
    page.wait_for_selector("#things > section")
    page.locator("#old").wait_for(state="hidden")
    assert page.evaluate(KEPT) == fresh
    expect(page.get_by_role("button", name="Start session")).to_be_visible()


@pytest.mark.parametrize(("said", "opens"), [("No", True), ("Yes", False)])
def test_with_an_old_plan_an_injection_is_asked_about_before_the_session(phone, said, opens):
    """The clinic may have given one since: without a network too, yes keeps the session shut and no opens it."""
    one = phone()
    page = one.page
    is_kept(page)
    grow_old(page)
    offline(one)
    page.reload()
    page.wait_for_selector("#things > section")
    none_of_these(page)
    asked = page.locator(
        "section", has=page.get_by_text("Did you have an injection for your pain today or yesterday?")
    )
    start = page.get_by_role("button", name="Start session")
    expect(start).to_have_count(0)
    asked.get_by_role("button", name=said, exact=True).click()
    (start if opens else page.get_by_text("You told of an injection today or yesterday.")).wait_for()
    expect(start).to_be_visible(visible=opens)
