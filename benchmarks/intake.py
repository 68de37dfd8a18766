"""How fast an analyst's files become prepared tables, against the floor of reading them.

Lives here: made-up FHIR NDJSON and raw Parquet, the floor (every line of the file read and counted, by the same engine in the
same run), and one run of each. `python -m benchmarks.intake [MEGABYTES] [PEOPLE]`; `--broken` breaks line 7,000,001 of a longer
file and shows what is said of it.

The resources look like those of a bulk export: each about 600 bytes, one in six of a code that nothing maps. All of it is made up.
"""

import resource
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

import duckdb

from stepwell.errors import RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.population.intake.build import Wishes, prepare_tables
from stepwell.population.intake.mapping import InputMap

TODAY = date(2026, 6, 1)
OBSERVATIONS = 60
"""Observations of one person."""
OWN = "urn:stepwell:findings"
KINDS = (
    ("http://loinc.org", "72514-3", '"valueQuantity":{"value":\' || (i * 7 % 11) || \',"code":"{score}"}'),
    ("http://loinc.org", "29463-7", '"valueQuantity":{"value":\' || (50 + i % 400 / 10) || \',"code":"kg"}'),
    (
        "http://loinc.org",
        "98979-8",
        '"valueQuantity":{"value":\' || (20 + i % 90) || \',"code":"mL/min/{1.73_m2}"}',
    ),
    (OWN, "saddle-numbness", "\"valueBoolean\":' || (i % 40 = 0) || '"),
    (OWN, "pregnancy", '"valueCodeableConcept":{"coding":[{"system":"urn:x","code":"none"}]}'),
    ("http://loinc.org", "8867-4", '"valueQuantity":{"value":\' || (60 + i % 50) || \',"code":"/min"}'),
)
RESOURCE = """'{"resourceType":"Observation","id":"obs-' || i || '","meta":{"versionId":"1","lastUpdated":"2026-03-01T10:00:00Z",
"profile":["http://hl7.org/fhir/StructureDefinition/vitalsigns"]},"status":"final","category":[{"coding":[{"system":
"http://terminology.hl7.org/CodeSystem/observation-category","code":"survey","display":"Survey"}]}],"code":{"coding":[{"system":
"$system","code":"$code","display":"Some words about what was seen"}]},"subject":{"reference":"Patient/p' || (i // $each) || '"},
"encounter":{"reference":"Encounter/e' || i || '"},"effectiveDateTime":"' || (DATE '2026-05-30' - (i * 31 % 700)::INTEGER) || 'T08:30:00+00:00",
"issued":"2026-05-30T10:00:00Z",$value}'""".replace("\n", "")
RAW = """
SELECT 'p' || (i // $each) AS patient_id, DATE '2026-05-30' - (i * 31 % 700)::INTEGER AS "on",
  ['worst-pain', 'weight', 'egfr', 'saddle-numbness', 'pregnancy'][1 + i % 5] AS finding,
  [(i * 7 % 11)::VARCHAR, (50 + i % 400 / 10)::VARCHAR, (20 + i % 90)::VARCHAR, 'no', 'none'][1 + i % 5] AS value,
  ['', 'kg', NULL, NULL, NULL][1 + i % 5] AS unit
FROM RANGE($count) t(i)
"""


def write_ndjson(path, count):
    """So many made-up observations."""
    kinds = []
    for place, (system, code, value) in enumerate(KINDS):
        text = RESOURCE.replace("$system", system).replace("$code", code).replace("$value", value)
        kinds.append(f"WHEN {place} THEN {text.replace('$each', str(OBSERVATIONS))}")
    query = f"SELECT CASE i % {len(KINDS)} {' '.join(kinds)} END FROM RANGE({count}) t(i)"
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT csv, HEADER false, DELIMITER '\x02', QUOTE '')")


def write_parquet(path, people):
    """The raw form for so many people."""
    text = RAW.replace("$each", str(OBSERVATIONS)).replace("$count", str(people * OBSERVATIONS))
    duckdb.sql(f"COPY ({text}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


class Clock:
    """Seconds on the wall and of the processor."""

    def __enter__(self):
        self.wall, self.cpu = perf_counter(), process_time()
        return self

    def __exit__(self, *_):
        self.wall, self.cpu = perf_counter() - self.wall, process_time() - self.cpu


def floor(path):
    """Every line of a text file read and counted; every column of a Parquet file read and grouped by person."""
    lines = f"read_csv('{path}', columns = {{'l': 'VARCHAR'}}, delim = '\x02', quote = '', header = false, auto_detect = false)"
    text = f"SELECT COUNT(*), SUM(LENGTH(l)) FROM {lines}"
    if path.suffix == ".parquet":
        text = f"""SELECT COUNT(*), MAX("on"), MAX(finding), MAX(value), MAX(unit) FROM '{path}' GROUP BY patient_id"""
    with Clock() as clock:
        duckdb.sql(text).fetchall()
    return clock


def measure(name, pathway, path, out, size, unit):
    """One run beside the floor of the same moment."""
    base = floor(path)
    with Clock() as clock:
        prepare_tables(pathway, path, out, InputMap(), Wishes(TODAY))
    shutil.rmtree(out)
    print(
        f"{name:<28}{size / clock.wall:8.1f} {unit}/s on the wall, {size / clock.cpu:7.1f} {unit} per CPU second; "
        f"{clock.wall:6.1f} s, {clock.cpu:6.1f} CPU s = {clock.cpu / base.cpu:4.1f} x floor ({base.cpu:.2f} CPU s)"
    )


def break_line(path, wanted):
    """Cut one line of a file short."""
    beside = path.with_name("Observation.broken.ndjson")
    with path.open("rb") as old, beside.open("wb") as new:
        for place, line in enumerate(old, start=1):
            new.write(line[:40] + b"\n" if place == wanted else line)
    path.unlink()
    return beside


def show_broken(pathway, folder):
    """What is said of a broken line 7,000,001."""
    whole = folder / "Observation.ndjson"
    write_ndjson(whole, 7_000_200)
    path = break_line(whole, 7_000_001)
    with Clock() as clock:
        try:
            prepare_tables(pathway, path, folder / "out", InputMap(), Wishes(TODAY))
        except RecordError as wrong:
            print(str(wrong).replace(str(folder), ""))
    print(f"told after {clock.wall:.0f} s, {clock.cpu:.0f} CPU s; result there: {(folder / 'out').exists()}")


def main(megabytes, people):
    pathway = load_pathway()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = folder / "Observation.ndjson"
        write_ndjson(path, megabytes * 1_000_000 // 600)
        size = path.stat().st_size / 1e6
        measure(f"FHIR NDJSON, {size:.0f} MB", pathway, path, folder / "out", size, "MB")
        path.unlink()
        path = folder / "observations.parquet"
        write_parquet(path, people)
        rows = people * OBSERVATIONS / 1e6
        measure(f"raw Parquet, {rows:.0f}M rows", pathway, path, folder / "out", rows, "M rows")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    if "--broken" in sys.argv:
        with tempfile.TemporaryDirectory() as place:
            show_broken(load_pathway(), Path(place))
    else:
        numbers = [int(word) for word in sys.argv[1:]]
        main(*(numbers + [400, 100_000][len(numbers) :]))
