"""The parts of a course: what a line about an intervention or an exercise may say besides the event.

Lives here: the events, the words that each part takes, and how a part is read.
Lives elsewhere: the line as a whole (records/lines.py), numbers with units (records/values.py).
"""

from collections.abc import Callable, Collection, Mapping

from stepwell.knowledge.types import Pathway
from stepwell.records.bounds import Bounds
from stepwell.records.dates import span
from stepwell.records.faults import Unreadable, did_you_mean
from stepwell.records.types import Side
from stepwell.records.values import AMOUNTS, read_number, read_text

SETTLING = ("excluded", "explained", "treated")
EVENTS = (
    *("started", "stopped", "done", "declined", "responded", "accepted", "overridden"),
    *SETTLING,
    *("pinned", "swapped", "capped", "paused", "resumed"),
)
SIDES: Mapping[str, Side] = {"left": "left", "right": "right", "both": "both"}
GUIDANCE = ("ultrasound", "fluoroscopy", "ct", "mr", "blind")
RESPONSES = ("none", "partial", "good", "worse")

_GREATEST_SEQ = 10**9


def read_event(written: object, name: str, pathway: Pathway) -> str:
    """What happened to the intervention or exercise `name`. raises Unreadable"""
    if not isinstance(written, str) or written not in EVENTS:
        raise Unreadable(f"{name} has no such event.", _one_of(written, EVENTS))
    if written in SETTLING and not (name in pathway.interventions and pathway.interventions[name].exit):
        others = ", ".join(event for event in EVENTS if event not in SETTLING)
        raise Unreadable(f"{name} is not an exit, and so cannot be settled.", f"Write one of {others}.")
    return written


def read_side(written: object) -> Side:
    """left, right or both. raises Unreadable"""
    if not isinstance(written, str) or written not in SIDES:
        raise Unreadable("side is none of the sides.", "Write left, right or both.")
    return SIDES[written]


def read_seq(written: object, key: str) -> int:
    """The number of a line. raises Unreadable"""
    if isinstance(written, bool) or not isinstance(written, int) or abs(written) > _GREATEST_SEQ:
        raise Unreadable(f"{key} is not the number of a line.", "Write a whole number.")
    return written


def read_part(written: object, key: str, pathway: Pathway) -> str | Bounds | int:
    """The part of a course that stands under `key` (one of PARTS, not `of`). raises Unreadable"""
    if key in AMOUNTS:
        return read_number(written, AMOUNTS[key])
    return _READERS[key](written, key, pathway)


def _target(written: object, key: str, pathway: Pathway) -> str:
    return _word(written, key, tuple(pathway.targets))


def _guidance(written: object, key: str, _: Pathway) -> str:
    return _word(written, key, GUIDANCE)


def _response(written: object, key: str, _: Pathway) -> str:
    return _word(written, key, RESPONSES)


def _text(written: object, key: str, _: Pathway) -> str:
    return read_text(written, key)


def _until(written: object, key: str, _: Pathway) -> int:
    return span(written, key=key)[1]


def _word(written: object, key: str, known: Collection[str]) -> str:
    if not isinstance(written, str) or written not in known:
        raise Unreadable(f"{key} is none of its words.", _one_of(written, known))
    return written


def _one_of(written: object, known: Collection[str]) -> str:
    listed = f"Write one of {', '.join(known)}."
    return did_you_mean(written, known, otherwise=listed) if isinstance(written, str) else listed


_READERS: Mapping[str, Callable[[object, str, Pathway], str | int]] = {
    "target": _target,
    "guidance": _guidance,
    **dict.fromkeys(("agent", "approach", "dose", "outcome", "reason"), _text),
    "response": _response,
    "until": _until,
}
PARTS = (
    *(
        "target",
        "guidance",
        "agent",
        "approach",
        "dose",
        "adherence",
        "relief_percent",
        "relief_days",
        "pain",
    ),
    *("response", "outcome", "reason", "until", "of"),
)
"""The keys of a course, in the order in which they are written."""
