"""Records of a few lines over the tiny pathway, and their faults as the person sees them."""

import pytest

from stepwell.errors import RecordError
from stepwell.records.reader import parse_record
from tests.unit.tiny_pathway import PATHWAY

HEAD = "schema: stepwell-record/1\nside: right\nobservations:\n"
LINES = (
    "seq: 10, on: 2026-01-05, finding: worst-pain, value: 7",
    "seq: 20, finding: fever, value: no",
    "seq: 30, on: 2026-02, finding: conservative-care, value: started",
    "seq: 40, on: {before: 2026-02-01}, finding: buttock-pain, value: yes",
    "seq: 50, finding: conservative-care, value: responded, response: partial, of: 30",
    "seq: 60, on: 2026-03-01, finding: worst-pain, value: 6, replaces: 10",
)


def read(*lines, head=HEAD):
    """The record of these lines; the first stands on line 4."""
    return parse_record(head + "".join(f"- {{{line}}}\n" for line in lines), PATHWAY, name="ann.yaml")


def faults(*lines, head=HEAD):
    """Each fault as the person sees it, without the name of the file."""
    with pytest.raises(RecordError) as raised:
        read(*lines, head=head)
    return [f"{one.line}: {one.problem} {one.remedy}" for one in raised.value.faults]
