"""Whether a clinic allows self-care: the administrator's page."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.administration.fresh import fresh
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.pages import page
from stepwell.clinic.selfcare.models import Door
from stepwell.clinic.selfcare.services import allow, end, set_listed
from stepwell.clinic.workspace.shared import member_of

SAID = {
    "allow": "Self-care is on. Give the address to whom you want to let in.",
    "renew": "The address is new. The old one no longer works.",
    "end": "Self-care is off. Nobody begins by themselves any more.",
    "list": "Everybody finds the clinic on the page for self-care.",
    "unlist": "Only who has the address can begin.",
}


@allowed(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def self_care_setting(request: Asked) -> HttpResponse:
    """Whether people may begin without a clinician, by which address, and how many do."""
    clinic = member_of(request).clinic
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do in SAID:
            _change(request, do)
            messages.success(request, SAID[do])
        return redirect("self_care_setting")
    door = Door.objects.filter(clinic=clinic).first() if clinic.self_care else None
    alone = Episode.objects.filter(person__clinic=clinic, person__erased_at=None, responsible=None)
    values = {"door": door, "alone": alone.filter(closed_at=None).count(), "section": "administration"}
    if door is not None:
        values["address"] = address_of(door)
    return page(request, "selfcare/setting.html", values)


def address_of(door: Door) -> str:
    """The whole address of a door."""
    return f"{settings.HOME.address.geturl().rstrip('/')}{reverse('self_care_door', args=[door.secret])}"


def _change(request: Asked, do: str) -> None:
    member = member_of(request)
    if do == "end":
        end(member.clinic, by=member)
    elif do in ("list", "unlist"):
        set_listed(member.clinic, do == "list", by=member)
    else:
        allow(member.clinic, by=member)
