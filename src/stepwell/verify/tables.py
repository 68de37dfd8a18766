"""What must hold of the tables themselves, for which no person need be imagined.

Lives here: dose tables and ladders without gap or overlap, how a medicine is stopped, which conflict is shown, how a
flag is asked. Lives elsewhere: what must hold for every record (verify/claims.py).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import z3

from stepwell.knowledge.types import DoseTable, Intervention, Pathway
from stepwell.verify.forms import FormReader, Invariant

Found = Iterator[str]


def _tables(line: Invariant, reader: FormReader) -> Found:
    """Dose tables and exercise ladders: every value on one row, every level once and in order."""
    for entry in reader.pathway.interventions.values():
        for table in entry.dose:
            if problem := _row_problem(table, reader.pathway):
                yield f"{entry.id}, {table.jurisdiction or 'everywhere'}: {problem}"
    for name, exercise in reader.pathway.exercises.items():
        if problem := _level_problem(exercise):
            yield f"{name}: {problem}"


def _row_problem(table: DoseTable, pathway: Pathway) -> str:
    if not table.by:
        return "" if len(table.rows) == 1 else "several rows and nothing to choose by"
    low, high = pathway.findings[table.by].range or (0, 0)
    value = z3.Int("value")
    rows = [
        z3.And(
            value >= (low if row.low is None else row.low),
            value < (high + 1 if row.high is None else row.high),
        )
        for row in table.rows
    ]
    solver = z3.Solver()
    solver.add(value >= low, value <= high, z3.Not(z3.PbEq([(row, 1) for row in rows], 1)))
    return f"{table.by} = {solver.model()[value]} is on no row or on two" if solver.check() == z3.sat else ""


def _level_problem(exercise: Mapping[str, Any]) -> str:
    levels = [str(rung.get("level")) for rung in exercise.get("ladder", ())]
    numbers = [level.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for level in levels]
    if not levels or not all(number.isdigit() for number in numbers):
        return "" if levels == list(dict.fromkeys(levels)) else "a level stands twice"
    found = list(map(int, numbers))
    return (
        "" if found == list(range(found[0], found[0] + len(found))) else f"the levels run {', '.join(levels)}"
    )


def _stopped(line: Invariant, reader: FormReader) -> Found:
    """Every rule that stops these says how; where it tapers, the page says how to."""
    for entry in reader.selected(line.body["of"], place=line):
        how = str(line.body["how"])
        if how == "taper" and not entry.taper:
            yield f"{entry.id} does not say how to taper"
        yield from (f"{entry.id} is stopped {rule.how}" for rule in entry.stop if rule.how != how)


def _shows(line: Invariant, reader: FormReader) -> Found:
    """These show a conflict between sources."""
    for entry in reader.selected(line.body["of"], place=line):
        yield from (
            f"{entry.id} does not show {name}"
            for name in line.body["conflicts"]
            if name not in entry.conflicts
        )


def _asked(line: Invariant, reader: FormReader) -> Found:
    """These findings are asked of patients as flags, and found by these tests."""
    for name in line.body["findings"]:
        finding = reader.pathway.findings.get(name)
        if finding is None or "patient" not in finding.ask:
            yield f"{name} is not asked of the patient"
        elif line.body.get("unsure") and not finding.unsure_is_yes:
            yield f"for {name}, not sure does not count as yes"
        elif line.body.get("flag") and finding.flag != line.body["flag"]:
            yield f"{name} is not a flag of that urgency"
        yield from (
            f"{test.id} does not find {name}" for test in _tests(line, reader) if name not in test.finds
        )


def _tests(line: Invariant, reader: FormReader) -> list[Intervention]:
    return reader.selected({"id": line.body["found_by"]}, place=line) if "found_by" in line.body else []


TABLES: Mapping[str, Callable[[Invariant, FormReader], Found]] = {
    "tables": _tables,
    "stopped": _stopped,
    "shows": _shows,
    "asked": _asked,
}
"""The forms that need no imagined person."""
