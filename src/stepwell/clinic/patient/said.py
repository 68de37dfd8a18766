"""What the programme and the plan say to a person in sentences of their own, in the language in which the person is spoken to.

Lives here: dosages, reasons that are built from parts, who decides, the English beside an emergency. Lives elsewhere: the sentences
themselves (programme/), the texts of the knowledge (knowledge/translations.py), which language it is (clinic/languages.py).

A sentence of the programme that is not listed here stays English; tests/clinic/test_languages.py reads the programme for such ones.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, gettext_noop

from stepwell.clinic.languages import spoken
from stepwell.clinic.pathway import pathway_with
from stepwell.documents.pdf.dose import dose_line
from stepwell.documents.pdf.wording import wording
from stepwell.documents.programme_text import dose_words
from stepwell.knowledge.translations import ENGLISH
from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.programme.dosage import Dosage

PATIENT = "patient"
AS_WRITTEN = "{}"
"""The knowledge without any clinic's own values: no text for a person holds one."""
DECIDERS = tuple(map(gettext_noop, ("physiotherapist", "physician", "surgeon")))
THINGS = tuple(
    map(
        gettext_noop,
        (
            "ankle weight",
            "band",
            "belt",
            "bench",
            "bike",
            "box",
            "chair",
            "cushion",
            "mat",
            "pool",
            "shoes",
            "step",
            "strap",
            "weight",
        ),
    )
)
SENTENCES = tuple(
    map(
        gettext_noop,
        (
            "Paused by the clinician.",
            "The last session went beyond the limit, or the next morning was worse.",
            "It is not suitable now.",
            "This is the last level.",
            "A clinician has set the highest level.",
            "Irritability allows no more yet.",
            "A hand hold is needed first.",
            "Another plan is in force for now.",
            "Pain went above the limit.",
            "The last session was incomplete or pain was mildly up.",
            "More good sessions at this level are needed.",
            "Day of rest.",
            "Done often enough this week.",
        ),
    )
)
"""What programme/ says as a whole sentence."""
BUILT = (
    (re.compile(r"Needs: (?P<things>.+)\."), gettext_noop("Needs: %(things)s.")),
    (
        re.compile(r"(?P<count>\d+) sessions in a row were complete, within the limit and settled\."),
        gettext_noop("%(count)s sessions in a row were complete, within the limit and settled."),
    ),
    (
        re.compile(r"Back to usual within (?P<minutes>\d+) minutes\."),
        gettext_noop("Back to usual within %(minutes)s minutes."),
    ),
    (
        re.compile(r"Exercises were stopped for pain (?P<count>\d+) times within (?P<days>\d+) days\."),
        gettext_noop("Exercises were stopped for pain %(count)s times within %(days)s days."),
    ),
    (
        re.compile(r"Pinned, but another plan comes first today\. (?P<why>.+)"),
        gettext_noop("Pinned, but another plan comes first today. %(why)s"),
    ),
)
"""What programme/ builds from parts."""


def dose_said(dosage: Dosage) -> str:
    """A dosage in a line."""
    language = spoken()
    return dose_words(dosage) if language == ENGLISH else dose_line(dosage, wording(language))


def sentence(text: str) -> str:
    """A reason of the programme: as it is listed, or with its parts."""
    if text in SENTENCES:
        return gettext(text)
    for pattern, words in BUILT:
        if found := pattern.fullmatch(text):
            return gettext(words) % {name: _part(part) for name, part in found.groupdict().items()}
    return text


def _part(words: str) -> str:
    """A part of a sentence: a number, things of which one is needed, or another sentence."""
    return gettext(" or ").join(
        gettext(one) if one in THINGS else sentence(one) for one in words.split(" or ")
    )


def sentences(texts: Iterable[str]) -> list[str]:
    """Several of them."""
    return [sentence(text) for text in texts]


def exit_beside(exit_: Intervention) -> dict[str, Any]:
    """The English of an exit beside another language, for whoever is asked to help; nothing where it is English already."""
    if spoken() == ENGLISH:
        return {}
    one = _english().interventions[exit_.id]
    return {"also": {"lang": ENGLISH, "title": one.title, "say": str(one.say.get(PATIENT, "")).strip()}}


def question_beside(finding: Finding) -> dict[str, Any]:
    """The English of a question about a sign, likewise."""
    if spoken() == ENGLISH:
        return {}
    one = _english().findings[finding.id]
    return {"also": {"lang": ENGLISH, "text": one.ask.get(PATIENT, one.title)}}


def _english() -> Pathway:
    return pathway_with(AS_WRITTEN)
