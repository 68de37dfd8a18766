"""Who changed since earlier results: a hash of each person's rows, kept beside the results, compared with a fresh one.

Lives here: which people of a bucket have to be computed again. Lives elsewhere: the hashes (population/prints.py), computing
(population/engine.py), writing (population/runner.py).

Statuses hang on nothing but a person's rows, the knowledge and the day. So where knowledge and day are the same, a person
whose rows have the same hash (64 bits, over every row of all three tables, in any order) has the same statuses. Where the
day moved, anybody's may change, since answers grow stale and intervals pass: then everybody is computed. Rows carry no day
of writing, so that "changed since" can only be seen against earlier results, and not against a date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from stepwell.population.engine import WANTED, Engine, count_of, unreadable
from stepwell.population.prints import kept_prints, prints_of, quoted
from stepwell.population.results import About

PRINTS = "prints"
"""The folder and the table of the hashes."""


@dataclass(frozen=True)
class Earlier:
    """Earlier results that can be taken over, and how a person is known in both: by `person` or by `patient_id`."""

    folder: Path
    found: About
    key: str


def reasons(asked: About, earlier: About, folder: Path) -> Iterator[str]:
    """Why nothing can be taken over from earlier results."""
    if earlier.as_of != asked.as_of:
        yield f"the day moved from {earlier.as_of} to {asked.as_of}"
    if earlier.knowledge["fingerprint"] != asked.knowledge["fingerprint"]:
        yield "the knowledge changed"
    if earlier.engine != asked.engine:
        yield f"they were computed by {earlier.engine}, whose hashes are others"
    if any(not (folder / PRINTS / f"{name}.parquet").exists() for name in earlier.buckets):
        yield "they lack hashes of the people's rows"


def make_prints(engine: Engine, earlier: Earlier | None) -> None:
    """Empty tables for hashes, and the hashes of earlier results with the bucket that each person is in.

    All are made before the statement is planned, since it is planned anew after a table is made or dropped.
    """
    engine.execute(f"CREATE TABLE {PRINTS} (patient_id INTEGER, print UBIGINT, place VARCHAR)")
    if earlier:
        kind = "VARCHAR" if earlier.key == "person" else "INTEGER"
        engine.execute(f"CREATE TABLE taken (patient_id INTEGER, key {kind}, bucket VARCHAR, place VARCHAR)")
        engine.execute(f"CREATE TABLE known AS {' UNION ALL '.join(_known(earlier))}")


def _known(earlier: Earlier) -> Iterator[str]:
    for name in earlier.found.buckets:
        file = _path(earlier.folder / PRINTS, name)
        yield f"SELECT {earlier.key} AS key, print, {quoted(name)} AS bucket FROM read_parquet({file})"


def print_rows(engine: Engine, bucket: Path, found: str) -> None:
    """Add a hash of the rows of each person of a bucket to the table `prints`. raises RecordError

    found  the hash of the tables of the bucket
    """
    hashes = kept_prints(bucket, found) or prints_of(bucket)
    try:
        engine.execute(
            f"INSERT INTO {PRINTS} SELECT patient_id, print, {quoted(bucket.name)} FROM ({hashes})"
        )
    except duckdb.Error as wrong:
        raise unreadable(bucket, wrong) from None


def forget_prints(engine: Engine, earlier: Earlier | None) -> None:
    """Forget the people whose rows are written."""
    engine.execute(f"TRUNCATE {PRINTS}")
    if earlier:
        engine.execute("TRUNCATE taken")


def _path(folder: Path, name: str) -> str:
    return quoted(str(folder / f"{name}.parquet"))


def choose(engine: Engine, earlier: Earlier, people: str, place: str) -> int:
    """Fill `wanted` with the people of a bucket who have to be computed, and add the others to `taken`.

    people   a query of patient_id and person, or nothing where people have no text ids
    returns  how many have to be computed
    """
    here = f"FROM {PRINTS} WHERE place = {quoted(place)}"
    mine = f"SELECT * FROM ({here}) JOIN ({people}) USING (patient_id)" if people else here
    engine.execute(f"""
        INSERT INTO taken
        SELECT m.patient_id, m.{earlier.key}, k.bucket, m.place
        FROM ({mine}) AS m JOIN known AS k ON k.key = m.{earlier.key} AND k.print = m.print
    """)
    engine.execute(f"DELETE FROM {WANTED}")
    engine.execute(f"INSERT INTO {WANTED} SELECT patient_id FROM ({here}) ANTI JOIN taken USING (patient_id)")
    return count_of(engine, WANTED)


def taken_over(engine: Engine, earlier: Earlier, place: str) -> str:
    """A query of the earlier rows of those in a bucket who did not change; nothing where everybody did."""
    mine = f"FROM taken WHERE place = {quoted(place)}"
    before = engine.execute(f"SELECT DISTINCT bucket {mine}").fetchall()
    files = ", ".join(_path(earlier.folder, name) for (name,) in before)
    if not files:
        return ""
    ids = "patient_id, person" if earlier.found.text_ids else "patient_id"
    return (
        f"SELECT t.patient_id, e.* EXCLUDE ({ids}) FROM read_parquet([{files}]) AS e "
        f"JOIN ({mine}) AS t ON t.key = e.{earlier.key}"
    )
