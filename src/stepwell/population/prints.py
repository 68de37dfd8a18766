"""A hash of each person's rows: made when a population is prepared, and anew where it does not fit the files any more.

Lives here: hashes of rows, and of the files of a bucket. Lives elsewhere: comparing them with earlier ones (population/since.py).

    FOLDER/bucket-0000/prints.parquet    patient_id, print

The file says of which tables it is (a hash of their files) and which engine made it, since another may hash in another way.
Where either is not as it is now, or the file cannot be read, it is as if it were not there.
"""

import hashlib
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.population import layout

FILE = "prints.parquet"
TABLES = ("persons", "observations", "events")
CARRIED = (b"synthetic", b"note")
"""Metadata that holds for every table of a folder."""
_OF_ROWS = "SELECT patient_id, SUM(hash({columns}) >> 2) AS total, COUNT(*) AS n FROM read_parquet({file}) GROUP BY 1"


def quoted(text: str) -> str:
    """Text as SQL.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def hash_of(path: Path) -> bytes:
    """A hash of a file. raises OSError"""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").digest()


def print_of(bucket: Path) -> str:
    """A hash of the tables of a bucket. raises OSError"""
    total = hashlib.blake2b(digest_size=16)
    for name in TABLES:
        total.update(hash_of(bucket / f"{name}.parquet"))
    return total.hexdigest()


def prints_of(bucket: Path) -> str:
    """A query of the hash of the rows of each person, over every row of all three tables, in any order."""
    observed = _totals(bucket, "observations", layout.LINES)
    happened = _totals(bucket, "events", layout.EVENTS)
    return f"""
        SELECT p.patient_id, hash(p.side_known, o.total, o.n, e.total, e.n) AS print
        FROM read_parquet({_path(bucket, "persons")}) AS p
        LEFT JOIN ({observed}) AS o USING (patient_id) LEFT JOIN ({happened}) AS e USING (patient_id)
    """


def _totals(bucket: Path, name: str, columns: tuple[str, ...]) -> str:
    return _OF_ROWS.format(columns=", ".join(columns[1:]), file=_path(bucket, name))


def _path(bucket: Path, name: str) -> str:
    return quoted(str(bucket / f"{name}.parquet"))


def write_prints(bucket: Path) -> None:
    """Keep the hashes beside the tables, with what the table of people says of itself. Where they cannot be kept, they are
    made in each run."""
    try:
        marks = _said_of(bucket) | _marks(print_of(bucket))
        names = ", ".join(f"{name}: {quoted(text)}" for name, text in marks.items())
        with duckdb.connect() as engine:
            engine.execute(
                f"COPY ({prints_of(bucket)}) TO {quoted(str(bucket / FILE))} (FORMAT parquet, KV_METADATA {{{names}}})"
            )
    except (OSError, pa.ArrowException, duckdb.Error):
        (bucket / FILE).unlink(missing_ok=True)


def _said_of(bucket: Path) -> dict[str, str]:
    """The metadata of the table of people, such as that nobody in it is real."""
    metadata = pq.read_schema(bucket / "persons.parquet").metadata or {}
    return {name.decode(): text.decode() for name, text in metadata.items() if name in CARRIED}


def kept_prints(bucket: Path, found: str) -> str:
    """A query of the hashes that were kept, where they are of these tables; nothing elsewhere.

    found  the hash of the tables, as they are now
    """
    try:
        marks = pq.read_schema(bucket / FILE).metadata or {}
    except (OSError, pa.ArrowException):
        return ""
    wanted = {name.encode(): text.encode() for name, text in _marks(found).items()}
    fits = all(marks.get(name) == text for name, text in wanted.items())
    return f"SELECT patient_id, print FROM read_parquet({quoted(str(bucket / FILE))})" if fits else ""


def _marks(found: str) -> dict[str, str]:
    return {"tables": found, "engine": duckdb.__version__}
