"""A clinic's own values: which they are, and whether a set of them can be.

Lives here: reading them, and checking new ones. Lives elsewhere: what they would move (library/moving.py), writing them
(library/services.py), the pathway with them (clinic/pathway.py).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.library.models import LocalValues
from stepwell.documents.handbook_rules import unit_words
from stepwell.errors import Fault, KnowledgeError
from stepwell.knowledge.loader import KNOWLEDGE, build, knowledge_digest, read_trees
from stepwell.knowledge.soundness import check
from stepwell.knowledge.types import Parameter, Pathway

Numbers = Mapping[str, float]
DELIVERED = "{}"
"""No own values, as text."""

_NAMED = re.compile(r"\{([a-z0-9-]+)\}")
"""A parameter that a message names."""


@dataclass(frozen=True)
class Change:
    """One parameter that another value is given; its own `value` is that of the knowledge as delivered."""

    parameter: Parameter
    before: float
    after: float

    @property
    def unit(self) -> str:
        """The unit in words."""
        return unit_words(self.parameter).strip()


def latest_of(clinic: Clinic) -> LocalValues | None:
    """The version of own values that holds now."""
    found: LocalValues | None = LocalValues.objects.filter(clinic=clinic).order_by("-version").first()
    return found


def own_values(clinic: Clinic) -> dict[str, float]:
    """The own values that hold now."""
    latest = latest_of(clinic)
    return dict(latest.values) if latest else {}


def packed(values: Numbers) -> str:
    """Values as the text by which a pathway is known (clinic/pathway.py)."""
    return json.dumps(dict(values), sort_keys=True)


def check_values(values: Numbers) -> None:
    """That the knowledge is sound with these values. raises KnowledgeError with every fault, each in words for a clinic

    The check of the knowledge is run whole: a number can be inside its range and leave a gap in a table, or a rule that never holds.
    """
    reader, pathway = build(read_trees(KNOWLEDGE), knowledge_digest(KNOWLEDGE), values)
    check(pathway, reader)
    if reader.faults:
        raise KnowledgeError([_for_a_clinic(one, pathway) for one in reader.faults])


def _for_a_clinic(fault: Fault, pathway: Pathway) -> Fault:
    """A fault whose remedy speaks of values: who reads it cannot change the rules."""
    named = [pathway.parameters[name] for name in _NAMED.findall(fault.problem) if name in pathway.parameters]
    told = "; ".join(f"{one.title} ({one.value:g} {one.unit})".replace(" )", ")") for one in named)
    remedy = (
        f"These numbers do not go together: {told}. Change one of them." if told else "Choose another value."
    )
    return Fault(fault.place, fault.line, fault.problem, remedy)


def changes(before: Numbers, after: Numbers, pathway: Pathway) -> list[Change]:
    """What differs between two sets of own values, in the order of the knowledge."""
    found = []
    for name, one in pathway.parameters.items():
        was, now = before.get(name, one.value), after.get(name, one.value)
        if was != now:
            found.append(Change(one, was, now))
    return found
