"""Rows of text as rows of numbers: every row is joined with what its words mean, and falls into its person's bucket.

Lives here: who the people are, the joins, and what is wrong with a row that its words alone do not show. Lives elsewhere: the
dictionaries (intake/dictionaries.py), what holds within a bucket (intake/buckets.py).

A row of nobody goes to the bucket -1; any other row with a fault goes with its person. `origin` and `row` say where a row comes from: the place of its table in `ORIGINS`, and its
`row` there; `part` parts rows that come from one.
"""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from stepwell.population import layout
from stepwell.population.codes import Codes
from stepwell.population.intake import statements
from stepwell.population.intake.dictionaries import SIDES
from stepwell.population.intake.engine import Engine, create_table, filled, literal, number, quoted
from stepwell.population.intake.faults import FaultBook
from stepwell.population.intake.fhir import components
from stepwell.population.intake.meanings import FINDINGS
from stepwell.records.patient import FINDINGS as FACTS

_ENDS = {"age_years": {"low": "age_from", "high": "age_to"}}
_NO_ENDS = {"low": "NULL", "high": "NULL"}
ORIGINS = ("observations", "events", "courses", "persons")
_SIDES_OF = {number: name for name, number in SIDES.items()}
_GREATEST_SEQ = 10**9
_TIME_OF_DAY = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?"
_WHOLE = r"-?\d{1,10}(\.0+)?"
_STATUSES = ("completed", "stopped", "active", "in-progress", "on-hold")


def create_observations_view(engine: Engine) -> None:
    """All that is said of findings: rows, components of FHIR observations, and what is known of the person."""
    text = statements.OBSERVATIONS_IN
    if number(engine, "SELECT COUNT(component) FROM text_observations"):
        text += "UNION ALL BY NAME" + components()
    for place, (column, finding) in enumerate(FACTS.items()):
        text += filled(
            statements.FACT,
            place=place,
            code=f"{FINDINGS}|{finding}",
            column=column,
            **_ENDS.get(column, _NO_ENDS),
        )
    engine.execute(text)


def code_rows(engine: Engine, codes: Codes, book: FaultBook, staging: Path, *, bucket: int) -> bool:
    """Write every row as numbers, by bucket, below `staging`. returns whether the rows have a `seq` of their own"""
    _people(engine, book)
    _relative_sides(engine)
    create_table(engine, "known_events", {"name": pa.string(), "number": pa.int32()}, codes.events.items())
    ordered = bool(number(engine, _ANY_SEQ))
    unsound = number(engine, "SELECT COUNT(fault) FROM persons_coded")
    shared = {"bucket": bucket, "seq_fault": _seq_fault(book, ordered), "sound": _SOUND if unsound else ""}
    for name, text in (("observations", _observations(book)), ("events", _events(codes, book))):
        _write(engine, filled(text, **shared), staging / name)
    return ordered


_SOUND = "AND NOT (o.origin = 3 AND o.row IN (SELECT row FROM persons_coded WHERE fault IS NOT NULL))"


def _write(engine: Engine, text: str, folder: Path) -> None:
    options = "(FORMAT parquet, PARTITION_BY (bucket), COMPRESSION lz4)"
    engine.execute(
        filled("COPY ($query) TO $folder $options", query=text, folder=literal(folder), options=options)
    )


_ANY_SEQ = "SELECT (SELECT COUNT(seq) FROM raw_observations) + (SELECT COUNT(seq) FROM raw_events)"


def _people(engine: Engine, book: FaultBook) -> None:
    twice = book.add("patient_id", "the person has more than one row in persons.", "Keep one.")
    birth = _day_fault("r.birth_date", "d", book)
    engine.execute(filled(statements.PERSONS, twice=twice, birth_fault=birth, **_common(book)))
    engine.execute(filled(statements.PEOPLE, both=SIDES["both"]))


def _relative_sides(engine: Engine) -> None:
    """Which side a row is about, seen from the person's episode; 0 stands for none."""
    names = [(0, None), *_SIDES_OF.items()]
    rows = [
        (row, episode, layout.side_code(name if name else of, of))
        for row, name in names
        for episode, of in names
    ]
    create_table(engine, "relative_sides", dict.fromkeys(("side", "episode", "code"), pa.int32()), rows)


def _common(book: FaultBook) -> dict[str, int]:
    return {
        "broken": book.add("", "the line is not sound JSON.", "Export the file again, or mend the line."),
        "other": book.add(
            "resourceType", "the resource is not of the file's type.", "Keep one type in a file."
        ),
        "nobody": book.add("patient_id", "the row names no person.", "Give it the person's id."),
        "no_side": book.add(
            "side", "side is none of the sides.", "Write left, right or both, or map it under `sides:`."
        ),
    }


def _day_fault(column: str, joined: str, book: FaultBook) -> str:
    """The fault of a day, or null. A time may follow a whole date."""
    base = book.days(column.split(".")[-1].strip('"'))
    return filled(
        "CASE WHEN $column IS NULL THEN NULL WHEN $joined.problem IS NOT NULL THEN $base + $joined.problem "
        "WHEN LENGTH($column) > 10 AND NOT REGEXP_FULL_MATCH(SUBSTR($column, 11), '$time') THEN $base + 1 END",
        **{"column": column, "joined": joined, "base": base, "time": _TIME_OF_DAY},
    )


def _seq_fault(book: FaultBook, ordered: bool) -> str:
    """What is wrong with the numbers of rows, `o.seq`, `o.replaces` and (for events) `o.of`."""
    lost = book.add("seq", "the row has no seq, but others have.", "Give every row a seq, or none.")
    alone = book.add(
        "replaces", "the row names another by its seq, but no row has one.", "Give every row a seq."
    )
    checks = [_whole(name, book) for name in ("seq", "replaces")]
    if ordered:
        checks.append(f"WHEN o.seq IS NULL AND o.fact IS NULL THEN {lost}")
    else:
        checks.append(f"WHEN o.replaces IS NOT NULL THEN {alone}")
    return f"CASE {' '.join(checks)} END"


def _whole(name: str, book: FaultBook) -> str:
    wrong = book.add(name, f"{name} is not the number of a line.", "Write a whole number.")
    return (
        f"WHEN o.{quoted(name)} IS NOT NULL AND NOT (REGEXP_FULL_MATCH(o.{quoted(name)}, '{_WHOLE}') "
        f"AND ABS(TRY_CAST(o.{quoted(name)} AS DOUBLE)) <= {_GREATEST_SEQ}) THEN {wrong}"
    )


def _shared(book: FaultBook) -> dict[str, object]:
    """The pieces that both statements have."""
    common = _common(book)
    low, high = statements.LOW, statements.HIGH
    after = filled(statements.AFTER, low=low, high=high, no_side=common["no_side"], **_day_faults(book))
    before = filled(statements.BEFORE, **common)
    frame = filled(statements.FRAME, low=low, high=high)
    return {"frame": frame, "before": before, "after": after, "joins": statements.DAY_JOINS, "low": low}


def _day_faults(book: FaultBook) -> dict[str, object]:
    """What can be wrong with the days of a row."""
    form = "Write it as 2026-03-01 or 2026-03-01T09:30:00Z."
    unrecorded = book.add("recorded_at", "recorded_at is not a day.", form)
    return {
        "on_fault": _day_fault('o."on"', "d", book),
        "from_fault": _day_fault("o.on_from", "df", book),
        "to_fault": _day_fault("o.on_to", "dt", book),
        "recorded": filled(statements.RECORDED, unrecorded=unrecorded),
        "reversed": book.add("on_to", "on_to lies before on_from.", "Correct one of the two days."),
    }


def _observations(book: FaultBook) -> str:
    return filled(
        statements.OBSERVATIONS,
        unnamed=book.add("finding", "the row names no finding.", "Give it a finding."),
        no_value=book.add(
            "value", "the row has no value.", "Give it one; only a row with `replaces` may leave it out."
        ),
        one_value=book.add(
            "side", "the finding has one value for the person, not one for each side.", "Leave `side` out."
        ),
        **_shared(book),
    )


def _events(codes: Codes, book: FaultBook) -> str:
    parts = [*layout.WORDS, *layout.AMOUNTS]
    return statements.EVENTS_IN + filled(
        statements.EVENTS,
        unnamed=book.add("intervention", "the row names no intervention.", "Give it an intervention."),
        no_event=book.add(
            "event", "the row has no event.", "Give it one; only a row with `replaces` may leave it out."
        ),
        no_status=book.add("status", "status is none of its words.", f"Write one of {', '.join(_STATUSES)}."),
        statuses=_STATUSES,
        parts=", ".join(_part_columns()),
        part_faults=", ".join(f"part_{part}.fault" for part in parts),
        part_joins="".join(map(_part_join, parts)),
        until_fault=_day_fault("o.until", "u", book),
        until_before=book.add("until", "until lies before the day of the row.", "Correct `on` or `until`."),
        of_fault=f"CASE {_whole('of', book)} END",
        **_shared(book),
    )


def _part_columns() -> Iterable[str]:
    yield from (f"part_{part}.low AS {part}" for part in layout.WORDS)
    for part in layout.AMOUNTS:
        yield from (f"part_{part}.{end} AS {part}_{end}" for end in ("low", "high"))


def _part_join(part: str) -> str:
    low, high = (f"o.{part}_from", f"o.{part}_to") if part in layout.AMOUNTS else ("NULL", "NULL")
    return filled(statements.PART_JOIN, part=part, low=low, high=high)
