"""What is written of decisions, settlements and answers. Nothing else of advice writes.

Lives here: the lines that each makes. Lives elsewhere: writing an entry and its event of the audit (episodes/services.py), what is
typed (advice/forms.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import Written
from stepwell.clinic.episodes.services import add_entry, entries_of, today_of
from stepwell.clinic.workspace.advice.choices import PARTS_OF
from stepwell.clinic.workspace.advice.words import STOPPED
from stepwell.knowledge.types import Finding, Intervention
from stepwell.records.parts import PARTS, SIDES
from stepwell.records.types import NOT_SURE

Line = dict[str, Any]
Values = Mapping[str, Any]

SIDE_NOT_KNOWN = "On which side is not known: it counts as done on the side of this record."
"""A record has no word for a side that nobody knows. Counted here, it holds back what comes too early."""

EVENT_OF = {"accept": "accepted", "change": "accepted", "decline": "declined", "override": "overridden"}


def was_written(episode: Episode, key: str) -> bool:
    """Whether a form with this key was written before: sent twice, it is written once."""
    try:
        return Entry.objects.filter(episode=episode, key=UUID(key)).exists()
    except ValueError:
        return False


def decide(episode: Episode, entry: Intervention, action: str, typed: Values, *, by: Membership) -> Entry:
    """Write a decision about an intervention.

    typed    what DecisionForm cleaned, with `key` and `seen`
    raises   Conflict, RecordError
    """
    return _written(episode, "decision", decision_lines(entry, action, typed), typed, by)


def decision_lines(entry: Intervention, action: str, typed: Values) -> list[Line]:
    """The lines of a decision.

    Choosing another option accepts that one and silences this one. It is not declined: a course that was declined makes it unknown
    whether it failed, and then the chosen one would have to be asked about first.
    """
    if action == "happened":
        return [_happened(entry, typed)]
    if action == "responded":
        return [
            _line(entry.id, "responded", typed, ("response", "relief_percent", "relief_days", "adherence"))
        ]
    instead = typed.get("instead")
    parts = PARTS_OF.get(entry.kind, ())
    if not instead:
        return [_line(entry.id, EVENT_OF[action], typed, parts)]
    return [_line(instead, "accepted", typed, parts), _line(entry.id, "overridden", typed, ())]


def _happened(entry: Intervention, typed: Values) -> Line:
    line = _line(entry.id, typed["event"], typed, PARTS_OF.get(entry.kind, ()))
    return line | _reason({**typed, "reason": " ".join(_said(typed))})


def _said(typed: Values) -> Iterator[str]:
    """What the record has no key for, in words, and the reason as it was typed."""
    if typed.get("event") == "stopped" and typed.get("stop"):
        yield STOPPED[typed["stop"]]
    if typed.get("side") == NOT_SURE:
        yield SIDE_NOT_KNOWN
    if typed.get("reason"):
        yield typed["reason"]


def _line(name: str, event: str, typed: Values, parts: Iterable[str]) -> Line:
    """One event with what was typed of it. What was marked as not known is written as such; what was left empty stays out."""
    wanted = {"on", "until", "reason", "of", *parts}
    found: Line = {"finding": name, "value": event}
    for key in ("on", *PARTS):
        value = typed.get(key)
        if key in wanted and value not in (None, ""):
            found[key] = _plain(key, value)
    if typed.get("side") in SIDES:
        found["side"] = typed["side"]
    return found


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if key == "of" else value


def _reason(typed: Values) -> Line:
    """Why, and by whom it was decided, where somebody else writes it down."""
    said = [typed.get("reason", "")]
    if typed.get("who"):
        said.append(f"Decided by {typed['who']}.")
    words = " ".join(part for part in said if part)
    return {"reason": words} if words else {}


def settle(episode: Episode, exit_: Intervention, typed: Values, *, by: Membership) -> Entry:
    """Write how an exit was followed up. Only excluded, explained and treated settle it. raises Conflict, RecordError"""
    line = _line(exit_.id, typed["event"], typed, ()) | _reason(typed)
    return _written(episode, "decision", [line], typed, by)


def answer(
    episode: Episode, findings: Iterable[Finding], answers: Values, typed: Values, *, by: Membership
) -> Entry:
    """Write answers as a visit; an answer of the same day is replaced. raises Conflict, RecordError"""
    today = today_of(episode.person.clinic)
    earlier = entries_of(episode)
    lines = []
    for one in findings:
        if one.id in answers:
            line = {"finding": one.id, "value": _value(answers[one.id])}
            lines.append(line | _replacing(one.id, earlier, by.role, today))
    return _written(episode, "visit", lines, typed, by)


def _value(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == int(value) else float(value)


def _replacing(finding: str, earlier: Sequence[Written], role: str, today: date) -> Line:
    """The line of today that an answer mends: two answers of one day by the same role cannot both stand."""
    for entry in reversed(earlier):
        for place, line in reversed(list(enumerate(entry.lines))):
            same = line.get("finding") == finding and line.get("by") == role
            if same and line.get("on") == today.isoformat() and entry.first_seq is not None:
                return {"replaces": entry.first_seq + place}
    return {}


def _written(episode: Episode, kind: str, lines: Sequence[Line], typed: Values, by: Membership) -> Entry:
    return add_entry(episode, kind, lines, by=Author.of(by), key=typed["key"], seen=typed["seen"])
