"""Whom to call: the numbers of the clinic, as a named person checked them.

Lives here: which numbers a page shows. Lives elsewhere: checking them (accounts/services.py). A number that nobody has checked is
never shown.
"""

from dataclasses import dataclass

from stepwell.clinic.accounts.models import Clinic


@dataclass(frozen=True)
class Number:
    """A number to call, and what it is for."""

    label: str
    number: str

    @property
    def link(self) -> str:
        """The address that a phone calls; empty where the words are no number."""
        digits = "".join(sign for sign in self.number if sign.isdigit() or sign == "+")
        plain = all(sign.isdigit() or sign in "+ -()" for sign in self.number)
        return f"tel:{digits}" if digits and plain else ""


def numbers_of(clinic: Clinic) -> list[Number]:
    """The numbers of a clinic: emergency, advice, crisis once they are checked; its own phone."""
    checked = clinic.numbers_checked_on is not None
    found = [
        ("Emergency", clinic.emergency if checked else ""),
        ("Urgent advice", clinic.urgent_advice if checked else ""),
        ("Crisis line", clinic.crisis if checked else ""),
        (clinic.name, clinic.phone),
    ]
    return [Number(label, number) for label, number in found if number]
