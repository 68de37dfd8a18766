"""What says that nobody in an output is real.

Lives here: the words, the FHIR tag, the metadata of Parquet files, the file in the folder. Lives elsewhere: the forms.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from stepwell.population.prepare import SYNTHETIC

WORDS = "Synthetic. Nobody in these files is real, and no number in them is a finding about patients."
README = "README-SYNTHETIC.md"
TAG = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
"""The security label of test data, as `meta.tag`."""

METADATA = {b"synthetic": b"true", b"note": WORDS.encode()}
PREFIX = "synthetic-"


def person_id(number: int) -> str:
    """The text id of a person."""
    return f"{PREFIX}{number:07}"


def marked(table: pa.Table) -> pa.Table:
    """The table with the mark in its metadata, which Parquet keeps."""
    return table.replace_schema_metadata(METADATA)


def write_readme(folder: Path, settings: Mapping[str, object]) -> None:
    """Say in the folder what this is, and how it can be made again."""
    made = "\n".join(f"- {name}: {value}" for name, value in settings.items())
    text = f"# Synthetic people\n\n{WORDS}\n\nMade by `stepwell simulate`:\n\n{made}\n"
    (folder / README).write_text(text, encoding="utf-8")
    (folder / SYNTHETIC).write_text(
        json.dumps({"synthetic": True, **settings}, indent=1, default=str) + "\n", encoding="utf-8"
    )
