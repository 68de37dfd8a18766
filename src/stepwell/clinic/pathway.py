"""The pathway of a clinic: the knowledge with the clinic's own values of parameters.

Lives here: loading it, once for each version of the values. Lives elsewhere: setting them (library/services.py).
"""

import hashlib
import json
from functools import lru_cache

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.library.models import LocalValues
from stepwell.knowledge.loader import load_pathway
from stepwell.knowledge.translations import ENGLISH
from stepwell.knowledge.types import Pathway

FORM = 1
"""Counts changes of what is stored with a plan (episodes/stored.py), so that plans of an older build are computed again."""


def pathway_of(clinic: Clinic | str, language: str = ENGLISH) -> Pathway:
    """The pathway of a clinic as it is now, speaking to the person in a language."""
    place = clinic.pk if isinstance(clinic, Clinic) else clinic
    values = LocalValues.objects.filter(clinic_id=place).order_by("-version").values_list("values", flat=True)
    return pathway_with(json.dumps(values.first() or {}, sort_keys=True), language)


@lru_cache(maxsize=8)
def pathway_with(values: str, language: str = ENGLISH) -> Pathway:
    """The pathway with values, given as sorted JSON."""
    return load_pathway(local=json.loads(values), language=language)


def digest_of(pathway: Pathway) -> str:
    """What names the knowledge, every value in it, its language, and the form in which a plan is stored."""
    values = json.dumps({name: str(one.value) for name, one in sorted(pathway.parameters.items())})
    return hashlib.sha256(f"{FORM}:{pathway.digest}:{pathway.language}:{values}".encode()).hexdigest()
