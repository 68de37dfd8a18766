"""A record that is really run: what it leads to, whether it breaks a rule, and how few lines are enough.

Lives here: running, and leaving out lines that are not needed. Lives elsewhere: where the record comes from
(verify/rebuild.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stepwell.errors import RecordError
from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.conditions import evaluator
from stepwell.reasoning.facts import Facts, compile_pathway, read_facts
from stepwell.reasoning.logic import Truth
from stepwell.reasoning.observed import is_known
from stepwell.reasoning.statuses import Judgement, judge
from stepwell.records.reader import parse_record
from stepwell.records.types import CourseEvent, Line, Observation, Record
from stepwell.records.writer import write_record

AS_OF = date(2026, 3, 2)
"""The day on which a rebuilt record is read."""

TODAY = AS_OF.toordinal()


@dataclass(frozen=True, eq=False)
class Trial:
    """What one record leads to today."""

    pathway: Pathway
    record: Record
    facts: Facts
    judged: dict[str, Judgement]

    def truth(self, condition: Condition) -> Truth:
        """Whether a condition holds for the record."""
        return evaluator(condition)(self.facts.values)

    def known(self, name: str) -> bool:
        """Whether a finding is known."""
        nothing = compile_pathway(self.pathway).nothing_known
        return is_known(self.facts.values[name], nothing[name])

    def status(self, name: str) -> str:
        """The status of an intervention."""
        return self.judged[name].status


def run_record(pathway: Pathway, record: Record, *, openings: bool = True) -> Trial:
    """Run one record, as `apply` does; without `openings` faster, and blind to what open questions need."""
    compiled = compile_pathway(pathway)
    facts = read_facts(compiled, record.as_of(TODAY), TODAY)
    return Trial(pathway, record, facts, dict(judge(compiled, facts, openings=openings).by_id))


def as_file(pathway: Pathway, record: Record) -> str | None:
    """The record as a file that reads back, or None where a file cannot say it."""
    try:
        text = write_record(record, pathway)
        parse_record(text, pathway, name="counter-example")
    except (ValueError, RecordError):
        return None
    return text


def shrink(record: Record, breaks: Callable[[Record], bool]) -> Record:
    """Leave out lines for as long as the record still breaks the rule: halves first, single lines last."""
    lines = lines_of(record)
    size = len(lines) // 2
    while size:
        lines = _without(lines, size, lambda kept: breaks(_record(record, kept)))
        size = size // 2
    return _numbered(_record(record, lines))


def lines_of(record: Record) -> list[Line]:
    """Every line, observations first."""
    return [*record.observations, *record.events]


def next_seq(record: Record) -> int:
    """The number that a line written next would have."""
    return 1 + max([0, *(line.seq for line in lines_of(record))])


def _without(lines: list[Line], size: int, enough: Callable[[list[Line]], bool]) -> list[Line]:
    at = 0
    while at < len(lines):
        kept = lines[:at] + lines[at + size :]
        if enough(kept):
            lines = kept
        else:
            at += size
    return lines


def _record(record: Record, lines: Sequence[Line]) -> Record:
    observations = tuple(line for line in lines if isinstance(line, Observation))
    events = tuple(line for line in lines if isinstance(line, CourseEvent))
    return replace(record, observations=observations, events=events)


def _numbered(record: Record) -> Record:
    """The lines numbered without gaps, so that a file need not say it."""
    seqs = sorted(line.seq for line in lines_of(record) if line.seq > 0)
    place = {seq: at for at, seq in enumerate(seqs, start=1)}
    return _record(record, [replace(line, seq=place.get(line.seq, line.seq)) for line in lines_of(record)])
