"""Setting a clinic up: what it is called, its country with the numbers to call, the intended use, keeping."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.calling import CHECKED
from stepwell.clinic.accounts.models import STAFF, Acceptance, Clinic, Membership, Role
from stepwell.clinic.accounts.services import INTENDED_USE, accept, change_clinic, check_numbers
from stepwell.clinic.administration.forms import ClinicForm, CountryForm, KeepingForm, NumbersForm
from stepwell.clinic.administration.texts import intended_use
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.shared import member_of

WRITES = ["GET", "HEAD", "POST"]
OTHER = "other"


@allowed(Role.ADMINISTRATOR, opened=False)
@require_http_methods(WRITES)
def setup(request: Asked) -> HttpResponse:
    """All settings of the clinic, each part with a form of its own."""
    clinic = member_of(request).clinic
    forms_: dict[str, forms.Form] = {
        "clinic": ClinicForm(_sent(request, "clinic"), initial=_of(clinic, ClinicForm)),
        "keeping": KeepingForm(_sent(request, "keeping"), initial=_of(clinic, KeepingForm)),
    }
    changed = forms_.get(request.POST.get("part", ""))
    if changed is not None and changed.is_valid():
        change_clinic(clinic, by=member_of(request), **changed.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("setup")
    values = {"forms": forms_, "places": places(clinic), "newest_use": intended_use().version}
    values |= {"section": "administration", "zones": sorted(available_timezones())}
    return page(request, "administration/setup.html", values)


def _sent(request: Asked, part: str) -> Any:
    return request.POST if request.method == "POST" and request.POST.get("part") == part else None


def _of(clinic: Clinic, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(clinic, name) for name in form.base_fields}


def places(clinic: Clinic) -> list[Mapping[str, Any]]:
    """The countries of the knowledge, by name."""
    found = (one for one in pathway_of(clinic).localities.values() if one["country"] != OTHER)
    return sorted(found, key=lambda one: str(one["title"]))


@allowed(Role.ADMINISTRATOR, opened=False)
@require_http_methods(WRITES)
def country(request: Asked) -> HttpResponse:
    """Which country: then its numbers are checked on the next page."""
    form = CountryForm(request.GET or None)
    if form.is_valid():
        return redirect("numbers", country=form.cleaned_data["country"])
    values = {"form": form, "places": places(member_of(request).clinic), "section": "administration"}
    return page(request, "administration/country.html", values)


@allowed(Role.ADMINISTRATOR, opened=False)
@require_http_methods(WRITES)
def numbers(request: Asked, country: str) -> HttpResponse:
    """The numbers of a country: each is typed by whoever checked it, since the knowledge only recalls them."""
    member = member_of(request)
    asked = CountryForm({"country": country})
    if not asked.is_valid():
        return redirect("country")
    code = asked.cleaned_data["country"]
    staff = Membership.objects.current().of_clinic(member).filter(role__in=STAFF).select_related("user")
    today = today_of(member.clinic)
    initial = {"checked_by": str(member.user_id), "checked_on": today}
    sent = request.POST if request.method == "POST" else None
    form = NumbersForm(sent, staff=staff, today=today, initial=initial)
    if form.is_valid():
        _write_numbers(member, code, form.cleaned_data, staff)
        messages.success(request, "The numbers are set.")
        return redirect("setup")
    place = next((one for one in places(member.clinic) if one["country"] == code), None)
    recalled = {name: (place or {}).get(name) for name in CHECKED}
    values = {"form": form, "place": place, "code": code, "recalled": recalled, "section": "administration"}
    return page(request, "administration/numbers.html", values)


def _write_numbers(member: Membership, code: str, read: Mapping[str, Any], staff: Any) -> None:
    checker = next(one.user for one in staff if str(one.user_id) == read["checked_by"])
    check_numbers(
        member.clinic,
        {name: read[name] for name in CHECKED},
        country=code,
        by=member,
        on=read["checked_on"],
        checked_by=checker,
    )


@allowed(*STAFF, opened=False)
@require_http_methods(WRITES)
def intended_use_page(request: Asked) -> HttpResponse:
    """The intended use, for all staff to read; administrators accept it for the clinic."""
    member, document = member_of(request), intended_use()
    if request.method == "POST":
        if request.POST.get("version") == str(document.version) and request.POST.get("read") == "yes":
            accept(INTENDED_USE, document.version, by=member)
            messages.success(request, "Written down, with your name and the day.")
            return redirect("setup" if member.role == Role.ADMINISTRATOR else "home")
        messages.error(request, "Tick that you have read it.")
        return redirect(f"{reverse('intended_use')}#accept")
    accepted = Acceptance.objects.filter(clinic=member.clinic, document=INTENDED_USE).select_related("user")
    values = {
        "document": document,
        "accepted": accepted.order_by("-version", "at"),
        "mine": any(one.user_id == member.user_id and one.version == document.version for one in accepted),
        "section": "administration",
    }
    return page(request, "administration/intended_use.html", values)
