"""Prints `docs/safety/hazard-log.md` from hazards.yaml: `python -m tests.clinic.hazard_log`.

Lives here: reading the hazards, their ratings, and the page. Lives elsewhere: what they say (docs/safety/hazards.yaml), and
that what they name exists (test_hazard_log.py).

A risk counts as it is before control for as long as one of its controls, or one that all share, is pending: a control that
nobody can show is none.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from stepwell.knowledge.loader import load_pathway

SAFETY = Path(__file__).parents[2] / "docs" / "safety"
HAZARDS = SAFETY / "hazards.yaml"
PAGE = SAFETY / "hazard-log.md"

Hazard = Mapping[str, Any]
Log = Mapping[str, Any]
Controls = Iterable[Mapping[str, Any]]


def read_log() -> Log:
    """The whole of hazards.yaml."""
    log: Log = yaml.safe_load(HAZARDS.read_text(encoding="utf-8"))
    return log


def pending(controls: Controls) -> list[str]:
    """The tests that would show these controls, and do not exist yet."""
    return [test for control in controls for test in control.get("pending", ())]


def rating(log: Log, hazard: Hazard, when: str) -> str:
    """The rating `before` or `after` control, by the matrix."""
    column = list(log["likelihood"]).index(hazard["likelihood"][when])
    row: list[str] = log["matrix"][hazard["severity"][when]]
    return row[column]


def rating_today(log: Log, hazard: Hazard) -> str:
    """The rating that counts: after control only once every control can be shown."""
    waits = pending([*hazard["controls"], *log["common"]])
    return rating(log, hazard, "before" if waits else "after")


def page(log: Log) -> str:
    """The hazard log as one page."""
    parts = [*_opening(log), *_scales(log), *_summary(log)]
    parts += ["## Shared by all", "", *_controls(log["common"]), ""]
    for hazard in log["hazards"]:
        parts += _hazard(log, hazard)
    return "\n".join([*parts, *_others(log)]) + "\n"


def _opening(log: Log) -> Iterator[str]:
    yield "# Hazard log"
    yield ""
    yield "Printed from [hazards.yaml](hazards.yaml) by `python -m tests.clinic.hazard_log`; do not edit this page."
    yield f"Version {log['version']}."
    yield ""
    yield f"**{log['standing'].strip()}**"
    yield ""
    own = [pending(one["controls"]) for one in log["hazards"]]
    held = sum(1 for tests in own if tests)
    if count := len({test for tests in [*own, pending(log["common"])] for test in tests}):
        shared = ", and all for those that they share" if pending(log["common"]) else ""
        yield (
            f"**{count} tests of controls are pending; {held} of {len(log['hazards'])} hazards wait for some of their own{shared}. "
            "Until the last one of a hazard exists, its rating before control counts.**"
        )
        yield ""


def _scales(log: Log) -> Iterator[str]:
    yield "## Scales"
    yield ""
    for name in ("severity", "likelihood", "ratings"):
        words = "; ".join(f"*{word}*: {meaning}" for word, meaning in log[name].items())
        yield f"**{name.capitalize()}.** {words}."
        yield ""
    yield _row(["Severity", *log["likelihood"]])
    yield _row(["---"] * (len(log["likelihood"]) + 1))
    for severity, ratings in log["matrix"].items():
        yield _row([severity, *ratings])
    yield ""


def _summary(log: Log) -> Iterator[str]:
    yield "## All hazards"
    yield ""
    yield _row(["", "Hazard", "Before control", "With every control", "Pending", "Counts today"])
    yield _row(["---"] * 6)
    for one in log["hazards"]:
        number = f"[{one['id']}](#{one['id'].lower()})"
        ratings = [rating(log, one, "before"), rating(log, one, "after")]
        yield _row(
            [
                number,
                one["title"],
                *ratings,
                str(len(pending(one["controls"])) or "-"),
                rating_today(log, one),
            ]
        )
    yield ""


def _hazard(log: Log, hazard: Hazard) -> Iterator[str]:
    yield f"## {hazard['id']}"
    yield ""
    yield f"**{hazard['title']}.** Cause: {hazard['cause']}. Harm: {hazard['harm']}."
    yield ""
    for when in ("before", "after"):
        levels = f"{hazard['severity'][when]}, likelihood {hazard['likelihood'][when]}: {rating(log, hazard, when)}."
        yield f"- {when.capitalize()} control: {levels}"
    yield f"- Required: {hazard['required']}."
    yield ""
    yield from _controls(hazard["controls"])
    yield ""
    further = ", ".join(f"`{one}`" for one in _further_proofs(hazard))
    if further:
        yield f"- Also proved for every possible record: {further}"
    for duty in hazard.get("duties", ()):
        yield f"- The clinic: {duty}"
    yield f"- What remains: {hazard['remains']}"
    yield f"- Risk accepted: {_accepted(hazard)}"
    yield ""


def _controls(controls: Controls) -> Iterator[str]:
    yield _row(["Control", "Where", "Shown by"])
    yield _row(["---"] * 3)
    for control in controls:
        yield _row([control["does"], _where(control), _shown(control)])


def _further_proofs(hazard: Hazard) -> list[str]:
    """The invariants that name this hazard and stand at none of its controls."""
    named = {one for control in hazard["controls"] for one in control.get("proved", ())}
    invariants = load_pathway().invariants
    return [
        one["id"] for one in invariants if hazard["id"] in one.get("hazards", ()) and one["id"] not in named
    ]


def _where(control: Mapping[str, Any]) -> str:
    named = [*control.get("knowledge", ()), *control.get("code", ())]
    if not named and not control.get("pending"):
        return "the rules as a whole"
    return ", ".join(f"`{one}`" for one in named) or "the clinic"


def _shown(control: Mapping[str, Any]) -> str:
    proved = [f"proved: `{one}`" for one in control.get("proved", ())]
    tests = [f"`{one.removeprefix('tests/')}`" for one in control.get("tests", ())]
    waiting = [f"**pending** `{one.removeprefix('tests/')}`" for one in control.get("pending", ())]
    return "<br>".join([*proved, *tests, *waiting])


def _accepted(hazard: Hazard) -> str:
    signed = hazard["accepted"]
    return f"by {signed['by']} on {signed['on']}" if signed else "not accepted by anybody"


def _others(log: Log) -> Iterator[str]:
    yield "## Across all of them"
    yield ""
    for one in log["others"]:
        shown = f"[{one['see']}]({one['see']})" if "see" in one else _shown(one)
        yield f"- {one['title']}: {shown}"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(read_log()), encoding="utf-8")
