"""What several commands share: the record, the day, the painter, printing JSON.

Lives here: reading common arguments. Lives elsewhere: the arguments themselves (cli.py).
"""

import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from stepwell.documents.paint import Paint
from stepwell.errors import Fault, RecordError, StepwellError
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.readers import suggestion
from stepwell.knowledge.types import Pathway
from stepwell.records.bounds import Bounds
from stepwell.records.reader import read_record
from stepwell.records.types import Record


def read(arguments: Namespace) -> tuple[Pathway, Record, date]:
    """The pathway, the record and the day that a command is about."""
    pathway = load_pathway()
    record = read_record(Path(arguments.record), pathway)
    return pathway, record, as_of(arguments.as_of)


def as_of(text: str | None) -> date:
    """The day asked for, or today. raises RecordError where it is no date"""
    if text is None:
        return date.today()  # noqa: DTZ011  # the person's own calendar day
    try:
        return date.fromisoformat(text)
    except ValueError:
        fault = Fault("--as-of", 0, f"{text} is not a date.", "Write it as 2026-03-01.")
        raise RecordError([fault]) from None


def require(name: str, known: Iterable[str], *, place: str, kind: str, listed: str) -> None:
    """An id that a person wrote must be one of those known.

    place    where it was written
    kind     what it should be the id of
    listed   how to see the ids, where none is like it
    raises   StepwellError
    """
    names = sorted(known)
    if name not in names:
        remedy = suggestion(name, names) or listed
        raise StepwellError([Fault(place, 0, f"There is no {kind} {name}.", remedy)])


def painter(arguments: Namespace) -> Paint:
    """Colour where the terminal takes it, and lines as wide as it is."""
    wish = getattr(arguments, "colour", "auto")
    colour = wish == "always" or (wish == "auto" and sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    return Paint(colour=colour, width=shutil.get_terminal_size((100, 24)).columns)


def print_json(tree: Any) -> None:
    """Plain values as JSON, two spaces deep."""
    print(json.dumps(tree, indent=2, ensure_ascii=False))


def person_words(record: Record, pathway: Pathway) -> str:
    """`41 y, female`, as far as it is known."""
    known = {seen.finding: seen.value for seen in record.observations if seen.finding in ("age", "sex")}
    age, sex = known.get("age"), known.get("sex")
    years = "age not known"
    if isinstance(age, Bounds):
        years = f"{age.low} y" if age.exact else f"{age.low} to {age.high} y"
    words = pathway.findings["sex"].options.get(str(sex), "sex not known") if sex else "sex not known"
    return f"{years}, {words.lower()}"


NUMBERS = {"emergency": "emergency", "urgent_advice": "urgent advice", "crisis": "crisis"}
"""What a locality says of whom to call, and the word for it."""


def numbers_words(record: Record, pathway: Pathway) -> str:
    """Whom to call in the person's country. A number that nobody has checked for this site is not shown."""
    place = next((one for one in pathway.localities.values() if one.get("country") == record.country), None)
    if place is None:
        return "Call your local emergency number. The country is not recorded."
    if not place.get("checked"):
        return (
            f"Call your local emergency number. Those of {place['title']} are not checked for this site yet."
        )
    found = "; ".join(f"{words} {place[key]}" for key, words in NUMBERS.items() if place.get(key))
    return f"To call in {place['title']}: {found}."
