"""Synthetic people as an analyst would have them: text ids, names, decimals with a unit, days, and no `seq`.

Lives here: prepared tables as the raw form. Lives elsewhere: what the columns of the raw form mean (population/intake/raw.py).
"""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stepwell.knowledge.types import Pathway
from stepwell.population import layout
from stepwell.population.codes import codes_of
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.patient import FINDINGS
from stepwell.simulate.chance import Truths
from stepwell.simulate.ordering import ordered_by
from stepwell.simulate.people_records import OTHER_WORD
from stepwell.simulate.tables import Tables
from stepwell.simulate.writing.marks import marked
from stepwell.simulate.writing.wording import Numbers, Part, Sides, Values, ids, listed

_EPOCH = 719_163
"""The ordinal of 1970-01-01, from which Arrow counts days."""


def write_bucket(parts: Iterable[Part], pathway: Pathway, folder: Path, place: int) -> None:
    """Write one bucket as a part of three tables."""
    with ExitStack() as open_files:
        writers: dict[str, pq.ParquetWriter] = {}
        for tables, sides in parts:
            made = {
                "persons": persons(tables, sides, pathway),
                "observations": observations(_in_order(dated(tables.observations)), tables, sides, pathway),
                "events": events(_in_order(tables.events), tables, sides, pathway),
            }
            for name, table in made.items():
                if name not in writers:
                    writers[name] = open_files.enter_context(_writer(table, folder / name, place))
                writers[name].write_table(marked(table))


def _writer(table: pa.Table, folder: Path, place: int) -> pq.ParquetWriter:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"part-{place:04}.parquet"
    return pq.ParquetWriter(path, marked(table).schema, compression="zstd")


def dated(observations: pa.Table) -> pa.Table:
    """All but what holds of a person on every day."""
    return observations.filter(pc.not_equal(observations["on_high"], NO_EARLIEST))


def persons(tables: Tables, sides: Sides, pathway: Pathway) -> pa.Table:
    """Who the people are: what holds of them on every day."""
    numbers = tables.persons["patient_id"].to_numpy()
    about = {key: _about(tables, numbers, name, pathway) for key, name in FINDINGS.items()}
    words = pa.array(sides.tolist(), pa.string())
    side = pc.if_else(pc.equal(words, ""), None, words)
    return pa.table({"patient_id": ids(numbers), "side": side, **about, "synthetic": _always(len(numbers))})


def _about(tables: Tables, numbers: Numbers, name: str, pathway: Pathway) -> pa.Array:
    """What is known of each person on every day of one finding, or null."""
    columns = {
        one: tables.observations[one].to_numpy()
        for one in ("patient_id", "finding", "on_high", "low", "high")
    }
    chosen = (columns["finding"] == codes_of(pathway).findings[name]) & (columns["on_high"] == NO_EARLIEST)
    low, high, finding = (columns[one][chosen] for one in ("low", "high", "finding"))
    words = Values(pathway).text(finding, low, high, lambda _, value: value)
    where = np.full(len(numbers), -1, np.int32)
    where[np.searchsorted(numbers, columns["patient_id"][chosen])] = np.arange(len(low))
    return words.take(pa.array(where, mask=where < 0))


def _always(count: int) -> pa.Array:
    return pa.array(np.ones(count, np.bool_))


def observations(rows: pa.Table, tables: Tables, sides: Sides, pathway: Pathway) -> pa.Table:
    """What was seen."""
    finding, low, high = (rows[name].to_numpy() for name in ("finding", "low", "high"))
    values = Values(pathway)
    units = [None if one is None else one.unit or None for one in values.findings]
    return pa.table(
        {
            "patient_id": ids(rows["patient_id"].to_numpy()),
            **_when(rows),
            "finding": listed(finding, ["", *codes_of(pathway).findings]),
            "value": values.text(finding, low, high, lambda _, value: value),
            "unit": listed(np.where(low > high, 0, finding), units),
            "side": side_words_of(rows, tables, sides),
            "synthetic": _always(len(rows)),
        }
    )


def events(rows: pa.Table, tables: Tables, sides: Sides, pathway: Pathway) -> pa.Table:
    """What happened."""
    codes = codes_of(pathway)
    parts: dict[str, Any] = {
        part: listed(rows[part].fill_null(-1).to_numpy(), [OTHER_WORD, *codes.words[part]])
        for part in layout.WORDS
    }
    for name in layout.AMOUNTS:
        low, high = rows[f"{name}_low"], rows[f"{name}_high"]
        exact = pc.equal(low, high)
        parts[name] = pc.if_else(exact, low, None)
        parts[f"{name}_from"], parts[f"{name}_to"] = (
            pc.if_else(exact, None, low),
            pc.if_else(exact, None, high),
        )
    return pa.table(
        {
            "patient_id": ids(rows["patient_id"].to_numpy()),
            **_when(rows),
            "intervention": listed(rows["intervention"].to_numpy(), ["", *codes.interventions]),
            "event": listed(rows["event"].to_numpy(), ["", *codes.events]),
            "side": side_words_of(rows, tables, sides),
            **parts,
            "synthetic": _always(len(rows)),
        }
    )


def _in_order(table: pa.Table) -> pa.Table:
    order = ordered_by(table["patient_id"].to_numpy(), table["seq"].to_numpy())
    return table.take(pa.array(order))


def _when(rows: pa.Table) -> dict[str, pa.Array]:
    """The day, or the last possible one where nobody knows it; a first possible one that is not known is left out."""
    low, high = rows["on_low"].to_numpy(), rows["on_high"].to_numpy()
    exact, bounded = low == high, (low != high) & (low != NO_EARLIEST)
    return {
        "on": _dates(high, exact),
        "on_from": _dates(low, bounded),
        "on_to": _dates(high, ~exact),
    }


def _dates(ordinals: Numbers, shown: Truths) -> pa.Array:
    return pa.array((ordinals - _EPOCH).astype(np.int32), mask=~shown).cast(pa.date32())


def side_words_of(rows: pa.Table, tables: Tables, sides: Sides) -> pa.Array:
    """The side of the episode, where a row is about it."""
    numbers = tables.persons["patient_id"].to_numpy()
    place = np.searchsorted(numbers, rows["patient_id"].to_numpy()).astype(np.int32)
    about = np.where(rows["side"].to_numpy() == layout.HERE, place, -1)
    return listed(about, sides.tolist())
