"""My record: all that was written, and correcting an own answer."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import Conflict
from stepwell.clinic.owning.consenting import state_of
from stepwell.clinic.owning.correcting import Correctable, correct, correctable
from stepwell.clinic.owning.erasing import latest_request
from stepwell.clinic.owning.forms import CorrectForm
from stepwell.clinic.owning.told import Teller
from stepwell.clinic.pages import page
from stepwell.clinic.patient.mine import own_episode, own_values
from stepwell.clinic.patient.own_words import line_said
from stepwell.clinic.workspace.person.entries import page_of
from stepwell.clinic.workspace.shared import author_of, member_of, words_of
from stepwell.errors import RecordError

RECORD = "record"


@allowed(Role.PATIENT)
@require_safe
def own_record(request: Asked) -> HttpResponse:
    """Everything that was written, in words, newest first, and what the person can do with it."""
    episode = own_episode(request)
    entries = page_of(episode, "", request.GET.get("page", ""))
    values = own_values(request, episode, RECORD)
    days = Teller(episode, request.user, values["identity"].short).days(entries)
    values |= {"entries": entries, "days": days, "consent": state_of(member_of(request))}
    return page(request, "patient/record.html", values | {"erasure": latest_request(episode.person)})


@allowed(Role.PATIENT)
@require_http_methods(["GET", "HEAD", "POST"])
def own_correction(request: Asked, seq: int) -> HttpResponse:
    """Say something else in the place of an own answer."""
    episode = own_episode(request)
    try:
        found, why = correctable(episode, seq, request.user)
    except LookupError:
        raise Http404 from None
    if found is None:
        messages.error(request, why)
        return redirect("own_record")
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        found=found,
        initial={"seen": episode.count, "key": uuid.uuid4()},
    )
    if form.is_valid() and (place := _written(request, episode, found, form)):
        return redirect(place)
    form.mend(episode.count)
    said = line_said(found.line, Teller(episode, request.user, "").pathway)
    values = own_values(request, episode, RECORD) | {"form": form, "found": found, "said": said}
    return page(request, "owning/correct.html", values)


def _written(request: Asked, episode: Episode, found: Correctable, form: CorrectForm) -> str:
    """Where to go on; empty where nothing was written, with why at the form."""
    clean = form.cleaned_data
    try:
        sign = correct(
            episode, found, clean["value"], by=author_of(request), key=clean["key"], seen=clean["seen"]
        )
    except Conflict as wrong:
        form.add_error(None, words_of(wrong)[0].capitalize())
        form.retype(seen=episode.count)
        return ""
    except RecordError as wrong:
        form.add_error("answer", " ".join(words_of(wrong)))
        return ""
    messages.success(request, _("Corrected. The old answer stays, and is marked."))
    return "get_help" if sign else "own_record"
