"""What a finding was: from what a person wrote to a value of its type.

Lives here: yes-no, number, choice and text, units and decimals, and the numbers of a course.
Lives elsewhere: which keys of a line hold a value (records/lines.py), what a value means (reasoning/).

A number is scaled to a whole number of its finding's decimals. In the finding's own unit more decimals are a
fault; from another unit an exact number goes to the nearest step and an end of a range goes outwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isfinite

from stepwell.knowledge.types import Finding
from stepwell.records.bounds import NEVER, Bounds
from stepwell.records.faults import Unreadable, did_you_mean, shown
from stepwell.records.types import NOT_SURE, Value

YES_NO = {"yes": True, "no": False, True: True, False: False}
ENDS = ({"at_least"}, {"at_most"}, {"from", "to"})
_OUTWARDS: Mapping[str, Callable[[Fraction], int]] = {
    "at_least": floor,
    "from": floor,
    "at_most": ceil,
    "to": ceil,
}


@dataclass(frozen=True, slots=True)
class Scale:
    """How a number is kept: between `low` and `high` (scaled), `factor` of what is written, in `decimals`."""

    name: str
    low: int
    high: int
    decimals: int = 0
    factor: Fraction | None = None
    unit: str = ""


AMOUNTS = {
    "adherence": Scale("adherence", 0, 100, unit="%"),
    "relief_percent": Scale("relief_percent", 0, 100, unit="%"),
    "relief_days": Scale("relief_days", 0, 36500, unit="d"),
    "pain": Scale("pain", 0, 10),
}
"""The numbers of a course."""


def read_value(written: object, finding: Finding, *, unit: object = None) -> Value:
    """The value of a finding.

    written  yes, no, not-sure; a number or its bounds; the id of an option; text
    unit     the unit it is written in, where the line names one
    raises   Unreadable
    """
    if written == NOT_SURE:
        return NOT_SURE
    if unit is not None and finding.type != "number":
        raise Unreadable(f"{finding.id} is not a number and has no unit.", "Leave `unit` out.")
    if finding.type == "number":
        return read_number(written, _scale(finding, unit))
    return _READERS[finding.type](written, finding)


def _yes_no(written: object, finding: Finding) -> bool:
    if not isinstance(written, str | bool) or written not in YES_NO:
        raise Unreadable(f"{finding.id} is a yes-no finding.", f"Write yes, no or {NOT_SURE}.")
    return YES_NO[written]


def _choice(written: object, finding: Finding) -> str:
    word = "" if isinstance(written, bool | dict | list) else str(written)
    if word not in finding.options:
        remedy = did_you_mean(word, finding.options, otherwise=f"Write one of {', '.join(finding.options)}.")
        raise Unreadable(f"{finding.id} has no such option.", remedy)
    return word


def _text(written: object, finding: Finding) -> str:
    return read_text(written, finding.id)


_READERS: Mapping[str, Callable[[object, Finding], Value]] = {
    "yes-no": _yes_no,
    "choice": _choice,
    "text": _text,
}


def read_text(written: object, name: str) -> str:
    """Words as they are written. raises Unreadable"""
    if not isinstance(written, str):
        raise Unreadable(f"{name} is not text.", "Put it in quotes.")
    return written


def read_number(written: object, scale: Scale) -> Bounds:
    """A number within bounds: `7`, `{at_least: 7}`, `{at_most: 7}` or `{from: 5, to: 7}`. raises Unreadable

    >>> read_number({"at_least": 7}, AMOUNTS["pain"])
    Bounds(low=7, high=10)
    """
    if not isinstance(written, dict):
        number = _scaled(written, scale, round)
        return Bounds(number, number)
    if written.keys() not in ENDS:
        raise _no_number(scale)
    ends = {end: _scaled(number, scale, _OUTWARDS[end]) for end, number in written.items()}
    low = ends.get("from", ends.get("at_least", scale.low))
    high = ends.get("to", ends.get("at_most", scale.high))
    if low > high:
        raise Unreadable(f"{scale.name} ends before it begins.", "Correct one of the two numbers.")
    return Bounds(low, high)


def _scaled(written: object, scale: Scale, to_step: Callable[[Fraction], int]) -> int:
    number = _exact(written, scale) * 10**scale.decimals
    if scale.factor is not None:
        number = Fraction(to_step(number * scale.factor))
    if number.denominator != 1:
        raise Unreadable(f"{scale.name} has too many decimals.", _decimals(scale.decimals))
    if not scale.low <= number <= scale.high:
        raise Unreadable(f"{scale.name} lies outside its range.", f"It runs from {_range(scale)}.")
    return int(number)


def _exact(written: object, scale: Scale) -> Fraction:
    if isinstance(written, int) and not isinstance(written, bool):
        return Fraction(written)
    if not isinstance(written, float) or not isfinite(written):
        raise _no_number(scale)
    return Fraction(str(written))


def _no_number(scale: Scale) -> Unreadable:
    return Unreadable(
        f"{scale.name} is not a number.",
        "Write a number, {at_least: N}, {at_most: N} or {from: N, to: N}, with the unit under `unit`.",
    )


def _decimals(decimals: int) -> str:
    return f"Keep at most {decimals}." if decimals else "Write a whole number, or {from: N, to: N}."


def _range(scale: Scale) -> str:
    ends = f"{in_words(scale.low, scale.decimals)} to {in_words(scale.high, scale.decimals)}"
    return f"{ends} {scale.unit}" if scale.unit else ends


def _scale(finding: Finding, unit: object) -> Scale:
    low, high = finding.range or (-NEVER, NEVER)
    return Scale(finding.id, low, high, finding.decimals, _factor(finding, unit), finding.unit)


def _factor(finding: Finding, unit: object) -> Fraction | None:
    """What one of `unit` is in the finding's own; None where they are the same."""
    if unit is None or unit == finding.unit:
        return None
    if isinstance(unit, str) and unit in finding.units:
        return Fraction(str(finding.units[unit]))
    accepted = ", ".join(filter(None, (finding.unit, *finding.units)))
    remedy = f"It takes {accepted}." if accepted else "Leave `unit` out."
    raise Unreadable(f"{finding.id} does not take the unit {shown(unit)}.", remedy)


def in_words(scaled: int, decimals: int) -> str:
    """A scaled number as it is written.

    >>> in_words(25, 1), in_words(-70, 1), in_words(7, 0)
    ('2.5', '-7', '7')
    """
    whole, rest = divmod(abs(scaled), 10**decimals)
    digits = f"{rest:0{decimals}d}".rstrip("0") if decimals else ""
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if digits else ''}{digits}"
