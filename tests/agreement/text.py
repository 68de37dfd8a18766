"""Made-up records as the text of a file, with the looser ways in which people write days.

Lives here: a record as text with every `seq`, and its lines in another order. Lives elsewhere: writing a record
exactly (records/writer.py), made-up records (agreement/generator.py).
"""

import re

from stepwell.records.writer import write_record

_ON = re.compile(r"on: ((\d{4}-\d\d)-\d\d), ")
LOOSER = ("", "on: MONTH, ", "on: {after: DAY}, ", "on: {before: DAY}, ")


def loosely(record, pathway, rng):
    """The record as text; every eighth day or so is left out, a month, or before or after a day."""
    head, lines = parts(write_record(record, pathway))
    return "".join([*head, *(_looser(line, rng) if rng.random() < 0.12 else line for line in lines)])


def _looser(line, rng):
    found = _ON.search(line)
    if found is None:
        return line
    words = rng.choice(LOOSER).replace("DAY", found[1]).replace("MONTH", found[2])
    return line.replace(found[0], words)


def parts(text):
    """The head of a file, and the lines of its observations."""
    lines = text.splitlines(keepends=True)
    first = next((place for place, line in enumerate(lines) if line.startswith("  - ")), len(lines))
    return lines[:first], lines[first:]


def shuffled(text, rng):
    """The same file with its lines in another order. Each line must say its `seq`."""
    head, lines = parts(text)
    return "".join([*head, *rng.sample(lines, len(lines))])
