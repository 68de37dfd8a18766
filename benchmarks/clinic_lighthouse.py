"""`python -m benchmarks.clinic_lighthouse [RUNS]`: Lighthouse, as on a phone, on pages of the clinician and of the person in pain.

Lives here: getting Lighthouse, running it signed in, medians against what `ux.md` 1.11 and 1.7 ask for. Lives elsewhere: the clinic that is
opened (tests/clinic/browser/house.py), times of the server alone (benchmarks/clinic_pages.py).

Lighthouse is no part of the project: this exact version is installed by npm into a folder that is gone afterwards. Bytes are those of
whole answers as they are sent, compressed, with their headers; a second visit needs only the HTML. The session player is in the document of
Today, so that its load is that of Today; here of a person who has a session to begin.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measuring import Measured, report
from tests.clinic.browser.house import opened
from tests.clinic.browser.window import FLAGS

VERSION = "12.8.2"
"""13 needs a newer Node."""
RUNS = 3
CLINICIAN, PERSON = "ruth.adeyemi@example.org", "meera-iyer@patient"
PAGES = {"caseload": "/caseload/", "patient page": "/people/{episode}/"}
"""Of the clinician."""
OWN_PAGES = {"today with a session": "/today/", "progress": "/progress/", "get help": "/help/"}
"""Of the person in pain."""
SCORES = {"accessibility": 100, "best-practices": 100, "performance": 95}
TIMES = {
    "first-contentful-paint": ("FCP", 1200, "ms"),
    "largest-contentful-paint": ("LCP", 1800, "ms"),
    "total-blocking-time": ("TBT", 50, "ms"),
    "cumulative-layout-shift": ("CLS", 0.02, ""),
}
SHEETS, SCRIPTS = 40, 45
"""Kilobytes of HTML and CSS, and of JavaScript, of a clinician's page."""
FIRST_LOAD, PLAN = 100, 200
"""Kilobytes of a person's page when it is loaded first without figures, and of today's plan with its figures."""
PLAN_PARTS = ("/api/today", "/figures/")


def main(runs: int = RUNS) -> None:
    """Measure all pages and print the medians."""
    with tempfile.TemporaryDirectory(prefix="stepwell-lighthouse-") as folder, opened() as house:
        program = _installed(Path(folder))

        def reports(path: str, who: str) -> list[dict[str, Any]]:
            address = house.address + path.format(episode=house.episodes["daniel-okafor"])
            return [_run(program, address, house.sessions[who], Path(folder)) for _ in range(runs)]

        for name, path in PAGES.items():
            found = reports(path, CLINICIAN)
            report([*_lines(name, found), *_of_clinician(name, found)])
        for name, path in OWN_PAGES.items():
            found = reports(path, PERSON)
            report([*_lines(name, found), *_of_person(name, found)])


def _installed(folder: Path) -> Path:
    """Lighthouse, by npm."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Lighthouse needs Node.js with npm: install it, or leave this measurement out.")
    words = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
    subprocess.run([*words, f"lighthouse@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
    return folder / "node_modules" / ".bin" / "lighthouse"


def _run(program: Path, address: str, session: str, folder: Path) -> dict[str, Any]:
    """One report. The session's cookie goes by a file: a list of processes shows arguments."""
    headers, told = folder / "headers.json", folder / "report.json"
    headers.write_text(json.dumps({"Cookie": f"session={session}"}), encoding="utf-8")
    subprocess.run(
        [
            str(program),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={told}",
            f"--extra-headers={headers}",
            f"--only-categories={','.join(SCORES)}",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        ],
        check=True,
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"},
    )
    read: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    if read["finalDisplayedUrl"] != address or read.get("runtimeError"):
        raise SystemExit(f"Lighthouse did not see the page, but {read['finalDisplayedUrl']}.")
    return read


def _lines(name: str, reports: list[dict[str, Any]]) -> Iterator[Measured]:
    for score, goal in SCORES.items():
        seen = median(100 * one["categories"][score]["score"] for one in reports)
        yield _at_least(f"{name}, {score}", goal, seen, _failed(reports, score) if seen < goal else "")
    for audit, (short, most, unit) in TIMES.items():
        seen = median(one["audits"][audit]["numericValue"] for one in reports)
        yield Measured(f"{name}, {short}", most, seen, unit)


def _of_clinician(name: str, reports: list[dict[str, Any]]) -> Iterator[Measured]:
    def kinds(*wanted: str) -> Callable[[dict[str, Any]], bool]:
        return lambda row: row.get("resourceType") in wanted

    yield Measured(
        f"{name}, HTML and CSS", SHEETS, _kilobytes(reports, kinds("Document", "Stylesheet")), "kB"
    )
    yield Measured(f"{name}, JavaScript", SCRIPTS, _kilobytes(reports, kinds("Script")), "kB")


def _of_person(name: str, reports: list[dict[str, Any]]) -> Iterator[Measured]:
    def of_plan(row: dict[str, Any]) -> bool:
        return any(part in row["url"] for part in PLAN_PARTS)

    yield Measured(f"{name}, first load", FIRST_LOAD, _kilobytes(reports, lambda row: not of_plan(row)), "kB")
    if plan := _kilobytes(reports, of_plan):
        yield Measured(f"{name}, today's plan with its figures", PLAN, plan, "kB")


def _at_least(name: str, goal: float, seen: float, failed: str) -> Measured:
    """A score, for which more is better: what is missing to 100."""
    return Measured(
        f"{name}: points lost", 100 - goal, 100 - seen, "", note=f"score {seen:g} {failed}".strip()
    )


def _failed(reports: list[dict[str, Any]], category: str) -> str:
    """Which audits cost points."""
    names = {
        one["id"]
        for read in reports
        for one in read["categories"][category]["auditRefs"]
        if one["weight"] and (read["audits"][one["id"]]["score"] or 0) < 1
    }
    return ", ".join(sorted(names))


def _kilobytes(reports: list[dict[str, Any]], counts: Callable[[dict[str, Any]], bool]) -> float:
    """What the answers that count weigh, as they were sent."""

    def of(read: dict[str, Any]) -> int:
        rows = read["audits"]["network-requests"]["details"]["items"]
        return sum(row["transferSize"] for row in rows if counts(row))

    return median(of(read) for read in reports) / 1000


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
