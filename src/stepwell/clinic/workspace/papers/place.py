"""The numbers to call, as this clinic has checked them, for what is printed.

Lives here: the clinic's country and numbers in place of those of the knowledge, which nobody has checked for a site. Lives
elsewhere: which numbers are printed (documents/pdf/calls.py), checking them (administration/).
"""

from dataclasses import replace
from typing import Any

from stepwell.clinic.accounts.calling import CHECKED, checked_numbers
from stepwell.clinic.accounts.models import Clinic
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.facts import Facts

UNCHECKED = (*CHECKED, "poison")
"""The numbers of the knowledge, which nobody has checked for a site."""


def with_numbers(pathway: Pathway, clinic: Clinic) -> Pathway:
    """The pathway with the numbers of the clinic's country as they were checked; numbers that were not are left out."""
    if not clinic.open or clinic.numbers_checked_by is None:
        return pathway
    name, known = next(
        ((id, one) for id, one in pathway.localities.items() if one.get("country") == clinic.country),
        (clinic.country.lower(), {"country": clinic.country, "title": clinic.country}),
    )
    row: dict[str, Any] = {key: value for key, value in known.items() if key not in UNCHECKED}
    row |= checked_numbers(clinic)
    checked_on = clinic.numbers_checked_on.isoformat() if clinic.numbers_checked_on else ""
    row["checked"] = {"by": clinic.numbers_checked_by.name or clinic.name, "on": checked_on}
    return replace(pathway, localities={**pathway.localities, name: row})


def with_country(facts: Facts, clinic: Clinic) -> Facts:
    """The facts with the clinic's country, where the person's is not known: they are treated there."""
    country = facts.values.get("country")
    if isinstance(country, frozenset) and len(country) == 1:
        return facts
    return replace(facts, values={**facts.values, "country": frozenset((clinic.country,))})
