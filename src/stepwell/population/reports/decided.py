"""What people decided about advice: overridden, declined, accepted.

Lives here: counting decisions in the prepared rows. Lives elsewhere: what a decision does to advice (reasoning/).
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from stepwell.population.codes import Codes
from stepwell.population.prints import quoted
from stepwell.population.results import About

DECISIONS = ("overridden", "declined", "accepted")
"""The events that are decisions. The share of the first is the override rate."""


def decisions(about: About, prepared: Path, codes: Codes) -> Mapping[str, Mapping[str, int]]:
    """Decisions up to the day of the results, by intervention and kind."""
    files = ", ".join(quoted(str(prepared / bucket / "events.parquet")) for bucket in about.buckets)
    kinds = ", ".join(str(codes.events[name]) for name in DECISIONS)
    seen = f"SELECT * FROM read_parquet([{files}]) WHERE on_high <= {about.as_of.toordinal()}"
    text = f"""
        WITH seen AS ({seen})
        SELECT s.intervention, s.event, COUNT(*) FROM seen AS s
        ANTI JOIN (SELECT patient_id, replaces AS seq FROM seen WHERE replaces IS NOT NULL) AS r USING (patient_id, seq)
        WHERE s.event IN ({kinds}) GROUP BY ALL
    """
    with duckdb.connect() as engine:
        rows = engine.execute(text).fetchall()
    names = {code: name for name, code in codes.interventions.items()}
    words = {code: name for name, code in codes.events.items()}
    found: dict[str, dict[str, int]] = {}
    for intervention, event, count in rows:
        found.setdefault(names[intervention], {})[words[event]] = count
    return found
