"""The page on which a person is opened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.intake.forms import NewPerson
from stepwell.clinic.workspace.intake.services import open_new
from stepwell.clinic.workspace.shared import member_of

ADULT = "adult-age"


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: Asked) -> HttpResponse:
    """Open a person with an episode, and go on to the intake."""
    member = member_of(request)
    adult = int(pathway_of(member.clinic).parameters[ADULT].value)
    sent = request.POST if request.method == "POST" else None
    form = NewPerson(sent, member=member, today=today_of(member.clinic), adult=adult)
    known: Episode | None = None
    if sent is not None and form.is_valid():
        given = form.cleaned_data
        known, new = open_new(
            form.identity(),
            side=given["side"],
            responsible=given["responsible"],
            by=member,
            turned=form.boundary,
            again=given["again"],
        )
        if new:
            messages.success(request, "The record is open. Begin with the signs that cannot wait.")
            return redirect("intake", known.pk)
    return page(
        request,
        "intake/new_person.html",
        {"form": form, "known": known, "adult": adult, "section": "caseload"},
    )
