"""Pages of a clinic of 1,000 people with a year of daily records: `python -m benchmarks.clinic_pages [--people 1000] [--days 365]`.

For each page of a clinician: the median time of the server in a process of its own, without the network, and how many queries. The
page of one person is measured with 1, 3 and 10 years of record. At the end every stored plan is compared with a fresh one.

Lives here: the people and the report. Lives elsewhere: the clinic (clinic_home.py), what a measurement is (measuring.py).
"""

import argparse
import logging
import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module
from multiprocessing import get_context

from benchmarks.clinic_home import founded, home
from benchmarks.measuring import Measured, milliseconds, report

GOALS = {"caseload": 80.0, "person": 40.0}
"""Milliseconds."""
MOST_QUERIES = 25
OWN = {
    "today": "/today/", "today's plan": "/api/today", "progress": "/progress/", "pathway": "/pathway/", "learn": "/learn/",
    "ergonomics": "/ergonomics/", "ways back": "/ladders/", "get help": "/help/", "my record": "/record/",
}  # fmt: skip
"""The person's own pages."""
OWN_GOAL, OWN_YEARS = 40.0, 3
OF_ONE = (
    "person", "timeline", "outcomes", "advice", "exits", "programme", "exam", "intake", "letters", "notes",
)  # fmt: skip
YEARS = (1, 3, 10)
YEAR = 365
DISTINCT = 100
FIRST = [
    {"finding": "age", "value": 44},
    {"finding": "sex", "value": "female"},
    {"finding": "buttock-pain", "value": "yes"},
    {"finding": "leg-pain", "value": "yes"},
    {"finding": "worse-sitting", "value": "yes"},
    {"finding": "conservative-care", "value": "started"},
]


def daily(start: datetime, days: int, chance: random.Random) -> Iterator[object]:
    """A first visit, and a check-in of each day: pain, how it was the morning after, and sitting once a week."""
    bulk = import_module("stepwell.clinic.operations.bulk")
    author = import_module("stepwell.clinic.episodes.services").Author(None, "patient", "patient")
    yield bulk.Earlier("visit", start, author, FIRST)
    for day in range(1, days):
        pain = max(0, min(10, round(7 - 4 * day / days + chance.gauss(0, 1))))
        lines = [{"finding": "worst-pain", "value": pain}, {"finding": "next-morning", "value": "settled"}]
        if day % 7 == 0:
            lines.append({"finding": "sitting-tolerance", "value": 10 + 30 * day // days, "unit": "min"})
        yield bulk.Earlier("check-in", start + timedelta(days=day), author, lines)


def open_people(count: int, days: int) -> list[object]:
    """People of the clinic, each with a check-in a day; their episodes' ids.

    After the first hundred each has the history of one of those, and so its plan, which is sealed again for them: computing all of
    them would take minutes, and `all_fresh` shows that it comes to the same.
    """
    bulk = import_module("stepwell.clinic.operations.bulk")
    identity = import_module("stepwell.clinic.episodes.sealed").Identity
    physio = import_module("stepwell.clinic.accounts.models").Membership.objects.get(role="physiotherapist")
    start, opened = datetime.now(UTC) - timedelta(days=days), []
    for number in range(count):
        person = import_module("stepwell.clinic.episodes.persons").open_person(
            physio.clinic, identity(f"Somebody {days} {number}", 1980)
        )
        opened.append(
            bulk.open_earlier(
                person,
                daily(start, days, random.Random(number % DISTINCT)),
                side="right",
                responsible=physio,
                at=start,
            ).pk
        )
        if number % 50 == 0:
            print(f"\r{number} of {count} people with {days} days", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    bulk.refresh_all(opened[:DISTINCT])
    for number in range(DISTINCT, count):
        _same_plan(opened[number % DISTINCT], opened[number])
    return opened


def _same_plan(one: object, other: object) -> None:
    """Store the plan of one episode for another with the same history."""
    services = import_module("stepwell.clinic.episodes.services")
    models = import_module("stepwell.clinic.episodes.models")
    sealed = import_module("stepwell.clinic.episodes.sealed")
    made = models.Episode.objects.kept().get(pk=one)
    episode = models.Episode.objects.kept().get(pk=other)
    key = sealed.key_of(episode.person)
    kept = {
        name: getattr(made.stored, name)
        for name in ("computed_at", "as_of", "count", "digest", "next_review")
    }
    board = sealed.packed_for(episode, "board", services.stored_board(made), key)
    content = sealed.packed_for(episode, "content", services.stored_content(made), key)
    models.StoredPlan.objects.create(episode=episode, board=board, content=content, **kept)


def browser() -> object:
    """A clinician who has signed in."""
    member = import_module("stepwell.clinic.accounts.models").Membership.objects.get(role="physiotherapist")
    client = import_module("django.test").Client(SERVER_NAME="localhost")
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["membership"] = str(member.pk)
    session.save()
    return client


def phone(episode: object) -> object:
    """The person of an episode, signed in on their phone."""
    accounts = import_module("stepwell.clinic.accounts.services")
    models = import_module("stepwell.clinic.accounts.models")
    found = import_module("stepwell.clinic.episodes.models").Episode.objects.kept().get(pk=episode)
    user, admin = (
        accounts.user_of("person@example.org", name="P"),
        models.Membership.objects.get(role="administrator"),
    )
    accounts.give_role(user, found.person.clinic, models.Role.PATIENT, by=admin)
    found.person.user = user
    found.person.save(update_fields=["user"])
    client = import_module("django.test").Client(SERVER_NAME="localhost")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def own_pages(episode: object) -> Iterator[Measured]:
    """The person's own pages, and today's plan when it has to be made anew."""
    client, years = phone(episode), f"with {OWN_YEARS} years of daily records"
    for name, address in OWN.items():
        yield from of_page(client, name, address, f"own page, {name} {years}", goal=OWN_GOAL)
    kept = import_module("stepwell.clinic.patient.models").KeptToday.objects

    def anew() -> None:
        kept.all().delete()
        client.get(OWN["today's plan"])

    spent, ratio = milliseconds(anew)
    yield Measured(f"own page, today's plan made anew {years}", None, spent, "ms", ratio)


def of_page(client: object, name: str, address: str, words: str, *, goal: float | None) -> list[Measured]:
    """Time and queries of one page."""
    capture = import_module("django.test.utils").CaptureQueriesContext
    connection = import_module("django.db").connection
    with capture(connection) as seen:
        status = client.get(address).status_code
    queries = float(len(seen.captured_queries))
    if status != 200:
        return [Measured(f"{words}: answers {status}", goal, None, "ms")]
    spent, ratio = milliseconds(lambda: client.get(address))
    return [
        Measured(words, goal, spent, "ms", ratio),
        Measured(f"{words}: queries", MOST_QUERIES, queries, ""),
    ]


def addresses(episode: object) -> Iterator[tuple[str, str]]:
    """Each page of one person that is there, by name."""
    urls = import_module("django.urls")
    for name in OF_ONE:
        try:
            yield name, urls.reverse(name, args=[episode])
        except urls.NoReverseMatch:
            yield name, "/not-there/"


def fresh(episode: object) -> bool:
    """Whether the stored plan is the one that is computed now."""
    services = import_module("stepwell.clinic.episodes.services")
    found = import_module("stepwell.clinic.episodes.models").Episode.objects.kept().get(pk=episode)
    computed = import_module("stepwell.clinic.episodes.stored").stored_of(services.basis(found))
    return bool(
        services.stored_content(found) == computed.content and services.stored_board(found) == computed.row
    )


def all_fresh(opened: list[object]) -> int:
    """How many stored plans are not the ones that are computed now."""
    import_module("stepwell.clinic.operations.ready").let_go()
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        return sum(not same for same in pool.map(fresh, opened, chunksize=8))


def lines(people: int, days: int, sample: int, compared: int) -> Iterator[Measured]:
    """The whole report."""
    founded(0)
    start = time.monotonic()
    opened = open_people(people, days)
    yield Measured(
        f"making {people} people with {days} days, and their plans", None, time.monotonic() - start, "s"
    )
    client = browser()
    yield from of_page(
        client, "caseload", "/caseload/?show=all", f"caseload of {people}", goal=GOALS["caseload"]
    )
    for name, address in addresses(opened[0]):
        yield from of_page(client, name, address, name, goal=GOALS.get(name))
    older = {years: open_people(sample, years * YEAR) for years in YEARS}
    for years, some in older.items():
        yield from _grown(client, years, some[0])
    yield from own_pages(older[OWN_YEARS][0])
    everybody = [*opened[-compared:], *(one for some in older.values() for one in some)]
    yield Measured(f"stored plans of {len(everybody)} that are not fresh", 0, float(all_fresh(everybody)), "")


def _grown(client: object, years: int, episode: object) -> Iterator[Measured]:
    """One person after some years: the page, and computing the plan, which each write does."""
    services = import_module("stepwell.clinic.episodes.services")
    stored = import_module("stepwell.clinic.episodes.stored")
    models = import_module("stepwell.clinic.episodes.models")
    address = dict(addresses(episode))["person"]
    words = f"person with {years} years of daily records"
    yield from of_page(client, "person", address, words, goal=GOALS["person"])
    found = models.Episode.objects.kept().get(pk=episode)
    spent, ratio = milliseconds(lambda: stored.content_of(services.basis(found)))
    yield Measured(f"{words}: computing the plan", None, spent, "ms", ratio)
    size = sum(len(bytes(getattr(found.stored, name))) for name in ("content", "board"))
    yield Measured(f"{words}: what is stored", None, size / 1000, "kB")


def main() -> int:
    """Measure on SQLite."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.clinic_pages")
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--days", type=int, default=YEAR)
    asked.add_argument("--sample", type=int, default=3, help="people with 1, 3 and 10 years")
    asked.add_argument(
        "--compared", type=int, help="of how many the stored plan is compared; by default of all"
    )
    wish = asked.parse_args()
    with home("sqlite"):
        logging.disable(logging.INFO)
        report(lines(wish.people, wish.days, wish.sample, wish.compared or wish.people))
    return 0


if __name__ == "__main__":
    sys.exit(main())
