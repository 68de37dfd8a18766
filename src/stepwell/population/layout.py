"""The prepared tables: what a population's observations look like before the statement reads them.

Lives here: the columns, and a record as rows of them. Lives elsewhere: the numbers that stand for names
(population/codes.py), reading and writing files (population/prepare.py).

`observations`, ordered by finding, patient, on_high, seq:
    patient_id        a whole number
    finding           its code; 0 for a line that only withdraws another
    on_low, on_high   first and last possible day, as proleptic ordinals (1 is 0001-01-01)
    seq               order of what was written; unique for a person
    low, high         yes is 1, 1; no is 0, 0; a number within bounds, scaled; a choice is the bit of its option, twice;
                      text is 0, 0; "not sure" is the empty range 1, 0
    side              0 both sides or none, 1 the side of the episode, 2 the opposite side
    replaces          the `seq` of the line that this one replaces, or null
    next_here         the last possible day of the next line of this person and finding that is not about the opposite
                      side, or null; next_there: that is not about the side of the episode (population/marks.py)
    corrected         whether some line of this person and finding is replaced

`events`, ordered by patient: what happened to a treatment, test, referral or exit.
    patient_id, intervention, event (0 only withdraws), on_low, on_high, seq, side, replaces as above
    target, guidance, agent, approach, response, outcome     codes; 0 another word; null not recorded
    adherence_low, _high, relief_percent_low, _high, relief_days_low, _high     within bounds; null not recorded
    until             the last day on which a decision holds, or null
    of_seq            the `seq` of the course it belongs to, or null

`persons`: patient_id, side_known (whether the record is about a side, or both).
"""

from collections.abc import Iterator
from typing import Any

from stepwell.knowledge.types import Finding, Pathway
from stepwell.population.codes import ANOTHER, Codes, codes_of, option_bits
from stepwell.reasoning.courses import of_this_side
from stepwell.records.bounds import Bounds
from stepwell.records.types import NOT_SURE, CourseEvent, Observation, Record

BOTH, HERE, OPPOSITE = 0, 1, 2
NOT_SURE_LOW, NOT_SURE_HIGH = 1, 0

AMOUNTS = ("adherence", "relief_percent", "relief_days")
WORDS = ("target", "guidance", "agent", "approach", "response", "outcome")

LINES = ("patient_id", "finding", "on_low", "on_high", "seq", "low", "high", "side", "replaces")
OBSERVATIONS = (*LINES, "next_here", "next_there", "corrected")
ORDER = ("finding", "patient_id", "on_high", "seq")
"""How observations are ordered."""
EVENTS = (
    *("patient_id", "intervention", "event", "on_low", "on_high", "seq", "side", "replaces"),
    *WORDS,
    *(f"{amount}_{end}" for amount in AMOUNTS for end in ("low", "high")),
    *("until", "of_seq"),
)
PERSONS = ("patient_id", "side_known")
BIG = frozenset({"low", "high"})
"""Columns of 64 bits; the others have 32."""
TRUTHS = frozenset({"side_known", "corrected"})
"""Columns that are true or false."""

Row = tuple[int | bool | None, ...]
_OTHER = {"left": "right", "right": "left"}


def person_row(patient: int, record: Record) -> Row:
    """The row of a person."""
    return patient, record.side is not None


def observation_rows(patient: int, record: Record, pathway: Pathway) -> Iterator[Row]:
    """The rows of a record's observations, in the order of `LINES`."""
    codes = codes_of(pathway)
    for seen in record.observations:
        finding = pathway.findings[seen.finding]
        low, high = _value(finding, seen)
        yield (
            patient,
            0 if seen.value is None else codes.findings[finding.id],
            int(seen.on.low),
            int(seen.on.high),
            seen.seq,
            low,
            high,
            side_code(seen.side, record.side) if finding.per_side else BOTH,
            seen.replaces,
        )


def _value(finding: Finding, seen: Observation) -> tuple[int, int]:
    value = seen.value
    if value is None or value == NOT_SURE:
        return NOT_SURE_LOW, NOT_SURE_HIGH
    if isinstance(value, Bounds):
        return int(value.low), int(value.high)
    code = option_bits(finding, [value]) if isinstance(value, str) else int(value)
    return code, code


def side_code(side: str | None, episode: str | None) -> int:
    """The number of a side: relative to the side of the episode, where that is recorded."""
    here = of_this_side(side, episode)
    there = of_this_side(side, _OTHER.get(episode or "", episode))
    return BOTH if here and there else HERE if here else OPPOSITE


def event_rows(patient: int, record: Record, pathway: Pathway) -> Iterator[Row]:
    """The rows of what happened to interventions, in the order of `EVENTS`. Exercises have none."""
    codes = codes_of(pathway)
    for event in record.events:
        if event.intervention in codes.interventions:
            yield (
                patient,
                codes.interventions[event.intervention],
                codes.events.get(event.event, 0),
                int(event.on.low),
                int(event.on.high),
                event.seq,
                side_code(event.side, record.side),
                event.replaces,
                *(_word(getattr(event, part), part, codes) for part in WORDS),
                *_amounts(event),
                event.until,
                event.of,
            )


def _word(word: str | None, part: str, codes: Codes) -> int | None:
    return None if word is None else codes.words[part].get(word, ANOTHER)


def _amounts(event: CourseEvent) -> Iterator[int | None]:
    for amount in AMOUNTS:
        value: Any = getattr(event, amount)
        yield from (None, None) if value is None else (int(value.low), int(value.high))
