"""What everything that is shown of an episode is computed from: its record, what is known today, and the plan.

Lives here: computing them from what was written. Lives elsewhere: what is stored of them (episodes/stored.py), the plan itself
(reasoning/).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stepwell.clinic.episodes.sealed import Written
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.apply import apply
from stepwell.reasoning.facts import Facts, compile_pathway, read_facts
from stepwell.reasoning.types import CarePlan
from stepwell.records.reader import read_lines
from stepwell.records.types import Record


@dataclass(frozen=True)
class Basis:
    """What everything stored is computed from.

    record  all that was written; `seen` is what of it counts today, without lines that were corrected
    facts   what is known today, and `plan` what the pathway says of it
    """

    pathway: Pathway
    written: Sequence[Written]
    record: Record
    seen: Record
    facts: Facts
    plan: CarePlan
    today: date


def record_from(written: Sequence[Written], pathway: Pathway, *, side: str, name: str) -> Record:
    """The record that entries make. raises RecordError"""
    return read_lines([line for one in written for line in one.lines], pathway, side=side, name=name)


def basis_of(written: Sequence[Written], pathway: Pathway, *, side: str, name: str, today: date) -> Basis:
    """All that is computed from entries, on a day. raises RecordError"""
    record = record_from(written, pathway, side=side, name=name)
    day = today.toordinal()
    seen = record.as_of(day)
    facts = read_facts(compile_pathway(pathway), seen, day)
    return Basis(pathway, written, record, seen, facts, apply(pathway, record, today), today)
