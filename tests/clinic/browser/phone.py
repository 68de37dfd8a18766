"""A phone in the hands of a patient: what every test of it does.

Lives here: whether it can do without a network, taking the network away, the day's short form. Lives elsewhere: opening one (conftest.py).
"""

NO_NETWORK = "ERR_INTERNET_DISCONNECTED"


def settled(page):
    """Wait until the day is drawn from the plan that the clinic has now, and not only from the one that was kept."""
    page.wait_for_load_state("networkidle")
    page.wait_for_selector("#things > section")


def waits(page):
    """How many events wait on the phone."""
    return page.evaluate("Stepwell.store.waiting().then(all => all.length)")


def is_kept(page):
    """Whether the phone can do without a network: the script of the background is there, and so is the plan."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => caches.keys().then(names => names.some(name => name.startsWith('shell-')))")
    page.reload()
    settled(page)


def offline(one):
    """Take the network away."""
    one.expected = NO_NETWORK
    one.context.set_offline(True)


def online(one):
    """Give it back, and wait until everything has been sent."""
    one.context.set_offline(False)
    one.page.evaluate("Stepwell.queue.flush()")
    one.page.wait_for_function("() => Stepwell.store.waiting().then(all => all.length === 0)")


def none_of_these(page):
    """Answer the day's short form, where it is asked."""
    key = page.get_by_role("button", name="None of these")
    if key.count():
        key.click()
        page.wait_for_function("() => !document.querySelector('[data-none]')")


def sent(page):
    """Wait until nothing waits any more."""
    page.wait_for_function("() => Stepwell.store.waiting().then(all => all.length === 0)")
