"""Run a pathway over a prepared population on a Spark cluster: the same statement, part by part.

Lives here: the session, the parts as tables, and the rows as files. Lives elsewhere: the statement and its parts
(population/statement/compiler.py, population/statement/parts.py), the engine inside the package (population/engine.py), `run.json`
(population/results.py).

Each part is written as Parquet and read again by the parts after it, so that Spark plans one part at a time and a lost
worker loses no more than a part. The cluster has to see the folder of the population and the folder of the results.
What a run writes is complete or absent: everything is computed in `OUT/.spark` and moved to its place at the end.
"""

import os
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pyspark
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population.prepare import TABLES, Prepared, open_prepared
from stepwell.population.results import About, about, write_about
from stepwell.population.runner import Wish, make_ready
from stepwell.population.statement.compiler import Compiler
from stepwell.population.statement.dialects import planned_text
from stepwell.population.statement.parts import Part

WORK = ".spark"
"""The folder for what is computed, inside the folder of the results."""

WIDE = 100
"""Columns of a part from which Spark takes longer to compile it to Java than to run it as it is."""

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.adaptive.skewJoin.enabled": "false",
    "spark.sql.variant.pushVariantIntoScan": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.debug.maxToStringFields": "10",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000",
    "spark.buffer.pageSize": "1m",
    "spark.sql.autoBroadcastJoinThreshold": "64m",
}
"""Spark derives constraints from each condition and copies them upwards, which takes longer than all else here. Parts join
many small tables, so that pages of memory have to be small, too."""

PEOPLE_TOGETHER = 25_000
"""People of one task, at most, where there are more tasks than cores."""

Tell = Callable[[str, int, int], None]
"""Is told the part that is made, its place and how many there are."""


def run(
    pathway: Pathway,
    source: Path,
    out: Path,
    as_of: date,
    *,
    master: str,
    again: bool = False,
    tell: Tell | None = None,
) -> About:
    """The step and every status of every person of a prepared population.

    source   the folder of the prepared population; the cluster has to see it
    out      the folder for the rows, one Parquet file for each bucket; the cluster has to see it
    as_of    the day on which the statuses are wanted
    master   where Spark is: local[2], spark://HOST:PORT, yarn
    again    remove what an earlier run wrote
    raises   RecordError where the population cannot be read, or there is no Spark
    """
    prepared = open_prepared(source, pathway)
    asked = replace(about(pathway, prepared, as_of), engine=f"spark {pyspark.__version__}")
    with opened(master) as session:
        make_ready(out, asked, Wish(again=again))
        with _tables_in(out / WORK, out) as work:
            _divide(session, asked.people)
            read(session, prepared)
            answered = execute(session, Compiler(pathway, as_of).parts(), work, tell or _quietly)
            _write(session, answered, prepared, out)
    done = replace(asked, complete=True)
    write_about(done, out)
    return done


@contextmanager
def _tables_in(work: Path, out: Path) -> Iterator[Path]:
    """A folder for the tables of the parts, which is removed; what Spark cannot do is said. raises RecordError"""
    try:
        yield work
    except PySparkException as wrong:
        raise _failed(out, wrong) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _quietly(name: str, place: int, parts: int) -> None:
    return


@contextmanager
def opened(master: str, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A session on a cluster or in this process, ended afterwards. raises RecordError"""
    _look_for_java()
    _look_for_master(master)
    builder = SparkSession.builder.master(master).appName("stepwell")
    here = (
        {"spark.driver.memory": os.environ.get("SPARK_DRIVER_MEMORY", "3g")}
        if master.startswith("local")
        else {}
    )
    for name, value in {**SETTINGS, **here, **(settings or {})}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as wrong:  # Java and Python each have their own, and more than one
        raise _no_session(master, wrong) from None
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def _look_for_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home) / "bin") if home else None) is None:
        problem = (
            f"there is no Java in {home} (JAVA_HOME)." if home else "Spark needs Java, and there is none."
        )
        remedy = (
            "Install Java 17 or 21 (on Debian: apt-get install openjdk-17-jre-headless), or set JAVA_HOME."
        )
        raise RecordError([Fault("--engine", 0, problem, remedy)])


def _look_for_master(master: str) -> None:
    """A standalone master answers, or this is said at once; Spark itself would try for minutes."""
    if not master.startswith("spark://"):
        return
    place = urlsplit(master)
    try:
        with socket.create_connection((place.hostname or "", place.port or 7077), timeout=10):
            return
    except (OSError, ValueError) as wrong:
        raise _no_session(master, wrong) from None


def _no_session(master: str, wrong: Exception) -> RecordError:
    reason = str(wrong).strip().splitlines()[0] if str(wrong).strip() else type(wrong).__name__
    remedy = (
        "Write local[2] for two threads of this machine, or spark://HOST:PORT of a master that is running."
    )
    return RecordError([Fault("--engine", 0, f"Spark did not start on {master}: {reason}", remedy)])


def _failed(out: Path, wrong: PySparkException) -> RecordError:
    reason = str(wrong).strip().splitlines()[0]
    remedy = "Look into the log of the cluster; a worker has to see both folders, and needs 4 GB of memory."
    return RecordError([Fault(str(out), 0, f"Spark ended the run: {reason}", remedy)])


def _divide(session: SparkSession, people: int) -> None:
    """Into how many tasks a part is divided."""
    tasks = max(2 * session.sparkContext.defaultParallelism, people // PEOPLE_TOGETHER)
    session.conf.set("spark.sql.shuffle.partitions", str(tasks))


def read(session: SparkSession, prepared: Prepared) -> None:
    """The prepared tables by their names."""
    for name, columns in TABLES.items():
        files = [str((one / f"{name}.parquet").resolve()) for one in prepared.buckets]
        session.read.parquet(*files).select(*columns).createOrReplaceTempView(name)


def execute(session: SparkSession, parts: Sequence[Part], work: Path, tell: Tell) -> DataFrame:
    """Make the table of each part but the last; gives the rows of the last.

    work  a folder for the tables, which the cluster has to see
    """
    for place, part in enumerate(parts, start=1):
        tell(part.name or "answers", place, len(parts))
        _compile(session, len(part.query.selects) < WIDE)
        rows = session.sql(planned_text(part.query, "spark"))
        if not part.name:
            return rows
        folder = str((work / part.name).resolve())
        rows.write.mode("overwrite").option("compression", "lz4").parquet(folder)
        session.read.schema(rows.schema).parquet(folder).createOrReplaceTempView(part.name)
        for name in part.forget:
            session.catalog.dropTempView(name)
            shutil.rmtree(work / name, ignore_errors=True)
    raise ValueError("the last part has no name")


def _compile(session: SparkSession, wanted: bool) -> None:
    session.conf.set("spark.sql.codegen.wholeStage", str(wanted).lower())
    session.conf.set("spark.sql.codegen.factoryMode", "FALLBACK" if wanted else "NO_CODEGEN")


def _write(session: SparkSession, answered: DataFrame, prepared: Prepared, out: Path) -> None:
    """One file for each bucket, in its place once all are there."""
    where = "input_file_name()"
    folder = f"regexp_extract({where}, '(bucket-[0-9]+)/persons.parquet', 1) AS bucket"
    files = [str((one / "persons.parquet").resolve()) for one in prepared.buckets]
    persons = session.read.parquet(*files).selectExpr("patient_id", folder)
    small = [f"CAST({name} AS TINYINT) AS {name}" for name in answered.columns if name != "patient_id"]
    rows = answered.selectExpr("patient_id", *small).join(persons, "patient_id")
    work = out / WORK / "answered"
    ordered = rows.repartition(len(files), "bucket").sortWithinPartitions("bucket", "patient_id")
    ordered.write.mode("overwrite").option("compression", "zstd").partitionBy("bucket").parquet(str(work))
    for bucket in prepared.buckets:
        written = sorted((work / f"bucket={bucket.name}").glob("*.parquet"))
        if len(written) != 1:
            problem = f"Spark wrote {len(written)} files for it."
            raise RecordError([Fault(str(out / bucket.name), 0, problem, "Give the same command again.")])
        written[0].replace(out / f"{bucket.name}.parquet")
