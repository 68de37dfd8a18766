"""Taking consent back, and giving it again.

Lives here: how a person's consent stands, the page, and what stops while it is taken back. Lives elsewhere: the text and its version
(administration/texts.py), the entry (administration/consent.py), reminders (reminders/).

Where consent was taken back, the person's own use stops: today, progress, reminders. What stays is the way to help, the record with all
rights in it, this page, and that a sign of danger reaches the clinic. Care goes on, and staff read in the record when it was taken back.
"""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import Access, allowed
from stepwell.clinic.accounts.gates import Gate
from stepwell.clinic.accounts.models import Membership, Role
from stepwell.clinic.administration.consent import (
    GIVEN,
    KIND,
    WITHDRAWN,
    Consent,
    consents_of,
    record_consent,
)
from stepwell.clinic.administration.texts import consent_text
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Entry, Person
from stepwell.clinic.episodes.sealed import key_of, written
from stepwell.clinic.episodes.services import Conflict
from stepwell.clinic.pages import page
from stepwell.clinic.patient.mine import own_episode, own_values
from stepwell.clinic.workspace.shared import author_of, member_of, words_of

STAYS = frozenset(
    (
        "api_events", "get_help", "own_consent", "own_correction", "own_download", "own_erase", "own_file", "own_link_end",
        "own_links", "own_record", "own_request_end",
    )
)  # fmt: skip
"""Pages of a person that stay open where consent was taken back. Of what a phone sends, only signs of danger are taken (api/patient.py)."""


def consent_of(person: Person) -> Consent | None:
    """What a person last said; None where nobody wrote anything down. raises Erased"""
    return _last(Entry.objects.filter(episode__person=person))


def state_of(member: Membership) -> Consent | None:
    """What a patient last said in their clinic."""
    mine = {"user": member.user_id, "clinic": member.clinic_id, "erased_at": None}
    return _last(Entry.objects.filter(**{f"episode__person__{name}": value for name, value in mine.items()}))


def took_back(member: Membership) -> bool:
    """Whether a patient took their consent back in their clinic, and did not give it again."""
    said = state_of(member)
    return said is not None and not said.holds


def taken_back() -> JsonResponse:
    """What a phone is told: it keeps what waits on it."""
    return JsonResponse({"error": "Consent was taken back."}, status=403)


def _last(entries: "QuerySet[Entry]") -> Consent | None:
    said = entries.filter(kind=KIND).select_related("episode__person__key").order_by("-at", "-number").first()
    return consents_of(written([said], key_of(said.episode.person)))[-1] if said else None


def has_withdrawn(person: Person) -> bool:
    """Whether the person took their consent back, and did not give it again."""
    said = consent_of(person)
    return said is not None and not said.holds


class OwnUse(Gate):
    """Sends a person who took their consent back from their pages to the one on which they can give it again."""

    def instead(self, request: Asked, member: Membership, access: Access, name: str) -> HttpResponse | None:
        """The page of consent; nothing where consent holds, or nobody wrote it down."""
        if not access.of_patients or name in STAYS:
            return None
        if not took_back(member):
            return None
        return taken_back() if request.path.startswith("/api/") else redirect("own_consent")


@allowed(Role.PATIENT)
@require_http_methods(["GET", "HEAD", "POST"])
def own_consent(request: Asked) -> HttpResponse:
    """What the person agreed to, taking it back, and giving it again."""
    episode, text = own_episode(request), consent_text()
    said = request.POST.get("said", "")
    if request.method == "POST" and said in (GIVEN, WITHDRAWN):
        try:
            record_consent(
                episode, said, version=text.version, by=author_of(request), key=_key(request.POST.get("key"))
            )
        except Conflict as wrong:
            messages.error(request, words_of(wrong)[0].capitalize())
        else:
            messages.success(request, _done(said))
        return redirect("own_consent")
    values = own_values(request, episode, "record")
    values |= {"document": text, "last": state_of(member_of(request)), "key": uuid4()}
    return page(request, "owning/consent.html", values)


def _done(said: str) -> str:
    if said == GIVEN:
        return _("Thank you. You can use your pages again.")
    return _("You took it back. Reminders stop, and your clinic can see it. Your care goes on.")


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
