"""Phones that come back: `python -m benchmarks.clinic_phones [--phones 200] [--seconds 300] [--kills 50] [--database sqlite]`.

Three things, on loopback: phones that start within one second and each send thirty events; then a steady stream of single events; then
events while the whole process group is killed again and again. Each phone keeps an event until it is answered and sends it again with the same
id, as the real one does. In the end every acknowledged event must be there once, and every chain must hold.

Lives here: the phones and the report. Lives elsewhere: the clinic (clinic_home.py).
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from statistics import median

from benchmarks.clinic_home import (
    ENGINES,
    TOKEN,
    home,
    kill_group,
    open_clinic,
    quantile,
    served,
    serving,
    signed_in,
)
from benchmarks.measuring import ROOT, Measured, report

GOALS = {"sqlite": 2.0, "postgresql": 1.0}
"""Seconds of the slowest batch in a hundred."""
ALL_ANSWERED, STEADY = 10.0, 0.3
"""Seconds until the last phone is answered, and of the slowest single event in a hundred."""
A_SECOND, BATCH = 10, 30
"""Single events in a second, and events of a batch."""
MOMENTS = (0.2, 2.0)
"""Seconds between the first acknowledgement and the kill, at random between these."""
PATIENCE = 60
STORED = ("stored", "duplicate")


@dataclass
class Phone:
    """One person's phone: who it is, by which plan it goes, and the ids that were acknowledged."""

    cookie: str
    episode: str
    version: str
    number: int = 0
    acknowledged: list[uuid.UUID] = field(default_factory=list)

    def event(self) -> dict[str, object]:
        """The next event of the person's day: a set that was done."""
        self.number += 1
        at = datetime.now(UTC) - timedelta(seconds=2 * BATCH - self.number % BATCH)
        payload = {"part": "set", "session": "s", "exercise": "clamshell", "level": "L1", "set": self.number}
        return {
            "id": str(uuid.uuid4()),
            "kind": "session",
            "at": at.isoformat(),
            "tz": "UTC",
            "plan_version": self.version,
            "payload": payload,
        }

    def batch(self) -> list[dict[str, object]]:
        """Thirty events: a check-in, an exercise, and the sets of a session."""
        answers = {"answers": {"worst-pain": 5}}
        log = {"part": "exercise", "session": "s", "exercise": "clamshell", "level": "L1", "response": "good"}
        first = [self.event() | {"kind": "check-in", "payload": answers}, self.event() | {"payload": log}]
        return [*first, *(self.event() for _ in range(BATCH - len(first)))]

    def send(self, port: int, events: list[dict[str, object]]) -> float | None:
        """Seconds until the answer; None where there was none. What was acknowledged is kept in mind."""
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/json",
            "Host": "localhost",
            "X-CSRFToken": TOKEN,
        }
        try:
            connection.request("POST", "/api/events", body=json.dumps({"events": events}), headers=headers)
            answer = connection.getresponse()
            told = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()
        if answer.status != http.HTTPStatus.OK:
            return None
        self.acknowledged += [uuid.UUID(one["id"]) for one in told["answers"] if one["answer"] in STORED]
        return time.perf_counter() - start


def phones(count: int) -> list[Phone]:
    """A clinic whose people all have a phone that is signed in."""
    admin, physio = open_clinic()
    made = [_phone(admin, physio, number) for number in range(count)]
    import_module("stepwell.clinic.operations.ready").let_go()
    return made


def _phone(admin: object, physio: object, number: int) -> Phone:
    accounts = import_module("stepwell.clinic.accounts.services")
    models = import_module("stepwell.clinic.accounts.models")
    services = import_module("stepwell.clinic.episodes.services")
    persons = import_module("stepwell.clinic.episodes.persons")
    identity = import_module("stepwell.clinic.episodes.sealed").Identity(f"Person {number}", 1980)
    user = accounts.user_of(f"person{number}@example.org", name=f"Person {number}")
    member = accounts.give_role(user, admin.clinic, models.Role.PATIENT, by=admin)
    person = persons.open_person(admin.clinic, identity, user=user)
    episode = services.open_episode(person, side="right", responsible=physio)
    lines = [{"finding": "worst-pain", "value": 6}]
    services.add_entry(episode, "visit", lines, by=services.Author.of(physio))
    versions = import_module("stepwell.clinic.patient.versions")
    secret = import_module("stepwell.clinic.episodes.sealed").key_of(person)
    version = versions.version_of(episode, 1, datetime.now(UTC).date(), secret)
    return Phone(signed_in(member), str(episode.pk), version)


def burst(all_phones: list[Phone], port: int) -> tuple[list[float | None], float]:
    """Every phone starts within one second. Gives each one's seconds, and those until the last was answered."""
    batches = [one.batch() for one in all_phones]

    def start(number: int) -> float | None:
        time.sleep(number / len(all_phones))
        return all_phones[number].send(port, batches[number])

    begun = time.perf_counter()
    with ThreadPoolExecutor(len(all_phones)) as pool:
        times = list(pool.map(start, range(len(all_phones))))
    return times, time.perf_counter() - begun


def steady(all_phones: list[Phone], port: int, seconds: float) -> list[float | None]:
    """Single events at a steady pace, each from another phone, whether the last was answered or not."""
    with ThreadPoolExecutor(32) as pool:
        asked, begun = [], time.perf_counter()
        for number in range(int(seconds * A_SECOND)):
            time.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
            phone = all_phones[number % len(all_phones)]
            asked.append(pool.submit(phone.send, port, [phone.event()]))
        return [one.result() for one in asked]


def killed(all_phones: list[Phone], times: int, chance: random.Random) -> None:
    """Serve, send, kill; what was not answered is sent again after the next start, until it is."""
    waiting: list[list[dict[str, object]]] = [[] for _ in all_phones]
    for number in range(times):
        process, port = serving()
        ending = threading.Event()
        senders = [
            threading.Thread(target=_until, args=(ending, phone, port, queue))
            for phone, queue in zip(all_phones, waiting, strict=True)
        ]
        before = sum(len(one.acknowledged) for one in all_phones)
        for one in senders:
            one.start()
        until = time.monotonic() + PATIENCE
        while sum(len(one.acknowledged) for one in all_phones) == before and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(chance.uniform(*MOMENTS))
        ending.set()
        kill_group(process.pid)
        process.wait()
        process.stdout.close()
        for one in senders:
            one.join()
        print(f"\r{number + 1} of {times} kills", end="", file=sys.stderr)
    print(file=sys.stderr)
    with served() as port:
        for phone, queue in zip(all_phones, waiting, strict=True):
            if queue:
                phone.send(port, queue)


def _until(ending: threading.Event, phone: Phone, port: int, queue: list[dict[str, object]]) -> None:
    while not ending.is_set():
        queue.append(phone.event())
        if phone.send(port, queue) is None:
            return
        queue.clear()


def what_is_there(all_phones: list[Phone]) -> tuple[int, int, int]:
    """How many acknowledged events are missing, how many are there twice, and how many things do not hold."""
    entries = import_module("stepwell.clinic.episodes.models").Entry.objects
    written = list(entries.filter(kind__in=("session", "check-in")).values_list("key", flat=True))
    wrong = import_module("stepwell.clinic.audit.verify").verify()
    acknowledged = {key for one in all_phones for key in one.acknowledged}
    import_module("stepwell.clinic.operations.ready").let_go()
    return len(acknowledged - set(written)), len(written) - len(set(written)), len(wrong)


def measured(engine: str, count: int, seconds: float, kills: int, seed: int) -> Iterator[Measured]:
    """All three, and what is there afterwards."""
    load = f"{os.getloadavg()[0]:.1f} processes running before, on {os.cpu_count()} processors"
    with home(engine):
        made = phones(count)
        with served() as port:
            times, last = burst(made, port)
            single = steady(made, port, seconds)
        killed(made[:8], kills, random.Random(seed))
        lost, twice, wrong = what_is_there(made)
    total = sum(len(one.acknowledged) for one in made)
    failed = sum(one is None for one in (*times, *single))
    answered, alone = ([one for one in found if one is not None] for found in (times, single))
    yield Measured(f"{engine}: requests that failed", 0, float(failed), "", note=load)
    yield Measured(f"{engine}: {count} phones, {BATCH} events each, last answered", ALL_ANSWERED, last, "s")
    yield Measured(f"{engine}: a batch, median", None, median(answered), "s")
    yield Measured(f"{engine}: a batch, slowest in a hundred", GOALS[engine], quantile(answered, 0.99), "s")
    if alone:
        yield Measured(f"{engine}: one event, median of {len(alone)}", None, median(alone), "s")
        yield Measured(f"{engine}: one event, slowest in a hundred", STEADY, quantile(alone, 0.99), "s")
    note = f"{total} acknowledged"
    yield Measured(f"{engine}: acknowledged events lost, {kills} kills", 0, float(lost), "", note=note)
    yield Measured(f"{engine}: events that are there twice", 0, float(twice), "")
    yield Measured(f"{engine}: chains that do not hold", 0, float(wrong), "")


def main() -> int:
    """Each engine in a process of its own, since Django is set up once in a process."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.clinic_phones")
    asked.add_argument("--phones", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=300, help="how long single events come")
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--database", choices=ENGINES)
    wish = asked.parse_args()
    if wish.database is None:
        words = [sys.executable, "-m", "benchmarks.clinic_phones", *sys.argv[1:], "--database"]
        return max(subprocess.run([*words, one], cwd=ROOT).returncode for one in ENGINES)
    found = list(measured(wish.database, wish.phones, wish.seconds, wish.kills, wish.seed))
    report(iter(found))
    return 1 if any(one.goal == 0 and one.seen for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
