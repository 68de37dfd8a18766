"""Which missing answers keep most decisions open, from a sample of people.

Lives here: drawing the sample, and what each person's open statuses wait for. Lives elsewhere: what a status waits for
(reasoning/openings.py), a record from rows (population/reports/rebuilt.py).

The statement says whether a status waits, but not for what: it would need a column for each pair of finding and
intervention. So people of a sample are judged one by one by the reasoning in Python, which names what is missing. The
sample is the same each time: the people with the smallest hash of their number, among those with an open status.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from stepwell.knowledge.types import Pathway
from stepwell.population.prints import quoted
from stepwell.population.reports.rebuilt import record_of, rows_of
from stepwell.population.results import About, files_of
from stepwell.reasoning.apply import judge_record

SAMPLE = 300
"""People who are judged one by one; about 10 milliseconds each."""

OPEN = ("ask-first", "undetermined")


@dataclass
class Missing:
    """What is missing in a sample.

    sampled    people in the sample, of `open` people with an open status
    people     by finding, the people for whom it is missing
    decisions  by finding, the statuses that wait for it
    asked      by finding, the people who can be asked for it today; for the others it needs a test or time
    """

    sampled: int = 0
    open: int = 0
    people: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)


def missing(
    results: Path, about: About, prepared: Path, pathway: Pathway, *, sample: int = SAMPLE
) -> Missing:
    """What is missing for people with a status that is open."""
    found = Missing()
    chosen, found.open = _chosen(results, about, sample)
    for bucket in about.buckets:
        for rows in rows_of(prepared / bucket, chosen).values():
            try:
                record = record_of(rows, pathway)
            except (ValueError, KeyError):
                continue
            found.sampled += 1
            judgements = judge_record(pathway, record, about.as_of)
            waits = [one.opening for one in judgements.by_id.values() if one.status in OPEN]
            names = judgements.opener.names
            each = [set(names(one.asks)) | set(names(one.waits)) for one in waits]
            found.decisions.update(name for one in each for name in one)
            found.people.update(set().union(*each))
            found.asked.update({name for one in waits for name in names(one.asks)})
    return found


def _chosen(results: Path, about: About, sample: int) -> tuple[list[int], int]:
    """The numbers of the people in the sample, and how many have an open status."""
    files = ", ".join(quoted(path) for path in files_of(results, about))
    codes = ", ".join(str(list(about.statuses).index(one)) for one in OPEN)
    held = " OR ".join(f"{one.column} IN ({codes})" for one in about.interventions)
    some = f"SELECT patient_id FROM read_parquet([{files}]) WHERE {held}"
    with duckdb.connect() as engine:
        people = engine.execute(f"{some} ORDER BY hash(patient_id), patient_id LIMIT {sample}").fetchall()
        counted = engine.execute(f"SELECT COUNT(*) FROM ({some})").fetchall()
    return [one for (one,) in people], int(counted[0][0])
