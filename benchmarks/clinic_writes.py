"""Many writers at once: `python -m benchmarks.clinic_writes [--writers 8] [--each 25] [--database sqlite]`.

Three ways: processes that only store, since the lock is held for that alone; processes that call the service, which computes the
plan each time; and browsers that send a form through the served clinic.

Lives here: the writers and the report. Lives elsewhere: the clinic (clinic_home.py).
"""

import argparse
import http.client
import json
import multiprocessing
import os
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from statistics import median

from benchmarks.clinic_home import ENGINES, Visit, founded, home, quantile, served, write
from benchmarks.measuring import ROOT, Measured, report

GOALS = {"sqlite": 1.0, "postgresql": 0.1}
"""Seconds of the slowest in a hundred."""


def over_http(visit: Visit, writers: int, each: int) -> list[float | None]:
    """How long each write took, from sending it to its answer; None where it failed."""
    with served() as port, ThreadPoolExecutor(writers) as pool:
        asked = [(port, visit, episode, each) for episode in visit.episodes[:writers]]
        return [one for times in pool.map(lambda words: _one_browser(*words), asked) for one in times]


def _one_browser(port: int, visit: Visit, episode: str, each: int) -> list[float | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times: list[float | None] = []
    for _ in range(each):
        start = time.perf_counter()
        done = write(connection, visit, episode, uuid.uuid4())
        times.append(time.perf_counter() - start if done else None)
    return times


def by_service(visit: Visit, writers: int, each: int, *, storing: bool) -> list[float | None]:
    """How long each call of the service took; None where it failed.

    All start together, with the knowledge loaded and one write behind them that does not count, as web workers that have served before.

    storing  compute the plan once and store it again and again, so that only waiting for the lock, writing and syncing is left
    """
    context = multiprocessing.get_context("fork")
    together = context.Barrier(writers)
    with context.Pool(writers, _wait_for_others, (together,)) as pool:
        asked = [(one, each, storing) for one in visit.episodes[:writers]]
        return [one for times in pool.starmap(_one_process, asked, chunksize=1) for one in times]


_together = []


def _wait_for_others(barrier):
    _together.append(barrier)


def _one_process(episode: str, each: int, storing: bool) -> list[float | None]:
    services = import_module("stepwell.clinic.episodes.services")
    found = import_module("stepwell.clinic.episodes.models").Episode.objects.kept().get(pk=episode)
    if storing:
        for name in ("entries_of", "basis_of", "stored_of", "_plan"):
            setattr(services, name, _once(getattr(services, name)))
    first = _one_call(services, found, 0)
    _together[0].wait()
    times = [_one_call(services, found, number) for number in range(each)]
    return times if first is not None else [None]


def _one_call(services, episode, number):
    lines = [{"finding": "worst-pain", "value": number % 11}]
    start = time.perf_counter()
    try:
        services.add_entry(episode, "check-in", lines, by=services.Author(None, "patient", "patient"))
    except Exception as wrong:
        print(f"failed: {type(wrong).__name__}", file=sys.stderr)
        return None
    return time.perf_counter() - start


def _once(call):
    """A function that answers the first time, and then gives the same answer."""
    kept = []

    def answer(*values, **more):
        if not kept:
            kept.append(call(*values, **more))
        return kept[0]

    return answer


def measured(engine: str, writers: int, each: int) -> dict[str, object]:
    """All three ways, as plain values: seconds."""
    with home(engine):
        visit = founded(writers)
        found = {
            "storing": by_service(visit, writers, 4 * each, storing=True),
            "service": by_service(visit, writers, each, storing=False),
            "http": over_http(visit, writers, each),
        }
        wrong = import_module("stepwell.clinic.audit.verify").verify()
    return {
        "engine": engine,
        "failed": sum(one is None for times in found.values() for one in times),
        "breaches": len(wrong),
        **{name: [one for one in times if one is not None] for name, times in found.items()},
    }


def lines(found: dict[str, object], writers: int) -> list[Measured]:
    """The report of one engine."""
    engine = str(found["engine"])
    load = f"with {os.getloadavg()[0]:.1f} processes running at the end, on {os.cpu_count()} processors"
    told = [
        Measured(
            f"{engine}: failed of {writers} writers",
            0,
            float(found["failed"] + found["breaches"]),
            "",
            note=load,
        )
    ]
    for name, words in (
        ("storing", "storing alone"),
        ("service", "the service"),
        ("http", "a form over HTTP"),
    ):
        times = found[name]
        goal = GOALS[engine] if name == "storing" else None
        told.append(Measured(f"{engine}: {words}, median of {len(times)}", None, median(times), "s"))
        told.append(Measured(f"{engine}: {words}, slowest in a hundred", goal, quantile(times, 0.99), "s"))
        told.append(Measured(f"{engine}: {words}, slowest", None, max(times), "s"))
    return told


def main() -> int:
    """Each engine in a process of its own, since Django is set up once in a process."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.clinic_writes")
    asked.add_argument("--writers", type=int, default=8)
    asked.add_argument(
        "--each", type=int, default=25, help="writes of each; four times as many that only store"
    )
    asked.add_argument("--database", choices=ENGINES)
    asked.add_argument("--json", action="store_true", help="print the times as they are")
    wish = asked.parse_args()
    if wish.database is None:
        size = ["--writers", str(wish.writers), "--each", str(wish.each)]
        words = [sys.executable, "-m", "benchmarks.clinic_writes", *size, "--database"]
        return max(subprocess.run([*words, one], cwd=ROOT).returncode for one in ENGINES)
    found = measured(wish.database, wish.writers, wish.each)
    if wish.json:
        print(json.dumps(found))
    else:
        report(lines(found, wish.writers))
    return 1 if found["failed"] or found["breaches"] else 0


if __name__ == "__main__":
    sys.exit(main())
