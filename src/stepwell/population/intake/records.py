"""A folder of record files as a prepared population.

Lives here: reading the files and keeping their names as ids. Lives elsewhere: tables and FHIR (intake/build.py), the rows
(population/layout.py).
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.population.intake.build import PEOPLE, whole_or_nothing
from stepwell.population.intake.engine import writing
from stepwell.population.prepare import is_synthetic, write_records
from stepwell.records.reader import read_record
from stepwell.records.types import Record


def prepare_records(pathway: Pathway, place: Path, out: Path, *, bucket: int) -> int:
    """Prepare the record files (*.yaml) of a folder; person n is the n-th file by name, and its name is the id.

    returns  how many people there are
    raises   RecordError with the faults of all files
    """
    paths = sorted(place.glob("*.yaml"))
    people = list(enumerate(_read(paths, pathway), start=1))
    with whole_or_nothing(out) as folder, writing(out):
        write_records(people, pathway, folder, bucket=bucket, synthetic=is_synthetic(place))
        numbers = pa.array([number for number, _ in people], pa.int32())
        named = pa.table({"patient_id": numbers, "id": [path.stem for path in paths]})
        pq.write_table(named, folder / PEOPLE)
    return len(people)


def _read(paths: list[Path], pathway: Pathway) -> list[Record]:
    records: list[Record] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            records.append(read_record(path, pathway))
        except RecordError as wrong:
            faults.extend(wrong.faults)
    if faults:
        raise RecordError(faults)
    return records
