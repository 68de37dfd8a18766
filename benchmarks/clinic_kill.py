"""Killing the clinic while people write: `python -m benchmarks.clinic_kill [--times 100] [--database sqlite]`.

Again and again the clinic is served, eight browsers write, and after a moment the whole process group is killed with SIGKILL. Then
every entry that was acknowledged must be there, once, with a plan that was made from all of them, and every chain must hold. On
PostgreSQL the application is killed and the server kept. It all happens on loopback, in a temporary folder, and stops by itself.

Lives here: writing, killing, counting. Lives elsewhere: the clinic (clinic_home.py). Losing power was not simulated: a killed process
leaves to the kernel what it has written.
"""

import argparse
import http.client
import random
import subprocess
import sys
import threading
import time
import uuid
from importlib import import_module

from benchmarks.clinic_home import ENGINES, Visit, founded, home, kill_group, serving, write
from benchmarks.measuring import ROOT, Measured, report

WRITERS = 8
TIMES = {"sqlite": 100, "postgresql": 20}
MOMENTS = (0.0, 2.0)
"""Seconds between the first acknowledgement and the kill, at random between these."""
FIRST_SECONDS = 60


class Browser(threading.Thread):
    """Writes until the clinic is gone, and keeps the keys that were acknowledged."""

    def __init__(self, port: int, visit: Visit, episode: str) -> None:
        super().__init__()
        self.port, self.visit, self.episode = port, visit, episode
        self.acknowledged: list[uuid.UUID] = []

    def run(self) -> None:
        """Write."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            while True:
                key = uuid.uuid4()
                if write(connection, self.visit, self.episode, key):
                    self.acknowledged.append(key)
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


def one_kill(visit: Visit, chance: random.Random) -> list[uuid.UUID]:
    """Serve, write, kill. Gives the keys that were acknowledged."""
    process, port = serving()
    browsers = [Browser(port, visit, episode) for episode in visit.episodes]
    for browser in browsers:
        browser.start()
    until = time.monotonic() + FIRST_SECONDS
    while not any(browser.acknowledged for browser in browsers) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(chance.uniform(*MOMENTS))
    kill_group(process.pid)
    process.wait()
    process.stdout.close()
    for browser in browsers:
        browser.join()
    return [key for browser in browsers for key in browser.acknowledged]


def what_is_there(acknowledged: list[uuid.UUID], visit: Visit) -> tuple[int, int, list[str]]:
    """How many acknowledged entries are missing, how many were stored without being acknowledged, and what does not hold."""
    models = import_module("stepwell.clinic.episodes.models")
    written = set(models.Entry.objects.filter(kind="reviewed").values_list("key", flat=True))
    wrong = import_module("stepwell.clinic.audit.verify").verify()
    for episode in models.Episode.objects.filter(pk__in=visit.episodes).select_related("stored"):
        if episode.stored.count != episode.count:
            wrong.append(f"episode {episode.pk}: the stored plan is not that of all entries")
    import_module("stepwell.clinic.operations.ready").let_go()
    return len(set(acknowledged) - written), len(written - set(acknowledged)), wrong


def measured(engine: str, times: int, seed: int) -> list[Measured]:
    """Kill so many times, looking after each."""
    acknowledged: list[uuid.UUID] = []
    lost = more = broken = 0
    chance = random.Random(seed)
    with home(engine):
        visit = founded(WRITERS)
        for number in range(1, times + 1):
            acknowledged += one_kill(visit, chance)
            lost, more, wrong = what_is_there(acknowledged, visit)
            broken += len(wrong)
            print(
                f"\r{number} of {times}: {len(acknowledged)} acknowledged, {lost} lost",
                end="",
                file=sys.stderr,
            )
            if lost or wrong:
                print("\n".join(wrong), file=sys.stderr)
                break
    print(file=sys.stderr)
    note = f"{len(acknowledged)} acknowledged, {more} more were stored"
    return [
        Measured(f"{engine}: acknowledged entries lost in {number} kills", 0, float(lost), "", note=note),
        Measured(f"{engine}: chains and plans that do not hold", 0, float(broken), ""),
    ]


def main() -> int:
    """Each engine in a process of its own, since Django is set up once in a process."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.clinic_kill")
    asked.add_argument("--times", type=int, help="kills; by default 100 on SQLite and 20 on PostgreSQL")
    asked.add_argument("--database", choices=ENGINES)
    asked.add_argument("--seed", type=int, default=1)
    wish = asked.parse_args()
    if wish.database is None:
        size = [] if wish.times is None else ["--times", str(wish.times)]
        words = [
            sys.executable,
            "-m",
            "benchmarks.clinic_kill",
            *size,
            "--seed",
            str(wish.seed),
            "--database",
        ]
        return max(subprocess.run([*words, one], cwd=ROOT).returncode for one in ENGINES)
    found = measured(wish.database, wish.times or TIMES[wish.database], wish.seed)
    report(iter(found))
    return 1 if any(one.seen for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
