"""Records as an analyst would have them: raw tables in Parquet, CSV or NDJSON, and prepared tables to compare.

Lives here: a record as raw rows, and reading what was prepared. Lives elsewhere: what is expected (unit/test_intake*.py).
"""

import json
from datetime import date
from decimal import Decimal
from functools import lru_cache

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.quantities import unscaled
from stepwell.population.codes import codes_of
from stepwell.population.intake import raw
from stepwell.population.intake.build import Wishes, prepare_tables
from stepwell.population.intake.mapping import InputMap
from stepwell.population.layout import EVENTS, OBSERVATIONS, PERSONS
from stepwell.records.bounds import Bounds, exactly
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.patient import FINDINGS
from stepwell.records.types import WITHDRAWN

ORDERED = {"observations": OBSERVATIONS, "events": EVENTS, "persons": PERSONS}
FACTS = {finding: column for column, finding in FINDINGS.items()}
UNDATED = exactly(NO_EARLIEST)


def raw_rows(people, pathway):
    """Rows of the raw form, by table, as mappings. `people` are pairs of an id and a record."""
    tables = {name: [] for name in raw.TABLES}
    for person, record in people:
        facts = {}
        for seen in record.observations:
            if seen.on == UNDATED and seen.finding in FACTS and seen.value is not None:
                facts |= _fact(seen, pathway)
            else:
                tables["observations"].append(_line(person, seen) | _observation(seen, pathway))
        tables["events"] += [_line(person, event) | _event(event) for event in record.events]
        tables["persons"].append({"patient_id": person, "side": record.side, **facts})
    return tables


def _fact(seen, pathway):
    names = {"value": FACTS[seen.finding], "value_from": "age_from", "value_to": "age_to"}
    return {names[name]: value for name, value in _value(seen, pathway).items()}


def _line(person, line):
    days = (
        {"on": _day(line.on.low)}
        if line.on.exact
        else {"on_from": _day(line.on.low), "on_to": _day(line.on.high)}
    )
    if line.on == UNDATED:
        days = {}
    recorded = None if line.recorded_on is None else date.fromordinal(line.recorded_on).isoformat()
    return {
        "patient_id": person,
        **days,
        "side": line.side,
        "recorded_at": recorded,
        "seq": line.seq,
        "replaces": line.replaces,
    }


def _day(ordinal):
    return None if ordinal == NO_EARLIEST else date.fromordinal(int(ordinal)).isoformat()


def _observation(seen, pathway):
    return {"finding": seen.finding, **_value(seen, pathway)}


def _value(seen, pathway):
    finding, value = pathway.findings[seen.finding], seen.value
    if isinstance(value, bool):
        return {"value": "yes" if value else "no"}
    if not isinstance(value, Bounds):
        return {"value": value}
    unit = {"unit": finding.unit or None} if finding.id not in FACTS else {}
    low, high = (
        unscaled(end, finding.decimals)
        if finding.decimals < 2
        else str(Decimal(end).scaleb(-finding.decimals))
        for end in (int(value.low), int(value.high))
    )
    return {"value": low, **unit} if value.exact else {"value_from": low, "value_to": high, **unit}


def _event(event):
    row = {
        name: getattr(event, name)
        for name in ("intervention", "target", "guidance", "agent", "approach", "response", "outcome", "of")
    }
    row["event"] = None if event.event == WITHDRAWN else event.event
    row["until"] = None if event.until is None else _day(event.until)
    for name in raw.AMOUNTS:
        amount = getattr(event, name)
        if amount is not None:
            row |= (
                {name: str(amount.low)}
                if amount.exact
                else {f"{name}_from": str(amount.low), f"{name}_to": str(amount.high)}
            )
    return row


def write_raw(tables, folder, form="parquet"):
    """Raw rows as files; a table without rows has none."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if rows:
            columns = [one for one in raw.TABLES[name] if any(row.get(one) is not None for row in rows)]
            _write(name, columns, rows, folder, form)
    return folder


def _write(name, columns, rows, folder, form):
    if form == "ndjson":
        text = "".join(
            json.dumps({one: row[one] for one in columns if row.get(one) is not None}) + "\n" for row in rows
        )
        (folder / f"{name}.ndjson").write_text(text, encoding="utf-8")
        return
    made = [
        pa.array([None if row.get(one) is None else str(row[one]) for row in rows], pa.string())
        for one in columns
    ]
    table = pa.Table.from_arrays(made, names=columns)
    if form == "parquet":
        pq.write_table(table, folder / f"{name}.parquet")
    else:
        duckdb.from_arrow(table).write_csv(str(folder / f"{name}.csv"))


def prepared(folder, name):
    """The rows of a prepared table, all buckets, in one order."""
    columns = ", ".join(ORDERED[name])
    return duckdb.sql(
        f"SELECT {columns} FROM read_parquet('{folder}/bucket-*/{name}.parquet') ORDER BY ALL"
    ).fetchall()


@lru_cache(maxsize=1)
def pathway():
    """The pathway, read once."""
    return load_pathway()


def prepare(place, out, mapped=None, **wishes):
    """The report of an input that was prepared as of 2026-06-01."""
    return prepare_tables(pathway(), place, out, mapped or InputMap(), Wishes(date(2026, 6, 1), **wishes))


def seen(folder):
    """The prepared observations by words: id, finding, first and last day, low, high, side."""
    names = {number: name for name, number in codes_of(pathway()).findings.items()} | {0: "withdrawn"}
    return [
        (ids(folder)[row[0]], names[row[1]], _day(row[2]), _day(row[3]), *row[5:8])
        for row in sorted(prepared(folder, "observations"), key=lambda row: (row[0], row[3], row[4]))
    ]


def happened(folder):
    """The prepared events by words, in order: id, intervention, event, first and last day."""
    codes = codes_of(pathway())
    interventions = {number: name for name, number in codes.interventions.items()}
    events = {number: name for name, number in codes.events.items()} | {0: "withdrawn"}
    rows = sorted(prepared(folder, "events"), key=lambda row: (row[0], row[4], row[5]))
    return [
        (ids(folder)[row[0]], interventions[row[1]], events[row[2]], _day(row[3]), _day(row[4]))
        for row in rows
    ]


def ids(folder):
    """The analyst's id of each number."""
    return dict(duckdb.sql(f"SELECT patient_id, id FROM read_parquet('{folder}/people.parquet')").fetchall())


def write_csv(path, text):
    """A CSV file of lines that are indented in a test."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line.strip() + "\n" for line in text.strip().splitlines()), encoding="utf-8")
    return path


def write_ndjson(path, rows):
    """NDJSON of mappings; words stand as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path
