"""What a record says on the days around an event, so that nothing is written that contradicts it.

Lives here: the lines of those days, and how a new line fits among them. Lives elsewhere: what contradicts what
(records/contradictions.py), writing (patient/writing.py).

Two lines can only contradict each other where they are about one day, and a day is told at the earliest on that day. So the lines of
the days since the earliest new one are enough, and a record of years need not be read.

A sign that a person said they had is not taken back by a later no of the same day: only a clinician settles it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Written, written
from stepwell.clinic.patient.kinds import PATIENT, Line, Odd, is_sign
from stepwell.errors import Fault, RecordError
from stepwell.knowledge.types import Pathway
from stepwell.records.reader import read_lines
from stepwell.records.types import NOT_SURE

MARGIN = timedelta(days=2)
"""A day of one zone can begin and end more than a day before that of another."""
NAMING = ("of", "replaces")
"""The keys of a line that name another."""
YES_NO = {"yes": True, "no": False}


def written_since(episode: Episode, earliest: datetime, key: bytes) -> list[Written]:
    """What was written since shortly before a time, where it has lines of record: a set of a session has none yet."""
    entries = episode.entries.filter(at__gte=earliest - MARGIN, first_seq__isnull=False)
    return list(written(entries.order_by("number"), key))


class Around:
    """The lines of some days. `fit` adds to them, so that later ones fit to earlier ones."""

    def __init__(self, entries: Sequence[Written], pathway: Pathway, *, next_seq: int) -> None:
        self.pathway = pathway
        self.next_seq = next_seq
        self.known: list[Line] = []
        self.new: list[Line] = []
        self.owners: list[UUID] = []
        self.said: dict[tuple[str, str], tuple[Line, datetime]] = {}
        for one in entries:
            for seq, line in enumerate(one.lines, start=one.first_seq or 0):
                self.known.append({"seq": seq, **line})
                self._remember(self.known[-1], one.at)

    def fit(self, owner: UUID, lines: Sequence[Line], at: datetime) -> list[Line]:
        """The lines, each replacing what the person said before of the same day. raises Odd where it cannot"""
        fitted = [self._fitted(line, at) for line in lines]
        for line in fitted:
            placed = {"seq": self.next_seq, **line}
            self.new.append(placed)
            self.owners.append(owner)
            self.next_seq += 1
            self._remember(placed, at)
        return fitted

    def faults(self, *, side: str) -> list[tuple[UUID, Fault]]:
        """What cannot be read or cannot hold, and whose line it is."""
        rows = [_on_its_own(line, {one["seq"] for one in self.known}) for line in self.known]
        try:
            read_lines([*rows, *self.new], self.pathway, side=side, name="events")
        except RecordError as wrong:
            behind = len(rows)
            return [(self.owners[one.line - behind - 1], one) for one in wrong.faults if one.line > behind]
        return []

    def _fitted(self, line: Line, at: datetime) -> Line:
        earlier = self.said.get((line["finding"], line["on"]))
        finding = self.pathway.findings.get(line["finding"])
        if earlier is None or finding is None or _same(earlier[0]["value"], line["value"]):
            return line
        sign, was_sign = (is_sign(finding, one) for one in (line["value"], earlier[0]["value"]))
        if was_sign and not sign:
            raise Odd(
                "contradicts", f"{finding.id} was answered otherwise on that day; a clinician settles it."
            )
        if earlier[1] > at and not sign:
            raise Odd("contradicts", f"{finding.id} has a later answer of that day.")
        return {**line, "replaces": earlier[0]["seq"]}

    def _remember(self, line: Line, at: datetime) -> None:
        """What the person last said of a choice on a day."""
        finding, value = self.pathway.findings.get(str(line.get("finding"))), line.get("value")
        if finding is None or finding.type not in ("yes-no", "choice") or line.get("by") != PATIENT:
            return
        says = value not in (None, NOT_SURE) or is_sign(finding, value)
        if says and "side" not in line:
            self.said[finding.id, str(line.get("on"))] = (line, at)


def _same(one: object, other: object) -> bool:
    return YES_NO.get(str(one), one) == YES_NO.get(str(other), other)


def _on_its_own(line: Line, there: set[int]) -> Line:
    """A line without the lines that it names, where they are not among those that were read."""
    return {key: value for key, value in line.items() if key not in NAMING or value in there}
