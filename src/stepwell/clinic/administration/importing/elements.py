"""Elements of FHIR resources, whatever shape they have: a file of another system may hold anything.

Lives here: reaching into a resource, its codings, the value of an observation in the form of a record line. Lives elsewhere: what a
resource as a whole says (importing/bundle.py).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from stepwell.clinic.administration.importing.units import words
from stepwell.records.types import NOT_SURE

Resource = Mapping[str, Any]
AT_LEAST, AT_MOST = (">", ">=", "ad"), ("<", "<=")


def dig(tree: Any, *path: str | int) -> Any:
    """What stands at a path, or None where anything on the way is missing or of another shape.

    >>> dig({"name": [{"family": "A"}]}, "name", 0, "family"), dig({"name": "A"}, "name", 0, "family")
    ('A', None)
    """
    for step in path:
        if isinstance(step, int):
            tree = tree[step] if isinstance(tree, list) and len(tree) > step else None
        else:
            tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def items(tree: Any, *path: str | int) -> list[Any]:
    """The list at a path; an empty one where there is none."""
    found = dig(tree, *path)
    return found if isinstance(found, list) else []


def text_of(tree: Any, *path: str | int) -> str:
    """The text at a path; empty where there is none."""
    found = dig(tree, *path)
    return found.strip() if isinstance(found, str) else ""


def codings(concept: Any) -> list[str]:
    """The codings of a concept as `system|code`."""
    found = items(concept, "coding")
    return [f"{text_of(one, 'system')}|{text_of(one, 'code')}" for one in found if text_of(one, "code")]


def shown_code(concept: Any) -> str:
    """The first code of a concept, for the list of what is left out; its words could name a person."""
    return next(iter(codings(concept)), "no code")[:80]


def name_of(patient: Resource) -> str:
    """The official name, or the first, as it is spoken."""
    names: list[Any] = sorted(items(patient, "name"), key=lambda one: text_of(one, "use") != "official")
    first = names[0] if names else None
    given = [one.strip() for one in items(first, "given") if isinstance(one, str)]
    built = " ".join(filter(None, [*given, text_of(first, "family")]))
    return " ".join((text_of(first, "text") or built).split())[:120]


def reach_of(patient: Resource, system: str) -> str:
    """The first e-mail address or phone number."""
    found = (one for one in items(patient, "telecom") if text_of(one, "system") == system)
    return text_of(next(found, None), "value")[:254]


def whole_day(written: str) -> date | None:
    """A day; None for a month or a year."""
    try:
        return date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        return None


def effective(resource: Resource) -> tuple[str, str]:
    """When it was so: its day or the start of its period, and the end of the period."""
    at = text_of(resource, "effectiveDateTime") or text_of(resource, "effectiveInstant")
    return at or text_of(resource, "effectivePeriod", "start"), text_of(resource, "effectivePeriod", "end")


def stated(part: Any) -> Any:
    """The value of an observation or a component in the form of a record line; None where there is none."""
    quantity = dig(part, "valueQuantity")
    if isinstance(dig(quantity, "value"), int | float):
        return _compared(quantity["value"], text_of(quantity, "comparator"))
    for name in ("valueBoolean", "valueInteger", "valueString"):
        found = dig(part, name)
        if isinstance(found, bool):
            return "yes" if found else "no"
        if isinstance(found, int | str):
            return found
    if dig(part, "valueRange") is not None:
        return _range(dig(part, "valueRange"))
    return _coded(part)


def _compared(value: int | float, comparator: str) -> Any:
    if comparator in AT_LEAST:
        return {"at_least": value}
    return {"at_most": value} if comparator in AT_MOST else value


def _range(written: Any) -> Any:
    low, high = dig(written, "low", "value"), dig(written, "high", "value")
    if low is None:
        return None if high is None else {"at_most": high}
    return {"at_least": low} if high is None else {"from": low, "to": high}


def _coded(part: Any) -> Any:
    reasons: Iterable[str] = (text_of(one, "code") for one in items(part, "dataAbsentReason", "coding"))
    if any(one.startswith("asked") for one in reasons):
        return NOT_SURE
    concept = dig(part, "valueCodeableConcept")
    for one in items(concept, "coding"):
        code = text_of(one, "code")
        known = words().get(f"{text_of(one, 'system')}|{code}".casefold())
        if known or code:
            return known or code
    return text_of(concept, "text") or None


def unit_of(part: Any) -> str | None:
    """The unit of a value: its code before its words; None where there is none."""
    ends = (("valueQuantity",), ("valueRange", "low"), ("valueRange", "high"))
    named = (text_of(part, *path, key) for path in ends for key in ("code", "unit"))
    return next((one for one in named if one), None)
