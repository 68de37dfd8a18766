"""How long people have been in the record, and how long ago a treatment of their step was first begun.

Lives here: spans of time from prepared rows. Lives elsewhere: who is on which step (the results), hiding small numbers
(population/reports/small.py).

Since when somebody has been on a step is not in the rows: a step is computed, for one day, from everything that is known on
that day. What can be known: the first dated row of a person, and the first day on which a treatment of the person's step
was started or done. Both say "at least so long ago" where only bounds of a day are known.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from stepwell.population.prints import quoted
from stepwell.population.results import About, files_of
from stepwell.records.dates import NO_EARLIEST

ENDS_DAYS = (28, 84, 182, 365)
"""Where one span ends and the next begins. They are for reading; no rule knows them."""

SPANS = ("under 4 weeks", "4 to 12 weeks", "12 to 26 weeks", "26 to 52 weeks", "over 52 weeks")
NOT_KNOWN = "not known"

Spans = Mapping[tuple[str, str], int]
"""People by step and span."""

_BEGUN = ("started", "done")


def in_record(results: Path, about: About, prepared: Path) -> Spans:
    """For each step, how long ago the first dated row of its people is."""
    rows = " UNION ALL ".join(
        f"SELECT patient_id, on_high AS day FROM read_parquet({_files(about, prepared, name)})"
        for name in ("observations", "events")
    )
    return _spans(
        results, about, f"SELECT patient_id, MIN(day) AS day FROM ({rows}) {_seen(about.as_of)} GROUP BY 1"
    )


def since_begun(
    results: Path, about: About, prepared: Path, codes: Mapping[str, int], events: Mapping[str, int]
) -> Spans:
    """For each step, how long ago its people first began a treatment that belongs to it.

    codes, events   the numbers of interventions and of events in the prepared rows
    """
    steps = {step["id"]: place for place, step in enumerate(about.steps)}
    of_step = ", ".join(f"({codes[one.id]}, {steps[one.step]})" for one in about.interventions)
    begun = ", ".join(str(events[name]) for name in _BEGUN)
    query = f"""
        SELECT e.patient_id, MIN(e.on_high) AS day
        FROM (SELECT *, on_high AS day FROM read_parquet({_files(about, prepared, "events")})) AS e
        JOIN (VALUES {of_step}) AS i(intervention, step) USING (intervention)
        JOIN ({_results(results, about)}) AS r ON r.patient_id = e.patient_id AND r.step = i.step
        {_seen(about.as_of)} AND e.event IN ({begun}) GROUP BY 1
    """
    return _spans(results, about, query)


def _seen(day: date) -> str:
    return f"WHERE day > {NO_EARLIEST} AND day <= {day.toordinal()}"


def _files(about: About, prepared: Path, name: str) -> str:
    return (
        "[" + ", ".join(quoted(str(prepared / bucket / f"{name}.parquet")) for bucket in about.buckets) + "]"
    )


def _results(results: Path, about: About) -> str:
    files = ", ".join(quoted(path) for path in files_of(results, about))
    return f"SELECT patient_id, step FROM read_parquet([{files}])"


def _spans(results: Path, about: About, first_days: str) -> Spans:
    cases = " ".join(
        f"WHEN {about.as_of.toordinal()} - f.day < {end} THEN '{span}'"
        for end, span in zip(ENDS_DAYS, SPANS, strict=False)
    )
    text = f"""
        SELECT r.step, CASE WHEN f.day IS NULL THEN '{NOT_KNOWN}' {cases} ELSE '{SPANS[-1]}' END, COUNT(*)
        FROM ({_results(results, about)}) AS r LEFT JOIN ({first_days}) AS f USING (patient_id) GROUP BY ALL
    """
    with duckdb.connect() as engine:
        found = engine.execute(text).fetchall()
    return {(about.steps[step]["id"], span): count for step, span, count in found}
