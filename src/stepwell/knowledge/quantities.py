"""Numbers with their units as the knowledge writes them: durations, scaled integers, parameters.

Lives here: turning what is written into integers. Lives elsewhere: units of a record's values (records/).
"""

import re
from collections.abc import Mapping
from fractions import Fraction

from stepwell.knowledge.types import Parameter

DAYS_IN: Mapping[str, Fraction] = {"d": Fraction(1), "wk": Fraction(7), "a": Fraction(1461, 4)}
"""Days in one of each unit of time. A month has no fixed length, so there is none here."""

_DURATION = re.compile(r"(\d+) ?(d|wk)$")
_PARAMETER = re.compile(r"\{([a-z0-9-]+)\}$")


def parameter_name(text: object) -> str | None:
    """The name in `{name}`, or None where the text is something else."""
    match = _PARAMETER.match(text) if isinstance(text, str) else None
    return match[1] if match else None


def days(text: object, parameters: Mapping[str, Parameter]) -> int:
    """Days in a duration: `14 d`, `12 wk`, a whole number of days, or `{parameter}` whose unit is time.

    raises   ValueError where it is none of these

    >>> days("12 wk", {})
    84
    """
    if name := parameter_name(text):
        if name not in parameters:
            raise ValueError(f"there is no parameter {name}")
        return parameter_days(parameters[name])
    if isinstance(text, int):
        return text
    match = _DURATION.match(str(text))
    if match is None:
        raise ValueError(f"{text} is not a duration")
    return int(match[1]) * int(DAYS_IN[match[2]])


def parameter_days(parameter: Parameter) -> int:
    """The value of a parameter in whole days."""
    if parameter.unit not in DAYS_IN:
        raise ValueError(f"{parameter.id} is in {parameter.unit or 'no unit'}, not in days")
    return int(Fraction(str(parameter.value)) * DAYS_IN[parameter.unit])


def scaled(value: float | int | str, decimals: int) -> int:
    """A number as an integer of so many decimals.

    raises   ValueError where it has more decimals than are kept

    >>> scaled(2.5, 1)
    25
    """
    number = Fraction(str(value)) * 10**decimals
    if number.denominator != 1:
        raise ValueError(f"{value} has more than {decimals} decimals")
    return int(number)


def unscaled(value: int | Fraction, decimals: int) -> str:
    """A scaled number in words, without needless zeros.

    >>> unscaled(25, 1), unscaled(70, 1), unscaled(Fraction(10, 3), 0)
    ('2.5', '7', '3.3')
    """
    number = float(Fraction(value) / 10**decimals)
    return f"{round(number, max(decimals, 1)):g}"
