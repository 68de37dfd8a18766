"""Whom to call: the numbers of a clinic, as a named person checked them.

Lives here: which numbers are shown, and what a phone dials. Lives elsewhere: checking them (accounts/services.py). A number that nobody
has checked is never shown, and where it is not plain what to dial, nothing is dialled: it is only read.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from stepwell.clinic.accounts.models import Clinic

CHECKED = {"emergency": "Emergency", "urgent_advice": "Urgent advice", "crisis": "Crisis line"}
"""The numbers that a named person checks, and what each is for."""
DIGITS = re.compile(r"\+?\d[\d ()/-]*")
OTHERWISE = re.compile(r"\s*(or|,|;)\s*")


@dataclass(frozen=True)
class Number:
    """A number to call, and what it is for."""

    label: str
    number: str

    @property
    def link(self) -> str:
        """The address that a phone calls; empty where it is not plain what to dial."""
        dialled = dialled_of(self.number)
        return f"tel:{dialled}" if dialled else ""


def dialled_of(words: str) -> str:
    """What a phone dials for a number as it was written: the one number in it, or the first of several that are alternatives.

    >>> dialled_of("999 or 112"), dialled_of("Samaritans 116 123"), dialled_of("+31 (0)20 123"), dialled_of("24 h: 0800 1")
    ('999', '116123', '+3120123', '')
    """
    found = list(DIGITS.finditer(words))
    between = (words[one.end() : other.start()] for one, other in pairwise(found))
    if not found or not all(OTHERWISE.fullmatch(text) for text in between):
        return ""
    return re.sub(r"\(0\)|[^\d+]", "", found[0][0])


def checked_numbers(clinic: Clinic) -> dict[str, str]:
    """The numbers that a named person has checked, by what they are for."""
    if clinic.numbers_checked_on is None:
        return {}
    return {name: number for name in CHECKED if (number := str(getattr(clinic, name)))}


def numbers_of(clinic: Clinic) -> list[Number]:
    """Whom to call: the checked numbers, and the clinic's own phone."""
    found = [Number(CHECKED[name], number) for name, number in checked_numbers(clinic).items()]
    return [*found, Number(clinic.name, clinic.phone)] if clinic.phone else found
