"""Synthetic people as record files, one for each person.

Lives here: naming and marking the files. Lives elsewhere: records as text (records/writer.py), rows as records (people_records.py).
"""

from collections.abc import Iterable
from pathlib import Path

from stepwell.knowledge.types import Pathway
from stepwell.records.writer import write_record
from stepwell.simulate.people_records import records_of
from stepwell.simulate.writing.marks import WORDS, person_id
from stepwell.simulate.writing.wording import Part


def write_bucket(parts: Iterable[Part], pathway: Pathway, folder: Path) -> None:
    """Write a file for each person of a bucket."""
    for tables, sides in parts:
        for number, record in records_of(tables, sides.tolist(), pathway):
            text = f"# {WORDS}\n{write_record(record, pathway)}"
            (folder / f"{person_id(number)}.yaml").write_text(text, encoding="utf-8")
