"""Correcting an own answer: a new line takes the place of the old one, which stays and is marked.

Lives here: which lines a person may correct, what they may say instead, writing it. Lives elsewhere: the page (owning/record.py), what
counts of a record (records/types.py), what contradicts what (records/contradictions.py).

A sign that a person said they had is not taken back by them: a clinician settles it (as patient/around.py has it).
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from stepwell.clinic.accounts.models import User
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Written
from stepwell.clinic.episodes.services import add_entry, entries_of
from stepwell.clinic.languages import spoken
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient.kinds import PATIENT, is_sign
from stepwell.clinic.workspace.intake.answers import is_scale
from stepwell.clinic.workspace.person.words import Line
from stepwell.documents.codes import uncoded
from stepwell.knowledge.types import Finding, Pathway
from stepwell.records.faults import Unreadable
from stepwell.records.types import NOT_SURE
from stepwell.records.values import in_words, read_value

CORRECTION = "correction"
"""The kind of the entry."""
TAKE_BACK = "take-back"
"""The answer that only takes the old one back."""
_NUMBER = re.compile(r"-?[0-9]{1,7}(?:[.,][0-9]{1,4})?")


@dataclass(frozen=True)
class Correctable:
    """An own answer as it can be corrected: the line, its number in the record, and the question."""

    line: Line
    seq: int
    finding: Finding

    @property
    def question(self) -> str:
        """The question as the person was asked it."""
        return self.finding.ask.get(PATIENT) or uncoded(self.finding.title)

    @property
    def options(self) -> dict[str, str]:
        """What can be said instead; empty for a number that is typed."""
        finding = self.finding
        if is_scale(finding) and finding.range is not None:
            said = {str(one): str(one) for one in range(finding.range[1] + 1)}
        elif finding.type == "yes-no":
            said = {"yes": _("Yes"), "no": _("No")}
        else:
            said = dict(finding.options)
        return said

    @property
    def beside(self) -> dict[str, str]:
        """What can be said beside an answer."""
        return {NOT_SURE: _("I do not know"), TAKE_BACK: _("Take my answer back")}

    @property
    def scale(self) -> bool:
        """Whether the options are numbers in a row."""
        return is_scale(self.finding)

    @property
    def typed(self) -> bool:
        """Whether a number is typed."""
        return self.finding.type == "number" and not self.scale

    @property
    def help(self) -> str:
        """From what to what a number may be."""
        if self.finding.range is None:
            return ""
        low, high = (in_words(end, self.finding.decimals) for end in self.finding.range)
        return _("From %(low)s to %(high)s %(unit)s.") % {"low": low, "high": high, "unit": self.finding.unit}


def may_correct(one: Written, line: Line, user: User, pathway: Pathway) -> str:
    """Why somebody may not correct a line, in words; empty where they may."""
    finding = pathway.findings.get(str(line.get("finding")))
    if finding is None or line.get("value") is None:
        return _("Only an answer can be corrected here.")
    if line.get("by") != PATIENT or one.author != str(user.pk):
        return _("Only your own answers can be corrected here. Ask your clinic about the others.")
    if is_sign(finding, line["value"]):
        return _("You said that you have this sign. Your clinic settles it with you. Ring them.")
    return ""


def correctable(episode: Episode, seq: int, user: User) -> tuple[Correctable | None, str]:
    """An answer that a person may correct, or why they may not. raises LookupError where there is no such line"""
    pathway, found = pathway_of(episode.person.clinic, spoken()), entries_of(episode)
    lines = ((one, line, at) for one in found for at, line in enumerate(one.lines, start=one.first_seq or 0))
    one, line = next(((one, line) for one, line, at in lines if at == seq), (None, None))
    if one is None or line is None:
        raise LookupError(seq)
    if any(later.get("replaces") == seq for each in found for later in each.lines):
        return None, _("This answer was corrected already. Correct the newer one.")
    why = may_correct(one, line, user, pathway)
    return (None, why) if why else (Correctable(line, seq, pathway.findings[line["finding"]]), "")


def value_of(found: Correctable, typed: str) -> Any:
    """What was said instead, as a line has it; None where the answer is only taken back. raises Unreadable"""
    if typed == TAKE_BACK:
        return None
    value: Any = typed
    if found.finding.type == "number" and typed != NOT_SURE:
        if not _NUMBER.fullmatch(typed):
            raise Unreadable(_("This is not a number."), _("Write it in digits, such as 12."))
        number = float(typed.replace(",", "."))
        value = int(number) if number.is_integer() else number
    elif typed not in {**found.options, **found.beside}:
        raise Unreadable(_("Nothing is chosen."), _("Choose one."))
    try:
        read_value(value, found.finding)
    except Unreadable:
        raise Unreadable(_("This number cannot be."), found.help) from None
    return value


def correct(episode: Episode, found: Correctable, value: Any, *, by: Author, key: UUID, seen: int) -> bool:
    """Write what the person says instead. returns whether that is a sign. raises Conflict, RecordError"""
    kept = {name: found.line[name] for name in ("finding", "on", "side") if name in found.line}
    said = {} if value is None else {"value": value}
    add_entry(episode, CORRECTION, [{**kept, **said, "replaces": found.seq}], by=by, key=key, seen=seen)
    return is_sign(found.finding, value)
