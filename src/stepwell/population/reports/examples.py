"""People who move, as record files, so that anybody can see with `stepwell next` why.

Lives here: choosing them, and proving that a file says what it is an example of. Lives elsewhere: who moves
(population/reports/compare.py), a record from prepared rows (population/reports/rebuilt.py).

A file is read back and judged with both bodies of knowledge before it is shown. What a record file cannot say, such as two
answers of one day, makes no example.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stepwell.errors import StepwellError
from stepwell.knowledge.types import Pathway
from stepwell.population.prepare import Prepared
from stepwell.population.reports.compare import ABSENT, EXAMPLES, STEP, Move, Moves, open_with
from stepwell.population.reports.rebuilt import record_of, rows_of
from stepwell.reasoning.apply import judge_record, step_of
from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.records.reader import parse_record
from stepwell.records.types import Record
from stepwell.records.writer import write_record

HEAD = """\
# Person {number} of a prepared population, made from its rows. `right` stands for the side of the episode.
# Doses, reasons, texts and who wrote a line are not kept there and do not come back.
"""


@dataclass(frozen=True)
class Examples:
    """Up to three people for each move, and the text of a record file for each person."""

    by_move: Mapping[Move, tuple[int, ...]]
    files: Mapping[int, str]


def examples(moves: Moves, prepared: Path, old: Pathway, new: Pathway) -> Examples:
    """Record files of people who move."""
    everything = (*moves.steps, *moves.statuses)
    source, made_with = open_with(prepared, old, new)
    texts = _texts(source, {one for move in everything for one in move.candidates}, made_with)
    proofs = {number: _Proof(text, moves.as_of, old, new) for number, text in texts.items()}
    by_move = {move: tuple(_shown(move, proofs)) for move in everything}
    shown = {number for people in by_move.values() for number in people}
    return Examples(by_move, {number: texts[number] for number in sorted(shown)})


def _shown(move: Move, proofs: Mapping[int, "_Proof"]) -> Iterator[int]:
    found = 0
    for number in move.candidates:
        if found < EXAMPLES and number in proofs and proofs[number].moves(move):
            found += 1
            yield number


def _texts(prepared: Prepared, people: set[int], pathway: Pathway) -> dict[int, str]:
    """The record files of some people, as far as a file can say what their rows say."""
    found: dict[int, str] = {}
    for bucket in prepared.buckets:
        for number, rows in rows_of(bucket, people).items():
            try:
                found[number] = HEAD.format(number=number) + write_record(record_of(rows, pathway), pathway)
            except (ValueError, KeyError):
                continue
    return found


class _Proof:
    """What both bodies of knowledge say of a record file; nothing where it cannot be read."""

    def __init__(self, text: str, day: date, old: Pathway, new: Pathway) -> None:
        self.before, self.after = _told(text, day, old), _told(text, day, new)

    def moves(self, move: Move) -> bool:
        """Whether the file shows a move."""
        if self.before is None or self.after is None:
            return False
        ends = self.before.get(move.of, ABSENT), self.after.get(move.of, ABSENT)
        return ends == (move.before, move.after)


def _told(text: str, day: date, pathway: Pathway) -> dict[str, str] | None:
    try:
        record = parse_record(text, pathway, name="example")
    except StepwellError:
        return None
    judged = {name: one.status for name, one in judge_record(pathway, record, day).by_id.items()}
    return judged | {STEP: _step(record, day.toordinal(), pathway)}


def _step(record: Record, day: int, pathway: Pathway) -> str:
    compiled = compile_pathway(pathway)
    return step_of(compiled, read_facts(compiled, record.as_of(day), day)).id
