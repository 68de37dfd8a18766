"""A person's consent, in the version that they were shown, and its withdrawal.

Lives here: reading and writing it, and the page on which a clinician records it. Lives elsewhere: the text (administration/texts.py),
whether somebody is old enough (asked at intake).

Consent is an entry of the episode like any other: it only grows, so that what was agreed to, and when it was taken back, stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.administration.texts import consent_text
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Entry, Episode
from stepwell.clinic.episodes.sealed import Written
from stepwell.clinic.episodes.services import Conflict, add_entry, entries_of
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.shared import author_of, episode_of, person_values, words_of

KIND = "consent"
GIVEN, WITHDRAWN = "given", "withdrawn"


@dataclass(frozen=True)
class Consent:
    """What a person said last: given or withdrawn, in which version, when."""

    said: str
    version: int
    at: datetime

    @property
    def holds(self) -> bool:
        """Whether it was given and not taken back."""
        return self.said == GIVEN


def consents_of(written: Iterable[Written]) -> list[Consent]:
    """Everything that was said of consent, in order."""
    return [Consent(one.more["said"], one.more["version"], one.at) for one in written if one.kind == KIND]


def record_consent(
    episode: Episode, said: str, *, version: int, by: Author, key: UUID | None = None, seen: int | None = None
) -> Entry:
    """Write that a person gave their consent to a version of the text, or took it back. raises Conflict"""
    return add_entry(episode, KIND, by=by, key=key, seen=seen, said=said, version=version)


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: Asked, episode: UUID) -> HttpResponse:
    """What the person was told and said."""
    found = episode_of(request, episode)
    text = consent_text()
    said = request.POST.get("said", "")
    if said in (GIVEN, WITHDRAWN):
        try:
            seen, key = _count(request.POST.get("seen", "")), _key(request.POST.get("key", ""))
            record_consent(found, said, version=text.version, by=author_of(request), key=key, seen=seen)
            messages.success(request, "Written down.")
        except Conflict as wrong:
            messages.error(request, words_of(wrong)[0].capitalize())
        return redirect("consent", episode=found.pk)
    history = consents_of(entries_of(found))
    values = {"document": text, "history": history, "last": history[-1] if history else None, "key": uuid4()}
    return page(request, "administration/consent.html", person_values(request, found) | values)


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
