"""People of a clinic as its administration sees them: who they are, never what they answered. Inviting and erasing them."""

import math
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS, Invitation, Membership, Role
from stepwell.clinic.accounts.services import Refused
from stepwell.clinic.administration.forms import AddressForm, EraseForm
from stepwell.clinic.administration.fresh import fresh
from stepwell.clinic.administration.mail import invite_by_mail
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Person
from stepwell.clinic.episodes.persons import erase as erase_person
from stepwell.clinic.episodes.sealed import Identity, identity_of
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.shared import member_of, words_of

WRITES = ["GET", "HEAD", "POST"]
SECTION = {"section": "administration"}
ON_A_PAGE = 50


@dataclass(frozen=True)
class Row:
    """A person with who they are."""

    person: Person
    identity: Identity


def persons_of(member: Membership) -> "QuerySet[Person]":
    """People of the member's clinic who are not erased, with their keys."""
    return Person.objects.filter(clinic_id=member.clinic_id, erased_at=None).select_related("key", "clinic")


def rows_of(member: Membership, find: str = "") -> list[Row]:
    """People by name; `find` is a part of it."""
    rows = (Row(one, identity_of(one)) for one in persons_of(member))
    wanted = find.casefold()
    return sorted(
        (one for one in rows if wanted in one.identity.name.casefold()),
        key=lambda one: one.identity.name.casefold(),
    )


@allowed(Role.ADMINISTRATOR, opened=False)
@require_safe
def persons(request: Asked) -> HttpResponse:
    """Everybody of the clinic by name. That the list was opened is audited."""
    member = member_of(request)
    find = request.GET.get("find", "").strip()[:80]
    rows = rows_of(member, find)
    pages = max(1, math.ceil(len(rows) / ON_A_PAGE))
    wanted = request.GET.get("page", "1")
    number = min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdigit() else 1
    shown = rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    note("persons.listed", by=member, count=len(shown))
    invited = Invitation.objects.filter(
        clinic=member.clinic, role=Role.PATIENT, used_at=None, expires_at__gt=timezone.now()
    )
    values = {"rows": shown, "total": len(rows), "find": find, "number": number, "pages": range(1, pages + 1)}
    values["invited"] = {one.person_id: one for one in invited}
    return page(request, "administration/persons.html", SECTION | values)


@allowed(Role.ADMINISTRATOR, *CLINICIANS)
@require_http_methods(WRITES)
@fresh
def invite_person(request: Asked, person: UUID) -> HttpResponse:
    """Invite a person to their own pages."""
    member = member_of(request)
    found = get_object_or_404(persons_of(member), pk=person)
    identity = identity_of(found)
    sent = request.POST if request.method == "POST" else None
    form = AddressForm(sent, initial={"email": identity.email})
    if found.user_id is None and form.is_valid():
        try:
            invite_by_mail(email=form.cleaned_data["email"], role=Role.PATIENT, by=member, person=found)
        except Refused as wrong:
            form.add_error(None, words_of(wrong)[0])
        else:
            messages.success(request, "The invitation was sent.")
            return redirect("home" if member.treats else "persons")
    values = {"form": form, "person": found, "identity": identity}
    return page(request, "administration/invite_person.html", SECTION | values)


@allowed(Role.ADMINISTRATOR, opened=False)
@require_http_methods(WRITES)
@fresh
def erase(request: Asked, person: UUID) -> HttpResponse:
    """Erase a person: their key is destroyed, and a date stays."""
    member = member_of(request)
    found = get_object_or_404(persons_of(member), pk=person)
    identity = identity_of(found)
    sent = request.POST if request.method == "POST" else None
    form = EraseForm(sent, name=identity.name, initial={"reason": request.GET.get("reason", "")})
    if form.is_valid():
        erase_person(found, by=member, reason=form.cleaned_data["reason"])
        messages.success(request, "The person was erased. The date is kept, and nothing else can be read.")
        return redirect("persons")
    open_episodes = found.episodes.filter(closed_at=None).count()
    values = {"form": form, "person": found, "identity": identity, "open_episodes": open_episodes}
    return page(request, "administration/erase.html", SECTION | values)
