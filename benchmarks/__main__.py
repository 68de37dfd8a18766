"""Every measurement by name: `python -m benchmarks [NAME ...]`; without a name the quick ones, `all` for all, `--list` to see them.

Lives here: the names. Lives elsewhere: each measurement, which can also be run alone with sizes of its own
(`python -m benchmarks.simulate 100000 --decisions`).
"""

import argparse
import subprocess
import sys
from collections.abc import Callable

from benchmarks import advice, commands, documents, figures, style_figures
from benchmarks.measuring import ROOT, report

QUICK: dict[str, tuple[str, Callable[[], None]]] = {
    "advice": ("reasoning over one record", lambda: report(advice.measurements())),
    "commands": ("whole commands, and taps to the first treatment", lambda: report(commands.measurements())),
    "figures": ("drawings", lambda: report(figures.measurements())),
    "documents": ("letters and programmes", lambda: report(documents.measurements())),
    "style": ("how long functions and files are", lambda: print("\n".join(style_figures.lines()))),
}
LONG = {
    "population": ("the statement over 100,000 people, against the floor of reading them", "population", ()),
    "intake": ("FHIR NDJSON and raw Parquet to prepared tables, 400 MB and 6M rows", "intake", ()),
    "simulate": ("the synthetic clinic, 20,000 people, living and advised", "simulate", ("--decisions",)),
    "options": ("each option of `stepwell population run`", "population_options", ()),
    "cluster": ("a real Spark cluster on this machine, 2,000 people, beside DuckDB", "cluster", ("2000",)),
    "clinic-writes": ("eight who write at once, on SQLite and PostgreSQL", "clinic_writes", ()),
    "clinic-kill": ("killing the clinic while people write, 100 and 20 times", "clinic_kill", ()),
    "phones": (
        "phones that come back at once, one by one, and while the clinic is killed",
        "clinic_phones",
        (),
    ),
    "lighthouse": ("Lighthouse as on a phone, caseload and patient page", "clinic_lighthouse", ()),
    "clinic-pages": ("the clinic's pages with 1,000 people and a year of daily records", "clinic_pages", ()),
}
"""Minutes each: what it measures, the module, and its arguments."""
NAMES = (*QUICK, *LONG)


def run_one(name: str) -> bool:
    """Run one measurement and print it; whether it came to an end."""
    print(f"\n# {name}: {(QUICK | LONG)[name][0]}", flush=True)
    if name in QUICK:
        QUICK[name][1]()
        return True
    _, module, words = LONG[name]
    return subprocess.run([sys.executable, "-m", f"benchmarks.{module}", *words], cwd=ROOT).returncode == 0


def listed() -> str:
    """The names, and what they measure."""
    lines = [f"  {name:<14}{what}" for name, (what, *_) in (QUICK | LONG).items()]
    lines.insert(len(QUICK), "Minutes each:")
    return "\n".join(["Quick, and run where no name is given:", *lines])


def main() -> int:
    """Run what is asked for. Exit code 1 where something did not come to an end."""
    asked = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure speed, memory and size.",
        epilog=listed(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("names", nargs="*", metavar="NAME", help="or all")
    asked.add_argument("--list", action="store_true", help="say what there is, and measure nothing")
    wish = asked.parse_args()
    if unknown := set(wish.names) - {*NAMES, "all"}:
        asked.error(f"there is no {', '.join(sorted(unknown))}. Choose from {', '.join(NAMES)}, all.")
    if wish.list:
        print(listed())
        return 0
    names = NAMES if "all" in wish.names else wish.names or QUICK
    failed = [name for name in names if not run_one(name)]
    if failed:
        print(f"\nNot finished: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
