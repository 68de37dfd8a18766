"""The raw form: plain tables, with text ids, decimals and units, from which the prepared layout is made.

Lives here: the tables, their columns and what each means. Lives elsewhere: how other people's columns become these
(intake/mapping.py), the prepared layout that is made of them (population/layout.py).

A folder holds `observations.parquet`, `events.parquet`, `persons.parquet` and perhaps `courses.parquet`; `.csv` or `.ndjson` will do, also with `.gz`, and
so will a folder of such files, `observations/*.parquet`. Any of them may be missing. Every column may be text. In Parquet
a number may be a DECIMAL, an integer or a double (which is read by its shortest text), a truth a boolean, a day a date. An
empty cell is null.

Days    `on` is 2026-03-01, 2026-03 or 2026; a time after a whole date is left out. `on_from` and `on_to` hold the first and
        the last possible day where only bounds are known: `on_to` alone is "on or before", `on_from` alone is until the
        person's last dated day. A row has `on`, or bounds, or neither; with neither it lies between its neighbours in `seq`, or
        anywhere until the last dated day where there is no `seq`.
Order   `seq` orders a person's rows, over observations and events together, and is unique for a person; all rows have one, or
        none. Without it, rows of one day are ordered by `recorded_at` and then as the files have them.
Sides   left, right, both or null. Null stands for the side of the person's episode where a finding has sides.
"""

import re
from collections.abc import Collection
from pathlib import Path

TEXT, NUMBER, DAY, TIME, WHOLE, VALUE = "text", "number", "day", "time", "whole", "value"
"""What a column holds. A value is yes, no, not-sure, a number, the id of an option, or text."""

_WHEN = {
    "on": (DAY, "the day; also a month or a year"),
    "on_from": (DAY, "the first possible day, where only bounds are known"),
    "on_to": (DAY, "the last possible day, where only bounds are known"),
}
_LINE = {
    "side": (TEXT, "left, right or both"),
    "recorded_at": (TIME, "when it was recorded, a day or a time"),
    "seq": (WHOLE, "the order of a person's rows"),
    "replaces": (
        WHOLE,
        "the `seq` of the row that this one replaces; with an empty value it only withdraws it",
    ),
}

OBSERVATIONS = {
    "patient_id": (TEXT, "the person's id"),
    **_WHEN,
    "finding": (TEXT, "the id of a finding"),
    "value": (VALUE, "yes, no, not-sure, a number, the id of an option, or text"),
    "value_from": (NUMBER, "the least possible number, where only bounds are known"),
    "value_to": (NUMBER, "the greatest possible number, where only bounds are known"),
    "unit": (TEXT, "the unit of the number; empty: the finding's own"),
    **_LINE,
}
"""One row for each dated value of a finding."""

AMOUNTS = {
    "adherence": (NUMBER, "percent"),
    "relief_percent": (NUMBER, "percent"),
    "relief_days": (NUMBER, "days"),
}
EVENTS = {
    "patient_id": (TEXT, "the person's id"),
    **_WHEN,
    "intervention": (TEXT, "the id of an intervention"),
    "event": (
        TEXT,
        "started, stopped, done, declined, responded, accepted, overridden, excluded, explained, treated",
    ),
    **_LINE,
    "target": (TEXT, "where it was aimed"),
    "guidance": (TEXT, "ultrasound, fluoroscopy, ct, mr or blind"),
    "agent": (TEXT, "what was injected, in words"),
    "approach": (TEXT, "endoscopic or open"),
    "response": (TEXT, "none, partial, good or worse"),
    "outcome": (TEXT, "in words"),
    **AMOUNTS,
    **{
        f"{name}_{end}": (NUMBER, f"the {end} end, where only bounds are known")
        for name in AMOUNTS
        for end in ("from", "to")
    },
    "until": (DAY, "the last day on which a decision holds"),
    "of": (WHOLE, "the `seq` of the course that it belongs to"),
}
"""One row for each thing that happened to a treatment, a test, a referral or an exit."""

PERSONS = {
    "patient_id": (TEXT, "the person's id"),
    "side": (TEXT, "the side of the episode: left, right or both"),
    "birth_date": (DAY, "a day, a month or a year; ages are counted from it"),
    "age_years": (NUMBER, "the age, where there is no day of birth"),
    "age_from": (NUMBER, "the least possible age, where only bounds are known"),
    "age_to": (NUMBER, "the greatest possible age"),
    "sex": (TEXT, "female or male, as given at birth"),
    "country": (TEXT, "where the person lives, as the finding `country` names it"),
}
"""One row for each person. A person without a row is of no side and of no known age."""

COURSES = {
    "patient_id": (TEXT, "the person's id"),
    "intervention": (TEXT, "the id of an intervention"),
    "start": (DAY, "the day on which it began; also a month or a year"),
    "end": (DAY, "the day on which it ended"),
    "status": (
        TEXT,
        "completed, stopped, active, in-progress or on-hold; empty: ended where there is an `end`",
    ),
    "side": (TEXT, "left, right or both"),
    "target": (TEXT, "where it was aimed"),
    "agent": (TEXT, "what was given, in words"),
}
"""One row for each treatment with its start and its end, for those who keep them so. It becomes one or two rows of `events`:
started and stopped for a medicine or a load, done for any other. Ended without a day is some day after the start."""

TABLES = {"observations": OBSERVATIONS, "events": EVENTS, "courses": COURSES, "persons": PERSONS}
REQUIRED = {
    "observations": ("patient_id", "finding"),
    "events": ("patient_id", "intervention", "event"),
    "courses": ("patient_id", "intervention"),
    "persons": ("patient_id",),
}
ENDINGS = (".parquet", ".csv", ".ndjson")


def held_by(columns: Collection[str]) -> str | None:
    """Which table of the raw form has these columns, or None."""
    holds = next((one for one, needed in REQUIRED.items() if set(needed) <= set(columns)), None)
    return holds if holds and sum(name in TABLES[holds] for name in columns) > 1 else None


def named(path: Path) -> str | None:
    """The table of the raw form whose name a file or its folder has, such as observations-2025.csv, or None."""
    words = (re.match("[a-z]+", name) for name in (path.name, path.parent.name))
    return next((word[0] for word in words if word and word[0] in TABLES), None)
