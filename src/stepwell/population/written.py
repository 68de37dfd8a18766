"""The files of a run: rows, hashes and the long form of one bucket, each complete or absent.

Lives here: what each file holds, and writing it beside its place before it is moved there. Lives elsewhere: computing
(population/engine.py), the order of things (population/runner.py), what stands beside the files (population/results.py).

The rows are moved to their place last, so that a bucket with rows has everything else, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population.engine import ANSWERED, Engine
from stepwell.population.prints import quoted
from stepwell.population.reports.one_by_one import QUESTIONS, REVIEWS
from stepwell.population.results import NAME, PEOPLE, unwritable
from stepwell.population.since import PRINTS
from stepwell.population.statement.lines import snake
from stepwell.reasoning.types import STATUSES

LONG = "long"
FOLDERS = (PRINTS, LONG, QUESTIONS, REVIEWS)
PARTLY = ".part"
SPILL = ".spill"
"""The folder for what does not fit into the memory, while a run goes on."""


def people_query(prepared: Path) -> str:
    """A query of patient_id and person, or nothing where people have no text ids. raises RecordError"""
    path = prepared / PEOPLE
    if not path.exists():
        return ""
    try:
        columns = pq.read_schema(path)
    except (OSError, pa.ArrowException) as wrong:
        problem = f"it cannot be read: {str(wrong).splitlines()[0]}"
        raise RecordError([Fault(str(path), 0, problem, "Prepare the population again.")]) from None
    numbers = [one.name for one in columns if pa.types.is_integer(one.type)]
    texts = [
        one.name for one in columns if pa.types.is_string(one.type) or pa.types.is_large_string(one.type)
    ]
    if not numbers or not texts:
        remedy = "It needs a whole number and a text for each person. Prepare the population again."
        raise RecordError([Fault(str(path), 0, "it has no numbers and ids of people.", remedy)])
    file = quoted(str(path))
    return f'SELECT "{numbers[0]}"::INTEGER AS patient_id, "{texts[0]}" AS person FROM read_parquet({file})'


class Files:
    """Writes the files of one run.

    out      the folder of the results
    people   a query of patient_id and person, or nothing
    pathway  whose interventions the long form names; None without a long form
    """

    def __init__(self, engine: Engine, out: Path, people: str, pathway: Pathway | None) -> None:
        self.engine, self.out, self.people = engine, out, people
        self.long = pathway is not None
        if pathway is not None:
            _legends(engine, pathway)

    def place(self, bucket: str) -> Path:
        """Where the rows of a bucket stand."""
        return self.out / f"{bucket}.parquet"

    def there(self, bucket: str) -> bool:
        """Whether everything of a bucket is written."""
        paths = [self.place(bucket), *([self.out / LONG / f"{bucket}.parquet"] if self.long else [])]
        return all(path.exists() for path in paths)

    def write(self, bucket: str, taken: str = "") -> None:
        """Write what was computed of a bucket, the rows last. raises RecordError

        taken   a query of rows that are taken over from earlier results
        """
        here = f"(SELECT patient_id, print FROM {PRINTS} WHERE place = {quoted(bucket)})"
        rows = f"(SELECT * FROM {ANSWERED} SEMI JOIN {here} USING (patient_id))"
        rows = f"({rows} UNION ALL BY NAME ({taken}))" if taken else rows
        if self.long:
            self._write(_LONG_FORM.format(rows=self._with_ids(rows)), self.out / LONG / f"{bucket}.parquet")
        self._write(self._with_ids(here), self.out / PRINTS / f"{bucket}.parquet")
        self._write(self._with_ids(rows), self.place(bucket))

    def judged(self, name: str, bucket: str) -> Path:
        """Where what is judged one by one stands."""
        return self.out / name / f"{bucket}.parquet"

    def write_judged(self, name: str, bucket: str, table: pa.Table) -> None:
        """Write what was judged one by one. raises RecordError"""
        self.engine.register("given", table)
        self._write(self._with_ids("given"), self.judged(name, bucket))
        self.engine.unregister("given")

    def _with_ids(self, table: str) -> str:
        """A table with each person's text id first, where there are ids."""
        if not self.people:
            return f"FROM {table} ORDER BY patient_id"
        return (
            f"SELECT p.person, t.* FROM {table} AS t LEFT JOIN ({self.people}) AS p USING (patient_id) "
            "ORDER BY t.patient_id"
        )

    def _write(self, query: str, path: Path) -> None:
        beside = path.with_name(path.name + PARTLY)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.engine.execute(f"COPY ({query}) TO {quoted(str(beside))} (FORMAT parquet, COMPRESSION zstd)")
            beside.replace(path)
        except (OSError, duckdb.IOException) as wrong:
            beside.unlink(missing_ok=True)
            raise unwritable(path, wrong) from None
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _legends(engine: Engine, pathway: Pathway) -> None:
    """Tables of the words that the long form writes for integers and columns."""
    engine.execute("CREATE TEMP TABLE words (code TINYINT, status VARCHAR)")
    engine.executemany("INSERT INTO words VALUES (?, ?)", [list(one) for one in enumerate(STATUSES)])
    engine.execute("CREATE TEMP TABLE names (name VARCHAR, intervention VARCHAR)")
    named = [[f"status_{snake(one)}", one] for one in pathway.interventions]
    engine.executemany("INSERT INTO names VALUES (?, ?)", named)


_LONG_FORM = """
SELECT u.* EXCLUDE (step, name, code), n.intervention, w.status
FROM (UNPIVOT ({rows}) ON COLUMNS('^status_') INTO NAME name VALUE code) AS u
JOIN names AS n USING (name) JOIN words AS w USING (code)
WHERE w.status <> 'not-indicated' ORDER BY u.patient_id, n.intervention
"""


def remove_results(out: Path) -> None:
    """Remove what an earlier run wrote, and nothing else."""
    (out / NAME).unlink(missing_ok=True)
    for path in written_files(out):
        path.unlink()


def written_files(out: Path) -> Iterator[Path]:
    """The files of an earlier run, except `run.json`."""
    for folder in (out, *(out / name for name in FOLDERS)):
        yield from folder.glob("bucket-*.parquet")


def remove_parts(out: Path) -> None:
    """Remove what a killed run left half-written."""
    for folder in (out, *(out / name for name in FOLDERS)):
        for path in folder.glob(f"*{PARTLY}"):
            path.unlink()
    for path in (out / SPILL).glob("duckdb_temp*"):
        path.unlink()


@contextmanager
def tidy(out: Path) -> Iterator[None]:
    """Leave nothing of what did not fit into the memory."""
    try:
        yield
    finally:
        spill = out / SPILL
        if spill.is_dir():
            for path in spill.iterdir():
                path.unlink()
            spill.rmdir()
