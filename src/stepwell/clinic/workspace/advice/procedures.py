"""What is asked of an injection or an operation: on which side, into what, how guided, what was given and how much.

Lives here: those fields, and what is wrong with them in words. Lives elsewhere: the form as a whole (advice/forms.py), the lines
that it becomes (advice/services.py), the words that a record takes (records/parts.py).

Nothing is chosen beforehand, and of what was done nothing stays empty: what nobody knows is marked so, and stored as not known.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms

from stepwell.clinic.workspace.advice.choices import PARTS_OF
from stepwell.clinic.workspace.advice.words import GUIDANCE
from stepwell.knowledge.types import Intervention, Pathway
from stepwell.records.types import NOT_SURE

PROCEDURES = ("needle", "surgery")
SIDES = {"left": "Left", "right": "Right", "both": "Both sides"}
NOT_KNOWN = "Not known"
UNKNOWN = "{}_unknown"
"""The name of the tick beside a text that says that nobody knows it."""

UNIT_MIX_UP = "H22"
"""The hazard of what is counted in units of its product: an intervention that carries it is recorded with both."""

LONGEST_PART = 120
MOST_UNITS = 99_999
"""What the field holds. It is no limit of a dose."""

TEXTS = {"agent": "What was injected", "dose": "Dose"}


def is_procedure(entry: Intervention) -> bool:
    """Whether it is done to one side of the body, by a needle or a knife."""
    return entry.kind in PROCEDURES


def in_units(entry: Intervention) -> bool:
    """Whether it is counted in units that hold for one product only."""
    return UNIT_MIX_UP in entry.hazards


def crosses(side: object, episode: str) -> bool:
    """Whether a side that was chosen is another than that of the record."""
    return side in SIDES and episode in SIDES and episode != "both" and side != episode


def side_field(*, done: bool) -> forms.ChoiceField:
    """The side, without a default. `done` says that it was, so that nobody may know any more."""
    wrong = "Choose the side."
    unknown = [(NOT_SURE, NOT_KNOWN)] if done else []
    return forms.ChoiceField(
        label="On which side",
        choices=[*SIDES.items(), *unknown],
        widget=forms.RadioSelect,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


def crossing_field(side: str, episode: str) -> forms.BooleanField:
    """The tick without which nothing is written of another side than that of the record."""
    mine, other = (SIDES[one].lower() for one in (episode, side))
    stop = (
        f"Stop: this record is about the {mine} side, and you chose {other}. Tick this only if it is meant so, "
        f"and write why. Advice in this record counts what was done on the {mine} side."
    )
    return forms.BooleanField(
        label=f"It is meant so: {other}, although this record is about the {mine} side",
        error_messages={"required": stop},
    )


def recorded_fields(entry: Intervention, pathway: Pathway) -> Iterator[tuple[str, forms.Field]]:
    """The parts of what was done, each to be filled or marked as not known."""
    words: Mapping[str, Mapping[str, str]] = {"target": pathway.targets, "guidance": GUIDANCE}
    for name in PARTS_OF[entry.kind]:
        if name in words:
            yield name, _choice(name.capitalize(), words[name].items())
        elif name in TEXTS:
            filled: Any = amount_field() if name == "dose" and in_units(entry) else _text(_label(name, entry))
            filled.or_unknown = True
            yield name, filled
            yield (
                UNKNOWN.format(name),
                forms.BooleanField(label=f"{_label(name, entry)}: not known", required=False),
            )
        else:
            yield name, _text(name.capitalize())


def _choice(label: str, options: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    wrong = f"Choose one for {label.lower()}, or not known."
    return forms.ChoiceField(
        label=label,
        choices=[("", "Choose"), *options, (NOT_SURE, NOT_KNOWN)],
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


def _text(label: str) -> forms.CharField:
    too_long = f"At most {LONGEST_PART} characters."
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_PART, error_messages={"max_length": too_long}
    )


def _label(name: str, entry: Intervention) -> str:
    if in_units(entry):
        return {"agent": "Product", "dose": "Units of this product"}[name]
    return TEXTS[name]


def product_field() -> forms.CharField:
    """The product by whose units a dose is counted."""
    return _text("Product")


def amount_field() -> forms.IntegerField:
    """How many units of the product."""
    wrong = "Write the units as a whole number in digits."
    return forms.IntegerField(
        label="Units of this product",
        required=False,
        min_value=1,
        max_value=MOST_UNITS,
        help_text="As the label of the product counts them. Units are never converted between products.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


def unfilled(entry: Intervention, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was done is neither filled nor marked as not known, or both: the field, and what is wrong in words."""
    for name in TEXTS:
        ticked = cleaned.get(UNKNOWN.format(name))
        if UNKNOWN.format(name) not in cleaned or name not in cleaned:
            continue
        label = _label(name, entry)
        if cleaned[name] in (None, "") and not ticked:
            yield name, f"Write it, or tick “{label}: not known”."
        elif cleaned[name] not in (None, "") and ticked:
            yield name, "There is an answer, and a tick that it is not known. Keep one of the two."


def together(cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Units without their product say nothing: the field, and what is wrong in words."""
    product, units = (cleaned.get(name) not in (None, "") for name in ("agent", "dose"))
    if units and not product:
        yield "agent", "Units count for one product only. Write the product."
    elif product and not units:
        yield "dose", "Write the units of this product."


def as_written(entry: Intervention, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The parts as a record writes them: not known as such, units with their word."""
    found = dict(cleaned)
    for name in TEXTS:
        if found.get(UNKNOWN.format(name)):
            found[name] = NOT_SURE
    if in_units(entry) and isinstance(found.get("dose"), int):
        found["dose"] = f"{found['dose']} units"
    return found
