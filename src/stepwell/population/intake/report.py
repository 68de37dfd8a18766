"""What was prepared, as a value and in words.

Lives here: the report. Lives elsewhere: what it counts (intake/build.py).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

MOST = 20
"""How many names a list in the report shows."""


@dataclass(frozen=True)
class Report:
    """What an input held, and what was made of it. Rows are counted before repeats and corrections are looked at."""

    as_of: str
    people: int
    rows: Mapping[str, int]
    seconds: float
    findings: Mapping[str, int] = field(default_factory=dict)
    interventions: Mapping[str, int] = field(default_factory=dict)
    ignored: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    bad: int = 0
    files: int = 0
    unread: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The report as a file keeps it."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    def lines(self) -> Iterator[str]:
        """The report in words."""
        held = ", ".join(f"{count:,} {name}" for name, count in self.rows.items())
        yield f"{self.people:,} people; {held}; {self.seconds:.1f} s."
        yield from _listed("Findings", self.findings, "rows")
        yield from _listed("Interventions", self.interventions, "rows")
        yield from _listed("Codes left out, since nothing maps them", self.ignored, "rows")
        yield from _listed("Rows left out for what they say of themselves", self.left_out, "")
        if self.unread:
            yield f"Files not read: {', '.join(self.unread[:MOST])}."
        if self.bad:
            yield f"{self.bad:,} bad rows were set aside."


def _listed(title: str, counted: Mapping[str, int], unit: str) -> Iterator[str]:
    if not counted:
        return
    yield f"{title} ({len(counted):,}):"
    rows = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    yield from (f"  {count:>12,} {unit:<5}{name}" for name, count in rows[:MOST])
    if len(rows) > MOST:
        yield f"  and {len(rows) - MOST:,} more with {sum(count for _, count in rows[MOST:]):,} {unit}"
