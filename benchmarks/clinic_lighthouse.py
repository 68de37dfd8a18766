"""`python -m benchmarks.clinic_lighthouse [RUNS]`: Lighthouse, as on a phone, on the caseload and on a patient's page.

Lives here: getting Lighthouse, running it signed in, medians against what `ux.md` 1.11 asks for. Lives elsewhere: the clinic that is
opened (tests/clinic/browser/house.py), times of the server alone (benchmarks/clinic_pages.py).

Lighthouse is no part of the project: this exact version is installed by npm into a folder that is gone afterwards. Bytes are those of
whole answers as they are sent, compressed, with their headers; a second visit needs only the HTML.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measuring import Measured, report
from tests.clinic.browser.house import House, opened
from tests.clinic.browser.window import FLAGS

VERSION = "12.8.2"
"""13 needs a newer Node."""
RUNS = 3
WHO = "ruth.adeyemi@example.org"
PAGES = {"caseload": "/caseload/", "patient page": "/people/{episode}/"}
SCORES = {"accessibility": 100, "best-practices": 100, "performance": 95}
TIMES = {
    "first-contentful-paint": ("FCP", 1200, "ms"),
    "largest-contentful-paint": ("LCP", 1800, "ms"),
    "total-blocking-time": ("TBT", 50, "ms"),
    "cumulative-layout-shift": ("CLS", 0.02, ""),
}
SHEETS, SCRIPTS = 40, 45
"""Kilobytes of HTML and CSS, and of JavaScript."""


def main(runs: int = RUNS) -> None:
    """Measure both pages and print the medians."""
    with tempfile.TemporaryDirectory(prefix="stepwell-lighthouse-") as folder, opened() as house:
        program = _installed(Path(folder))
        for name, path in PAGES.items():
            address = house.address + path.format(episode=house.episodes["daniel-okafor"])
            report(_lines(name, [_run(program, address, house, Path(folder)) for _ in range(runs)]))


def _installed(folder: Path) -> Path:
    """Lighthouse, by npm."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Lighthouse needs Node.js with npm: install it, or leave this measurement out.")
    words = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
    subprocess.run([*words, f"lighthouse@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
    return folder / "node_modules" / ".bin" / "lighthouse"


def _run(program: Path, address: str, house: House, folder: Path) -> dict[str, Any]:
    """One report. The session's cookie goes by a file: a list of processes shows arguments."""
    headers, told = folder / "headers.json", folder / "report.json"
    headers.write_text(json.dumps({"Cookie": f"session={house.sessions[WHO]}"}), encoding="utf-8")
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
    yield Measured(f"{name}, HTML and CSS", SHEETS, _kilobytes(reports, "Document", "Stylesheet"), "kB")
    yield Measured(f"{name}, JavaScript", SCRIPTS, _kilobytes(reports, "Script"), "kB")


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


def _kilobytes(reports: list[dict[str, Any]], *kinds: str) -> float:
    def of(read: dict[str, Any]) -> int:
        rows = read["audits"]["network-requests"]["details"]["items"]
        return sum(row["transferSize"] for row in rows if row.get("resourceType") in kinds)

    return median(of(read) for read in reports) / 1000


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
