"""Lines of a record in words, as the timeline and the lists of a person's page say them.

Lives here: values with their units, events with their parts, kinds of entries. Lives elsewhere: the words of findings and treatments
(the knowledge), what a line may say (records/).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from stepwell.clinic.episodes.diary import NOT_DONE
from stepwell.documents.codes import uncoded
from stepwell.knowledge.types import Finding, Pathway
from stepwell.records.types import NOT_SURE

KINDS = {
    "check-in": "Check-in",
    "red-flags": "Short safety form",
    "weekly": "Weekly check-in",
    "activity": "Activities",
    "session": "Session",
    "visit": "Visit",
    "exam": "Examination",
    "intake": "Intake",
    "decision": "Decision",
    "outcomes": "Outcome measures",
    "programme": "Programme",
    "note": "Note to the patient",
    "letter": "Letter",
    "reviewed": "Marked as reviewed",
    "snoozed": "Put aside",
    "consent": "Consent",
    "import": "Import",
    "correction": "Correction",
}
"""What an entry is; a kind that is not here is shown by its own word."""

EVENTS = {
    "accepted": "Accepted",
    "declined": "Declined",
    "overridden": "Overridden",
    "started": "Started",
    "stopped": "Stopped",
    "done": "Done",
    "responded": "Response",
    "excluded": "Settled: excluded",
    "explained": "Settled: explained by something else",
    "treated": "Settled: treated",
    "pinned": "Pinned",
    "swapped": "Swapped",
    "capped": "Capped",
    "paused": "Paused",
    "resumed": "Resumed",
}
UNITS = {
    "d": "days",
    "a": "years",
    "wk": "weeks",
    "mo": "months",
    "min": "minutes",
    "h": "hours",
    "s": "seconds",
}
ENDS = {"at_least": "at least", "at_most": "at most", "from": "", "to": "to"}
AMOUNTS = {
    "adherence": "{}% done",
    "relief_percent": "{}% relief",
    "relief_days": "{} days of relief",
    "pain": "pain {} of 10",
}
WORDS = ("target", "guidance", "agent", "approach", "dose", "response", "outcome", "reason")

Line = Mapping[str, Any]


def line_in_words(line: Line, pathway: Pathway) -> str:
    """One line: what it is about and what was recorded."""
    name = str(line.get("finding", ""))
    if line.get("value") is None:
        return f"{title_of(name, pathway)}: withdrawn"
    if name in pathway.findings:
        return f"{title_of(name, pathway)}: {value_in_words(line, pathway.findings[name])}"
    return f"{title_of(name, pathway)}: {event_in_words(line, pathway)}"


def title_of(name: str, pathway: Pathway) -> str:
    """The title of a finding, a treatment or an exercise."""
    if name in pathway.findings:
        return uncoded(pathway.findings[name].title)
    if name in pathway.interventions:
        return pathway.interventions[name].title
    return str(pathway.exercises[name]["title"]) if name in pathway.exercises else name


def value_in_words(line: Line, finding: Finding) -> str:
    """A value as it was recorded, with its unit and side."""
    value, side = line["value"], f", {line['side']}" if "side" in line else ""
    if value == NOT_SURE:
        return f"not sure{side}"
    if isinstance(value, bool):
        return f"{'yes' if value else 'no'}{side}"
    if finding.type == "number":
        unit = str(line.get("unit", finding.unit))
        return f"{_number(value)}{_unit(unit, value)}{side}"
    return f"{finding.options.get(str(value), str(value))}{side}"


def _number(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{ENDS.get(end, end)} {number}".strip() for end, number in value.items())
    return str(value)


def _unit(unit: str, value: object) -> str:
    if unit in ("", "%"):
        return unit
    word = UNITS.get(unit, unit)
    return f" {word[:-1]}" if value == 1 and word != unit else f" {word}"


def event_in_words(line: Line, pathway: Pathway) -> str:
    """What happened to a treatment or an exercise, with its parts."""
    event = str(line["value"])
    if line["finding"] in pathway.exercises and event == "done" and line.get("response") == NOT_DONE:
        return ", ".join(["left out", *([str(line["reason"])] if line.get("reason") else [])])
    return ", ".join([EVENTS.get(event, event).lower(), *_parts(line, pathway)])


def _parts(line: Line, pathway: Pathway) -> Iterator[str]:
    for key in WORDS:
        if line.get(key):
            word = str(line[key]).rstrip(".")
            yield (
                f"{key} not known"
                if word == NOT_SURE
                else pathway.targets.get(word, word)
                if key == "target"
                else f"response {word}"
                if key == "response"
                else word
            )
    for key, words in AMOUNTS.items():
        if line.get(key) is not None:
            yield words.format(_number(line[key]))
    if line.get("until"):
        yield f"until {day_in_words(line['until'])}"
    if line.get("side"):
        yield str(line["side"])


def day_in_words(on: object) -> str:
    """A day of a line: whole, only a year or a month, or before another."""
    if isinstance(on, Mapping):
        return " ".join(f"{end} {day_in_words(day)}" for end, day in on.items())
    try:
        found = date.fromisoformat(str(on))
    except ValueError:
        return str(on)
    return f"{found.day} {found:%b} {found.year}"


def is_no(line: Line) -> bool:
    """Whether a line is a plain no: those are told together."""
    return line.get("value") in ("no", False) and "replaces" not in line
