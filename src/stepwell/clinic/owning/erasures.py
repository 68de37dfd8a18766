"""Pages: a person asks to be erased, and an administrator settles it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.clinic.accounts.access import allowed, public
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.administration.fresh import fresh
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.sealed import Identity, identity_of
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.owning.erasing import (
    KEPT,
    ask,
    at_once,
    erase,
    keep,
    latest_request,
    reason_of,
    take_back,
)
from stepwell.clinic.owning.forms import KeepForm, NameForm
from stepwell.clinic.owning.models import ErasureRequest
from stepwell.clinic.pages import page
from stepwell.clinic.patient.mine import own_episode, own_values
from stepwell.clinic.workspace.shared import member_of

WRITES = ["GET", "HEAD", "POST"]
NOTHING_KEPT = '"cache", "storage"'
"""Tells the browser to forget what it keeps of this address."""


@dataclass(frozen=True)
class Row:
    """A request with whose it is, and whether its day has passed."""

    request: ErasureRequest
    identity: Identity
    late: bool


@allowed(Role.PATIENT)
@require_http_methods(WRITES)
@fresh
def own_erase(request: Asked) -> HttpResponse:
    """Ask to be erased, or be erased at once where nobody else has to see it."""
    episode, member, now = own_episode(request), member_of(request), timezone.now()
    person, values = episode.person, own_values(request, episode, "record")
    last, immediate = latest_request(person), at_once(person)
    form = NameForm(request.POST if request.method == "POST" else None, name=values["identity"].name)
    if form.is_valid() and immediate:
        erase(person, by=member, now=now)
        return _gone(request)
    if form.is_valid():
        ask(person, by=member, now=now)
        messages.success(request, _("Your clinic has your wish now. The day of the answer is below."))
        return redirect("own_erase")
    values |= {"form": form, "last": last, "immediate": immediate, "person": person}
    values["why"] = reason_of(last) if last and last.outcome == KEPT else ""
    return page(request, "owning/erase.html", values)


def _gone(request: Asked) -> HttpResponse:
    """Sign out, and let the phone forget."""
    logout(request)
    answer = redirect("own_erased")
    answer.headers["Clear-Site-Data"] = NOTHING_KEPT
    return answer


@allowed(Role.PATIENT)
@require_POST
def own_request_end(request: Asked) -> HttpResponse:
    """Take the wish back."""
    last = latest_request(own_episode(request).person)
    if last is not None:
        take_back(last, by=member_of(request), now=timezone.now())
        messages.success(request, _("You took your wish back. Nothing is erased."))
    return redirect("own_erase")


@public
@require_safe
def own_erased(request: Asked) -> HttpResponse:
    """What is seen after being erased. Its script empties the phone, too."""
    return page(request, "owning/erased.html")


@allowed(Role.ADMINISTRATOR, opened=False)
@require_safe
def erasures(request: Asked) -> HttpResponse:
    """The wishes that wait, the oldest first. That the list was opened is audited."""
    member, today = member_of(request), today_of(member_of(request).clinic)
    waiting = ErasureRequest.objects.of_clinic(member.clinic).waiting().select_related("person__key")
    rows = [
        Row(one, identity_of(one.person), one.due_on < today)
        for one in waiting.order_by("due_on", "asked_at")
    ]
    note("erasures.listed", by=member, count=len(rows))
    return page(request, "owning/erasures.html", {"section": "administration", "rows": rows})


@allowed(Role.ADMINISTRATOR, opened=False)
@require_http_methods(WRITES)
@fresh
def erasure(request: Asked, wish: UUID) -> HttpResponse:
    """Erase, or keep with a reason."""
    member, now = member_of(request), timezone.now()
    waiting = ErasureRequest.objects.of_clinic(member.clinic).waiting()
    found = get_object_or_404(
        waiting.select_related("person__key", "person__clinic", "person__user"), pk=wish
    )
    name = identity_of(found.person).name
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    erasing = NameForm(request.POST if doing == "erase" else None, name=name)
    keeping = KeepForm(request.POST if doing == "keep" else None)
    if erasing.is_valid():
        erase(found.person, by=member, now=now)
        messages.success(request, _("The person was erased. The date is kept, and nothing else can be read."))
        return redirect("erasures")
    if keeping.is_valid():
        keep(found, keeping.cleaned_data["reason"], by=member, now=now)
        messages.success(request, _("The record is kept. The person reads your reason."))
        return redirect("erasures")
    values = {"wish": found, "name": name, "erasing": erasing, "keeping": keeping}
    return page(request, "owning/erasure.html", {"section": "administration"} | values)
